"""The liaison plan of the presidium (联系计划) and the tasks that follow from it (联系任务)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.township.models import CongressTerm, Session
from deputies.enums import TaskKind, TaskStatus
from deputies.models.groups import DeputyGroup
from deputies.models.people import Deputy
from deputies.querysets import LiaisonTaskQuerySet


class LiaisonPlan(PublicIdModel, VersionedModel):
    """Who of the presidium contacts which groups and deputies, from a quarter of a year on."""

    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="liaison_plans", verbose_name="届"
    )
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1980), MaxValueValidator(2200)], verbose_name="年度"
    )
    title = models.CharField(max_length=100, verbose_name="计划名称")
    starts_on = models.DateField(
        verbose_name="实施日期", help_text="从这一天所在的季度起派发任务，之前的季度不派。"
    )

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "联系计划"
        ordering: ClassVar[list[str]] = ["-year", "-starts_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["term", "year", "starts_on"],
                name="liaison_plan_starts_once",
                violation_error_message="这一天开始的联系计划已经有了。",
            )
        ]

    def clean(self) -> None:
        """The tasks of a plan belong to quarters of its own year."""
        if self.starts_on and self.year and self.starts_on.year != self.year:
            raise ValidationError({"starts_on": "实施日期不在这一年度里。请核对。"})

    def __str__(self) -> str:
        return self.title

    @property
    def first_quarter(self) -> int:
        """The quarter (1–4) from which the plan gives tasks."""
        return (self.starts_on.month - 1) // 3 + 1


class LiaisonAssignment(models.Model):
    """One member's line in the plan: his groups and his deputies (2–3 and 9–11 by custom)."""

    plan = models.ForeignKey(
        LiaisonPlan, on_delete=models.CASCADE, related_name="assignments", verbose_name="联系计划"
    )
    member = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, related_name="liaison_lines", verbose_name="主席团成员"
    )
    order = models.PositiveSmallIntegerField(default=0, verbose_name="排序")
    groups = models.ManyToManyField(
        DeputyGroup, related_name="liaison_lines", blank=True, verbose_name="联系代表小组"
    )
    deputies = models.ManyToManyField(
        Deputy, related_name="contacted_in", blank=True, verbose_name="联系代表"
    )

    history = portal_history(m2m_fields=[groups, deputies])

    class Meta:
        verbose_name = verbose_name_plural = "联系安排"
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "member"],
                name="member_has_one_line_in_a_plan",
                violation_error_message="这名主席团成员在计划里已有一行。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}的联系安排"


class LiaisonTask(PublicIdModel, VersionedModel):
    """One thing that one deputy is asked to do by a day.

    ``assignee`` does it: the member for visits and symposia, the deputy for quarterly reports.
    ``year``/``quarter`` say which quarter it belongs to; a symposium belongs to a session.
    """

    plan = models.ForeignKey(
        LiaisonPlan, on_delete=models.PROTECT, related_name="tasks", verbose_name="联系计划"
    )
    kind = models.CharField(max_length=20, choices=TaskKind.choices, verbose_name="任务")
    assignee = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, related_name="liaison_tasks", verbose_name="办理人"
    )
    member = models.ForeignKey(
        Deputy,
        on_delete=models.PROTECT,
        related_name="led_liaison_tasks",
        verbose_name="主席团成员",
    )
    group = models.ForeignKey(
        DeputyGroup,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="liaison_tasks",
        verbose_name="代表小组",
    )
    deputy = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reporting_tasks",
        verbose_name="代表",
    )
    session = models.ForeignKey(
        Session,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="liaison_tasks",
        verbose_name="会议",
    )
    year = models.PositiveSmallIntegerField(verbose_name="年度")
    quarter = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="季度")
    opens_on = models.DateField(verbose_name="可办理自")
    due_on = models.DateField(verbose_name="应完成日期")
    due_rule = models.CharField(max_length=100, verbose_name="期限依据")
    status = models.CharField(
        max_length=20, choices=TaskStatus.choices, default=TaskStatus.OPEN, verbose_name="状态"
    )

    history = portal_history()
    objects = LiaisonTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系任务"
        ordering: ClassVar[list[str]] = ["due_on", "kind", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "group", "year", "quarter"],
                condition=Q(kind=TaskKind.GROUP_VISIT) & ~Q(status=TaskStatus.CANCELLED),
                name="one_visit_a_member_group_quarter",
            ),
            models.UniqueConstraint(
                fields=["deputy", "year", "quarter"],
                condition=Q(kind=TaskKind.DUTY_REPORT) & ~Q(status=TaskStatus.CANCELLED),
                name="one_duty_report_a_deputy_quarter",
            ),
            models.UniqueConstraint(
                fields=["member", "session"],
                condition=Q(kind=TaskKind.SYMPOSIUM) & ~Q(status=TaskStatus.CANCELLED),
                name="one_symposium_a_member_session",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assignee", "status", "due_on"], name="task_desk"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """One line: 走访新洲代表小组（2026年第三季度）"""
        when = f"{self.year}年第{'一二三四'[self.quarter - 1]}季度" if self.quarter else ""
        if self.kind == TaskKind.GROUP_VISIT:
            return f"走访{self.group}（{when}）"
        if self.kind == TaskKind.DUTY_REPORT:
            return f"向{self.member}汇报履职情况（{when}）"
        return f"{self.session}前的座谈"

    def is_overdue(self, on: dt.date) -> bool:
        return self.status in TaskStatus.to_do() and self.due_on < on


class TaskReport(models.Model):
    """What was done for a task. A returned report stays; the next one is a new row."""

    task = models.ForeignKey(
        LiaisonTask, on_delete=models.PROTECT, related_name="reports", verbose_name="联系任务"
    )
    held_on = models.DateField(verbose_name="实际日期")
    place = models.CharField(max_length=100, verbose_name="地点")
    content = models.TextField(
        max_length=5000, verbose_name="反映的情况和问题", help_text="谁说了什么、要解决什么。"
    )
    attendance = models.CharField(max_length=200, blank=True, verbose_name="参加人员")
    solution = models.TextField(max_length=5000, blank=True, verbose_name="协商结果")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="录入人",
    )
    is_on_behalf = models.BooleanField(default=False, verbose_name="人大办代录")
    reported_at = models.DateTimeField(auto_now_add=True, verbose_name="提交时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="审核人",
    )
    decided_at = models.DateTimeField(null=True, blank=True, verbose_name="审核时间")
    is_accepted = models.BooleanField(null=True, verbose_name="已确认")
    return_reason = models.CharField(max_length=500, blank=True, verbose_name="退回原因")

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering: ClassVar[list[str]] = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.task} {self.held_on}"
