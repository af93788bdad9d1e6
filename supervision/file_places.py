"""Where the page of a file's record is, for who looks at it."""

from typing import Any

from django.urls import reverse

from congress.common.admin_links import change_address
from congress.common.permissions import can_open_back_office
from supervision.models import Demand, DemandStep, Instalment, QualityCheck


def office_address(user: Any, record: Any) -> str:
    """Its page in the back office."""
    return change_address(record)


def project_part_address(user: Any, part: Instalment | QualityCheck) -> str:
    """The project's page."""
    project = part.source.project if isinstance(part, Instalment) else part.project
    return change_address(project)


def demand_step_address(user: Any, step: DemandStep) -> str:
    """The page of what was asked."""
    return demand_address(user, step.demand)


def demand_address(user: Any, demand: Demand) -> str:
    """The back office for who works there, the desk for the unit."""
    if can_open_back_office(user):
        return change_address(demand)
    return reverse("desk-demand", args=[demand.public_id])
