"""Which rules count for a login: the strictest of the roles that it opens."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from congress.accounts.enums import CARD_ENTRIES, Entry
from congress.accounts.models.policies import LoginPolicy, default_policy
from congress.accounts.models.users import User
from congress.common.roles import BACK_OFFICE, Role, has_role, roles_of


@dataclass(frozen=True)
class Limits:
    """How long a login lasts, without a click and in all; a phone is known; a link is good."""

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
    return _strictest(policies_of(roles))


def limits_by_card(user: Any) -> Limits:
    """What would hold if the user came in by card. He must have a role that allows cards."""
    return _strictest(_card_policies(user))


def _strictest(policies: list[LoginPolicy]) -> Limits:
    return Limits(
        idle=dt.timedelta(minutes=min(policy.idle_minutes for policy in policies)),
        absolute=dt.timedelta(hours=min(policy.absolute_hours for policy in policies)),
        remember=dt.timedelta(days=min(policy.remember_days for policy in policies)),
        link=dt.timedelta(days=min(policy.link_days for policy in policies)),
    )


def may_enter_by_card(user: Any) -> bool:
    """Whether a card opens anything for the account; never for a superuser."""
    return user.is_active and not user.is_superuser and bool(_card_policies(user))


def _card_policies(user: Any) -> list[LoginPolicy]:
    return [policy for policy in policies_of(roles_of(user)) if policy.card_allowed]


def mark_entry(user: Any, entry: Entry) -> None:
    """Say how the user came in, and ask anew which roles that leaves him."""
    user.entered_by = entry
    user.__dict__.pop("_roles_on", None)


def roles_opened(user: Any, roles: frozenset[str]) -> frozenset[str]:
    """Of the roles that a user holds, those that the way he came in opens."""
    if getattr(user, "entered_by", None) not in CARD_ENTRIES or not roles:
        return roles
    return frozenset(policy.role for policy in policies_of(roles) if policy.card_allowed)


def opens_more_by_password(user: Any) -> bool:
    """Whether the back office would open to who is in by card now, if he typed his password."""
    if user.entered_by not in CARD_ENTRIES or not user.has_usable_password():
        return False
    same = User.objects.get(pk=user.pk)
    return has_role(same, *BACK_OFFICE)
