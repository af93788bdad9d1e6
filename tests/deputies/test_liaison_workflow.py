"""Every state of a task by everything that can be done to it."""

import pytest

from congress.common.exceptions import RuleViolation
from deputies.models import TaskStatus
from deputies.workflow import TaskStep, allows, next_status

S, T = TaskStatus, TaskStep
ALLOWED = {
    (S.OPEN, T.REPORT): S.REPORTED,
    (S.OPEN, T.CANCEL): S.CANCELLED,
    (S.RETURNED, T.REPORT): S.REPORTED,
    (S.RETURNED, T.CANCEL): S.CANCELLED,
    (S.REPORTED, T.CONFIRM): S.CONFIRMED,
    (S.REPORTED, T.RETURN): S.RETURNED,
}
TABLE = [(status, step, ALLOWED.get((status, step))) for status in S for step in T]


@pytest.mark.parametrize(("status", "step", "after"), TABLE)
def test_step_is_taken_only_from_its_states(status, step, after):
    assert allows(status, step) == (after is not None)
    if after is not None:
        assert next_status(status, step) == after
        return
    with pytest.raises(RuleViolation) as refusal:
        next_status(status, step)
    assert f"“{status.label}”" in refusal.value.message
    assert step.label in refusal.value.message
