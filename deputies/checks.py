"""What is worth a second look in a liaison plan. The office is reminded, never stopped."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.utils import timezone

from congress.common.partial_dates import in_force
from congress.township.models import TownSettings
from deputies.models import Deputy, LiaisonAssignment, LiaisonPlan, PresidiumPost
from deputies.services.generation import missing_tasks


def plan_warnings(plan: LiaisonPlan) -> list[str]:
    """What is odd in a liaison plan; an empty list when nothing is."""
    lines = plan.assignments.select_related("member").prefetch_related("groups", "deputies")
    return list(_plan_warnings(plan, list(lines)))


def _plan_warnings(plan: LiaisonPlan, lines: list[LiaisonAssignment]) -> Iterator[str]:
    if not lines:
        yield "计划里还没有联系安排。请添加主席团成员和他们联系的小组、代表。"
        return
    day = max(plan.starts_on, min(timezone.localdate(), dt.date(plan.year, 12, 31)))
    settings = TownSettings.load()
    for line in lines:
        yield from _line_warnings(line, settings)
    yield from _posts_missing(plan, lines, day)
    yield from _deputies_covered(plan, lines, day)
    yield from _groups_covered(plan, lines)
    yield from _not_handed_out(plan)


def _line_warnings(line: LiaisonAssignment, settings: TownSettings) -> Iterator[str]:
    groups, deputies = len(line.groups.all()), len(line.deputies.all())
    low, high = settings.liaison_groups_min, settings.liaison_groups_max
    if not low <= groups <= high:
        yield f"{line.member}联系{groups}个小组，一般是{low}至{high}个。"
    low, high = settings.liaison_deputies_min, settings.liaison_deputies_max
    if not low <= deputies <= high:
        yield f"{line.member}联系{deputies}名代表，一般是{low}至{high}名。"
    if line.member in line.deputies.all():
        yield f"{line.member}联系的代表里有他自己。"


def _posts_missing(
    plan: LiaisonPlan, lines: list[LiaisonAssignment], day: dt.date
) -> Iterator[str]:
    posts = PresidiumPost.objects.filter(in_force(day), term=plan.term_id)
    holders = set(posts.values_list("deputy_id", flat=True))
    strangers = [line.member for line in lines if line.member_id not in holders]
    if strangers:
        yield f"没有主席团任职记录：{_names(strangers)}。请在“主席团职务”里补上。"


def _deputies_covered(
    plan: LiaisonPlan, lines: list[LiaisonAssignment], day: dt.date
) -> Iterator[str]:
    times = Counter(deputy for line in lines for deputy in line.deputies.all())
    serving = list(Deputy.objects.serving(on=day, term=plan.term).in_stroke_order())
    uncovered = [deputy for deputy in serving if deputy not in times]
    if uncovered:
        yield f"还有{len(uncovered)}名代表没有人联系：{_names(uncovered)}。"
    twice = [deputy for deputy, count in times.items() if count > 1]
    if twice:
        yield f"有{len(twice)}名代表由两人以上联系：{_names(twice)}。只向排在前面的一位汇报。"
    gone = set(times) - set(serving)
    if gone:
        listed = sorted(gone, key=lambda deputy: deputy.stroke_key)
        yield f"计划里有{len(gone)}人不是在任代表：{_names(listed)}。不在任的季度不派任务。"


def _groups_covered(plan: LiaisonPlan, lines: list[LiaisonAssignment]) -> Iterator[str]:
    covered = {group.pk for line in lines for group in line.groups.all()}
    left = [str(group) for group in plan.term.groups.all() if group.pk not in covered]
    if left:
        yield f"还有{len(left)}个代表小组没有人联系：{'、'.join(left)}。"


def _not_handed_out(plan: LiaisonPlan) -> Iterator[str]:
    """A plan that was handed out before a line was added or a session planned."""
    if not plan.tasks.exists():
        return
    missing = missing_tasks(plan)
    if missing:
        kinds = Counter(task.get_kind_display() for task in missing)
        listed = "、".join(f"{kind}{count}项" for kind, count in kinds.items())
        yield f"还有任务没有派发：{listed}。请点“派发任务”。"


def _names(deputies: Iterable[Deputy]) -> str:
    """Names; those that two people share with their village: 张伟（沙湖村）."""
    same = Deputy.objects.order_by().values("name").annotate(people=Count("pk"))
    shared = set(same.filter(people__gt=1).values_list("name", flat=True))
    return "、".join(
        f"{d.name}（{d.village}）" if d.name in shared and d.village_id else d.name
        for d in deputies
    )
