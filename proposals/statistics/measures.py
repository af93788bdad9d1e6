"""What counts: the one place that says when a proposal is answered, in time, solved, satisfied.

A proposal that several units answer separately (分别办理) is answered when all of them have, in
time when all were, and of the last class among theirs. Rates of satisfaction count what sponsors
said (份), of each unit's last reply; who was asked and said nothing counts as well, until he was
reminded and the limit has passed (重庆29).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from congress.common.rates import percentage, rate
from proposals.enums import Occasion, ProposalKind, ProposalStatus, Satisfaction
from proposals.statistics.facts import ItemFact

Test = Callable[[ItemFact], bool]
S = Satisfaction


@dataclass(frozen=True)
class Count:
    """A number of proposals (件), and which they are."""

    key: str
    label: str
    items: tuple[int, ...]

    @property
    def number(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class Rate:
    """``part`` of ``whole``; ``items`` are the proposals of the part. "—" of nothing."""

    key: str
    label: str
    part: int
    whole: int
    unit: str = "件"
    items: tuple[int, ...] = field(default=(), repr=False)

    @property
    def shown(self) -> str:
        """62.5%（20/32）"""
        return rate(self.part, self.whole)

    @property
    def percent(self) -> str:
        return percentage(self.part, self.whole)


def is_answered(item: ItemFact) -> bool:
    """Every unit that has to has answered, whatever came afterwards."""
    return bool(item.parts) and all(part.is_answered for part in item.parts)


def in_time(item: ItemFact) -> bool | None:
    """Answered in time; False for late, or for what is overdue; None where nobody can tell yet."""
    if any(part.in_time is False or part.is_overdue for part in item.parts):
        return False
    if not is_answered(item) or any(part.in_time is None for part in item.parts):
        return None
    return True


def met(item: ItemFact) -> bool | None:
    """Whether every unit sat together with the deputies; None where the records don't tell."""
    said = [part.met for part in item.parts]
    if not is_answered(item) or None in said:
        return None
    return all(said)


def letter(item: ItemFact) -> str:
    """The class of the outcome; of several the last in the alphabet. "" without one."""
    if not is_answered(item):
        return ""
    return max((part.letter for part in item.parts), default="")


def is_solved(item: ItemFact) -> bool:
    return is_answered(item) and all(part.is_solved for part in item.parts)


def went_round(item: ItemFact) -> bool:
    """Handled once more after the first reply (重新办理)."""
    again = any(part.round > 1 for part in item.parts)
    return again or item.status == ProposalStatus.REHANDLING


def _rated(index: int, *values: str) -> Test:
    return lambda item: any(
        rating[index] in values for part in item.parts for rating in part.ratings
    )


def _status(*values: str) -> Test:
    return lambda item: item.status in values


def _has_class(wanted: str) -> Test:
    return lambda item: letter(item) == wanted


_ATTITUDE, _RESULT = 0, 1

# Key → how it is called, and which proposals it counts.
TESTS: dict[str, tuple[str, Test]] = {
    "brought": ("提出", lambda item: True),
    "motions": ("议案", lambda item: ProposalKind(item.kind).is_motion),
    "suggestions": ("建议、批评和意见", lambda item: not ProposalKind(item.kind).is_motion),
    "in_session": ("大会期间提出", lambda item: item.occasion == Occasion.IN_SESSION),
    "recess": ("闭会期间提出", lambda item: item.occasion == Occasion.INTERSESSIONAL),
    "merged": ("并案", _status(ProposalStatus.MERGED)),
    "set_aside": ("不作为建议处理", _status(ProposalStatus.SET_ASIDE)),
    "withdrawn": ("撤回", _status(ProposalStatus.WITHDRAWN)),
    "agenda": (
        "列入议程",
        _status(ProposalStatus.ON_AGENDA, ProposalStatus.ADOPTED, ProposalStatus.NOT_ADOPTED),
    ),
    "assigned": ("交办", lambda item: bool(item.parts)),
    "answered": ("已答复", is_answered),
    "unanswered": ("还没有答复", lambda item: bool(item.parts) and not is_answered(item)),
    "overdue": ("逾期还没有答复", lambda item: any(part.is_overdue for part in item.parts)),
    "in_time": ("按时答复", lambda item: in_time(item) is True),
    "late": ("逾期", lambda item: in_time(item) is False),
    "undated": (
        "日期不清、不能判断是否按时",
        lambda item: is_answered(item) and in_time(item) is None,
    ),
    "met": ("面商", lambda item: met(item) is True),
    "not_met": ("没有面商", lambda item: met(item) is False),
    "met_unknown": ("未载是否面商", lambda item: is_answered(item) and met(item) is None),
    "solved": ("已经解决", is_solved),
    "classed": ("有办理结果", lambda item: bool(letter(item))),
    "unclassed": ("未载办理结果", lambda item: is_answered(item) and not letter(item)),
    "second": ("重新办理", went_round),
    "key": ("重点督办", lambda item: item.is_key),
    "satisfied": ("对办理结果满意", _rated(_RESULT, S.SATISFIED)),
    "content": ("对办理结果满意或基本满意", _rated(_RESULT, S.SATISFIED, S.BASICALLY)),
    "dissatisfied": ("对办理结果不满意", _rated(_RESULT, S.DISSATISFIED)),
    "attitude": ("对办理态度满意", _rated(_ATTITUDE, S.SATISFIED)),
    "attitude_content": ("对办理态度满意或基本满意", _rated(_ATTITUDE, S.SATISFIED, S.BASICALLY)),
    "silent": ("还没有评价", lambda item: any(part.silent for part in item.parts)),
    "excused": (
        "催过、逾期没有评价，不计入",
        lambda item: any(part.excused for part in item.parts),
    ),
}
_CLASS = "class-"


def test_of(key: str) -> tuple[str, Test] | None:
    """The label and the test of a key; "class-A" is the class A. None for what doesn't exist."""
    if key.startswith(_CLASS) and len(key) == len(_CLASS) + 1:
        return f"{key[-1]}类", _has_class(key[-1])
    return TESTS.get(key)


def count(items: Iterable[ItemFact], key: str) -> Count:
    """How many of these a key counts. KeyError for a key that doesn't exist."""
    found = test_of(key)
    if found is None:
        raise KeyError(key)
    label, test = found
    return Count(key, label, tuple(item.pk for item in items if test(item)))


def counts(items: Sequence[ItemFact], *keys: str) -> list[Count]:
    return [count(items, key) for key in keys]


def classes(items: Sequence[ItemFact]) -> list[Count]:
    """How many of each class there are, of the classes that occur."""
    letters = sorted({letter(item) for item in items} - {""})
    return counts(items, *(f"{_CLASS}{each}" for each in letters))


# Key, what it is called, what it counts, and out of which (added up).
_ITEM_RATES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("answer_rate", "答复率", "answered", ("assigned",)),
    ("in_time_rate", "按时答复率", "in_time", ("in_time", "late")),
    ("met_rate", "面商率", "met", ("met", "not_met")),
    ("solved_rate", "解决率", "solved", ("classed",)),
)
_RATING_RATES: tuple[tuple[str, str, str, int, tuple[str, ...]], ...] = (
    ("satisfied_rate", "满意率", "satisfied", _RESULT, (S.SATISFIED,)),
    (
        "content_rate",
        "满意和基本满意率",
        "content",
        _RESULT,
        (S.SATISFIED, S.BASICALLY),
    ),
    (
        "attitude_rate",
        "对办理态度满意和基本满意率",
        "attitude_content",
        _ATTITUDE,
        (S.SATISFIED, S.BASICALLY),
    ),
)


# Which count the numerator of a rate is of, in lists.
RATE_COUNTS = {row[0]: row[2] for row in _ITEM_RATES} | {row[0]: row[2] for row in _RATING_RATES}


def rates(items: Sequence[ItemFact]) -> list[Rate]:
    """All rates of these proposals, in the order in which reports give them."""
    found = []
    for key, label, part, whole in _ITEM_RATES:
        counted = count(items, part)
        total = sum(count(items, each).number for each in whole)
        found.append(Rate(key, label, counted.number, total, items=counted.items))
    for key, label, part, index, values in _RATING_RATES:
        said, asked = ratings_of(items, index)
        given = sum(said.get(value, 0) for value in values)
        found.append(Rate(key, label, given, asked, "份", count(items, part).items))
    return found


def ratings_of(items: Iterable[ItemFact], index: int = _RESULT) -> tuple[dict[str, int], int]:
    """How many sponsors said what of the outcome (0: of the handling), and how many count.

    A rating of which a ledger gives only one half counts for that half.
    """
    said: dict[str, int] = dict.fromkeys(S.values, 0)
    silent = 0
    for item in items:
        for part in item.parts:
            silent += part.silent
            for rating in part.ratings:
                if rating[index]:
                    said[rating[index]] += 1
    return said, sum(said.values()) + silent
