"""What an import would do, worked out before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

# The tick of the preview that is --create-missing on the command line.
CREATE_MISSING = "缺的小组、村（社区）、选区一并建立"


class Outcome(StrEnum):
    """What becomes of a row. The values are the words of the command's last line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BAD = "bad"


class Problem(NamedTuple):
    """Why a row can't be imported: the column ("" for the whole row) and a Chinese sentence."""

    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.column}：{self.message}" if self.column else self.message


class Change(NamedTuple):
    """A value before and after, as it may be shown (personal data masked)."""

    label: str
    before: str
    after: str


class Candidate(NamedTuple):
    """A person whom a row may mean; ``key`` is the public id."""

    key: str
    label: str


@dataclass(frozen=True)
class Question:
    """What only the clerk can tell: which of the candidates a row means, or somebody new."""

    message: str
    candidates: tuple[Candidate, ...] = ()
    allows_new: bool = True
    chosen: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a remark seems to say. Done only if accepted; ``is_clear`` ones are unless refused."""

    key: str
    label: str
    is_clear: bool = True
    is_accepted: bool = True


NEW_PERSON = "new"


@dataclass
class RowPlan:
    """One row of the file: what it is about, what is wrong with it, what it would change."""

    number: int
    label: str = ""
    sheet: str = ""
    outcome: Outcome = Outcome.UNCHANGED
    problems: list[Problem] = field(default_factory=list)
    question: Question | None = None
    proposals: list[Proposal] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        return self.outcome == Outcome.BAD

    @property
    def key(self) -> str:
        """Where it stands, as a text without spaces: "3", or "资金到位:3" in the named sheet."""
        return f"{self.sheet}:{self.number}" if self.sheet else str(self.number)

    @property
    def place(self) -> str:
        """Where it stands, for people: 第3行, or 资金到位第3行."""
        return place_of(self.key)

    @property
    def reason(self) -> str:
        """All that is wrong with the row, in one line."""
        return " ".join(str(problem) for problem in self.problems)


@dataclass
class ImportPlan:
    """All rows, what else would be created, and what to be warned of."""

    rows: list[RowPlan] = field(default_factory=list)
    creates: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which outcome, every outcome named."""
        outcomes = [row.outcome for row in self.rows]
        return {outcome.value: outcomes.count(outcome) for outcome in Outcome}

    @property
    def bad_rows(self) -> list[RowPlan]:
        return [row for row in self.rows if row.is_bad]

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything that a clerk was shown changes."""
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(part.encode())
        return digest.hexdigest()[:32]

    def _parts(self) -> Iterable[str]:
        yield repr(self.creates)
        yield repr(self.warnings)
        for row in self.rows:
            yield repr((row.key, row.label, row.outcome, row.problems, row.changes))
            if row.question or row.proposals:
                yield repr((row.question, row.proposals))


def place_of(key: str) -> str:
    """第3行 for "3", 资金到位第3行 for "资金到位:3"."""
    sheet, _, number = key.rpartition(":")
    return f"{sheet}第{number}行"


def counts_line(counts: dict[str, int]) -> str:
    """new=… changed=… unchanged=… bad=…"""
    return " ".join(f"{outcome.value}={counts.get(outcome, 0)}" for outcome in Outcome)
