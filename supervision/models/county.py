"""What the county congress hands down: petitions, proposals, other work (交办件)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ
from deputies.models import PresidiumMeeting
from supervision.enums import CountyTaskKind
from supervision.models.parts import by
from supervision.querysets import CountyTaskQuerySet


class CountyTask(PublicIdModel, VersionedModel):
    """One task with its source, plan and result; reported up at the end.

    A petition is never public, and nobody but the presidium's staff reads it: there is no page
    for anybody else, and no way to release it.
    """

    kind = models.CharField(max_length=20, choices=CountyTaskKind.choices, verbose_name="类别")
    title = models.CharField(max_length=100, verbose_name="事由")
    source_organ = models.CharField(max_length=100, verbose_name="交办机关")
    source_number = models.CharField(max_length=50, blank=True, verbose_name="来文号")
    content = models.TextField(max_length=5000, blank=True, verbose_name="内容")
    received_on = models.DateField(verbose_name="收到日期")
    due_on = PartialDateField(null=True, blank=True, verbose_name="办结期限")
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="county_tasks",
        verbose_name="研究的主席团会议",
    )
    plan = models.TextField(max_length=2000, blank=True, verbose_name="办理方案")
    unit = models.ForeignKey(
        Organ,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="county_tasks",
        verbose_name="办理单位",
    )
    done_on = PartialDateField(null=True, blank=True, verbose_name="办结日期")
    result = models.TextField(max_length=5000, blank=True, verbose_name="办理结果")
    reported_on = PartialDateField(null=True, blank=True, verbose_name="上报日期")
    reported_number = models.CharField(max_length=50, blank=True, verbose_name="上报文号")
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()
    objects = CountyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上级交办件"
        ordering: ClassVar[list[str]] = ["-received_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | ~Q(result=""),
                name="reported_task_has_a_result",
                violation_error_message="已经上报的，请写明办理结果。",
            )
        ]

    def __str__(self) -> str:
        # The title of a petition names people: it stands in no list of what was done.
        return f"{self.source_organ}交办的{self.get_kind_display()}{self.source_number}"

    def is_overdue(self, on: dt.date | None = None) -> bool:
        """Whether it should be done by now."""
        day = on or timezone.localdate()
        return self.done_on is None and self.due_on is not None and self.due_on.latest() < day
