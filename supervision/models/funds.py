"""The money of a project: planned, arrived in instalments, in arrears. Exact yuan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ
from deputies.models import Deputy, PresidiumMeeting
from proposals.enums import PressingForm
from supervision.models.parts import by, yuan
from supervision.models.projects import SupervisionProject
from supervision.querysets import InstalmentQuerySet


class FundSource(VersionedModel):
    """Where money of a project comes from, and how much was planned.

    ``planned`` None: no amount is known (未载). ``due_on`` None: nobody named a date, so that
    arrears have no beginning (未载).
    """

    project = models.ForeignKey(
        SupervisionProject,
        on_delete=models.CASCADE,
        related_name="sources",
        verbose_name="监督项目",
    )
    order = models.PositiveSmallIntegerField(default=0, verbose_name="序号")
    name = models.CharField(max_length=100, verbose_name="资金来源")
    planned = yuan("计划投入", null=True, blank=True)
    due_on = PartialDateField(null=True, blank=True, verbose_name="应到位日期")
    payer = models.ForeignKey(
        Organ,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="拨款单位",
    )
    remark = models.CharField(max_length=200, blank=True, verbose_name="备注")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "资金来源"
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="source_stands_once_in_a_project",
                violation_error_message="这个项目已经有这个资金来源。",
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=True) | Q(planned__gte=0),
                name="planned_money_is_not_negative",
                violation_error_message="计划投入不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.project}）"


class FundChange(models.Model):
    """The plan of a source was changed, with the reason."""

    source = models.ForeignKey(
        FundSource, on_delete=models.CASCADE, related_name="changes", verbose_name="资金来源"
    )
    changed_on = models.DateField(verbose_name="日期")
    before = yuan("原计划", null=True)
    after = yuan("现计划", null=True)
    reason = models.CharField(max_length=500, verbose_name="调整理由")
    entered_by = by("录入人")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "资金调整"
        ordering: ClassVar[list[str]] = ["changed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.source}的调整"


class ProjectPressing(VersionedModel):
    """The presidium presses for a project: for its money, or its work (督促)."""

    project = models.ForeignKey(
        SupervisionProject,
        on_delete=models.CASCADE,
        related_name="pressings",
        verbose_name="监督项目",
    )
    source = models.ForeignKey(
        FundSource,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pressings",
        verbose_name="资金来源",
    )
    unit = models.ForeignKey(
        Organ,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="督促谁",
    )
    pressed_on = models.DateField(verbose_name="日期")
    form = models.CharField(max_length=20, choices=PressingForm.choices, verbose_name="方式")
    member = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="督促人",
    )
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project_pressings",
        verbose_name="主席团会议",
    )
    arrears = yuan("当时未到位", null=True, editable=False)
    content = models.TextField(max_length=2000, blank=True, verbose_name="要求和答复")
    entered_by = by("录入人")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "项目督促"
        ordering: ClassVar[list[str]] = ["pressed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_form_display()}“{self.project}”"


class Instalment(VersionedModel):
    """Money that arrived on a day, with its voucher and who paid it.

    ``pressing`` is what it was paid upon (补拨); ``is_make_up`` alone where nobody recorded that.
    """

    source = models.ForeignKey(
        FundSource, on_delete=models.CASCADE, related_name="instalments", verbose_name="资金来源"
    )
    arrived_on = PartialDateField(null=True, blank=True, verbose_name="到位日期")
    amount = yuan("到位金额")
    voucher = models.CharField(max_length=50, blank=True, verbose_name="凭证号")
    payer = models.CharField(max_length=100, blank=True, verbose_name="拨付单位")
    is_make_up = models.BooleanField(default=False, verbose_name="督促后补拨")
    pressing = models.ForeignKey(
        ProjectPressing,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instalments",
        verbose_name="哪次督促",
    )
    remark = models.CharField(max_length=200, blank=True, verbose_name="备注")
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()
    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "到位资金"
        ordering: ClassVar[list[str]] = ["arrived_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="instalment_is_money",
                violation_error_message="到位金额要大于0。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}到位"
