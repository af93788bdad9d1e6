"""Checks of liaison plans. The plan's own page says the same as the page of checks."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils import timezone

from congress.common.admin_links import add_address, change_address
from congress.common.partial_dates import in_force
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.models import TownSettings
from deputies.consistency.records import Namesakes, Roster
from deputies.models import Deputy, LiaisonAssignment, LiaisonPlan, PresidiumPost
from deputies.services.generation import missing_tasks

PART = "联系计划"


class PlanRule(models.TextChoices):
    """What a plan is looked at for, in the order in which it is said."""

    EMPTY = "empty", "计划没有联系安排"
    BOUNDS = "bounds", "联系的小组或代表过多、过少"
    SELF = "self", "联系自己"
    NO_POST = "no-post", "联系人没有主席团任职"
    UNCOVERED = "uncovered", "代表没有人联系"
    TWICE = "twice", "代表由两人以上联系"
    NOT_SERVING = "not-serving", "联系的人不是在任代表"
    GROUPS = "groups", "代表小组没有人联系"
    NOT_HANDED_OUT = "not-handed-out", "任务没有派发"


@dataclass(frozen=True)
class PlanWarning:
    """One sentence about a plan; ``line`` where it is about one member's line."""

    rule: PlanRule
    sentence: str
    line: LiaisonAssignment | None = None


class PlanReview:
    """A plan looked at as it counts on a day: the first of its days that isn't over."""

    def __init__(
        self, plan: LiaisonPlan, today: dt.date, namesakes: Namesakes, settings: TownSettings
    ) -> None:
        self.plan, self.namesakes, self.settings = plan, namesakes, settings
        self.day = max(plan.starts_on, min(today, dt.date(plan.year, 12, 31)))

    @cached_property
    def lines(self) -> list[LiaisonAssignment]:
        lines = self.plan.assignments.select_related("member__village")
        return list(lines.prefetch_related("groups", "deputies__village"))

    @cached_property
    def times(self) -> Counter[Deputy]:
        """How many contact each deputy."""
        return Counter(deputy for line in self.lines for deputy in line.deputies.all())

    @cached_property
    def serving(self) -> list[Deputy]:
        people = Deputy.objects.serving(on=self.day, term=self.plan.term).select_related("village")
        return list(people.in_stroke_order())

    @cached_property
    def warnings(self) -> list[PlanWarning]:
        """Everything that is odd; an empty plan is only said to be empty."""
        if not self.lines:
            return [
                PlanWarning(
                    PlanRule.EMPTY,
                    "计划里还没有联系安排。请添加主席团成员和他们联系的小组、代表。",
                )
            ]
        return [
            *(warning for line in self.lines for warning in self._line(line)),
            *self._posts_missing(),
            *self._deputies(),
            *self._groups(),
            *self._not_handed_out(),
        ]

    def _line(self, line: LiaisonAssignment) -> Iterator[PlanWarning]:
        groups, deputies = len(line.groups.all()), len(line.deputies.all())
        member = self.namesakes.name(line.member)
        low, high = self.settings.liaison_groups_min, self.settings.liaison_groups_max
        if not low <= groups <= high:
            said = f"{member}联系{groups}个小组，一般是{low}至{high}个。"
            yield PlanWarning(PlanRule.BOUNDS, said, line)
        low, high = self.settings.liaison_deputies_min, self.settings.liaison_deputies_max
        if not low <= deputies <= high:
            said = f"{member}联系{deputies}名代表，一般是{low}至{high}名。"
            yield PlanWarning(PlanRule.BOUNDS, said, line)
        if line.member in line.deputies.all():
            yield PlanWarning(PlanRule.SELF, f"{member}联系的代表里有他自己。", line)

    def _posts_missing(self) -> Iterator[PlanWarning]:
        posts = PresidiumPost.objects.filter(in_force(self.day), term=self.plan.term_id)
        holders = set(posts.values_list("deputy_id", flat=True))
        strangers = [line.member for line in self.lines if line.member_id not in holders]
        if strangers:
            names = self.namesakes.listed(strangers)
            yield PlanWarning(
                PlanRule.NO_POST, f"没有主席团任职记录：{names}。请在“主席团职务”里补上。"
            )

    def _deputies(self) -> Iterator[PlanWarning]:
        names = self.namesakes.listed
        uncovered = [deputy for deputy in self.serving if deputy not in self.times]
        if uncovered:
            said = f"还有{len(uncovered)}名代表没有人联系：{names(uncovered)}。"
            yield PlanWarning(PlanRule.UNCOVERED, said)
        twice = [deputy for deputy, count in self.times.items() if count > 1]
        if twice:
            said = f"有{len(twice)}名代表由两人以上联系：{names(twice)}。只向排在前面的一位汇报。"
            yield PlanWarning(PlanRule.TWICE, said)
        gone = sorted(set(self.times) - set(self.serving), key=lambda d: (d.stroke_key, d.pk))
        if gone:
            said = f"计划里有{len(gone)}人不是在任代表：{names(gone)}。不在任的季度不派任务。"
            yield PlanWarning(PlanRule.NOT_SERVING, said)

    def _groups(self) -> Iterator[PlanWarning]:
        covered = {group.pk for line in self.lines for group in line.groups.all()}
        left = [str(group) for group in self.plan.term.groups.all() if group.pk not in covered]
        if left:
            said = f"还有{len(left)}个代表小组没有人联系：{'、'.join(left)}。"
            yield PlanWarning(PlanRule.GROUPS, said)

    def _not_handed_out(self) -> Iterator[PlanWarning]:
        """A plan that was handed out before a line was added or a session planned."""
        if not self.plan.tasks.exists():
            return
        if missing := missing_tasks(self.plan):
            kinds = Counter(task.get_kind_display() for task in missing)
            listed = "、".join(f"{kind}{count}项" for kind, count in kinds.items())
            said = f"还有任务没有派发：{listed}。请点“派发任务”。"
            yield PlanWarning(PlanRule.NOT_HANDED_OUT, said)


def plan_warnings(plan: LiaisonPlan) -> list[str]:
    """What is odd in a liaison plan, as sentences; an empty list when nothing is."""
    review = PlanReview(plan, timezone.localdate(), Namesakes(), TownSettings.load())
    return [warning.sentence for warning in review.warnings]


def checks(roster: Roster) -> Iterable[ConsistencyCheck]:
    """The plan that counts today and those that are to come; what is over stays as it was."""
    plans = PlansAhead(roster)
    by_rule = [
        ConsistencyCheck(
            f"liaison-{rule.value}",
            620 + place,
            PART,
            rule.label,
            Severity.REMIND,
            "本镇设置" if rule == PlanRule.BOUNDS else "主席团成员联系代表小组和代表的计划",
            lambda rule=rule: plans.findings(rule),  # type: ignore[misc]
        )
        for place, rule in enumerate(PlanRule)
    ]
    no_plan = ConsistencyCheck(
        "liaison-no-plan",
        610,
        PART,
        "今年没有联系计划",
        Severity.REMIND,
        "主席团成员联系代表小组和代表的计划，每年年初定",
        plans.missing,
    )
    return [no_plan, *by_rule]


class PlansAhead:
    """The plans of the current term that still matter, each looked at once."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    @cached_property
    def reviews(self) -> list[PlanReview]:
        day = self.roster.day
        plans = LiaisonPlan.objects.filter(term=self.roster.term, year__gte=day.year)
        rows = list(plans.select_related("term").order_by("starts_on", "pk"))
        begun = [plan for plan in rows if plan.starts_on <= day]
        ahead = [plan for plan in rows if plan.starts_on > day]
        return [
            PlanReview(plan, day, self.roster.namesakes, self.roster.settings)
            for plan in (*begun[-1:], *ahead)
        ]

    def missing(self) -> Iterator[Finding]:
        term, year = self.roster.term, self.roster.day.year
        if term is not None and self.roster.mandates and not self.reviews:
            yield Finding(
                f"year:{year}",
                f"还没有{year}年的联系计划。",
                "增加联系计划",
                add_address(LiaisonPlan, term=term.pk, year=year),
            )

    def findings(self, rule: PlanRule) -> Iterator[Finding]:
        for review in self.reviews:
            by_line = defaultdict(list)
            for warning in review.warnings:
                if warning.rule == rule:
                    by_line[warning.line].append(warning.sentence)
            for line, sentences in by_line.items():
                about = f"line:{line.pk}" if line else f"plan:{review.plan.pk}"
                anchor = "" if rule == PlanRule.NOT_HANDED_OUT else "assignments-group"
                yield Finding(
                    about,
                    f"《{review.plan}》：{''.join(sentences)}",
                    "打开联系计划",
                    change_address(review.plan, anchor),
                )
