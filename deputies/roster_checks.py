"""What is worth a second look in the roster. The office is reminded, never stopped."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from congress.common.partial_dates import in_force, is_in_force
from congress.township.models import CongressTerm, ElectoralDistrict, TownSettings
from deputies.models import (
    Deputy,
    DeputyGroup,
    Mandate,
    PresidiumPost,
    PresidiumRole,
)
from deputies.seats import seats_taken, township_mandates

_OFFICERS = (PresidiumRole.CHAIR, PresidiumRole.VICE_CHAIR)


def administrative_posts(post: PresidiumPost, on: dt.date) -> list[str]:
    """Titles of the administrative posts that a chair or vice-chair holds on the day.

    Reads ``concurrent_duties`` and their ``organ``: prefetch them in lists.
    """
    if post.role not in _OFFICERS or not is_in_force(on, post.starts_on, post.ends_on):
        return []
    duties = [d for d in post.concurrent_duties.all() if is_in_force(on, d.starts_on, d.ends_on)]
    return [d.title for d in duties if d.is_administrative_post or _in_administration(d)]


def _in_administration(duty: Any) -> bool:
    return duty.organ is not None and duty.organ.is_state_administrative


def administrative_post_warning(post: PresidiumPost, on: dt.date) -> str:
    """The sentence of 组织法18② for the office; "" when there is nothing to say."""
    titles = administrative_posts(post, on)
    if not titles:
        return ""
    return (
        f"{post.deputy}是{post.get_role_display()}，又担任国家行政机关的职务：{'、'.join(titles)}。"
        "组织法第十八条第二款：主席、副主席不得担任国家行政机关的职务；"
        "如果担任，必须向本级人民代表大会辞去主席、副主席的职务。请核对。"
    )


def groups_without_leader(term: CongressTerm) -> list[DeputyGroup]:
    """Groups of the term that have no leader."""
    return list(DeputyGroup.objects.filter(term=term, leader__isnull=True))


def small_groups(term: CongressTerm, on: dt.date) -> list[DeputyGroup]:
    """Groups with fewer members than the town's lower bound (组织法43③: three)."""
    least = TownSettings.load().group_members_min
    groups = DeputyGroup.objects.filter(term=term).prefetch_related(township_mandates())
    return [group for group in groups if len(seats_taken(group, on)) < least]


def overfull_districts(term: CongressTerm, on: dt.date) -> list[ElectoralDistrict]:
    """Districts with more deputies than seats (选举法25)."""
    districts = ElectoralDistrict.objects.filter(term=term).prefetch_related(township_mandates())
    return [d for d in districts if len(seats_taken(d, on)) > d.seats]


def deputies_without_mandate() -> Any:
    """Persons in the register who have no mandate at all."""
    return Deputy.objects.filter(mandates__isnull=True)


def deputies_without_group(term: CongressTerm, on: dt.date) -> Any:
    """Deputies of the term whose mandate names no group."""
    ungrouped = (
        Mandate.objects.township()
        .within_period(on=on)
        .filter(term=term, group__isnull=True, deputy=OuterRef("pk"))
    )
    return Deputy.objects.filter(Exists(ungrouped))


def officers_in_administration(on: dt.date) -> list[PresidiumPost]:
    """Posts of chairs and vice-chairs who hold an administrative post besides."""
    posts = (
        PresidiumPost.objects.filter(Q(role__in=_OFFICERS) & in_force(on))
        .select_related("deputy", "term")
        .prefetch_related("concurrent_duties__organ")
        .order_by(F("term__ordinal").desc(), "pk")
    )
    return [post for post in posts if administrative_posts(post, on)]
