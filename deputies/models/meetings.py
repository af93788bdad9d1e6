"""Meetings of the presidium: when, who was there, what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.templatetags.portal import cn_date
from congress.township.models import CongressTerm
from deputies.models.people import Deputy


class PresidiumMeeting(PublicIdModel, VersionedModel):
    """A meeting of the presidium (主席团会议), during a session or between two (组织法17, 19).

    What it decided on single matters is recorded with the matter, which names the meeting;
    ``decisions`` is everything else, in words.
    """

    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="presidium_meetings", verbose_name="届"
    )
    held_on = models.DateField(verbose_name="会议日期")
    place = models.CharField(max_length=100, blank=True, verbose_name="地点")
    chaired_by = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="主持人",
    )
    present = models.ManyToManyField(
        Deputy, blank=True, related_name="presidium_meetings", verbose_name="出席人"
    )
    decisions = models.TextField(
        blank=True,
        max_length=10000,
        verbose_name="议定事项",
        help_text="对议案的决定由系统自己列在下面，这里写其他事项。",
    )

    attachments = attachments_relation()
    history = portal_history(m2m_fields=[present])

    class Meta:
        verbose_name = verbose_name_plural = "主席团会议"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{cn_date(self.held_on)}主席团会议"
