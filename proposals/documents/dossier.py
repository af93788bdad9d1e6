"""Everything of one proposal in order, for the archive (办理卷宗), behind a cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.numerals import chinese_number
from congress.common.templatetags.portal import cn_date
from congress.documents.headings import balanced_lines
from congress.documents.joining import join_pdfs
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.answers import item_name
from proposals.documents.dossier_blocks import Section
from proposals.documents.dossier_brought import brought, decided, public, registered, text
from proposals.documents.dossier_handled import (
    Handling,
    answered,
    assigned,
    attached,
    handling_of_dossier,
    pressed,
    promised,
    rated,
    talked,
    told,
)
from proposals.documents.rows import lead_in_words, units_in_words

TITLE = "办理卷宗"
# Characters of the title on a line of the cover.
_COVER_WIDTH = 18


@dataclass(frozen=True)
class Numbered:
    """A section with its number in Chinese, and the name that the contents lead to."""

    place: str
    key: str
    section: Section


def dossiers_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """One dossier a proposal, each with pages of its own. ``proposals`` as ``printed`` gives."""
    town = Township.objects.first()
    files = [_dossier_pdf(proposal, town, printed_on) for proposal in proposals]
    return files[0] if len(files) == 1 else join_pdfs(files, title=TITLE)[0]


def dossier_name(proposal: Any) -> str:
    """What the file is called: 办理卷宗-闭会第1号."""
    return f"{TITLE}-{proposal.number_label}"


def _dossier_pdf(proposal: Any, town: Township | None, printed_on: dt.date) -> bytes:
    handling = handling_of_dossier(proposal, printed_on)
    sections = [
        brought(proposal),
        text(proposal),
        registered(proposal),
        decided(proposal),
        assigned(handling),
        talked(handling),
        answered(handling),
        rated(handling),
        promised(handling),
        pressed(handling),
        public(proposal),
        told(handling),
        attached(handling),
    ]
    context = {
        "proposal": proposal,
        "title_lines": balanced_lines(proposal.title, _COVER_WIDTH),
        "congress": town.congress_name if town else "",
        "organ": town.presidium_name if town else "镇人大主席团",
        "whole": item_name(proposal),
        "lead": lead_in_words(proposal),
        "units": units_in_words(proposal),
        "ended": _ended(handling),
        "sections": [
            Numbered(chinese_number(place), f"part-{place}", section)
            for place, section in enumerate(sections, start=1)
        ],
        "printed_on": printed_on,
    }
    title = dossier_name(proposal)
    return render_document("documents/proposals/dossier.html", context, title=title)


def _ended(handling: Handling) -> str:
    """已办结，2026年11月25日; only the state where no step led there."""
    proposal = handling.proposal
    state = str(proposal.get_status_display())
    moves = [step for step in handling.steps if step.from_status != step.to_status]
    last = next((step for step in reversed(moves) if step.to_status == proposal.status), None)
    return f"{state}（{cn_date(last.taken_on)}）" if last is not None else state
