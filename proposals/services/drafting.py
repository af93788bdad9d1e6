"""Writing a draft: saved as often as its writer stops typing, deleted when he gives it up."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files, remove_attachment
from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_delete_recorded, bulk_update_recorded, sign
from congress.common.models import Attachment
from congress.township.models import CongressTerm, Session
from deputies.models import Deputy, Mandate
from proposals.enums import (
    Occasion,
    ProposalKind,
    ProposalSource,
    ProposalStep,
    SponsorshipStatus,
)
from proposals.models import Category, Proposal, Sponsorship
from proposals.notices import invitation_subject, tell_of_invitation
from proposals.occasions import occasions
from proposals.permissions import can_edit_draft, can_write_proposal
from proposals.services.acting import (
    locked,
    require,
    require_seen,
    what_happened,
    write,
)
from proposals.workflow import next_status

UNTITLED = "（还没有写案由）"
# Who joins signs these; a change of them has to be confirmed again.
_SIGNED = ("kind", "title", "grounds", "measures")


@dataclass(frozen=True)
class DraftValues:
    """What its writer decides. ``occasion`` "" is what the day suggests."""

    title: str = ""
    kind: str = ProposalKind.SUGGESTION
    occasion: str = ""
    grounds: str = ""
    measures: str = ""
    category: Category | None = None
    may_be_public: bool = True


def save_draft(
    values: DraftValues,
    *,
    actor: Any,
    proposal: Proposal | None = None,
    draft_key: uuid.UUID | None = None,
    seen_version: int | None = None,
    files: Iterable[Attachment] | None = None,
) -> Proposal:
    """Make a draft of the actor's own, or write on one; the state stays.

    ``draft_key`` is chosen by the page: what is sent twice over a bad line makes one draft. Who
    has joined is asked again when kind or text change. Nothing is written, and no version counted,
    when nothing changed, so that a page which lost the answer may send the same again. Raises
    StaleRecord when it was saved from elsewhere since. ``files`` are all that it shall have; None
    leaves them alone.
    """
    with transaction.atomic():
        if proposal is None and draft_key is not None:
            proposal = Proposal.objects.filter(draft_key=draft_key).first()
        if proposal is None:
            proposal = _new_draft(values, actor, draft_key)
        else:
            proposal = _written(locked(proposal), values, actor, seen_version)
        if files is not None:
            _keep_files(proposal, list(files), actor)
    return proposal


def discard_draft(proposal: Proposal, *, actor: Any, seen_version: int | None = None) -> None:
    """Delete what was never submitted; who was asked to join needn't answer."""
    from congress.common.messaging.services import settle

    with transaction.atomic():
        proposal = locked(proposal)
        require(can_edit_draft(actor, proposal))
        require_seen(proposal, seen_version)
        next_status(proposal, ProposalStep.DISCARD)
        settle(*(invitation_subject(s) for s in proposal.sponsorships.all()))
        bulk_delete_recorded(Proposal, [proposal], actor=actor, reason=ProposalStep.DISCARD.label)


def sponsorship_of(
    proposal: Proposal, deputy: Deputy, *, is_lead: bool = False, order: int = 0
) -> Sponsorship:
    """An unsaved sponsorship with the deputy's group of that time."""
    mandate = Mandate.objects.township().filter(deputy=deputy, term=proposal.term).last()
    group = mandate.group if mandate else None
    return Sponsorship(proposal=proposal, deputy=deputy, is_lead=is_lead, order=order, group=group)


def term_and_session(occasion: str) -> tuple[CongressTerm, Session | None]:
    """Where a proposal of this occasion belongs today. RuleViolation while no term is entered."""
    today = timezone.localdate()
    session = occasions(today).session_for(occasion)
    term = session.term if session else CongressTerm.objects.current(today)
    if term is None:
        raise RuleViolation("还没有录入届，暂时不能写。请告诉人大办。")
    return term, session


def _new_draft(values: DraftValues, actor: Any, draft_key: uuid.UUID | None) -> Proposal:
    require(can_write_proposal(actor))
    deputy: Deputy = actor.deputy
    proposal = Proposal(source=ProposalSource.DESK, created_by=actor, draft_key=draft_key)
    proposal.occasion = occasions(timezone.localdate()).default
    proposal.term, proposal.session = term_and_session(proposal.occasion)
    _take(proposal, values)
    proposal.title = proposal.title or UNTITLED
    sign(proposal, actor, "新写草稿")
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError:
        # The same page sent it twice at the same moment.
        twin = Proposal.objects.filter(draft_key=draft_key).first()
        if draft_key is None or twin is None:
            raise
        return save_draft(values, actor=actor, proposal=twin)
    lead = sponsorship_of(proposal, deputy, is_lead=True)
    lead.status, lead.settled_on = SponsorshipStatus.CONFIRMED, timezone.localdate()
    lead.settled_by = actor
    sign(lead, actor, "领衔")
    lead.save()
    return proposal


def _written(
    proposal: Proposal, values: DraftValues, actor: Any, seen_version: int | None
) -> Proposal:
    require(can_edit_draft(actor, proposal))
    changed = _take(proposal, values)
    if changed:
        next_status(proposal, ProposalStep.EDIT, what_happened)
        require_seen(proposal, seen_version)
        write(proposal, changed, actor=actor, reason="修改草稿")
        if set(changed) & set(_SIGNED):
            _ask_again(proposal, actor)
    return proposal


def _keep_files(proposal: Proposal, files: list[Attachment], actor: Any) -> None:
    """Attach what is new, take away what its writer no longer wants; scans are the office's."""
    present = list(Attachment.objects.of(proposal).shown().filter(is_scan=False))
    for row in present:
        if row not in files:
            remove_attachment(row, actor=actor, reason="写的人去掉了")
    attach_files(proposal, [row for row in files if row not in present], actor=actor)


def _take(proposal: Proposal, values: DraftValues) -> list[str]:
    """Put in what was typed; the names of the fields that changed."""
    occasion = values.occasion or proposal.occasion
    wanted: dict[str, Any] = {
        "title": values.title.strip() or UNTITLED,
        "kind": values.kind,
        "occasion": Occasion(occasion),
        "grounds": values.grounds.strip(),
        "measures": values.measures.strip(),
        "category": values.category,
        "may_be_public": values.may_be_public,
    }
    # A draft may lie until the next session; what was brought stays where it was brought.
    if proposal.submitted_on is None:
        wanted["term"], wanted["session"] = term_and_session(occasion)
    changed = [name for name, value in wanted.items() if getattr(proposal, name, None) != value]
    for name in changed:
        setattr(proposal, name, wanted[name])
    return changed


def _ask_again(proposal: Proposal, actor: Any) -> None:
    """Who agreed to the former text hasn't agreed to this one."""
    agreed = list(
        proposal.sponsorships.filter(
            status=SponsorshipStatus.CONFIRMED, is_lead=False
        ).select_related("deputy__user")
    )
    for sponsorship in agreed:
        sponsorship.status, sponsorship.settled_on = SponsorshipStatus.INVITED, None
        sponsorship.settled_by, sponsorship.is_on_paper = None, False
    fields = ["status", "settled_on", "settled_by", "is_on_paper"]
    reason = "内容有改动，请重新确认"
    bulk_update_recorded(Sponsorship, agreed, fields, actor=actor, reason=reason)
    for sponsorship in agreed:
        sponsorship.proposal = proposal
        tell_of_invitation(sponsorship, f"内容有改动，{actor}", actor=actor)
