"""Which rules count for a login: the strictest of the roles that it opens."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from congress.accounts.enums import CARD_ENTRIES
from congress.accounts.models.policies import LoginPolicy, default_policy
from congress.common.roles import Role, roles_of


@dataclass(frozen=True)
class Limits:
    """How long a login lasts: without a click, and in all; and how long the phone is known."""

    idle: dt.timedelta
    absolute: dt.timedelta
    remember: dt.timedelta
    link: dt.timedelta


def policies_of(roles: Iterable[str]) -> list[LoginPolicy]:
    """The rules of each role, stored or by default."""
    wanted = set(roles)
    stored = {policy.role: policy for policy in LoginPolicy.objects.filter(role__in=wanted)}
    return [stored.get(role) or default_policy(role) for role in sorted(wanted)]


def limits_of(user: Any) -> Limits:
    """The strictest rules among the roles that this login opens; without any, an office's."""
    roles = set(roles_of(user))
    if user.is_superuser or not roles:
        roles.add(Role.SYSADMIN)
    policies = policies_of(roles)
    return Limits(
        idle=dt.timedelta(minutes=min(policy.idle_minutes for policy in policies)),
        absolute=dt.timedelta(hours=min(policy.absolute_hours for policy in policies)),
        remember=dt.timedelta(days=min(policy.remember_days for policy in policies)),
        link=dt.timedelta(days=min(policy.link_days for policy in policies)),
    )


def roles_opened(user: Any, roles: frozenset[str]) -> frozenset[str]:
    """Of the roles that a user holds, those that the way he came in opens."""
    if getattr(user, "entered_by", None) not in CARD_ENTRIES or not roles:
        return roles
    return frozenset(policy.role for policy in policies_of(roles) if policy.card_allowed)
