"""Checks of the records of supervision against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from congress.common.admin_links import change_address
from congress.common.money import yuan_in_words
from congress.common.registry import ConsistencyCheck, Finding, Severity
from supervision.models import (
    Demand,
    FundSource,
    Instalment,
    Milestone,
    PlanItem,
    SupervisionProject,
)
from supervision.services.sums import Sums

PART = "监督工作"


def checks(day: dt.date) -> Iterable[ConsistencyCheck]:
    """All of them; ``day`` is that of the look."""
    must, remind = Severity.MUST, Severity.REMIND
    told = "台账和凭证要对得上"
    return [
        ConsistencyCheck(
            "instalments-beyond-plan", 710, PART, "到位资金超过计划", must, told, _too_much
        ),
        ConsistencyCheck(
            "milestone-before-start",
            720,
            PART,
            "进度节点早于开工",
            must,
            "节点在开工和完工之间",
            _early_milestones,
        ),
        ConsistencyCheck(
            "project-ends-before-start",
            730,
            PART,
            "完工早于开工",
            must,
            "日期的先后",
            _ends_first,
        ),
        ConsistencyCheck(
            "project-sums", 740, PART, "项目的合计和明细不符", must, told, _wrong_sums
        ),
        ConsistencyCheck(
            "project-without-member",
            750,
            PART,
            "监督项目没有负责人",
            remind,
            "每个项目有主席团成员负责",
            _without_member,
        ),
        ConsistencyCheck(
            "project-without-unit",
            760,
            PART,
            "监督项目没有责任单位",
            remind,
            "每个项目有单位负责",
            _without_unit,
        ),
        ConsistencyCheck(
            "instalment-without-date",
            770,
            PART,
            "资金没有写到位日期",
            remind,
            told,
            _undated_money,
        ),
        ConsistencyCheck(
            "demand-without-date",
            780,
            PART,
            "意见和整改没有期限",
            remind,
            "发出时定下期限，才好督促",
            _without_limit,
        ),
        ConsistencyCheck(
            "plan-item-without-month",
            790,
            PART,
            "计划事项没有写时间",
            remind,
            "年度计划要写到月",
            _without_month,
        ),
    ]


def _finding(project: SupervisionProject, sentence: str, label: str, field: str = "") -> Finding:
    return Finding(
        f"supervision-project:{project.pk}", sentence, label, change_address(project, field)
    )


def _too_much() -> Iterator[Finding]:
    rows = FundSource.objects.annotate(arrived=Sum("instalments__amount"))
    rows = rows.filter(planned__isnull=False, arrived__gt=F("planned")).select_related("project")
    for source in rows.order_by("project", "order", "pk"):
        planned, arrived = yuan_in_words(source.planned), yuan_in_words(source.arrived)
        yield Finding(
            f"fund-source:{source.pk}",
            f"“{source.project}”的{source.name}计划{planned}，到位{arrived}。",
            "核对资金",
            change_address(source.project),
        )


def _early_milestones() -> Iterator[Finding]:
    rows = Milestone.objects.filter(project__starts_on__isnull=False).select_related("project")
    for row in rows.order_by("project", "order", "pk"):
        start = row.project.starts_on
        assert start is not None  # noqa: S101  asked for
        for what, date in (("计划", row.planned_on), ("完成", row.actual_on)):
            if date is not None and date.latest() < start.earliest():
                yield Finding(
                    f"milestone:{row.pk}",
                    f"“{row.project}”的节点“{row.name}”{what}时间是{date}，早于开工（{start}）。",
                    "核对节点",
                    change_address(row.project),
                )
                break


def _ends_first() -> Iterator[Finding]:
    rows = SupervisionProject.objects.filter(starts_on__isnull=False)
    for row in rows.filter(Q(planned_end__isnull=False) | Q(finished_on__isnull=False)):
        for what, date in (("计划完工", row.planned_end), ("实际完工", row.finished_on)):
            if date is not None and date.latest() < row.starts_on.earliest():
                said = f"“{row}”{what}是{date}，早于开工（{row.starts_on}）。"
                yield _finding(row, said, "核对日期", "starts_on")
                break


def _wrong_sums() -> Iterator[Finding]:
    """What projects repeat of their money; what ``services.sums`` alone writes."""
    planned = dict(
        FundSource.objects.filter(planned__isnull=False)
        .order_by()
        .values_list("project")
        .annotate(total=Sum("planned"))
    )
    arrived = dict(
        Instalment.objects.order_by().values_list("source__project").annotate(total=Sum("amount"))
    )
    for row in SupervisionProject.objects.only("pk", "name", "planned_total", "arrived_total"):
        counted = Sums(None, planned.get(row.pk), arrived.get(row.pk, Decimal(0)), None)
        if (row.planned_total, row.arrived_total) != (
            counted.planned_total,
            counted.arrived_total,
        ):
            said = (
                f"“{row}”记着计划{yuan_in_words(row.planned_total)}、"
                f"到位{yuan_in_words(row.arrived_total)}，"
                f"明细合计是{yuan_in_words(counted.planned_total)}、"
                f"{yuan_in_words(counted.arrived_total)}。"
            )
            yield _finding(row, said, "打开项目，保存一次")


def _without_member() -> Iterator[Finding]:
    for row in SupervisionProject.objects.going_on().filter(member__isnull=True).order_by("pk"):
        yield _finding(row, f"“{row}”没有主席团成员负责。", "选负责人", "member")


def _without_unit() -> Iterator[Finding]:
    rows = SupervisionProject.objects.going_on().annotate(units=Count("unit_parts"))
    for row in rows.filter(units=0).order_by("pk"):
        yield _finding(row, f"“{row}”没有责任单位。", "选责任单位")


def _undated_money() -> Iterator[Finding]:
    rows = Instalment.objects.filter(arrived_on__isnull=True).select_related("source__project")
    for row in rows.order_by("pk"):
        source = row.source
        yield Finding(
            f"instalment:{row.pk}",
            f"“{source.project}”的{source.name}到位{yuan_in_words(row.amount)}，没有写日期。",
            "补上日期",
            change_address(source.project),
        )


def _without_limit() -> Iterator[Finding]:
    for row in Demand.objects.waiting().filter(due_on__isnull=True).order_by("pk"):
        yield Finding(
            f"demand:{row.pk}", f"“{row}”没有报告期限。", "核对这一件", change_address(row)
        )


def _without_month() -> Iterator[Finding]:
    rows = PlanItem.objects.standing().filter(month__isnull=True, done_on__isnull=True)
    for row in rows.select_related("plan").order_by("plan", "order", "pk"):
        yield Finding(
            f"plan-item:{row.pk}",
            f"{row.plan}的“{row}”没有写计划时间。",
            "补上时间",
            change_address(row.plan),
        )
