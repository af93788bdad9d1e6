"""Roles that follow from mandate, presidium post and group leadership (组织法18, 19; 代表法37)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from congress.accounts.card_printing import Holder
from congress.common.admin_links import change_address
from congress.common.partial_dates import in_force
from congress.common.roles import Role
from deputies.models import Deputy, DeputyGroup, Mandate, PresidiumPost, PresidiumRole

_BY_POST = {
    PresidiumRole.CHAIR: (Role.CHAIR, Role.PRESIDIUM_MEMBER),
    PresidiumRole.VICE_CHAIR: (Role.VICE_CHAIR, Role.PRESIDIUM_MEMBER),
    PresidiumRole.MEMBER: (Role.PRESIDIUM_MEMBER,),
}


def roles_by_office(user: Any, on: dt.date) -> list[Role]:
    """The roles the user holds on the day because of an office in the congress."""
    deputy = Deputy.objects.filter(user=user).first()
    if deputy is None:
        return []
    roles: list[Role] = []
    if Mandate.objects.township().serving(on=on).filter(deputy=deputy).exists():
        roles.append(Role.DEPUTY)
    posts = PresidiumPost.objects.filter(in_force(on), deputy=deputy)
    for post in posts.values_list("role", flat=True):
        roles += _BY_POST[PresidiumRole(post)]
    groups = DeputyGroup.objects.filter(in_force(on, "term__starts_on", "term__ends_on"))
    if groups.filter(leader=deputy).exists():
        roles.append(Role.GROUP_LEADER)
    return roles


def holders_by_office(role: str, on: dt.date) -> list[int]:
    """The accounts whose deputies hold the role on the day; the way back of roles_by_office."""
    found: list[Any] = []
    posts = [post for post, roles in _BY_POST.items() if role in roles]
    if posts:
        found += PresidiumPost.objects.filter(in_force(on), role__in=posts).values("deputy")
    if role == Role.DEPUTY:
        found += Mandate.objects.township().serving(on=on).values("deputy")
    if role == Role.GROUP_LEADER:
        groups = DeputyGroup.objects.filter(in_force(on, "term__starts_on", "term__ends_on"))
        found += groups.filter(leader__isnull=False).values("leader")
    keys = {key for row in found for key in row.values()}
    deputies = Deputy.objects.filter(pk__in=keys, user__isnull=False)
    return [key for key in deputies.values_list("user", flat=True) if key is not None]


def card_holders_by_office(accounts: Sequence[int]) -> dict[int, Holder]:
    """Of accounts by their keys those of deputies: name, group, and the deputy's own page."""
    deputies = Deputy.objects.filter(user__in=accounts)
    mandates = Mandate.objects.township().serving().filter(deputy__in=deputies)
    groups = dict(mandates.filter(group__isnull=False).values_list("deputy", "group__name"))
    return {
        deputy.user_id: Holder(
            "人大代表履职卡", deputy.name, groups.get(deputy.pk, ""), change_address(deputy)
        )
        for deputy in deputies
        if deputy.user_id is not None
    }
