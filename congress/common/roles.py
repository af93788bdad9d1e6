"""Who a user is today. Roles are dated rows or follow from mandates and posts; apps register both.

``roles_of`` is asked by permission predicates; what it answers for a user and a day is kept on
the user object for the length of a request.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    """The roles of a township congress's portal."""

    OFFICE = "office", "人大办工作人员"
    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    PRESIDIUM_MEMBER = "presidium_member", "主席团成员"
    GROUP_LEADER = "group_leader", "代表小组组长"
    DEPUTY = "deputy", "代表"
    UNIT = "unit", "承办单位"
    PARTY = "party", "党委"
    COUNTY = "county", "上级人大"
    AUDITOR = "auditor", "审计员"
    SYSADMIN = "sysadmin", "系统管理员"

    @classmethod
    def assignable(cls) -> list["Role"]:
        """Roles given by hand; the others follow mandate and post by themselves."""
        return [role for role in cls if role not in _DERIVED]


_DERIVED = (
    Role.CHAIR,
    Role.VICE_CHAIR,
    Role.PRESIDIUM_MEMBER,
    Role.GROUP_LEADER,
    Role.DEPUTY,
)
PRESIDIUM_STAFF = frozenset({Role.OFFICE, Role.CHAIR, Role.VICE_CHAIR})
# Who opens the back office at all; what each sees there is up to the predicates.
BACK_OFFICE = PRESIDIUM_STAFF | {Role.AUDITOR, Role.SYSADMIN}

HolderSource = Callable[[str, dt.date], Iterable[int]]
_holder_sources: list[HolderSource] = []
RoleSource = Callable[[Any, dt.date], Iterable[str]]
_sources: list[RoleSource] = []
RoleFilter = Callable[[Any, frozenset[str]], frozenset[str]]
_filters: list[RoleFilter] = []


def register_role_source(source: RoleSource) -> RoleSource:
    """Add a function (user, day) → roles. Called from an app's ``ready``."""
    if source not in _sources:
        _sources.append(source)
    return source


def register_role_filter(narrow: RoleFilter) -> RoleFilter:
    """Add a function (user, roles) → those of them that count. Called from an app's ``ready``."""
    if narrow not in _filters:
        _filters.append(narrow)
    return narrow


def roles_of(user: Any, on: dt.date | None = None) -> frozenset[str]:
    """The roles of ``user`` on a day (default today); empty for visitors and inactive users.

    Who came in with a card has only the roles that a card opens (congress.accounts.policies).
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    on = on or timezone.localdate()
    # The request's user is wrapped; what is known is kept with the user, who is asked as well.
    person = user.__dict__.get("_wrapped", user)
    known: dict[dt.date, frozenset[str]] = person.__dict__.setdefault("_roles_on", {})
    if on not in known:
        roles = frozenset(str(role) for source in _sources for role in source(user, on))
        for narrow in _filters:
            roles = narrow(user, roles)
        known[on] = roles
    return known[on]


def has_role(user: Any, *roles: str) -> bool:
    """Whether the user holds one of ``roles`` today. The only place where is_superuser counts."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    return not roles_of(user).isdisjoint(roles)


def register_holder_source(source: HolderSource) -> HolderSource:
    """Add a function (role, day) → keys of the accounts that hold it; the way back of a source."""
    if source not in _holder_sources:
        _holder_sources.append(source)
    return source


def holders_of(role: str, on: dt.date | None = None) -> list[Any]:
    """The accounts in use that hold ``role`` on a day (default today), in the order of names."""
    on = on or timezone.localdate()
    keys = {key for source in _holder_sources for key in source(role, on)}
    return list(get_user_model().objects.filter(pk__in=keys, is_active=True))
