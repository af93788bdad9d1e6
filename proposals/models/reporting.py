"""The reports on handling that were put before the public, as they went out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel
from congress.township.models import Session
from proposals.public_rows import HandlingReportQuerySet


def handling_report_path(report: HandlingReport, filename: str) -> str:
    """Where the file lies."""
    return f"handling-reports/{report.public_id}.pdf"


class HandlingReport(PublicIdModel, VersionedModel):
    """The report on the handling of a session's proposals, released to everybody (代表法51③).

    Its file never changes. ``named`` are the keys of the proposals that stand in it with their
    titles; the others of ``total`` are counted alone. ``taken_back_on`` is set when nobody may
    read it any more.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="handling_reports", verbose_name="会议"
    )
    title = models.CharField(max_length=200, verbose_name="标题")
    as_of = models.DateField(verbose_name="数字截至")
    named: Any = models.JSONField(default=list, editable=False, verbose_name="列出的件")
    total = models.PositiveIntegerField(editable=False, verbose_name="总件数")
    pdf = models.FileField(upload_to=handling_report_path, editable=False, verbose_name="文件")
    pdf_sha256 = models.CharField(max_length=64, editable=False, verbose_name="校验码")
    released_at = models.DateTimeField(editable=False, verbose_name="公开时间")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="公开人",
    )
    taken_back_on = models.DateField(null=True, editable=False, verbose_name="撤下日期")
    taken_back_because = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="撤下理由"
    )

    history = portal_history()
    objects = HandlingReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理情况报告"
        ordering: ClassVar[list[str]] = ["-as_of", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "as_of"],
                condition=Q(taken_back_on__isnull=True),
                name="handling_report_is_released_once_a_day",
                violation_error_message="这一天的办理情况报告已经公开。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_standing(self) -> bool:
        """Whether it was released and not taken back."""
        return self.taken_back_on is None
