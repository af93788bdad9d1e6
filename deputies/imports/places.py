"""Villages, groups and districts that a roster names: found, or made when the clerk allows it."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Max

from congress.common.cells import CellError
from congress.common.imports.plan import CREATE_MISSING
from congress.common.numerals import parse_chinese_number
from congress.township.models import CongressTerm, ElectoralDistrict, Village
from congress.township.models.places import VillageKind
from deputies.imports.lookup import Lookup, is_new, plain, shortened
from deputies.models import DeputyGroup

_MOST_SEATS = 3
_NAME_LENGTH = 50
_TICK = f"请核对名称；确实没有建立的，请勾选“{CREATE_MISSING}”。"
VILLAGE_ENDINGS = ("村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "社区", "村")
GROUP_ENDINGS = ("人大代表小组", "代表小组", "小组", "组")


def _district_key(text: str) -> Any:
    """第1选区, 第一选区 and 1 are the same district."""
    found = re.fullmatch(r"第?(.+?)号?(?:选区)?", plain(text))
    number = parse_chinese_number(found.group(1)) if found else None
    return number if number is not None else plain(text)


class Places:
    """The places of a town and of a term, read once. ``wanted`` are those to be created."""

    def __init__(self, term: CongressTerm, *, create_missing: bool) -> None:
        self.term, self.create_missing = term, create_missing
        villages = list(Village.objects.select_related("successor"))
        current = [village for village in villages if village.ends_on is None]
        self.villages = Lookup(current, shortened(*VILLAGE_ENDINGS))
        self.merged = {plain(v.name): v for v in villages if v.ends_on is not None}
        self.groups = Lookup(self._of_term(DeputyGroup), shortened(*GROUP_ENDINGS))
        self.districts = Lookup(self._of_term(ElectoralDistrict), _district_key)
        self.wanted: dict[Any, dict[str, Any]] = {
            Village: {},
            DeputyGroup: {},
            ElectoralDistrict: {},
        }
        self._villages_of: dict[int, dict[str, Village]] = {}
        self._deputies_of: dict[int, int] = {}

    def _of_term(self, model: Any) -> Any:
        return model.objects.filter(term=self.term) if not is_new(self.term) else ()

    def village(self, text: str) -> Village:
        """The village or community as it is now. Raises CellError when there is none."""
        if found := self.villages.find(text):
            return found
        if gone := self.merged.get(plain(text)):
            raise CellError(_merged(gone))
        self._may_create(text, "村（社区）")
        return self.villages.add(Village(name=plain(text), kind=VillageKind.of(plain(text))))

    def group(self, text: str) -> DeputyGroup:
        """The group of this term. Raises CellError when there is none."""
        if found := self.groups.find(text):
            return found
        self._may_create(text, "代表小组")
        return self.groups.add(DeputyGroup(term=self.term, name=plain(text)))

    def district(self, text: str) -> ElectoralDistrict:
        """The district of this term. Raises CellError when there is none."""
        if found := self.districts.find(text):
            return found
        self._may_create(text, "选区")
        number = self.number_of(text)
        return self.districts.add(
            ElectoralDistrict(term=self.term, name=plain(text), number=number)
        )

    def number_of(self, text: str) -> int | None:
        """The number that a district's name tells: 第一选区 is 1; None when it tells none."""
        number = _district_key(text)
        return number if isinstance(number, int) else None

    def _may_create(self, text: str, noun: str) -> None:
        if not self.create_missing:
            raise CellError(f"没有叫“{text[:20]}”的{noun}。{_TICK}")
        if len(plain(text)) > _NAME_LENGTH:
            raise CellError(f"名称超过{_NAME_LENGTH}个字。请核对。")

    def use(self, place: Any) -> None:
        """A row without mistakes refers to this place: if it is new, it will be created."""
        if is_new(place):
            self.wanted[type(place)].setdefault(place.name, place)

    def count_deputy(
        self, village: Village | None, group: DeputyGroup | None, district: ElectoralDistrict | None
    ) -> None:
        """Let new groups and districts have the villages and the seats that their deputies tell."""
        for place in (group, district):
            if is_new(place):
                self._deputies_of[id(place)] = self._deputies_of.get(id(place), 0) + 1
                if village is not None:
                    self._villages_of.setdefault(id(place), {})[village.name] = village

    def create(self, recorder: Any) -> None:
        """Hand the wanted places over to be written, in the order of the file."""
        for model in (Village, DeputyGroup, ElectoralDistrict):
            places = list(self.wanted[model].values())
            if places and model is not ElectoralDistrict:
                first = (model.objects.aggregate(last=Max("order"))["last"] or 0) + 1
                for order, place in enumerate(places, first):
                    place.order = order
            for place in places:
                if isinstance(place, ElectoralDistrict):
                    place.seats = min(max(self._deputies_of.get(id(place), 1), 1), _MOST_SEATS)
                recorder.create(place)
                if villages := self._villages_of.get(id(place)):
                    recorder.link(place, "villages", villages.values())

    def names_wanted(self) -> dict[str, list[str]]:
        """What would be created, by noun."""
        return {
            str(model._meta.verbose_name): list(places)
            for model, places in self.wanted.items()
            if places
        }


def _merged(village: Village) -> str:
    if village.successor:
        return f"{village.name}已并入{village.successor.name}。请改写为现在的名称。"
    return f"{village.name}已撤销。请改写为现在的名称。"
