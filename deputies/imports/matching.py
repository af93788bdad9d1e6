"""Who is the same person? Never decided on the name alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from congress.common.imports.plan import NEW_PERSON, Candidate, Question
from congress.common.partial_dates import PartialDate
from deputies.models import Deputy

_IN_PREVIEW = "请在导入预览里选择。"


@dataclass(frozen=True)
class Match:
    """The person a row means, or None for somebody new; a question when only the clerk can tell."""

    deputy: Deputy | None = None
    question: Question | None = None

    @property
    def is_undecided(self) -> bool:
        return self.question is not None and not self.question.chosen


def same_month(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether both months of birth are known, and are the same."""
    if one is None or other is None or one.month is None or other.month is None:
        return False
    return (one.year, one.month) == (other.year, other.month)


def equally_vague(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether nothing is known of either month, and what is known is the same."""
    return one == other and (one is None or one.month is None)


def better_date(stored: PartialDate | None, written: PartialDate | None) -> PartialDate | None:
    """What to keep of two dates of one thing: the fuller; of two that differ the one written."""
    if stored is None or written is None:
        return stored or written
    return stored if stored.refines(written) else written


def find_person(
    name: str, born_on: PartialDate | None, candidates: list[Deputy], of_term: set[int], chosen: str
) -> Match:
    """The person that a row means, among those of the same name.

    Same name and same month of birth is the same person, whether of this term or an earlier one.
    ``of_term`` holds the keys of those who have a mandate in this term already: without any birth
    date on either side, the only one of that name is meant, so that a file imported twice changes
    nothing. Everything else is asked; ``chosen`` is the clerk's answer (a public id or "new").
    """
    if chosen:
        return _as_chosen(name, born_on, candidates, chosen)
    same = [deputy for deputy in candidates if same_month(deputy.born_on, born_on)]
    exact = [deputy for deputy in same if deputy.born_on == born_on]
    for found in (same, exact):
        if len(found) == 1:
            return Match(found[0])
    if not candidates:
        return Match()
    only = candidates[0] if len(candidates) == 1 else None
    if only is not None and only.pk in of_term and equally_vague(only.born_on, born_on):
        return Match(only)
    return Match(question=_question(name, born_on, candidates))


def _as_chosen(
    name: str, born_on: PartialDate | None, candidates: list[Deputy], chosen: str
) -> Match:
    question = _question(name, born_on, candidates, chosen)
    if chosen == NEW_PERSON:
        return Match(question=question)
    for deputy in candidates:
        if deputy.public_id == chosen:
            return Match(deputy, question)
    if not candidates:
        return Match()
    # The one who was chosen is gone: ask again.
    return Match(question=_question(name, born_on, candidates))


def _question(
    name: str, born_on: PartialDate | None, candidates: Iterable[Deputy], chosen: str = ""
) -> Question:
    people = tuple(Candidate(deputy.public_id, describe(deputy)) for deputy in candidates)
    written = f"（{born_on}生）" if born_on else "（没有写出生年月）"
    message = f"已有同名的“{name}”，分不清这一行{written}是不是同一个人。{_IN_PREVIEW}"
    return Question(message, people, chosen=chosen)


def describe(deputy: Deputy) -> str:
    """张伟，1971年9月生，中堡村: enough to tell two namesakes apart."""
    parts = [deputy.name, f"{deputy.born_on}生" if deputy.born_on else "出生年月不详"]
    parts += [str(part) for part in (deputy.village, deputy.post) if part]
    return "，".join(parts)


class FileNames:
    """Rows of one file by name, to find a person who stands in it twice."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[int, PartialDate | None]]] = {}

    def repeats(self, name: str, born_on: PartialDate | None, row_number: int) -> int | None:
        """The number of an earlier row that may be the same person; None when there is none."""
        earlier = self._rows.setdefault(name, [])
        found = next((number for number, born in earlier if _may_be_same(born, born_on)), None)
        earlier.append((row_number, born_on))
        return found


def _may_be_same(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return True
    return same_month(one, other) or one.refines(other) or other.refines(one)
