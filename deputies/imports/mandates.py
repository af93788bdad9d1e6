"""What a row of the roster means for mandates and presidium posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from congress.common.imports.plan import Change
from congress.common.partial_dates import PartialDate
from congress.township.models import CongressTerm, ElectoralDistrict
from deputies.enums import MandateEnd, MandateStart
from deputies.imports.lookup import is_new
from deputies.imports.matching import better_date
from deputies.imports.remarks import Remark
from deputies.models import (
    CongressLevel,
    Deputy,
    DeputyGroup,
    Mandate,
    PresidiumPost,
    PresidiumRole,
)
from deputies.permissions import OWN_OFFICE, can_change_office_of

# What of a mandate or a post says which roles its holder has, and when.
OFFICE_FIELDS = frozenset({"starts_on", "ends_on", "role"})


@dataclass
class RowMandate:
    """What a row says of its person's place in the congress."""

    district: ElectoralDistrict | None = None
    group: DeputyGroup | None = None
    levels: list[str] = field(default_factory=list)
    remarks: dict[str, Remark] = field(default_factory=dict)


class MandateBook:
    """The mandates and posts of a term, read once; collects what is to be created and changed."""

    def __init__(self, term: CongressTerm, people: Iterable[Deputy]) -> None:
        self.term = term
        self.new: list[Mandate | PresidiumPost] = []
        self.changed: list[tuple[Mandate, dict[str, Any]]] = []
        keys = [deputy.pk for deputy in people]
        self._township: dict[int, Mandate] = {}
        self._upper: set[tuple[int, str]] = set()
        self._posts: dict[int, PresidiumPost] = {}
        if keys:
            self._read(keys)
        self.chair = self._chair_of_term()

    def _read(self, keys: list[int]) -> None:
        mandates = Mandate.objects.filter(deputy__in=keys).order_by("pk")
        for mandate in mandates.select_related("district", "group"):
            if mandate.level != CongressLevel.TOWNSHIP:
                if mandate.ends_on is None:
                    self._upper.add((mandate.deputy_id, mandate.level))
            elif mandate.term_id == self.term.pk:
                known = self._township.get(mandate.deputy_id)
                if known is None or known.ends_on is not None:
                    self._township[mandate.deputy_id] = mandate
        posts = PresidiumPost.objects.filter(deputy__in=keys, ends_on__isnull=True)
        if not is_new(self.term):
            for post in posts.filter(term=self.term):
                self._posts[post.deputy_id] = post

    def _chair_of_term(self) -> Deputy | None:
        if is_new(self.term):
            return None
        posts = PresidiumPost.objects.filter(
            term=self.term, role=PresidiumRole.CHAIR, ends_on__isnull=True
        )
        post = posts.select_related("deputy").first()
        return post.deputy if post else None

    @property
    def people_of_term(self) -> set[int]:
        """Keys of the persons read who have a mandate in this term."""
        return set(self._township)

    def post_of(self, deputy: Deputy) -> PresidiumPost | None:
        """The person's open post in the presidium of this term."""
        return self._posts.get(deputy.pk) if deputy.pk else None

    def start_of(self, deputy: Deputy) -> PartialDate | None:
        """When the person's mandate began: with the term, unless it says otherwise."""
        mandate = self._township.get(deputy.pk) if deputy.pk else None
        return (mandate.starts_on if mandate else None) or self.term.starts_on

    def gives_office(self, deputy: Deputy, row: RowMandate) -> bool:
        """Whether planning the row would change from when to when the person holds which office."""
        if "post" in row.remarks and self.post_of(deputy) is None:
            return True
        mandate = self._township.get(deputy.pk) if deputy.pk else None
        start, end = row.remarks.get("start"), row.remarks.get("end")
        if mandate is None or _is_elected_again(mandate, start):
            return True
        return not OFFICE_FIELDS.isdisjoint(_wanted(mandate, row, start, end))

    def plan(self, deputy: Deputy, row: RowMandate) -> list[Change]:
        """Plan the mandates and the post of one person; gives what would change, to be shown."""
        changes = self._plan_township(deputy, row)
        for level in row.levels:
            if level != CongressLevel.TOWNSHIP and (deputy.pk, level) not in self._upper:
                self.new.append(Mandate(deputy=deputy, level=level))
                changes.append(Change("代表层级", "", CongressLevel(level).label))
        post = row.remarks.get("post")
        if post is not None and self.post_of(deputy) is None:
            changes.append(Change("主席团职务", "", PresidiumRole(post.value).label))
            self.new.append(PresidiumPost(deputy=deputy, term=self.term, role=post.value))
            if post.value == PresidiumRole.CHAIR:
                self.chair = deputy
        return changes

    def _plan_township(self, deputy: Deputy, row: RowMandate) -> list[Change]:
        mandate = self._township.get(deputy.pk) if deputy.pk else None
        start, end = row.remarks.get("start"), row.remarks.get("end")
        if mandate is not None and _is_elected_again(mandate, start):
            mandate = None
        wanted = _wanted(mandate, row, start, end)
        if mandate is None:
            self.new.append(Mandate(deputy=deputy, term=self.term, **wanted))
            return [Change("代表资格", "", str(self.term))]
        before = {name: getattr(mandate, name) for name in wanted}
        changes = []
        for name, value in wanted.items():
            changes.append(Change(_label(name), _shown(name, before[name]), _shown(name, value)))
            setattr(mandate, name, value)
        if wanted:
            self.changed.append((mandate, before))
        return changes


def _is_elected_again(mandate: Mandate, start: Remark | None) -> bool:
    if mandate.ends_on is None or start is None or start.on is None:
        return False
    return start.on.earliest() > mandate.ends_on.latest()


def _wanted(
    mandate: Mandate | None, row: RowMandate, start: Remark | None, end: Remark | None
) -> dict[str, Any]:
    """Values by field that differ from the mandate's; all that are known for a new one."""
    said: dict[str, Any] = {"district": row.district, "group": row.group}
    said = {name: value for name, value in said.items() if value is not None}
    if start is not None:
        said["start_cause"] = start.value
        said["starts_on"] = better_date(mandate.starts_on if mandate else None, start.on)
    if end is not None:
        said["end_cause"] = end.value
        said["ends_on"] = better_date(mandate.ends_on if mandate else None, end.on)
    if mandate is None:
        return said
    return {name: value for name, value in said.items() if getattr(mandate, name) != value}


def _label(name: str) -> str:
    return str(Mandate._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(name: str, value: Any) -> str:
    if name == "start_cause" and value:
        return MandateStart(value).label
    if name == "end_cause" and value:
        return MandateEnd(value).label
    return "" if value is None else str(value)


def contradicts(start: PartialDate | None, end: PartialDate | None) -> bool:
    """Whether a mandate would end before it began."""
    return bool(start and end and end.latest() < start.earliest())


def refusal_of_own_office(record: Any, fields: Collection[str], actor: Any) -> str:
    """Why ``actor`` may not set ``fields`` of the record: one's own office is others' to enter."""
    is_office = isinstance(record, Mandate | PresidiumPost)
    if is_office and not OFFICE_FIELDS.isdisjoint(fields):
        return "" if can_change_office_of(actor, record.deputy) else OWN_OFFICE
    return ""
