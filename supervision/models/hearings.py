"""Reports that were heard, advice to the government, conflicts that were settled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ, Session
from deputies.models import PresidiumMeeting
from supervision.enums import AdviceState, HearingKind, Verdict
from supervision.models.field_work import FieldWork
from supervision.models.parts import Releasable, by
from supervision.models.plans import PlanItem
from supervision.models.projects import SupervisionProject
from supervision.querysets import HearingQuerySet, ReleasedQuerySet


class WorkReportHearing(PublicIdModel, VersionedModel, Releasable):
    """A report of the government or a unit was heard and discussed (组织法12, 19②).

    Heard at a presidium meeting or at a session; opinions that follow are demands of it.
    """

    kind = models.CharField(
        max_length=20, choices=HearingKind.choices, default=HearingKind.SPECIAL, verbose_name="类别"
    )
    title = models.CharField(max_length=100, verbose_name="报告题目")
    unit = models.ForeignKey(
        Organ,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hearings",
        verbose_name="报告单位",
    )
    reporter = models.CharField(max_length=50, blank=True, verbose_name="报告人")
    heard_on = PartialDateField(verbose_name="日期")
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hearings",
        verbose_name="主席团会议",
    )
    session = models.ForeignKey(
        Session,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hearings",
        verbose_name="人代会会议",
    )
    plan_item = models.ForeignKey(
        PlanItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hearings",
        verbose_name="计划事项",
    )
    experts = models.CharField(max_length=200, blank=True, verbose_name="列席的专业人士")
    summary = models.TextField(max_length=5000, blank=True, verbose_name="报告要点")
    opinions = models.TextField(max_length=5000, blank=True, verbose_name="审议情况")
    verdict = models.CharField(
        max_length=20, choices=Verdict.choices, blank=True, verbose_name="评价"
    )
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()
    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "听取报告"
        ordering: ClassVar[list[str]] = ["-heard_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Advice(PublicIdModel, VersionedModel, Releasable):
    """A proposal of the presidium to the government (如：改“发传单”为“贴门神”), and its effect."""

    title = models.CharField(max_length=100, verbose_name="建议")
    content = models.TextField(max_length=5000, blank=True, verbose_name="内容")
    given_on = PartialDateField(verbose_name="提出日期")
    unit = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="advice", verbose_name="向谁提出"
    )
    field_work = models.ForeignKey(
        FieldWork,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="advice_given",
        verbose_name="哪次现场监督",
    )
    project = models.ForeignKey(
        SupervisionProject,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="advice_given",
        verbose_name="监督项目",
    )
    state = models.CharField(
        max_length=20,
        choices=AdviceState.choices,
        default=AdviceState.WAITING,
        verbose_name="是否采纳",
    )
    answered_on = PartialDateField(null=True, blank=True, verbose_name="答复日期")
    answer = models.TextField(max_length=2000, blank=True, verbose_name="答复")
    effect = models.TextField(max_length=2000, blank=True, verbose_name="效果")
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()
    objects = ReleasedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "向政府提的建议"
        ordering: ClassVar[list[str]] = ["-given_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Mediation(PublicIdModel, VersionedModel, Releasable):
    """A conflict that was settled after a visit (矛盾化解): internal unless it is released."""

    title = models.CharField(max_length=100, verbose_name="事由")
    place = models.CharField(max_length=100, blank=True, verbose_name="地点")
    extent = models.CharField(
        max_length=100, blank=True, verbose_name="规模", help_text="如：沙化地1500亩。"
    )
    sides = models.CharField(max_length=300, blank=True, verbose_name="各方和主张")
    law_cited = models.CharField(max_length=200, blank=True, verbose_name="依据的法律")
    begun_on = PartialDateField(verbose_name="开始日期")
    steps = models.TextField(max_length=5000, blank=True, verbose_name="经过")
    settled_on = PartialDateField(null=True, blank=True, verbose_name="化解日期")
    outcome = models.TextField(max_length=2000, blank=True, verbose_name="结果")
    field_work = models.ForeignKey(
        FieldWork,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mediations",
        verbose_name="哪次现场监督",
    )
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()
    objects = ReleasedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "矛盾化解"
        ordering: ClassVar[list[str]] = ["-begun_on", "-pk"]

    def __str__(self) -> str:
        return self.title
