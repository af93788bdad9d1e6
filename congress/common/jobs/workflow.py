"""Which state of a job may follow which. No other code compares states to decide that."""

from enum import Enum

from congress.common.exceptions import RuleViolation
from congress.common.models import JobStatus


class JobStep(Enum):
    """What happens to a job; the value is the verb as the reader knows it."""

    BEGIN = "开始"
    FINISH = "完成"
    FAIL = "中止"
    CANCEL = "取消"
    RETRY = "再试一次"


# (state, step) → the state afterwards. What is not here can't be done.
TRANSITIONS: dict[tuple[JobStatus, JobStep], JobStatus] = {
    (JobStatus.WAITING, JobStep.BEGIN): JobStatus.RUNNING,
    # Taken up again after whoever ran it was killed.
    (JobStatus.RUNNING, JobStep.BEGIN): JobStatus.RUNNING,
    (JobStatus.RUNNING, JobStep.FINISH): JobStatus.DONE,
    (JobStatus.RUNNING, JobStep.FAIL): JobStatus.FAILED,
    (JobStatus.WAITING, JobStep.CANCEL): JobStatus.CANCELLED,
    (JobStatus.RUNNING, JobStep.CANCEL): JobStatus.CANCELLED,
    (JobStatus.FAILED, JobStep.RETRY): JobStatus.WAITING,
    (JobStatus.CANCELLED, JobStep.RETRY): JobStatus.WAITING,
}


def allows(status: str, step: JobStep) -> bool:
    """Whether the step fits the state."""
    return (JobStatus(status), step) in TRANSITIONS


def state_after(status: str, step: JobStep) -> JobStatus:
    """The state that the step leads to. RuleViolation when it doesn't fit the present one."""
    try:
        return TRANSITIONS[JobStatus(status), step]
    except KeyError:
        label = JobStatus(status).label
        raise RuleViolation(f"这项工作的状态是“{label}”，不能{step.value}。") from None
