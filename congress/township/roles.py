"""Roles given by hand (RoleAssignment), as a source for congress.common.roles."""

import datetime as dt
from typing import Any

from congress.common.partial_dates import in_force
from congress.township.models import RoleAssignment


def assigned_roles(user: Any, on: dt.date) -> list[str]:
    """The roles that the user was given and holds on the day."""
    rows = RoleAssignment.objects.filter(in_force(on), user=user)
    return list(rows.values_list("role", flat=True))


def holders_by_assignment(role: str, on: dt.date) -> list[int]:
    """The accounts that were given the role and hold it on the day."""
    rows = RoleAssignment.objects.filter(in_force(on), role=role)
    return list(rows.values_list("user", flat=True))
