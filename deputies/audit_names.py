"""What deputies, mandates, posts and tasks are called in 操作留痕."""

from typing import Any

from congress.common.audit.names import (
    Part,
    column,
    label,
    one_of,
    partial_date,
    record,
    register_audit_name,
)
from deputies.enums import TaskKind
from deputies.models import (
    ConcurrentDuty,
    Deputy,
    DeputyGroup,
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    Mandate,
    MandateSuspension,
    PresidiumMeeting,
    PresidiumPost,
    TaskReport,
)


def register_names() -> None:
    """Called when the app is ready."""
    for model in (Deputy, DeputyGroup):
        register_audit_name(model, column("name"))
    for titled in (ConcurrentDuty, LiaisonPlan):
        register_audit_name(titled, column("title"))
    register_audit_name(Mandate, record("deputy"), " ", label("level"), "人大代表")
    suspended = (" ", partial_date("starts_on"), "起暂停")
    register_audit_name(MandateSuspension, record("mandate"), *suspended)
    register_audit_name(PresidiumPost, record("deputy"), " ", label("role"))
    register_audit_name(PresidiumMeeting, partial_date("held_on"), "主席团会议")
    register_audit_name(LiaisonAssignment, record("member"), "的联系安排")
    quarters: dict[Any, list[Part | str]] = {
        number: [column("year"), f"年第{name}季度"] for number, name in enumerate("一二三四", 1)
    }
    when = one_of("quarter", quarters | {None: [""]})
    register_audit_name(
        LiaisonTask,
        one_of(
            "kind",
            {
                TaskKind.GROUP_VISIT: ["走访", record("group"), "（", when, "）"],
                TaskKind.DUTY_REPORT: ["向", record("member"), "汇报履职情况（", when, "）"],
                TaskKind.SYMPOSIUM: [record("session"), "前的座谈"],
            },
        ),
    )
    register_audit_name(TaskReport, record("task"), " ", column("held_on"))
