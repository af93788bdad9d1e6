"""Writing a new town's villages, districts and groups. What is there already stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from congress.common.cells import CellError
from congress.common.exceptions import RuleViolation
from congress.common.setup import require_setup_rights
from congress.township.models import (
    Area,
    CongressTerm,
    ElectoralDistrict,
    Village,
    VillageKind,
)
from deputies.imports.places import Places
from deputies.models import DeputyGroup
from deputies.setup.lines import DistrictLine, GroupLine, VillageLine


@dataclass
class Added:
    """How many records were made."""

    villages: int = 0
    districts: int = 0
    groups: int = 0


@transaction.atomic
def add_places(
    *,
    actor: Any,
    term: CongressTerm,
    villages: Sequence[VillageLine],
    districts: Sequence[DistrictLine],
) -> Added:
    """Make the villages and the term's districts that are missing.

    Raises PermissionDenied; RuleViolation naming the line when a district names a village that
    there isn't, and then nothing is written.
    """
    require_setup_rights(actor)
    added = Added(villages=_add_villages(villages))
    places = Places(term, create_missing=False)
    for line in districts:
        known = places.districts.find(line.name)
        members = _villages_named(places, line.line, line.villages)
        if known is not None:
            continue
        district = ElectoralDistrict(
            term=term, name=line.name, seats=line.seats, number=places.number_of(line.name)
        )
        district.save()
        district.villages.set(members)
        places.districts.add(district)
        added.districts += 1
    return added


@transaction.atomic
def add_groups(*, actor: Any, term: CongressTerm, groups: Sequence[GroupLine]) -> Added:
    """Make the term's groups that are missing. Raises as ``add_places``."""
    require_setup_rights(actor)
    places, added = Places(term, create_missing=False), Added()
    order = DeputyGroup.objects.filter(term=term).aggregate(last=Max("order"))["last"] or 0
    for line in groups:
        members = _villages_named(places, line.line, line.villages)
        if places.groups.find(line.name) is not None:
            continue
        order += 1
        group = DeputyGroup(term=term, name=line.name, order=order)
        group.save()
        group.villages.set(members)
        places.groups.add(group)
        added.groups += 1
    return added


def _add_villages(lines: Iterable[VillageLine]) -> int:
    taken = set(Village.objects.filter(ends_on__isnull=True).values_list("name", flat=True))
    order = Village.objects.aggregate(last=Max("order"))["last"] or 0
    count = 0
    for line in lines:
        if line.name in taken:
            continue
        order += 1
        Village(
            name=line.name, kind=VillageKind.of(line.name), area=_area(line.area), order=order
        ).save()
        count += 1
    return count


def _area(name: str) -> Area | None:
    if not name:
        return None
    found = Area.objects.filter(name=name).first()
    if found is None:
        last = Area.objects.aggregate(last=Max("order"))["last"] or 0
        found = Area.objects.create(name=name, order=last + 1)
    return found


def _villages_named(places: Places, line: int, names: Iterable[str]) -> list[Village]:
    try:
        return [places.village(name) for name in names]
    except CellError as problem:
        name = next(name for name in names if places.villages.find(name) is None)
        raise RuleViolation(
            f"第{line}行：没有叫“{name[:20]}”的村（社区）。请核对名称，或先把它写进村的名单。"
        ) from problem
