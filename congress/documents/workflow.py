"""Which step of a work report may follow which. No other code compares states to decide that."""

from enum import Enum

from congress.common.exceptions import RuleViolation
from congress.documents.enums import ReportStatus
from congress.documents.models import WorkReport


class ReportAction(Enum):
    """What can be done with a work report; the value is the verb as the reader knows it."""

    EDIT = "修改"
    DISCARD = "删除"
    FINALISE = "定稿"
    RELEASE = "公开"
    CORRECT = "出更正版"


# (state, action) → the state afterwards. What is not here can't be done.
TRANSITIONS: dict[tuple[ReportStatus, ReportAction], ReportStatus] = {
    (ReportStatus.DRAFT, ReportAction.EDIT): ReportStatus.DRAFT,
    (ReportStatus.DRAFT, ReportAction.DISCARD): ReportStatus.DRAFT,
    (ReportStatus.DRAFT, ReportAction.FINALISE): ReportStatus.FINAL,
    (ReportStatus.FINAL, ReportAction.RELEASE): ReportStatus.RELEASED,
    (ReportStatus.FINAL, ReportAction.CORRECT): ReportStatus.FINAL,
    (ReportStatus.RELEASED, ReportAction.CORRECT): ReportStatus.RELEASED,
}
_WHAT_TO_DO = {
    ReportStatus.DRAFT: "请先定稿。",
    ReportStatus.FINAL: "要改内容，请出更正版。",
    ReportStatus.RELEASED: "要改内容，请出更正版。",
}


def is_possible(report: WorkReport, action: ReportAction) -> bool:
    """Whether the action fits the report's state."""
    return (ReportStatus(report.status), action) in TRANSITIONS


def state_after(report: WorkReport, action: ReportAction) -> ReportStatus:
    """The state that the action leads to. RuleViolation when it doesn't fit the present one."""
    status = ReportStatus(report.status)
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise RuleViolation(
            f"这份报告的状态是“{status.label}”，不能{action.value}。{_WHAT_TO_DO[status]}"
        ) from None
