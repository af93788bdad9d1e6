"""The annual supervision plan (年度监督计划): what the presidium agreed to do, and when."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ
from deputies.models import Deputy, PresidiumMeeting
from supervision.enums import PlanItemKind, PlanState
from supervision.models.parts import Releasable, by
from supervision.querysets import PlanItemQuerySet, PlanQuerySet


class SupervisionPlan(PublicIdModel, VersionedModel, Releasable):
    """One year's plan, agreed by the presidium at the start of the year (组织法19②).

    ``checked_on`` and ``check_words`` are the mid-year check (年中检查), ``summary`` the year's
    end; what became of each item is computed from what happened (``supervision.progress``).
    """

    year = models.PositiveSmallIntegerField(
        unique=True,
        validators=[MinValueValidator(1950), MaxValueValidator(2200)],
        verbose_name="年度",
        error_messages={"unique": "这一年已经有监督计划，请打开那一份。"},
    )
    state = models.CharField(
        max_length=10,
        choices=PlanState.choices,
        default=PlanState.DRAFT,
        editable=False,
        verbose_name="状态",
    )
    agreed_on = models.DateField(null=True, editable=False, verbose_name="通过日期")
    agreed_at = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="supervision_plans",
        verbose_name="通过的主席团会议",
    )
    checked_on = models.DateField(null=True, blank=True, verbose_name="年中检查日期")
    check_words = models.TextField(max_length=5000, blank=True, verbose_name="年中检查情况")
    summary = models.TextField(max_length=5000, blank=True, verbose_name="年末小结")

    attachments = attachments_relation()
    history = portal_history()
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监督计划"
        ordering: ClassVar[list[str]] = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年监督计划"


class PlanItem(PublicIdModel, VersionedModel):
    """One thing that the plan names: basis, month, unit, who is in charge.

    ``month`` may be a month or a year; ``until`` is set where the plan gives a period.
    """

    plan = models.ForeignKey(
        SupervisionPlan, on_delete=models.CASCADE, related_name="items", verbose_name="监督计划"
    )
    order = models.PositiveSmallIntegerField(default=0, verbose_name="序号")
    kind = models.CharField(max_length=20, choices=PlanItemKind.choices, verbose_name="类别")
    title = models.CharField(max_length=100, verbose_name="监督事项")
    basis = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="依据",
        help_text="如：第3号议案；代表建议；农业法；上级部署。",
    )
    month = PartialDateField(null=True, blank=True, verbose_name="计划时间")
    until = PartialDateField(
        null=True, blank=True, verbose_name="到", help_text="一段时间的，写到什么时候。"
    )
    units = models.ManyToManyField(
        Organ, blank=True, related_name="plan_items", verbose_name="监督对象"
    )
    member = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_items",
        verbose_name="负责人",
    )
    done_on = PartialDateField(
        null=True,
        blank=True,
        verbose_name="完成时间",
        help_text="系统里有对应记录的自己算出；在系统以外完成的才填。",
    )
    dropped_on = models.DateField(null=True, editable=False, verbose_name="取消日期")
    dropped_because = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="取消理由"
    )
    dropped_by = by("取消人")
    remark = models.CharField(max_length=500, blank=True, verbose_name="备注")

    history = portal_history(m2m_fields=[units])
    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划事项"
        ordering: ClassVar[list[str]] = ["plan", "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(month__isnull=False),
                name="plan_item_period_has_a_start",
                violation_error_message="写了“到”什么时候，也要写从什么时候起。",
            )
        ]

    def __str__(self) -> str:
        return self.title
