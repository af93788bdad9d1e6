"""What a remark in the roster (备注) says about a mandate: proposed, never simply done.

A remark that names cause and date is clear: the preview ticks it, and the command does it, since a
roster without it would count people who have left. One without a date is shown unticked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from congress.common.partial_dates import PartialDate
from deputies.enums import MandateEnd, MandateStart
from deputies.models import PresidiumRole

_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:年|[.\-/](?=\d))(?:(?P<month>\d{1,2})(?:月|[.\-/]|(?!\d))"
    r"(?:(?P<day>\d{1,2})[日号]?)?)?"
)
_ENDS = (
    (MandateEnd.DIED, ("去世", "病故", "逝世", "死亡", "亡故", "身故")),
    (MandateEnd.RECALLED, ("罢免",)),
    (MandateEnd.RESIGNED, ("辞职", "辞去代表", "辞去镇人大代表", "辞去人大代表")),
    (MandateEnd.MOVED_AWAY, ("调离", "调出", "迁出", "调走", "调往")),
    (MandateEnd.RIGHTS_DEPRIVED, ("剥夺政治权利",)),
    (MandateEnd.NATIONALITY_LOST, ("丧失国籍", "丧失中国国籍")),
    (MandateEnd.INCAPACITATED, ("丧失行为能力",)),
    (MandateEnd.ABSENT_TWICE, ("两次不出席", "两次未出席")),
)
_NEGATED = re.compile(r"拟|未调|未辞|没有|申请|可能|待")


@dataclass(frozen=True)
class Remark:
    """One thing that a remark says. ``key`` is start, end or post."""

    key: str
    value: str
    on: PartialDate | None
    is_clear: bool

    @property
    def label(self) -> str:
        """What would be done, as a sentence for the clerk."""
        when = f"自{self.on}起" if self.key == "start" else f"{self.on}"
        if self.key == "post":
            return f"记为{PresidiumRole(self.value).label}"
        if self.key == "start":
            start = MandateStart(self.value).label
            return f"代表资格{when}开始（{start}）" if self.on else f"产生方式记为{start}"
        return f"代表资格到{when}终止（{MandateEnd(self.value).label}）"


def read_remark(text: str, post: str = "") -> list[Remark]:
    """What a remark says. ``post`` (现任职务) tells which post in the presidium is meant."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = [remark for part in _clauses(plain) for remark in _in_clause(part)]
    ends = [remark for remark in found if remark.key == "end"]
    starts = [remark for remark in found if remark.key == "start"]
    sits = "主席团" in plain and not re.search(r"不再|辞去|免去|曾任|原任|原主席团", plain)
    posts = [Remark("post", _role(plain, post), None, True)] if sits else []
    return [*starts[:1], *ends[:1], *posts]


def _clauses(text: str) -> list[str]:
    return [part for part in re.split(r"[;。；]", text) if part]


def _in_clause(text: str) -> list[Remark]:
    on = _date_in(text)
    is_clear = on is not None and not _NEGATED.search(text)
    if "补选" in text:
        return [Remark("start", MandateStart.BY_ELECTION, on, is_clear)]
    for cause, words in _ENDS:
        if any(word in text for word in words):
            # Without a day there is nothing to end: the clerk enters it on the deputy's page.
            return [Remark("end", cause, on, is_clear)] if on else []
    return []


def _date_in(text: str) -> PartialDate | None:
    found = _DATE.search(text)
    if not found:
        return None
    try:
        return PartialDate(*(int(part) for part in found.groups() if part))
    except ValueError:
        return None


def _role(remark: str, post: str) -> str:
    """主席团成员 beside the post 镇人大主席 is the chair: chairs are members by office."""
    for text in (remark, "".join(post.split())):
        if re.search(r"人大(?:主席团)?副主席|主席团副主席", text):
            return PresidiumRole.VICE_CHAIR
        if re.search(r"人大(?:主席团)?(?:常务)?主席(?!团)|主席团主席", text):
            return PresidiumRole.CHAIR
    return PresidiumRole.MEMBER
