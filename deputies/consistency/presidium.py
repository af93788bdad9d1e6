"""Checks of the presidium: who may sit in it, and how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from congress.common.admin_links import add_address, change_address, changelist_address
from congress.common.partial_dates import is_in_force, is_reversed
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.consistency import reversed_findings
from congress.township.law import MOST_VICE_CHAIRS
from deputies.consistency.records import Roster
from deputies.models import PresidiumPost, PresidiumRole

PART = "主席团"
_CHAIRS = "组织法第十八条第一款：主席一人，可以设副主席一人至二人"
_OFFICERS = (PresidiumRole.CHAIR, PresidiumRole.VICE_CHAIR)


def checks(roster: Roster) -> Iterable[ConsistencyCheck]:
    return [
        ConsistencyCheck(
            "presidium-chairs",
            510,
            PART,
            "主席或副主席的人数",
            Severity.MUST,
            _CHAIRS,
            lambda: chairs(roster),
        ),
        ConsistencyCheck(
            "presidium-in-administration",
            520,
            PART,
            "主席、副主席兼任行政职务",
            Severity.MUST,
            "组织法第十八条第二款：主席、副主席不得担任国家行政机关的职务",
            lambda: in_administration(roster),
        ),
        ConsistencyCheck(
            "presidium-not-deputy",
            530,
            PART,
            "主席团成员不是在任代表",
            Severity.MUST,
            "组织法第十八条、第十九条：主席团由代表组成",
            lambda: not_deputies(roster),
        ),
        ConsistencyCheck(
            "presidium-dates-reversed",
            540,
            PART,
            "任职的结束早于开始",
            Severity.MUST,
            "前后日期应当一致",
            reversed_dates,
        ),
        ConsistencyCheck(
            "presidium-size",
            550,
            PART,
            "主席团人数",
            Severity.REMIND,
            "本镇设置；各省规定不同",
            lambda: size(roster),
        ),
    ]


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


def in_administration(roster: Roster) -> Iterator[Finding]:
    for post in roster.posts:
        if titles := administrative_posts(post, roster.day):
            name = roster.namesakes.name(post.deputy)
            yield Finding(
                f"post:{post.pk}",
                f"{name}是{post.get_role_display()}，又担任国家行政机关的职务："
                f"{'、'.join(titles)}。",
                "核对兼任职务",
                change_address(post, "concurrent_duties-group"),
            )


def chairs(roster: Roster) -> Iterator[Finding]:
    """Nothing of a term whose presidium isn't entered yet, nor of one without deputies."""
    term = roster.term
    if term is None or not roster.mandates:
        return
    held = {role: [p for p in roster.posts if p.role == role] for role in _OFFICERS}
    chair, vice = PresidiumRole.CHAIR, PresidiumRole.VICE_CHAIR
    if not held[chair]:
        yield Finding(
            f"chair:{term.pk}",
            f"{term}没有在任的主席。",
            "增加主席",
            add_address(PresidiumPost, term=term.pk, role=chair.value),
        )
    for role, most in ((chair, 1), (vice, MOST_VICE_CHAIRS)):
        if len(held[role]) > most:
            names = roster.namesakes.listed(post.deputy for post in held[role])
            yield Finding(
                f"{role.value}:{term.pk}",
                f"{term}有{len(held[role])}名{role.label}：{names}，最多{most}名。",
                "核对任职起止",
                changelist_address(PresidiumPost, term=term.pk, role__exact=role.value),
            )


def not_deputies(roster: Roster) -> Iterator[Finding]:
    for post in roster.posts:
        if post.deputy_id not in roster.seated_ids:
            name = roster.namesakes.name(post.deputy)
            yield Finding(
                f"post:{post.pk}",
                f"{name}是{post.get_role_display()}，但不是{post.term}的在任代表。",
                "核对任职",
                change_address(post, "ends_on"),
            )


def size(roster: Roster) -> Iterator[Finding]:
    low, high = roster.settings.presidium_members_min, roster.settings.presidium_members_max
    count = len({post.deputy_id for post in roster.posts})
    if roster.term is not None and count and not low <= count <= high:
        yield Finding(
            f"term:{roster.term.pk}",
            f"{roster.term}主席团有{count}人，一般是{low}至{high}人。",
            "核对主席团",
            changelist_address(PresidiumPost, term=roster.term.pk, in_force="yes"),
        )


def reversed_dates() -> Iterator[Finding]:
    yield from reversed_findings(
        PresidiumPost.objects.filter(is_reversed()).select_related("deputy")
    )
