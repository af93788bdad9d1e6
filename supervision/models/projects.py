"""Supervised projects (监督项目): time, work and quality. Money is in ``funds``."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.common.text_search import pairs_index, search_text_column
from congress.township.models import Organ
from deputies.models import Deputy
from proposals.models import Proposal
from supervision.enums import Level, ProjectKind, ProjectOrigin, QualityResult, Stage
from supervision.models.parts import Releasable, by, yuan
from supervision.models.plans import PlanItem
from supervision.querysets import ProjectQuerySet

# Repeats what is recorded below the project, which has its own history.
_COMPUTED = ["search_text", "percent", "planned_total", "arrived_total", "arrears_due_on"]


class SupervisionProject(PublicIdModel, VersionedModel, Releasable):
    """Something that is built or done, and that the presidium follows.

    Dates None are 未载. The last columns repeat what is recorded below the project, so that ten
    thousand projects sort as quickly as ten: ``services.sums`` alone writes them, and a
    consistency check compares the money.
    """

    name = models.CharField(max_length=100, verbose_name="项目名称")
    kind = models.CharField(
        max_length=10,
        choices=ProjectKind.choices,
        default=ProjectKind.GENERAL,
        verbose_name="监督类别",
    )
    origin = models.CharField(
        max_length=20,
        choices=ProjectOrigin.choices,
        default=ProjectOrigin.PLAN,
        verbose_name="来源",
    )
    origin_words = models.CharField(
        max_length=100, blank=True, verbose_name="来源说明", help_text="如：县级人大代表议案。"
    )
    level = models.CharField(
        max_length=10, choices=Level.choices, default=Level.TOWN, verbose_name="来源层级"
    )
    proposal = models.ForeignKey(
        Proposal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name="议案建议",
    )
    plan_item = models.ForeignKey(
        PlanItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name="计划事项",
    )
    stage = models.CharField(
        max_length=10, choices=Stage.choices, default=Stage.DURING, verbose_name="监督阶段"
    )
    member = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_projects",
        verbose_name="负责的主席团成员",
    )
    deputies = models.ManyToManyField(
        Deputy, blank=True, related_name="supervised_projects", verbose_name="参加监督的代表"
    )
    goal = models.TextField(max_length=2000, blank=True, verbose_name="建设内容和目标")
    beneficiaries = models.CharField(max_length=200, blank=True, verbose_name="受益范围")
    starts_on = PartialDateField(null=True, blank=True, verbose_name="开工日期")
    planned_end = PartialDateField(null=True, blank=True, verbose_name="计划完工")
    finished_on = PartialDateField(null=True, blank=True, verbose_name="实际完工")
    accepted_on = PartialDateField(null=True, blank=True, verbose_name="验收日期")
    accepted_by = models.CharField(max_length=100, blank=True, verbose_name="验收单位")
    acceptance = models.TextField(max_length=2000, blank=True, verbose_name="验收意见")
    outcome = models.TextField(max_length=2000, blank=True, verbose_name="成效")
    stopped_on = models.DateField(null=True, editable=False, verbose_name="终止日期")
    stopped_because = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="终止理由"
    )
    entered_by = by("录入人")

    percent = models.PositiveSmallIntegerField(null=True, editable=False, verbose_name="进度（%）")
    planned_total = yuan("计划投入", null=True, editable=False)
    arrived_total = yuan("已到位", default=0, editable=False)
    arrears_due_on = models.DateField(null=True, editable=False, verbose_name="最早应到位日期")

    search_text = search_text_column("name", "origin_words", "goal", "beneficiaries")

    attachments = attachments_relation()
    history = portal_history(m2m_fields=[deputies], excluded=_COMPUTED, silent=_COMPUTED)
    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监督项目"
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="project_percent_ends_at_100",
                violation_error_message="进度最多100%。",
            )
        ]
        indexes: ClassVar = [pairs_index("project_pairs")]

    def __str__(self) -> str:
        return self.name


class ProjectUnit(models.Model):
    """A unit that answers for a project; one of them leads (牵头)."""

    project = models.ForeignKey(
        SupervisionProject,
        on_delete=models.CASCADE,
        related_name="unit_parts",
        verbose_name="监督项目",
    )
    unit = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="project_parts", verbose_name="责任单位"
    )
    is_lead = models.BooleanField(default=False, verbose_name="牵头")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering: ClassVar[list[str]] = ["-is_lead", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "unit"],
                name="unit_stands_once_in_a_project",
                violation_error_message="这个单位已经在这个项目里。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}（{self.project}）"


class Milestone(VersionedModel):
    """A part of the work with its date and its weight in the whole."""

    project = models.ForeignKey(
        SupervisionProject,
        on_delete=models.CASCADE,
        related_name="milestones",
        verbose_name="监督项目",
    )
    order = models.PositiveSmallIntegerField(default=0, verbose_name="序号")
    name = models.CharField(max_length=100, verbose_name="节点")
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        verbose_name="权重",
        help_text="各节点权重之和算作100%。",
    )
    planned_on = PartialDateField(null=True, blank=True, verbose_name="计划时间")
    actual_on = PartialDateField(null=True, blank=True, verbose_name="完成时间")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "进度节点"
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.project}）"


class ProgressNote(models.Model):
    """How far the work was on a day, in percent; all of them are kept."""

    project = models.ForeignKey(
        SupervisionProject,
        on_delete=models.CASCADE,
        related_name="progress_notes",
        verbose_name="监督项目",
    )
    noted_on = models.DateField(verbose_name="日期")
    percent = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(100)], verbose_name="进度（%）"
    )
    words = models.CharField(max_length=500, blank=True, verbose_name="情况")
    field_work = models.ForeignKey(
        "supervision.FieldWork",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="progress_notes",
        verbose_name="现场记录",
    )
    noted_by = by("记录人")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "进度记录"
        ordering: ClassVar[list[str]] = ["noted_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="progress_ends_at_100",
                violation_error_message="进度写0到100。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project}的进度"


class QualityCheck(VersionedModel):
    """Who looked at the quality, and what was found."""

    project = models.ForeignKey(
        SupervisionProject,
        on_delete=models.CASCADE,
        related_name="quality_checks",
        verbose_name="监督项目",
    )
    checked_on = models.DateField(verbose_name="日期")
    checked_by = models.CharField(max_length=100, blank=True, verbose_name="检查人")
    result = models.CharField(max_length=10, choices=QualityResult.choices, verbose_name="结论")
    words = models.TextField(max_length=2000, blank=True, verbose_name="情况")
    field_work = models.ForeignKey(
        "supervision.FieldWork",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quality_checks",
        verbose_name="现场记录",
    )
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "质量检查"
        ordering: ClassVar[list[str]] = ["checked_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project}的质量检查"
