"""The register (登记表): one line a proposal, lying, with heads on every page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from congress.documents.render import render_document
from proposals.documents.rows import (
    congress_words,
    current_parts,
    lead_in_words,
    lead_of,
    units_in_words,
)
from proposals.enums import Occasion, ProposalKind

TITLE = "议案建议登记表"


@dataclass(frozen=True)
class Line:
    """One proposal as the register has it."""

    proposal: Any
    lead: str
    group: str
    units: str
    due: str


def register_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """What the list shows, in its whole length. ``proposals`` as ``printed`` gives them."""
    context = {
        "lines": [_line(proposal) for proposal in proposals],
        "sum": _sum(proposals),
        "organ": congress_words(proposals),
        "printed_on": printed_on,
    }
    return render_document("documents/proposals/register.html", context, title=TITLE)


def _line(proposal: Any) -> Line:
    lead = lead_of(proposal)
    days = dict.fromkeys(str(part.due_on) for part in current_parts(proposal) if part.due_on)
    return Line(
        proposal=proposal,
        lead=lead_in_words(proposal),
        group=str(lead.group or "") if lead else "",
        units=units_in_words(proposal),
        due="、".join(days),
    )


def _sum(proposals: Sequence[Any]) -> str:
    """共58件：议案2件，建议54件，批评2件；其中闭会期间14件。"""
    counts = Counter(proposal.kind for proposal in proposals)
    kinds = "，".join(
        f"{kind.label}{counts[kind.value]}件" for kind in ProposalKind if counts[kind.value]
    )
    recess = sum(proposal.occasion == Occasion.INTERSESSIONAL for proposal in proposals)
    among = f"；其中{Occasion.INTERSESSIONAL.label}提出{recess}件" if recess else ""
    return f"共{len(proposals)}件：{kinds}{among}。" if proposals else "没有议案建议。"
