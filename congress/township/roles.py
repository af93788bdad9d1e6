"""Roles given by hand (RoleAssignment), as a source for congress.common.roles."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from congress.accounts.card_printing import Holder
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


def card_holders_by_assignment(accounts: Sequence[int]) -> dict[int, Holder]:
    """Of accounts by their keys those that were given a role: its name and the organ."""
    rows = RoleAssignment.objects.filter(in_force(timezone.localdate()), user__in=accounts)
    found: dict[int, Holder] = {}
    for row in rows.select_related("organ").order_by("pk"):
        line = row.organ.name if row.organ else ""
        found.setdefault(row.user_id, Holder(f"{row.get_role_display()}登录卡", line=line))
    return found
