"""Where the page of a file's record is, for who looks at it."""

from typing import Any

from congress.common.admin_links import change_address
from supervision.models import DemandStep, Instalment, QualityCheck


def office_address(user: Any, record: Any) -> str:
    """Its page in the back office."""
    return change_address(record)


def project_part_address(user: Any, part: Instalment | QualityCheck) -> str:
    """The project's page."""
    project = part.source.project if isinstance(part, Instalment) else part.project
    return change_address(project)


def demand_step_address(user: Any, step: DemandStep) -> str:
    """The page of what was asked."""
    return change_address(step.demand)
