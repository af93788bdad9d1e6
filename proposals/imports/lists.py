"""Units, categories and classes by the names that ledgers write."""

from __future__ import annotations

import re
from typing import Any

from congress.common.cells import CellError
from congress.common.imports.recorder import Recorder
from congress.township.models import Organ, OrganKind, Township
from deputies.imports.lookup import Lookup, is_new, plain
from proposals.models import Category, OutcomeClass

CREATE_MISSING = "缺的承办单位、内容分类一并建立"
_KINDS = (
    (r"人民政府$", OrganKind.GOVERNMENT),
    (r"法庭$", OrganKind.COURT),
    (r"(学校|卫生院|医院|幼儿园|中心)$", OrganKind.INSTITUTION),
    (r"(站|所|队|局|处)$", OrganKind.STATION),
)


class TownLists:
    """What there is already; with ``create_missing`` also what will have to be made."""

    def __init__(
        self, *, create_missing: bool, tick: str = CREATE_MISSING, unit_noun: str = "承办单位"
    ) -> None:
        """``tick`` is the label of the option that has missing ones made."""
        self.create_missing = create_missing
        self._tick, self._unit_noun = tick, unit_noun
        town = Township.objects.first()
        self._town = town.name if town else ""
        self._units = Lookup(Organ.objects.order_by("pk"), self._short)
        self._categories = Lookup(Category.objects.all(), plain)
        self._outcomes = list(OutcomeClass.objects.all())
        self._used: dict[int, Any] = {}

    def unit(self, name: str) -> Organ:
        """The unit of this name, with or without the town's before it. Raises CellError."""
        found = self._units.find(name)
        if found is None:
            self._require_creating(f"没有叫“{name[:20]}”的单位")
            require_length(Organ, "name", name, "单位名称")
            found = self._units.add(Organ(name=plain(name), kind=_kind_of(name)))
        return found

    def category(self, name: str) -> Category:
        """The category of this name. Raises CellError."""
        found = self._categories.find(name)
        if found is None:
            self._require_creating(f"没有“{name[:20]}”这一内容分类")
            require_length(Category, "name", name, "内容分类")
            found = self._categories.add(Category(name=plain(name), order=99))
        return found

    def outcome(self, written: str) -> OutcomeClass:
        """The class by its letter or its words. Raises CellError."""
        for outcome in self._outcomes:
            if written in (outcome.letter, outcome.name):
                return outcome
        letters = "、".join(outcome.letter for outcome in self._outcomes)
        raise CellError(f"看不懂办理结果“{written[:20]}”。请写{letters}。")

    def use(self, *records: Any) -> None:
        """Remember what good rows refer to: only that is created."""
        for record in records:
            if is_new(record):
                self._used[id(record)] = record

    def names_wanted(self) -> dict[str, list[str]]:
        """What would be created, by noun."""
        wanted: dict[str, list[str]] = {}
        for record in self._used.values():
            noun = self._unit_noun if isinstance(record, Organ) else "内容分类"
            wanted.setdefault(noun, []).append(record.name)
        return wanted

    def create(self, recorder: Recorder) -> None:
        """Hand over what is new."""
        for record in self._used.values():
            recorder.create(record)

    def _require_creating(self, missing: str) -> None:
        if not self.create_missing:
            raise CellError(f"{missing}。请先建立，或者勾选“{self._tick}”。")

    def _short(self, name: str) -> str:
        """江湾镇水利站 and 镇水利站 are 水利站."""
        return plain(name).removeprefix(self._town).removeprefix("镇").removeprefix("乡")


def require_length(model: Any, field_name: str, text: str, noun: str = "") -> None:
    """Raises CellError for more than the column holds."""
    longest = model._meta.get_field(field_name).max_length
    if len(text) > longest:
        raise CellError(f"{noun}最多{longest}个字。请核对。")


def _kind_of(name: str) -> OrganKind:
    for ending, kind in _KINDS:
        if re.search(ending, plain(name)):
            return kind
    return OrganKind.GOVERNMENT_OFFICE
