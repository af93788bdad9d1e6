"""A report of the deputy's that waits for the office."""

import pytest

from tests.attachments.reports import report_on
from tests.deputies.liaison import task_for


@pytest.fixture
def report(deputy, member):
    """Handed in by the deputy, and waiting for the office."""
    task = task_for(deputy.deputy, member.deputy, status="reported")
    return report_on(task, deputy)
