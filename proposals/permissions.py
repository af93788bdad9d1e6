"""Who may: motions and suggestions. ``can_view_proposal`` agrees with Proposal.visible_to."""

from typing import Any

from django.db.models import Q

from congress.common.permissions import can_edit_records, can_view_records
from congress.common.roles import Role, has_role
from proposals.enums import DraftState, PromiseState
from proposals.models import (
    Assignment,
    AssistingOpinion,
    Promise,
    Proposal,
    Reply,
    ReplyDraft,
    Sponsorship,
)
from proposals.querysets import STANDING, UNSUBMITTED, units_of


def is_sponsor(user: Any, proposal: Proposal) -> bool:
    """Whether the user brings the proposal, or is asked to join."""
    if not user.is_authenticated:
        return False
    return proposal.sponsorships.filter(deputy__user=user, status__in=STANDING).exists()


def is_lead(user: Any, proposal: Proposal) -> bool:
    """Whether the user leads the proposal (领衔)."""
    if not user.is_authenticated:
        return False
    return proposal.sponsorships.filter(deputy__user=user, is_lead=True).exists()


def handles(user: Any, proposal: Proposal) -> bool:
    """Whether a unit that the user answers for has the proposal."""
    current = proposal.assignments.current()
    return has_role(user, Role.UNIT) and current.filter(unit__in=units_of(user)).exists()


def reads_all(user: Any) -> bool:
    """Read whatever was submitted: the back office, the presidium, deputies in office."""
    return can_view_records(user) or has_role(user, Role.DEPUTY, Role.PRESIDIUM_MEMBER)


def can_view_proposal(user: Any, proposal: Proposal) -> bool:
    """Sponsors, the back office, the presidium, other deputies, the unit that has it.

    A draft that the office writes for somebody is seen by who writes it.
    """
    if is_sponsor(user, proposal):
        return True
    if reads_all(user):
        return proposal.status not in UNSUBMITTED
    return handles(user, proposal)


def can_write_proposal(user: Any) -> bool:
    """Draft a proposal of one's own: a deputy in office (代表法15, 24)."""
    return has_role(user, Role.DEPUTY)


def can_edit_draft(user: Any, proposal: Proposal) -> bool:
    """Write on a draft, ask others to join, submit it, ask to withdraw it: the lead."""
    return is_lead(user, proposal) and can_write_proposal(user)


def can_change_proposal_files(user: Any, proposal: Proposal) -> bool:
    """Add files or take them away: the lead until it is submitted, the office always."""
    from proposals.enums import ProposalStep
    from proposals.workflow import allows

    if can_enter_for_others(user):
        return proposal.status not in UNSUBMITTED
    return allows(proposal, ProposalStep.EDIT) and can_edit_draft(user, proposal)


def can_answer_invitation(user: Any, sponsorship: Sponsorship) -> bool:
    """Join, or say no: who was asked, while in office; nobody else in his place."""
    return sponsorship.deputy.user_id == user.pk and can_write_proposal(user)


def can_enter_for_others(user: Any) -> bool:
    """Enter what deputies hand in on paper, their signatures, and finished matters (补录)."""
    return can_edit_records(user)


def can_decide_proposal(user: Any) -> bool:
    """Register, study, assign; record what the presidium decided: office, chair, vice-chair."""
    return can_edit_records(user)


def can_return_assignment(user: Any, assignment: Assignment) -> bool:
    """Give back what isn't the unit's business: the unit itself, or the office from its letter."""
    if can_decide_proposal(user):
        return True
    return has_role(user, Role.UNIT) and units_of(user).filter(organ=assignment.unit_id).exists()


def can_handle_assignment(user: Any, assignment: Assignment) -> bool:
    """Take up, talk, answer: the unit itself, or the office for a unit without a computer."""
    return can_return_assignment(user, assignment)


def can_rate_reply(user: Any, sponsorship: Sponsorship) -> bool:
    """Say what one thinks of a reply: the sponsor himself, in office or not, or from paper."""
    return can_enter_for_others(user) or (
        user.is_authenticated and sponsorship.deputy.user_id == user.pk
    )


def can_publish_proposal(user: Any) -> bool:
    """Put it before the public, or take it down: office, chair, vice-chair."""
    return can_edit_records(user)


def can_release_handling_report(user: Any) -> bool:
    """Put a session's report on handling before the public, or take it back: the same."""
    return can_edit_records(user)


def can_view_ratings(user: Any, proposal: Proposal) -> bool:
    """Read who said what of a reply: office and presidium, whoever was answered, the unit.

    Other deputies see how many were satisfied, and no names.
    """
    if can_view_records(user) or has_role(user, Role.PRESIDIUM_MEMBER):
        return True
    return is_answered(user, proposal) or handles(user, proposal)


def is_answered(user: Any, proposal: Proposal) -> bool:
    """Whether a reply to the proposal is one to the user: he brought it, or what was merged."""
    if not user.is_authenticated:
        return False
    mine = Q(proposal=proposal) | Q(proposal__merged_into=proposal)
    rows = Sponsorship.objects.confirmed().filter(mine, deputy__user=user)
    return rows.exists()


def can_correct_proposal(user: Any) -> bool:
    """Correct the words of a proposal, and how it is filed."""
    return can_edit_records(user)


def can_change_settings(user: Any) -> bool:
    """Set the town's limits and lists."""
    return can_edit_records(user)


def can_view_reply(user: Any, reply: Reply) -> bool:
    """The reply with its files: whoever may see the proposal, or brought what was merged."""
    proposal = reply.assignment.proposal
    return can_view_proposal(user, proposal) or is_answered(user, proposal)


def can_print_reply(user: Any, reply: Reply) -> bool:
    """Take the unit's letter: who reads the reply, or is answered by it; of units its own."""
    part = reply.assignment
    if reads_all(user) or is_answered(user, part.proposal):
        return True
    return can_return_assignment(user, part)


def can_change_reply_files(user: Any, reply: Reply) -> bool:
    """What went out stays as it is, but for scans that the office adds."""
    return can_enter_for_others(user)


def can_view_reply_draft(user: Any, draft: ReplyDraft) -> bool:
    """Before it goes out: the unit, and the office that may enter it for the unit."""
    return can_handle_assignment(user, draft.assignment)


def can_change_reply_draft_files(user: Any, draft: ReplyDraft) -> bool:
    """While it is being written; what waits for a signature is what will be signed."""
    is_open = draft.assignment.is_waiting and draft.state == DraftState.WRITING
    return is_open and can_handle_assignment(user, draft.assignment)


def can_view_opinion(user: Any, opinion: AssistingOpinion) -> bool:
    """What an assisting unit says is for the units that have the proposal, and the office."""
    return can_view_records(user) or handles(user, opinion.assignment.proposal)


def can_change_opinion_files(user: Any, opinion: AssistingOpinion) -> bool:
    """The unit until its opinion is given; the office afterwards too."""
    if can_enter_for_others(user):
        return True
    return opinion.assignment.is_waiting and can_handle_assignment(user, opinion.assignment)


def can_view_promise(user: Any, promise: Promise) -> bool:
    """What was promised in a reply is seen by whoever sees the reply."""
    return can_view_reply(user, promise.reply)


def can_change_promise_files(user: Any, promise: Promise) -> bool:
    """The unit until it is settled; the office afterwards too."""
    if can_enter_for_others(user):
        return True
    is_open = promise.state == PromiseState.OPEN
    return is_open and can_handle_assignment(user, promise.reply.assignment)
