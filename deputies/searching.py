"""Deputies, villages with their deputies, groups, districts and tasks in the search."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from congress.common.admin_links import change_address
from congress.common.partial_dates import in_force
from congress.common.registry import SearchGroup, SearchHit
from congress.common.registry.search import MOST_HITS
from congress.common.text_search import SearchQuery, plain_contains
from congress.township.models import CongressTerm, ElectoralDistrict, TownSettings, Village
from deputies.models import Deputy, DeputyGroup, LiaisonTask, Mandate, TaskReport
from deputies.querysets import DeputyQuerySet

_NAMES_SHOWN = 6
People = defaultdict[int | None, list[Deputy]]


def people_found(people: DeputyQuerySet, query: SearchQuery) -> DeputyQuerySet:
    """People whose name has every word of the query, or whose pinyin is the query."""
    text = unicodedata.normalize("NFKC", query.text)
    words = [text] if text.isascii() else text.split()
    for word in words:
        people = people.found_by(word)
    return people


def public_groups(query: SearchQuery) -> Iterable[SearchGroup]:
    """Deputies in office, and villages with those who stand for them; none while kept back."""
    today = timezone.localdate()
    term = CongressTerm.objects.current(today)
    if term is None or not TownSettings.load().publishes_deputies:
        return []
    serving = Deputy.objects.serving(on=today, term=term).select_related("village")
    url = reverse("deputies:index")
    return [
        SearchGroup.of(
            10,
            "代表",
            people_found(serving, query).in_stroke_order(),
            _public_deputy,
            more_url=f"{url}?{urlencode({'q': query.text})}",
        ),
        _villages(query, term),
    ]


def _public_deputy(deputy: Deputy) -> SearchHit:
    return SearchHit(
        deputy.name,
        reverse("deputies:deputy", args=[deputy.public_id]),
        note=str(deputy.village or ""),
    )


def _villages(query: SearchQuery, term: CongressTerm) -> SearchGroup:
    """Each village with the deputies who live there, else with those of its districts."""
    today = timezone.localdate()
    found = Village.objects.filter(in_force(today), plain_contains(query, "name"))
    villages = list(found.order_by("order", "pk")[: MOST_HITS + 1])
    mandates = Mandate.objects.township().serving(on=today).filter(term=term)
    by_village: People = defaultdict(list)
    by_district: People = defaultdict(list)
    of_village: People = defaultdict(list)
    for mandate in mandates.select_related("deputy").order_by("deputy__stroke_key", "pk"):
        by_village[mandate.deputy.village_id].append(mandate.deputy)
        by_district[mandate.district_id].append(mandate.deputy)
    through = ElectoralDistrict.villages.through.objects
    drawn = through.filter(electoraldistrict__term=term, village__in=villages)
    for village_id, district_id in drawn.values_list("village", "electoraldistrict"):
        of_village[village_id] += by_district[district_id]
    hits = []
    for village in villages:
        own = by_village[village.pk]
        people = own or of_village[village.pk]
        anchor = f"#{village.public_id}" if own else ""
        url = f"{reverse('deputies:index')}?by=village{anchor}"
        hits.append(SearchHit(village.name, url, note=_named(people)))
    return SearchGroup(20, "村（社区）", hits[:MOST_HITS], len(hits) > MOST_HITS)


def _named(people: list[Deputy]) -> str:
    if not people:
        return "还没有登记代表"
    names = "、".join(person.name for person in people[:_NAMES_SHOWN])
    return f"代表：{names}{'等' if len(people) > _NAMES_SHOWN else ''}"


def office_groups(query: SearchQuery, user: Any) -> Iterable[SearchGroup]:
    """Every person of the register, groups, districts, and tasks by whom and what they name."""
    people = people_found(Deputy.objects.select_related("village"), query)
    groups = DeputyGroup.objects.filter(plain_contains(query, "name")).select_related("term")
    districts = ElectoralDistrict.objects.filter(plain_contains(query, "name"))
    return [
        SearchGroup.of(10, "代表", people.in_stroke_order(), _deputy, icon="person"),
        SearchGroup.of(20, "代表小组", groups, _of_a_term, icon="diversity_3"),
        SearchGroup.of(30, "选区", districts.select_related("term"), _of_a_term, icon="map"),
        SearchGroup.of(70, "联系任务", _tasks(query, user), _task, icon="task_alt"),
    ]


def _deputy(deputy: Deputy) -> SearchHit:
    return SearchHit(deputy.name, change_address(deputy), note=str(deputy.village or ""))


def _of_a_term(record: DeputyGroup | ElectoralDistrict) -> SearchHit:
    return SearchHit(record.name, change_address(record), note=str(record.term))


def _tasks(query: SearchQuery, user: Any) -> Any:
    """The latest first: by group, by the people who take part, by what was reported."""
    told = TaskReport.objects.filter(
        plain_contains(query, "content", "solution", "place"), task=OuterRef("pk")
    )
    people = people_found(Deputy.objects.all(), query).values("pk")
    wanted = (
        Q(assignee__in=people)
        | Q(member__in=people)
        | plain_contains(query, "group__name")
        | Q(Exists(told))
    )
    tasks = LiaisonTask.objects.visible_to(user).alive().filter(wanted)
    return tasks.with_list_relations().order_by("-due_on", "-pk")


def _task(task: LiaisonTask) -> SearchHit:
    return SearchHit(
        task.title, change_address(task), note=f"{task.assignee}，{task.get_status_display()}"
    )
