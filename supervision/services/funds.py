"""The money of a project: it arrives, its plan is changed, the presidium presses for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.money import yuan_in_words
from congress.common.partial_dates import PartialDate
from congress.township.models import Organ
from deputies.models import Deputy, PresidiumMeeting
from proposals.enums import PressingForm
from supervision.models import (
    FundChange,
    FundSource,
    Instalment,
    ProjectPressing,
    SupervisionProject,
)
from supervision.permissions import can_edit_supervision
from supervision.services.acting import locked, needed, require, require_past, write
from supervision.services.sums import refresh_sums


def arrears_of(source: FundSource) -> Decimal | None:
    """Yuan planned and not arrived; None while no amount is planned, never less than nothing."""
    if source.planned is None:
        return None
    arrived = sum((row.amount for row in source.instalments.all()), Decimal(0))
    return max(source.planned - arrived, Decimal(0))


def record_instalment(
    source: FundSource,
    *,
    actor: Any,
    amount: Decimal,
    arrived_on: PartialDate | None,
    voucher: str = "",
    payer: str = "",
    remark: str = "",
    is_make_up: bool = False,
    pressing: ProjectPressing | None = None,
) -> Instalment:
    """Money arrived. More than was planned is written down, and a consistency check asks about it.

    The same voucher with the same amount in the same project is refused: it was entered already.
    """
    if amount <= 0:
        raise RuleViolation("到位金额要大于0。")
    if arrived_on is not None:
        require_past(arrived_on.earliest(), "到位日期")
    with transaction.atomic():
        require(can_edit_supervision(actor))
        project = locked(source.project)
        source = locked(source)
        if pressing is not None and pressing.project_id != project.pk:
            raise RuleViolation("选的督促不是这个项目的，请核对。")
        voucher = voucher.strip()[:50]
        if voucher:
            same = Instalment.objects.for_project(project).filter(voucher=voucher, amount=amount)
            if same.exists():
                raise RuleViolation(f"凭证“{voucher}”的{yuan_in_words(amount)}已经录入，不用再录。")
        row = Instalment(
            source=source,
            arrived_on=arrived_on,
            amount=amount,
            voucher=voucher,
            payer=payer.strip()[:100],
            remark=remark.strip()[:200],
            is_make_up=is_make_up or pressing is not None,
            pressing=pressing,
            entered_by=actor,
        )
        sign(row, actor, "录入到位资金")
        row.save()
        refresh_sums(project)
    return row


def change_fund_plan(
    source: FundSource,
    *,
    actor: Any,
    planned: Decimal | None,
    reason: str,
    changed_on: dt.date | None = None,
    seen_version: int | None = None,
) -> FundChange:
    """Another amount is planned from now on, with the reason; the old one stays on record."""
    reason = needed(reason, "请写明为什么调整。", most=500)
    day = changed_on or timezone.localdate()
    require_past(day, "调整日期")
    if planned is not None and planned < 0:
        raise RuleViolation("计划投入不能是负数。")
    with transaction.atomic():
        require(can_edit_supervision(actor))
        project = locked(source.project)
        source = locked(source, seen_version=seen_version)
        if planned == source.planned:
            raise RuleViolation("金额没有变动，不用调整。")
        change = FundChange(
            source=source,
            changed_on=day,
            before=source.planned,
            after=planned,
            reason=reason,
            entered_by=actor,
        )
        sign(change, actor, f"调整资金：{reason}")
        change.save()
        source.planned = planned
        write(source, ["planned"], actor=actor, reason=f"调整：{reason}")
        refresh_sums(project)
    return change


def press_for_project(
    project: SupervisionProject,
    *,
    actor: Any,
    pressed_on: dt.date,
    form: str,
    content: str = "",
    unit: Organ | None = None,
    source: FundSource | None = None,
    member: Deputy | None = None,
    meeting: PresidiumMeeting | None = None,
) -> ProjectPressing:
    """The presidium presses, for one source of money or for the work; arrears are noted with it."""
    require_past(pressed_on, "督促日期")
    if form not in PressingForm.values:
        raise RuleViolation("请选督促的方式。")
    with transaction.atomic():
        require(can_edit_supervision(actor))
        project = locked(project)
        if source is not None and source.project_id != project.pk:
            raise RuleViolation("选的资金来源不是这个项目的，请核对。")
        if source is not None:
            arrears = arrears_of(source)
        elif project.planned_total is not None:
            arrears = max(project.planned_total - project.arrived_total, Decimal(0))
        else:
            arrears = None
        row = ProjectPressing(
            project=project,
            source=source,
            unit=unit,
            pressed_on=pressed_on,
            form=form,
            member=member,
            meeting=meeting,
            arrears=arrears,
            content=content.strip(),
            entered_by=actor,
        )
        sign(row, actor, "督促")
        row.save()
    return row
