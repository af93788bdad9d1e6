"""The deputies of a term by name, with what tells namesakes apart."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

from congress.common.cells import CellError, PersonRef
from congress.township.models import CongressTerm
from deputies.imports.lookup import plain, shortened
from deputies.imports.places import GROUP_ENDINGS, VILLAGE_ENDINGS
from deputies.models import CongressLevel, Deputy, DeputyGroup, Mandate, MandateStatus

_without_village = shortened(*VILLAGE_ENDINGS)
_without_group = shortened(*GROUP_ENDINGS)
_PLACES = ("村", "社区", "居委会", "小组")


class Directory:
    """Everybody with a township mandate in the term, read once."""

    def __init__(self, term: CongressTerm, on: dt.date) -> None:
        self.on = on
        self._mandates: dict[int, list[Mandate]] = defaultdict(list)
        self._by_name: dict[str, dict[int, Deputy]] = defaultdict(dict)
        mandates = Mandate.objects.filter(term=term, level=CongressLevel.TOWNSHIP)
        related = mandates.select_related("deputy__village", "district", "group", "term")
        for mandate in related.prefetch_related("suspensions").order_by("pk"):
            self._mandates[mandate.deputy_id].append(mandate)
            self._by_name[mandate.deputy.name].setdefault(mandate.deputy_id, mandate.deputy)

    def find(self, ref: PersonRef) -> Deputy:
        """The deputy meant. Raises CellError when nobody, or more than one, can be."""
        found = list(self._by_name.get(ref.name, {}).values())
        if not found:
            raise CellError(f"本届没有叫“{ref.name[:20]}”的代表。请核对。")
        if ref.hint:
            fitting = [deputy for deputy in found if self._fits(deputy, ref.hint)]
            if not fitting and ref.hint.endswith(_PLACES):
                raise CellError(f"{ref.hint[:20]}没有叫“{ref.name[:20]}”的代表。请核对。")
            # Other words in brackets may be a post, which tells nobody apart.
            found = fitting or found
        elif len(found) > 1:
            # One of two namesakes has left: the other is meant.
            found = [d for d in found if not self.why_not_serving(d)] or found
        if len(found) > 1:
            raise CellError(self._ask_which(ref.name, found))
        return found[0]

    def named(self, name: str) -> list[Deputy]:
        """Everybody of this name."""
        return list(self._by_name.get(name, {}).values())

    def group_of(self, deputy: Deputy) -> DeputyGroup | None:
        """The group of the latest mandate."""
        mandates = self._mandates[deputy.pk]
        return mandates[-1].group if mandates else None

    def _ask_which(self, name: str, found: list[Deputy]) -> str:
        where = [str(deputy.village or deputy.born_on or "村不详") for deputy in found]
        people = "、".join(where)
        return f"有{len(found)}名代表叫“{name}”：{people}。请写成“{name}（{where[0]}）”的样子。"

    def _fits(self, deputy: Deputy, hint: str) -> bool:
        """A village, a group, a district, a sex, or a year of birth."""
        hint = plain(hint)
        if deputy.village and hint in (
            plain(deputy.village.name),
            _without_village(deputy.village.name),
        ):
            return True
        for mandate in self._mandates[deputy.pk]:
            if mandate.group and _without_group(hint) == _without_group(mandate.group.name):
                return True
            if mandate.district and hint == plain(mandate.district.name):
                return True
        if hint == deputy.get_sex_display():
            return True
        year = re.match(r"\d{4}", hint)
        return bool(year and deputy.born_on and deputy.born_on.year == int(year.group()))

    def why_not_serving(self, deputy: Deputy) -> str:
        """What is said of a deputy who isn't in office on the day; "" of one who is."""
        states = {mandate.status_on(self.on) for mandate in self._mandates[deputy.pk]}
        if MandateStatus.SERVING in states:
            return ""
        if MandateStatus.SUSPENDED in states:
            return "正暂停执行代表职务"
        return "的代表资格尚未开始" if MandateStatus.UPCOMING in states else "的代表资格已经终止"

    def serving(self) -> list[Deputy]:
        """Everybody in office on the day."""
        people = {d.pk: d for named in self._by_name.values() for d in named.values()}
        return [deputy for deputy in people.values() if not self.why_not_serving(deputy)]
