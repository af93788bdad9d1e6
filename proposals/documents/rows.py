"""What documents read of proposals, and the words in which several of them say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from congress.common.exceptions import RuleViolation
from congress.township.models import Session, Township
from deputies.enums import CongressLevel
from deputies.models import Mandate
from proposals.documents.review import with_decisions
from proposals.enums import AssignmentStatus, Occasion, ProposalKind, Proposer, UnitRole
from proposals.handling import parts_with_replies
from proposals.models import Proposal, Sponsorship
from proposals.querysets import BY_SESSION, STANDING

# As a session's papers stand: what was brought to it, then what came in recess, each by number.
# In characters, with what stands in brackets behind it.
_WHOLE_NAME = 10
ROLES = (UnitRole.LEAD, UnitRole.SEPARATE, UnitRole.CO)


class NothingToPrint(RuleViolation):
    """None of the proposals has what the document is about."""


def printed(proposals: QuerySet[Proposal], *, most: int | None = None) -> list[Any]:
    """All that documents say of proposals, in a fixed number of queries, in order.

    ``sponsors``, ``parts`` (assignments with replies) and ``decisions`` are read along. ``most``
    of them; None: all.
    """
    sponsors = Sponsorship.objects.select_related("deputy__village", "group")
    # What a list reads along is another selection.
    bare = proposals.prefetch_related(None).defer("search_text").order_by(*BY_SESSION)
    rows = bare.select_related("term", "session__term", "category", "merged_into", "key_member")
    return list(
        rows.prefetch_related(
            Prefetch("sponsorships", sponsors, to_attr="sponsors"),
            Prefetch("assignments", parts_with_replies(), to_attr="parts"),
            with_decisions(),
        )[:most]
    )


def districts_of(proposals: Iterable[Any]) -> dict[tuple[int, int], str]:
    """The electoral districts of leads, by (deputy, term)."""
    pairs = {(lead.deputy_id, p.term_id) for p in proposals if (lead := lead_of(p))}
    mandates = Mandate.objects.filter(
        level=CongressLevel.TOWNSHIP,
        deputy__in={deputy for deputy, _ in pairs},
        term__in={term for _, term in pairs},
    )
    found = mandates.select_related("district").order_by("pk")
    return {(m.deputy_id, m.term_id): str(m.district or "") for m in found if m.term_id}


def lead_of(proposal: Any) -> Sponsorship | None:
    """The lead, from ``sponsors``; motions of the presidium or the government have none."""
    return next((s for s in proposal.sponsors if s.is_lead), None)


def paragraphs_of(text: str) -> list[str]:
    """Lines without the blanks that indent them: the page indents by itself."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def lead_in_words(proposal: Any) -> str:
    """丁海宝, or 丁海宝等5人; who brings it where no deputy does."""
    lead = lead_of(proposal)
    if lead is None:
        return proposal.get_proposer_display() if proposal.proposer != Proposer.DEPUTIES else ""
    count = len(standing(proposal))
    return f"{lead.deputy}等{count}人" if count > 1 else str(lead.deputy)


def standing(proposal: Any) -> list[Sponsorship]:
    """Who stands behind it: all but those who declined or left."""
    return [s for s in proposal.sponsors if s.is_lead or s.status in STANDING]


def names_together(names: Iterable[str]) -> SafeString:
    """张三、李四: a line breaks between names of usual length, never inside one."""
    shown = list(names)
    last = len(shown) - 1
    return format_html_join(
        "",
        '<span class="{}">{}{}</span>',
        (
            ("whole-name" if len(name) <= _WHOLE_NAME else "", name, "" if place == last else "、")
            for place, name in enumerate(shown)
        ),
    )


def units_in_words(proposal: Any) -> str:
    """镇水利站（主办）、交警中队（协办）."""
    parts = sorted(current_parts(proposal), key=lambda part: ROLES.index(UnitRole(part.role)))
    return "、".join(f"{part.unit}（{part.get_role_display()}）" for part in parts)


def current_parts(proposal: Any) -> list[Any]:
    """Assignments that were neither returned nor given to another unit."""
    done = (AssignmentStatus.RETURNED, AssignmentStatus.REVOKED)
    return [part for part in proposal.parts if part.status not in done]


def session_of(proposals: Sequence[Any]) -> Session | None:
    """The session that all belong to, if it is one."""
    sessions = {proposal.session for proposal in proposals}
    return sessions.pop() if len(sessions) == 1 else None


def congress_words(proposals: Sequence[Any]) -> str:
    """The session's or the term's full name, else the town's congress; "" where none is known."""
    session = session_of(proposals)
    if session is not None:
        return session.full_name
    terms = {proposal.term for proposal in proposals}
    if len(terms) == 1:
        return str(terms.pop().full_name)
    town = Township.objects.first()
    return town.congress_name if town else ""


def kinds_in_words(proposals: Iterable[Any]) -> str:
    """What to call them together: 代表议案, 代表建议、批评和意见, or both."""
    motions = {proposal.kind == ProposalKind.MOTION for proposal in proposals}
    if motions == {True}:
        return "议案"
    return "代表议案和建议、批评和意见" if True in motions else "代表建议、批评和意见"


def recess_only(proposals: Iterable[Any]) -> bool:
    return {proposal.occasion for proposal in proposals} == {Occasion.INTERSESSIONAL}
