"""What the checks of a day look at, each kind of record read once however many checks ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import Count

from congress.common.partial_dates import in_force
from congress.township.models import CongressTerm, ElectoralDistrict, TownSettings
from deputies.models import Deputy, DeputyGroup, Mandate, PresidiumPost
from deputies.seats import seated


class Namesakes:
    """Names; those that two people share with their village: 张伟（沙湖村）."""

    @cached_property
    def _shared(self) -> set[str]:
        same = Deputy.objects.order_by().values("name").annotate(people=Count("pk"))
        return set(same.filter(people__gt=1).values_list("name", flat=True))

    def name(self, deputy: Deputy) -> str:
        """Reads ``village`` of people who share their name."""
        if deputy.name in self._shared and deputy.village_id:
            return f"{deputy.name}（{deputy.village}）"
        return deputy.name

    def listed(self, deputies: Iterable[Deputy]) -> str:
        return "、".join(map(self.name, deputies))


class Roster:
    """The records of the current term on a day."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self.namesakes = Namesakes()

    @cached_property
    def term(self) -> CongressTerm | None:
        return CongressTerm.objects.current(self.day)

    @cached_property
    def settings(self) -> TownSettings:
        return TownSettings.load()

    @cached_property
    def mandates(self) -> list[Mandate]:
        """Mandates that hold a seat of the term, in stroke order of the deputies."""
        rows = Mandate.objects.township().filter(term=self.term)
        rows = rows.select_related("term", "deputy__village").prefetch_related("suspensions")
        return seated(rows.order_by("deputy__stroke_key", "pk"), self.day)

    @cached_property
    def seated_ids(self) -> set[int]:
        """Keys of the deputies who hold a seat."""
        return {mandate.deputy_id for mandate in self.mandates}

    @cached_property
    def groups(self) -> list[DeputyGroup]:
        return list(DeputyGroup.objects.filter(term=self.term).select_related("leader__village"))

    @cached_property
    def districts(self) -> list[ElectoralDistrict]:
        return list(ElectoralDistrict.objects.filter(term=self.term))

    @cached_property
    def by_group(self) -> dict[int | None, list[Mandate]]:
        return self._mandates_by("group_id")

    @cached_property
    def by_district(self) -> dict[int | None, list[Mandate]]:
        return self._mandates_by("district_id")

    def _mandates_by(self, key: str) -> dict[int | None, list[Mandate]]:
        found: dict[int | None, list[Mandate]] = defaultdict(list)
        for mandate in self.mandates:
            found[getattr(mandate, key)].append(mandate)
        return found

    @cached_property
    def posts(self) -> list[PresidiumPost]:
        """Posts of the term that are held on the day."""
        rows = PresidiumPost.objects.filter(in_force(self.day), term=self.term)
        return list(
            rows.select_related("deputy__village", "term").prefetch_related(
                "concurrent_duties__organ"
            )
        )
