"""The session's collection (汇编): cover, contents with page numbers, each text on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.common.numerals import chinese_number
from congress.common.templatetags.portal import field_label
from congress.documents.headings import TITLE_WIDTH, balanced_lines
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.rows import (
    kinds_in_words,
    lead_in_words,
    lead_of,
    names_together,
    paragraphs_of,
    session_of,
    standing,
    units_in_words,
)
from proposals.enums import Occasion, ProposalKind, ProposalSource, ProposalStatus
from proposals.models import Proposal

TITLE = "议案建议汇编"
# Characters of the cover's large type on a line.
_COVER_WIDTH = 13
_LEFT_OUT = (ProposalStatus.WITHDRAWN, ProposalStatus.SENT_BACK, ProposalStatus.SET_ASIDE)


@dataclass(frozen=True)
class Item:
    """One proposal as it is printed."""

    key: str
    proposal: Any
    title_lines: list[str]
    lead: str
    joined: str
    texts: list[tuple[str, list[str]]]
    without_text: str
    units: str


@dataclass(frozen=True)
class Part:
    """一、议案, with what belongs to it."""

    heading: str
    items: list[Item]


def collection_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """All registered proposals of one session. ``proposals`` as ``printed`` gives them.

    What was withdrawn, sent back or set aside is left out. RuleViolation when they are of several
    sessions, or when nothing is left.
    """
    registered = [p for p in proposals if p.number and p.status not in _LEFT_OUT]
    if not registered:
        raise RuleViolation("没有可以编入汇编的件：先登记编号，再编汇编。")
    session = session_of(registered)
    if session is None:
        raise RuleViolation("汇编按一次会议编。请先在列表里筛选出一次会议，再打印。")
    town = Township.objects.first()
    context = {
        "congress_lines": balanced_lines(session.full_name, TITLE_WIDTH),
        "title_lines": balanced_lines(
            f"{kinds_in_words(registered)}汇编", _COVER_WIDTH, ends=("、", "和")
        ),
        "organ": town.presidium_name if town else "",
        "printed_on": printed_on,
        "parts": _parts(registered),
        "count": len(registered),
    }
    return render_document(
        "documents/proposals/collection.html", context, title=f"{session.full_name}{TITLE}"
    )


def _parts(proposals: Sequence[Any]) -> list[Part]:
    """Motions, suggestions, and apart from both what came in recess."""
    groups: dict[str, list[Any]] = {
        "议案": [],
        "建议、批评和意见": [],
        "闭会期间提出的建议、批评和意见": [],
    }
    motions, suggestions, recess = groups.values()
    for proposal in proposals:
        if proposal.occasion == Occasion.INTERSESSIONAL:
            recess.append(proposal)
        elif proposal.kind == ProposalKind.MOTION:
            motions.append(proposal)
        else:
            suggestions.append(proposal)
    filled = [(name, rows) for name, rows in groups.items() if rows]
    return [
        Part(f"{chinese_number(place)}、{name}", [_item(p) for p in rows])
        for place, (name, rows) in enumerate(filled, start=1)
    ]


def _item(proposal: Any) -> Item:
    lead = lead_of(proposal)
    group = f"（{lead.group}）" if lead and lead.group else ""
    from_ledger = proposal.source == ProposalSource.LEDGER
    return Item(
        key=f"item-{proposal.pk}",
        proposal=proposal,
        title_lines=balanced_lines(proposal.title, TITLE_WIDTH),
        lead=f"{lead.deputy}{group}" if lead else lead_in_words(proposal),
        joined=names_together(str(s.deputy) for s in standing(proposal) if not s.is_lead),
        texts=_texts(proposal),
        without_text="（台账没有记载正文。）" if from_ledger else "（没有正文。）",
        units=units_in_words(proposal),
    )


def _texts(proposal: Any) -> list[tuple[str, list[str]]]:
    """A motion's parts under their names, a suggestion's without."""
    names = ("grounds", "measures")
    found = [(name, paragraphs_of(getattr(proposal, name))) for name in names]
    filled = [(name, lines) for name, lines in found if lines]
    if proposal.kind != ProposalKind.MOTION:
        return [("", lines) for _, lines in filled]
    return [
        (f"{chinese_number(place)}、{field_label(Proposal, name)}", lines)
        for place, (name, lines) in enumerate(filled, start=1)
    ]
