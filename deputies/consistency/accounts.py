"""Checks of what accounts may do after their holders have left office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef

from congress.common.admin_links import change_address
from congress.common.partial_dates import in_force
from congress.common.permissions import can_view_accounts
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.consistency import ACCOUNTS
from congress.township.models import RoleAssignment
from deputies.consistency.records import Roster
from deputies.models import Mandate


def checks(roster: Roster) -> Iterable[ConsistencyCheck]:
    return [
        ConsistencyCheck(
            "role-after-mandate",
            720,
            ACCOUNTS,
            "离任的代表还有手工给的角色",
            Severity.REMIND,
            "代表、主席团的角色随资格终止；手工给的角色要人来收回",
            lambda: roles_after_mandate(roster),
            can_view_accounts,
        ),
    ]


def roles_after_mandate(roster: Roster) -> Iterator[Finding]:
    """Roles in force of people who were deputies and hold no mandate any more."""
    theirs = Mandate.objects.township().filter(deputy__user=OuterRef("user"))
    held = theirs.within_period(on=roster.day)
    rows = RoleAssignment.objects.filter(
        in_force(roster.day), Exists(theirs), ~Exists(held), user__is_active=True
    )
    for row in rows.select_related("user__deputy"):
        yield Finding(
            f"role:{row.pk}",
            f"{row.user}已不是在任代表，账号还有“{row.get_role_display()}”的角色。",
            "核对角色",
            change_address(row, "ends_on"),
        )
