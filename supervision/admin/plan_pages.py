"""The steps of an annual plan and of its items."""

from __future__ import annotations

from typing import Any

from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import DayField, words
from supervision.admin.releasing import releasing_pages
from supervision.admin.step_pages import StepForm, StepPage, meeting_field, plain
from supervision.enums import PlanState
from supervision.models import PlanItem, SupervisionPlan
from supervision.services import plans as services


class AgreeForm(StepForm):
    agreed_on = DayField(label="通过日期", required=False, initial=None)
    meeting: Any = meeting_field(help_text="不写日期的，按会议的日期。")


class ReopenForm(StepForm):
    reason = words("理由", most=90, rows=2, help_text="为什么改计划。改完以后，再由主席团通过。")


class DropForm(StepForm):
    reason = words("理由", most=500, help_text="为什么今年不做。写在计划里，事项划去，不删除。")


def plan_text(plan: SupervisionPlan) -> str:
    """The plan in lines, as the box for its public text begins: what, when, whom it is about."""
    items = plan.items.filter(dropped_on__isnull=True).prefetch_related("units")
    lines = [
        "，".join(
            part
            for part in (
                f"{number}. {item.title}",
                item.get_kind_display(),
                period(item),
                "、".join(str(unit) for unit in item.units.all()),
            )
            if part
        )
        for number, item in enumerate(items, start=1)
    ]
    return "\n".join([f"{line}。" for line in lines])[:5000]


def period(item: PlanItem) -> str:
    """2026年4月, 2026年4月至6月 in the words of both dates; empty without a date."""
    if item.month is None:
        return ""
    return f"{item.month}至{item.until}" if item.until else str(item.month)


def _is_agreed(plan: Any) -> bool:
    return bool(plan.state == PlanState.AGREED)


def _agree(plan: SupervisionPlan, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    services.agree_plan(
        plan,
        actor=actor,
        agreed_on=data["agreed_on"],
        meeting=data["meeting"],
        seen_version=data["seen_version"],
    )


PLAN_PAGES = [
    StepPage(
        "agree",
        "主席团通过",
        AgreeForm,
        "主席团讨论通过以后录入（组织法第十九条）。通过以后，事项不能再改，只能取消或者重新起草。",
        _agree,
        lambda plan: f"{plan}已通过，日期是{cn_date(plan.agreed_on)}。",
        is_possible=lambda plan: not _is_agreed(plan),
        is_main=lambda plan: True,
        notes=lambda plan: [f"计划里有{plan.items.count()}项。"],
    ),
    StepPage(
        "reopen",
        "重新起草",
        ReopenForm,
        "要增加、改动事项的，先回到起草，改好以后再由主席团通过。",
        plain(services.reopen_plan, "reason"),
        "已回到起草，现在可以改事项。",
        is_possible=_is_agreed,
    ),
    *releasing_pages(plan_text, _is_agreed),
]


ITEM_PAGES = [
    StepPage(
        "drop",
        "取消这一项",
        DropForm,
        "今年不做了的，写明理由后取消。",
        plain(services.drop_plan_item, "reason"),
        "已取消。",
        is_possible=lambda item: item.dropped_on is None,
    ),
    StepPage(
        "restore",
        "恢复这一项",
        StepForm,
        "取消以后又要做的，恢复到计划里。",
        plain(services.restore_plan_item),
        "已恢复。",
        is_possible=lambda item: item.dropped_on is not None,
        is_main=lambda item: True,
    ),
]
