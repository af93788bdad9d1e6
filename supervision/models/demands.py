"""What is asked of a unit with a date: opinions and things to be put right (意见、整改事项)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from congress.common.history import portal_history
from congress.common.models import (
    AppendOnlyModel,
    PublicIdModel,
    VersionedModel,
    attachments_relation,
)
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ
from deputies.models import Deputy, PresidiumMeeting
from proposals.enums import ExtensionState
from supervision.enums import (
    DemandKind,
    DemandState,
    DemandStepKind,
    Verdict,
)
from supervision.models.field_work import FieldWork, FocusPoint
from supervision.models.hearings import WorkReportHearing
from supervision.models.parts import Releasable, by, yuan
from supervision.models.projects import SupervisionProject
from supervision.querysets import DemandQuerySet
from supervision.workflow import WAITING


class Demand(PublicIdModel, VersionedModel, Releasable):
    """One opinion, or one thing to be put right, of one unit, until the presidium closes it.

    The due date is stored with the rule that gave it. What was found (``content``) and what is
    asked (``wanted``) are two things; the unit's answers are its steps.
    """

    kind = models.CharField(max_length=20, choices=DemandKind.choices, verbose_name="类别")
    title = models.CharField(max_length=100, verbose_name="事由")
    content = models.TextField(
        max_length=5000, blank=True, verbose_name="发现的问题", help_text="意见写内容，整改写问题。"
    )
    wanted = models.TextField(max_length=2000, blank=True, verbose_name="要求")
    unit = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="demands", verbose_name="办理单位"
    )
    document_number = models.CharField(max_length=50, blank=True, verbose_name="文号")
    state = models.CharField(
        max_length=20,
        choices=DemandState.choices,
        default=DemandState.DRAFT,
        editable=False,
        verbose_name="状态",
    )
    issued_on = PartialDateField(null=True, editable=False, verbose_name="发出日期")
    due_on = PartialDateField(null=True, editable=False, verbose_name="报告期限")
    due_rule = models.CharField(max_length=100, blank=True, editable=False, verbose_name="期限依据")
    closed_on = PartialDateField(null=True, editable=False, verbose_name="办结日期")
    verdict = models.CharField(
        max_length=20,
        choices=Verdict.choices,
        blank=True,
        editable=False,
        verbose_name="主席团的评价",
    )
    amount = yuan("涉及金额", null=True, blank=True)
    member = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_demands",
        verbose_name="负责的主席团成员",
    )
    project = models.ForeignKey(
        SupervisionProject,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="demands",
        verbose_name="监督项目",
    )
    field_work = models.ForeignKey(
        FieldWork,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="demands",
        verbose_name="现场监督",
    )
    focus_point = models.ForeignKey(
        FocusPoint,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="demands",
        verbose_name="检查重点",
    )
    hearing = models.ForeignKey(
        WorkReportHearing,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="demands",
        verbose_name="听取的报告",
    )
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()
    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见和整改"
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=[DemandState.ISSUED, DemandState.SENT_BACK]),
                name="demand_waits_for_unit",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether the unit has to report."""
        return self.state in WAITING

    def is_overdue(self, on: dt.date | None = None) -> bool:
        """Whether the unit should have reported by now."""
        day = on or timezone.localdate()
        return self.is_waiting and self.due_on is not None and self.due_on.latest() < day


class DemandStep(PublicIdModel, AppendOnlyModel):
    """One step of a demand, never changed: what the unit reports, what the presidium says.

    Files are the proof (整改证明). ``until`` is the limit that a step gave.
    """

    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, related_name="steps", verbose_name="意见和整改"
    )
    step = models.CharField(max_length=20, choices=DemandStepKind.choices, verbose_name="步骤")
    from_state = models.CharField(max_length=20, choices=DemandState.choices, verbose_name="原状态")
    to_state = models.CharField(max_length=20, choices=DemandState.choices, verbose_name="新状态")
    taken_on = models.DateField(default=timezone.localdate, verbose_name="日期")
    taken_at = models.DateTimeField(default=timezone.now, verbose_name="录入时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="经办人",
    )
    measure = models.TextField(max_length=5000, blank=True, verbose_name="整改措施")
    words = models.TextField(max_length=5000, blank=True, verbose_name="情况")
    verdict = models.CharField(
        max_length=20, choices=Verdict.choices, blank=True, verbose_name="评价"
    )
    document_number = models.CharField(max_length=50, blank=True, verbose_name="文号")
    until = PartialDateField(null=True, verbose_name="期限")
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        on_delete=models.PROTECT,
        related_name="demand_steps",
        verbose_name="主席团会议",
    )

    attachments = attachments_relation()

    class Meta:
        verbose_name = verbose_name_plural = "意见和整改步骤"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}“{self.demand}”"


class DemandExtension(VersionedModel):
    """A unit's wish for more time for a demand, asked before its date."""

    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, related_name="extensions", verbose_name="意见和整改"
    )
    asked_on = models.DateField(verbose_name="申请日期")
    until = models.DateField(verbose_name="希望延到")
    reason = models.CharField(max_length=500, verbose_name="延期理由")
    state = models.CharField(
        max_length=20,
        choices=ExtensionState.choices,
        default=ExtensionState.ASKED,
        verbose_name="结果",
    )
    was_due_on = PartialDateField(null=True, editable=False, verbose_name="原期限")
    decided_on = models.DateField(null=True, editable=False, verbose_name="决定日期")
    decided_by = by("决定人")
    answer = models.CharField(max_length=500, blank=True, editable=False, verbose_name="说明")
    entered_by = by("录入人")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "意见和整改延期"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["demand"],
                condition=Q(state=ExtensionState.ASKED),
                name="demand_waits_for_one_extension",
                violation_error_message="已经申请过延期，请等人大办决定。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.demand}的延期"
