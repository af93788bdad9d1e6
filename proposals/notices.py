"""What people are told about motions and suggestions, in the transaction of the step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.services import notify, notify_gathered, settle
from congress.common.partial_dates import in_force
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.roles import Role
from congress.common.templatetags.portal import cn_date
from congress.township.models import RoleAssignment
from proposals.enums import SponsorshipStatus
from proposals.models import (
    Assignment,
    Promise,
    Proposal,
    Sponsorship,
)

_TO_REGISTER = Link("admin:proposals_proposal_changelist", {}, "?status__exact=submitted")
_TO_ASSIGN = Link("admin:proposals_proposal_changelist", {}, "?status__exact=accepted")
_NAMED = 3


def titles_in_words(reminders: Sequence[Reminder]) -> str:
    """The first three titles; 等 stands for the rest."""
    titles = "、".join(reminder.title for reminder in reminders[:_NAMED])
    return f"{titles}{'等' if len(reminders) > _NAMED else ''}"


def several_invited(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """有2件请您答复是否联名：……。"""
    text = f"有{len(own)}件请您答复是否联名：{titles_in_words(own)}。"
    return Wording(text, Link("desk-proposals"), Urgency.DUE)


def several_to_register(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """All that wait are counted, also those of which the office was told before."""
    longest = (day - min(reminder.counts_from for reminder in own)).days
    text = f"有{len(own)}件议案建议等待登记，最早的已经等了{longest}天。"
    return Wording(text, _TO_REGISTER, Urgency.DUE)


def several_returned(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """有2件退办的还没有重新交办：……。"""
    text = f"有{len(own)}件退办的还没有重新交办：{titles_in_words(own)}。"
    late = any(reminder.counts_from < day for reminder in own)
    return Wording(text, _TO_ASSIGN, Urgency.LATE if late else Urgency.DUE)


COSIGN_ASKED = MessageKind("proposal-cosign-asked", "邀请联名", several_invited)
COSIGN_ANSWERED = MessageKind("proposal-cosign-answered", "联名答复")
ARRIVED = MessageKind("proposal-arrived", "议案建议待登记", several_to_register)
MOVED = MessageKind("proposal-moved", "议案建议的进展")
WITHDRAWAL_ASKED = MessageKind("proposal-withdrawal-asked", "征求撤回意见")
ASSIGNED = MessageKind("proposal-assigned", "交办")
UNIT_NEWS = MessageKind("proposal-unit-news", "交办件的变动")
RETURNED = MessageKind("proposal-returned", "退办", several_returned)
REPLIED = MessageKind("proposal-replied", "答复和评价")
EXTENSION = MessageKind("proposal-extension", "延期")
PRESSED = MessageKind("proposal-pressed", "督办")
KINDS = (
    COSIGN_ASKED,
    COSIGN_ANSWERED,
    ARRIVED,
    MOVED,
    WITHDRAWAL_ASKED,
    ASSIGNED,
    UNIT_NEWS,
    RETURNED,
    REPLIED,
    EXTENSION,
    PRESSED,
)


def subject_of(proposal: Proposal) -> str:
    """The proposal, as something that the office has to take in hand."""
    return f"proposal:{proposal.public_id}"


def invitation_subject(sponsorship: Sponsorship) -> str:
    """An invitation, as something to be answered."""
    return f"proposal-cosign:{sponsorship.pk}"


def withdrawal_subject(proposal: Proposal) -> str:
    """A withdrawal, as something that sponsors have to agree to."""
    return f"proposal-withdrawal:{proposal.public_id}"


def assignment_subject(assignment: Assignment) -> str:
    """An assignment, as something that the unit has to answer."""
    return f"proposal-assignment:{assignment.public_id}"


def contact_subject(assignment: Assignment) -> str:
    """An assignment, as something about which the unit has to speak with the deputies."""
    return f"proposal-contact:{assignment.public_id}"


def promise_subject(promise: Promise) -> str:
    """A promise, as something that has to be kept."""
    return f"proposal-promise:{promise.public_id}"


def silent_subject(proposal: Proposal) -> str:
    """A proposal, as one of which sponsors said nothing in time and have to be reminded."""
    return f"proposal-silent:{proposal.public_id}"


def desk_link(proposal: Proposal, tail: str = "") -> Link:
    """The proposal on the desk of sponsors and units."""
    return Link("desk-proposal", {"public_id": proposal.public_id}, tail)


def office_link(proposal: Proposal) -> Link:
    """The proposal in the back office."""
    return Link("admin:proposals_proposal_change", {"object_id": proposal.pk})


def tell_of_invitation(sponsorship: Sponsorship, lead: str, *, actor: Any) -> None:
    """Somebody is asked to join; again when the text changed after he had agreed."""
    proposal = sponsorship.proposal
    wording = Wording(
        f"{lead}请您联名提出：{proposal.title}。请看过内容，确认或者不参加。",
        desk_link(proposal, "#cosign"),
        Urgency.DUE,
    )
    key = f"{COSIGN_ASKED.slug}:{sponsorship.pk}:{proposal.version}"
    about = [invitation_subject(sponsorship)]
    notify(
        [sponsorship.deputy.user],
        COSIGN_ASKED,
        wording,
        dedup_key=key,
        actor=actor,
        about=about,
    )


def tell_of_cosigning(sponsorship: Sponsorship, said: str, *, actor: Any) -> None:
    """The lead hears who joined, and who doesn't."""
    settle(invitation_subject(sponsorship))
    proposal = sponsorship.proposal
    wording = Wording(f"{sponsorship.deputy}{said}：{proposal.title}。", desk_link(proposal))
    key = f"{COSIGN_ANSWERED.slug}:{sponsorship.pk}:{proposal.version}:{sponsorship.status}"
    notify(lead_accounts(proposal), COSIGN_ANSWERED, wording, dedup_key=key, actor=actor)


def tell_of_arrival(proposal: Proposal, *, actor: Any) -> None:
    """The office has one more to register."""

    def wording_of(number: int) -> Wording:
        if number == 1:
            return Wording(f"新提出，请登记：{proposal.title}。", office_link(proposal))
        return Wording(f"有{number}件新提出的议案建议等待登记。", _TO_REGISTER)

    subject = subject_of(proposal)
    notify_gathered(office_accounts(), ARRIVED, wording_of, subject=subject, actor=actor)


def tell_sponsors(
    proposal: Proposal, text: str, *, actor: Any, detail: str = "", urgent: bool = False
) -> None:
    """All sponsors hear what became of it; the office needn't take it in hand any more."""
    settle(subject_of(proposal))
    wording = Wording(
        f"{text}：{proposal.title}。",
        desk_link(proposal),
        Urgency.DUE if urgent else Urgency.NOTICE,
    )
    key = f"{MOVED.slug}:{proposal.public_id}:{proposal.version}"
    accounts = sponsor_accounts(proposal)
    notify(accounts, MOVED, wording, dedup_key=key, actor=actor, detail=detail)


def tell_of_withdrawal_asked(proposal: Proposal, lead: str, *, actor: Any) -> None:
    """Every other sponsor has to agree."""
    wording = Wording(
        f"{lead}想撤回联名提出的“{proposal.title}”，请您表明是否同意。",
        desk_link(proposal, "#withdrawal"),
        Urgency.DUE,
    )
    notify(
        sponsor_accounts(proposal),
        WITHDRAWAL_ASKED,
        wording,
        dedup_key=f"{WITHDRAWAL_ASKED.slug}:{proposal.public_id}:{proposal.version}",
        actor=actor,
        about=[withdrawal_subject(proposal)],
        detail=f"理由：{proposal.withdrawal_reason}",
    )


def tell_unit(assignment: Assignment, *, actor: Any) -> None:
    """Who answers for the unit hears what it has, until when; of many on a day in one message."""
    proposal = assignment.proposal
    until = f"，请在{cn_date(assignment.due_on)}以前答复" if assignment.due_on else ""

    def wording_of(number: int) -> Wording:
        if number == 1:
            text = f"交{assignment.unit}{assignment.get_role_display()}{until}：{proposal.title}。"
            return Wording(text, desk_link(proposal), Urgency.DUE)
        text = f"今天交给{assignment.unit}{number}件，最近一件{until[1:]}：{proposal.title}。"
        return Wording(text, Link("desk-proposals"), Urgency.DUE)

    accounts = unit_accounts(assignment.unit_id)
    subject = assignment_subject(assignment)
    notify_gathered(accounts, ASSIGNED, wording_of, subject=subject, actor=actor)


def tell_unit_it_is_over(assignment: Assignment, text: str, *, actor: Any) -> None:
    """The unit needn't answer any more."""
    settle(assignment_subject(assignment))
    notify(
        unit_accounts(assignment.unit_id),
        UNIT_NEWS,
        Wording(f"不用办了，{text}：{assignment.proposal.title}。"),
        dedup_key=f"{UNIT_NEWS.slug}:{assignment.public_id}:over",
        actor=actor,
    )


def tell_of_return(assignment: Assignment, *, actor: Any) -> None:
    """The office has to assign anew."""
    settle(assignment_subject(assignment))
    proposal = assignment.proposal
    until = cn_date(assignment.reassign_due_on)
    notify(
        office_accounts(),
        RETURNED,
        Wording(
            f"{assignment.unit}退办，请在{until}以前重新交办：{proposal.title}。",
            office_link(proposal),
            Urgency.DUE,
        ),
        dedup_key=f"{RETURNED.slug}:{assignment.public_id}",
        actor=actor,
        about=[subject_of(proposal)],
        detail=f"退办理由：{assignment.return_reason}",
    )


def sponsor_accounts(proposal: Proposal) -> list[Any]:
    """The accounts of all who stand behind it."""
    return _accounts(proposal.sponsorships.filter(status=SponsorshipStatus.CONFIRMED))


def lead_accounts(proposal: Proposal) -> list[Any]:
    """The lead's account, if there is one."""
    return _accounts(proposal.sponsorships.filter(is_lead=True))


def unit_accounts(unit_id: int) -> list[Any]:
    """Who answers for the unit today."""
    held = RoleAssignment.objects.filter(
        in_force(timezone.localdate()), role=Role.UNIT, organ=unit_id, user__is_active=True
    )
    return [row.user for row in held.select_related("user")]


def _accounts(sponsorships: Iterable[Any]) -> list[Any]:
    rows: Any = sponsorships
    return [s.deputy.user for s in rows.select_related("deputy__user") if s.deputy.user]
