"""What sponsors say of a reply, on paper (征求意见表): blank to be filled in, or as it was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.answers import Matter, kind_name, matters_of, replies_of
from proposals.documents.rows import NothingToPrint, names_together
from proposals.enums import Satisfaction

TITLE = "答复征求意见表"
TOGETHER = "答复征求意见汇总表"
_MANY_SPONSORS, _LONG_TITLE, _LONG_WORDS = 12, 40, 200


@dataclass(frozen=True)
class Box:
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Opinion:
    """What one sponsor says, or has still to say. ``how``: that it wasn't said on this paper."""

    sponsor: Any
    attitude: list[Box]
    result: list[Box]
    words: str
    day: str
    how: str


@dataclass(frozen=True)
class Sheet:
    """One page (or more, for many sponsors together): a reply, and who says what of it."""

    reply: Any
    proposal: Any
    title: str
    whole: str
    sponsors: Any
    opinions: list[Opinion]
    due_on: dt.date | None
    size: str


def feedback_forms_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """A page for each sponsor of each reply. RuleViolation when nothing was answered."""
    return sheets_pdf(_answered(proposals), printed_on=printed_on)


def feedback_tables_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """One sheet a reply, a line for each sponsor. RuleViolation when nothing was answered."""
    return sheets_pdf(_answered(proposals), printed_on=printed_on, together=True)


def sheets_pdf(
    replies: Sequence[Any],
    *,
    printed_on: dt.date,
    together: bool = False,
    deputy: Any = None,
) -> bytes:
    """``replies`` as ``replies_to_print`` gives them; of one deputy alone with ``deputy``.

    RuleViolation when no sponsor is asked.
    """
    town = Township.objects.first()
    matters = matters_of(reply.assignment.proposal for reply in replies)
    sheets = [
        sheet
        for reply in replies
        for sheet in _sheets(reply, matters[reply.assignment.proposal_id], together, deputy)
    ]
    if not sheets:
        raise NothingToPrint("这些答复没有要征求意见的代表，没有表可打印。")
    context = {
        "sheets": sheets,
        "together": together,
        "organ": town.congress_name if town else "",
        "presidium": town.presidium_name if town else "镇人大主席团",
        "printed_on": printed_on,
    }
    title = TOGETHER if together else TITLE
    return render_document("documents/proposals/feedback_form.html", context, title=title)


def feedback_name(reply: Any) -> str:
    """答复征求意见表-第7号-镇水利站."""
    part = reply.assignment
    return f"{TITLE}-{part.proposal.number_label}-{part.unit}"


def _answered(proposals: Sequence[Any]) -> list[Any]:
    replies = replies_of(proposals)
    if not replies:
        raise NothingToPrint("这些件还没有答复，没有征求意见表可打印。")
    return replies


def _sheets(reply: Any, matter: Matter, together: bool, deputy: Any) -> Iterable[Sheet]:
    people = _asked(reply, matter)
    if deputy is not None:
        people = [person for person in people if person.deputy_id == deputy.pk]
    if not people:
        return
    said = {rating.sponsorship_id: rating for rating in reply.said}
    opinions = [_opinion(person, said.get(person.pk)) for person in people]
    for shown in [opinions] if together else [[each] for each in opinions]:
        yield _sheet(reply, matter, shown)


def _asked(reply: Any, matter: Matter) -> list[Any]:
    """Who was asked and who said something; of a ledger's replies everybody whom it answers."""
    known = [row.sponsorship for row in (*reply.asked, *reply.said)]
    found = {person.pk: person for person in known} or {p.pk: p for p in matter.sponsors}
    order = {person.pk: place for place, person in enumerate(matter.sponsors)}
    return sorted(found.values(), key=lambda person: (order.get(person.pk, len(order)), person.pk))


def _opinion(person: Any, rating: Any) -> Opinion:
    if rating is None:
        return Opinion(person, _boxes(None), _boxes(None), "", "", "")
    deputy = rating.sponsorship.deputy
    is_own = rating.entered_by_id is not None and rating.entered_by_id == deputy.user_id
    return Opinion(
        person,
        _boxes(rating.attitude or Satisfaction.UNSTATED),
        _boxes(rating.result or Satisfaction.UNSTATED),
        rating.words,
        str(rating.rated_on or ""),
        "本人网上评价" if is_own else "人大办录入",
    )


def _boxes(chosen: str | None) -> list[Box]:
    return [Box(choice.label, choice == chosen) for choice in Satisfaction]


def _size(matter: Matter, opinions: list[Opinion]) -> str:
    """Less room where much stands above; smaller type for long words: one page a sponsor."""
    is_crowded = len(matter.sponsors) > _MANY_SPONSORS or len(matter.proposal.title) > _LONG_TITLE
    is_long = any(len(each.words) > _LONG_WORDS for each in opinions)
    return f"{'crowded' if is_crowded else ''} {'long' if is_long else ''}".strip()


def _sheet(reply: Any, matter: Matter, opinions: list[Opinion]) -> Sheet:
    proposal = matter.proposal
    again = "再次" if reply.round > 1 else ""
    return Sheet(
        reply=reply,
        proposal=proposal,
        title=f"代表{kind_name(proposal)}{again}答复征求意见表",
        whole=proposal.session.full_name if proposal.session else proposal.term.full_name,
        sponsors=names_together(str(row.deputy) for row in matter.sponsors),
        opinions=opinions,
        due_on=reply.feedback_due_on,
        size=_size(matter, opinions),
    )
