"""Checks of deputy groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from congress.common.admin_links import add_address, change_address
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.law import LEAST_IN_GROUP
from deputies.consistency.records import Roster
from deputies.models import DeputyGroup

PART = "代表小组"
_LAW = "组织法第四十三条：代表三人以上可以组成代表小组"


def checks(roster: Roster) -> Iterable[ConsistencyCheck]:
    return [
        ConsistencyCheck(
            "group-below-three",
            410,
            PART,
            "小组不足三人",
            Severity.MUST,
            _LAW,
            lambda: small(roster, range(1, LEAST_IN_GROUP), LEAST_IN_GROUP),
        ),
        ConsistencyCheck(
            "group-leader-elsewhere",
            420,
            PART,
            "组长不是本组在任的代表",
            Severity.MUST,
            "组长从组员中产生",
            lambda: strange_leaders(roster),
        ),
        ConsistencyCheck(
            "group-below-quota",
            430,
            PART,
            "小组没有代表，或者人数少于本镇的下限",
            Severity.REMIND,
            "本镇设置",
            lambda: below_quota(roster),
        ),
        ConsistencyCheck(
            "group-without-leader",
            440,
            PART,
            "小组没有组长",
            Severity.REMIND,
            "代表小组要有组长召集活动",
            lambda: without_leader(roster),
        ),
        ConsistencyCheck(
            "deputy-without-group",
            450,
            PART,
            "代表没有编入小组",
            Severity.REMIND,
            "代表法第二十六条、第三十七条：闭会期间的活动以代表小组为基本形式",
            lambda: without_group(roster),
        ),
    ]


def small(roster: Roster, counts: Collection[int], enough: int) -> Iterator[Finding]:
    """Groups whose number of deputies is among ``counts``, all of them fewer than ``enough``."""
    for group in roster.groups:
        count = len(roster.by_group[group.pk])
        if count in counts:
            yield Finding(
                f"group:{group.pk}",
                f"{group}有{count}名代表，不足{enough}名。" if count else f"{group}还没有代表。",
                "核对小组",
                change_address(group),
            )


def below_quota(roster: Roster) -> Iterator[Finding]:
    """Groups that are lawful, but smaller than the town wants them, or only prepared."""
    enough = roster.settings.group_members_min
    return small(roster, [0, *range(LEAST_IN_GROUP, enough)], enough)


def without_leader(roster: Roster) -> Iterator[Finding]:
    for group in roster.groups:
        if group.leader_id is None:
            yield Finding(
                f"group:{group.pk}", f"{group}没有组长。", "选组长", change_address(group, "leader")
            )


def strange_leaders(roster: Roster) -> Iterator[Finding]:
    for group in roster.groups:
        members = {mandate.deputy_id for mandate in roster.by_group[group.pk]}
        if group.leader is not None and group.leader_id not in members:
            leader = roster.namesakes.name(group.leader)
            why = "不在本组" if group.leader_id in roster.seated_ids else "现在不是在任代表"
            yield Finding(
                f"group:{group.pk}",
                f"{group}的组长{leader}{why}。",
                "另选组长",
                change_address(group, "leader"),
            )


def without_group(roster: Roster) -> Iterator[Finding]:
    if roster.term is not None and roster.mandates and not roster.groups:
        yield Finding(
            f"term:{roster.term.pk}",
            f"{roster.term}还没有代表小组。",
            "增加代表小组",
            add_address(DeputyGroup, term=roster.term.pk),
        )
        return
    for mandate in roster.by_group[None]:
        yield Finding(
            f"mandate:{mandate.pk}",
            f"{roster.namesakes.name(mandate.deputy)}没有编入小组。",
            "编入小组",
            change_address(mandate, "group"),
        )
