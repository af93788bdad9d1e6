"""What people are told from the unit's work to what sponsors say of the reply."""

from __future__ import annotations

from typing import Any

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.services import notify, settle
from congress.common.registry import Urgency, Wording
from congress.common.templatetags.portal import cn_date
from deputies.models import Deputy
from proposals.enums import AssignmentStatus, ExtensionState, UnitRole
from proposals.models import (
    Assignment,
    AssistingOpinion,
    Extension,
    FeedbackRequest,
    Pressing,
    Proposal,
    Reply,
)
from proposals.notices import (
    EXTENSION,
    PRESSED,
    REPLIED,
    UNIT_NEWS,
    assignment_subject,
    desk_link,
    office_link,
    sponsor_accounts,
    tell_sponsors,
    unit_accounts,
)


def feedback_subject(request: FeedbackRequest) -> str:
    """A reply, as something that a sponsor is asked about."""
    return f"proposal-feedback:{request.pk}"


def tell_of_reply(reply: Reply, requests: list[FeedbackRequest], *, actor: Any) -> None:
    """Each sponsor who is asked hears that the reply is there; the unit needn't be pressed."""
    assignment = reply.assignment
    settle(assignment_subject(assignment))
    for request in requests:
        own = request.sponsorship.proposal_id == assignment.proposal_id
        proposal = assignment.proposal if own else request.sponsorship.proposal
        wording = Wording(
            f"{assignment.unit}已经答复，请在{cn_date(request.due_on)}以前评价：{proposal.title}。",
            desk_link(proposal, "#feedback"),
            Urgency.DUE,
        )
        notify(
            [request.sponsorship.deputy.user],
            REPLIED,
            wording,
            dedup_key=f"{REPLIED.slug}:{request.pk}",
            actor=actor,
            about=[feedback_subject(request)],
        )


def tell_of_reminder(request: FeedbackRequest, *, actor: Any) -> None:
    """A sponsor is reminded to say what he thinks."""
    proposal = request.sponsorship.proposal
    wording = Wording(
        f"请评价对“{proposal.title}”的答复，截止{cn_date(request.due_on)}。",
        desk_link(proposal, "#feedback"),
        Urgency.DUE,
    )
    notify(
        [request.sponsorship.deputy.user],
        REPLIED,
        wording,
        dedup_key=f"{REPLIED.slug}:{request.pk}:{request.reminded_on}",
        actor=actor,
        about=[feedback_subject(request)],
    )


def tell_of_second_round(assignment: Assignment, why: str, *, actor: Any) -> None:
    """The unit has it again; the sponsors hear that it goes on."""
    proposal, until = assignment.proposal, cn_date(assignment.due_on)
    notify(
        unit_accounts(assignment.unit_id),
        UNIT_NEWS,
        Wording(
            f"代表不满意，请在{until}以前重新办理并答复：{proposal.title}。",
            desk_link(proposal),
            Urgency.DUE,
        ),
        dedup_key=f"{UNIT_NEWS.slug}:{assignment.public_id}:{assignment.round}",
        actor=actor,
        about=[assignment_subject(assignment)],
        detail=why,
    )
    tell_sponsors(proposal, f"由{assignment.unit}重新办理，{until}以前再次答复", actor=actor)


def tell_of_opinion(opinion: AssistingOpinion, *, actor: Any) -> None:
    """The leading unit has what it waited for."""
    assignment = opinion.assignment
    settle(assignment_subject(assignment))
    proposal = assignment.proposal
    leads = proposal.assignments.filter(role=UnitRole.LEAD, status=AssignmentStatus.ASSIGNED)
    for lead in leads:
        notify(
            unit_accounts(lead.unit_id),
            UNIT_NEWS,
            Wording(f"{assignment.unit}的协办意见到了：{proposal.title}。", desk_link(proposal)),
            dedup_key=f"{UNIT_NEWS.slug}:opinion:{opinion.pk}",
            actor=actor,
        )


def tell_of_extension_asked(extension: Extension, *, actor: Any) -> None:
    """The office has to decide on more time."""
    assignment = extension.assignment
    notify(
        office_accounts(),
        EXTENSION,
        Wording(
            f"{assignment.unit}申请延期，请决定：{assignment.proposal.title}。",
            office_link(assignment.proposal),
            Urgency.DUE,
        ),
        dedup_key=f"{EXTENSION.slug}:{extension.pk}",
        actor=actor,
        about=[extension_subject(extension)],
        detail=f"理由：{extension.reason}",
    )


def extension_subject(extension: Extension) -> str:
    """A wish for more time, as something to be decided."""
    return f"proposal-extension:{extension.pk}"


def tell_of_extension_decided(extension: Extension, *, actor: Any) -> None:
    """The unit hears until when it has; the sponsors too, when it takes longer."""
    settle(extension_subject(extension))
    assignment = extension.assignment
    proposal, until = assignment.proposal, cn_date(assignment.due_on)
    approved = extension.state == ExtensionState.APPROVED
    text = f"同意延期，请在{until}以前答复" if approved else f"不同意延期，仍在{until}以前答复"
    notify(
        unit_accounts(assignment.unit_id),
        EXTENSION,
        Wording(f"{text}：{proposal.title}。", desk_link(proposal), Urgency.DUE),
        dedup_key=f"{EXTENSION.slug}:{extension.pk}:{extension.state}",
        actor=actor,
        detail=extension.answer,
    )
    if approved:
        notify(
            sponsor_accounts(proposal),
            EXTENSION,
            Wording(
                f"{assignment.unit}延期到{until}以前答复：{proposal.title}。",
                desk_link(proposal),
            ),
            dedup_key=f"{EXTENSION.slug}:{extension.pk}:sponsors",
            actor=actor,
            detail=f"理由：{extension.reason}",
        )


def tell_of_key(proposal: Proposal, member: Deputy, *, actor: Any) -> None:
    """Who is in charge of a key item hears of it (重点督办)."""
    if member.user is None:
        return
    notify(
        [member.user],
        PRESSED,
        Wording(f"列为重点督办，请您负责：{proposal.title}。", desk_link(proposal), Urgency.DUE),
        dedup_key=f"{PRESSED.slug}:key:{proposal.public_id}:{proposal.version}",
        actor=actor,
    )


def tell_of_pressing(pressing: Pressing, *, actor: Any) -> None:
    """The units that still owe an answer are pressed, or the one that is named."""
    proposal = pressing.proposal
    parts = proposal.assignments.filter(status=AssignmentStatus.ASSIGNED)
    if pressing.assignment_id:
        parts = parts.filter(pk=pressing.assignment_id)
    for part in parts.select_related("unit"):
        until = f"，应在{cn_date(part.due_on)}以前答复" if part.due_on else ""
        notify(
            unit_accounts(part.unit_id),
            PRESSED,
            Wording(f"主席团督办{until}：{proposal.title}。", desk_link(proposal), Urgency.DUE),
            dedup_key=f"{PRESSED.slug}:{pressing.pk}:{part.public_id}",
            actor=actor,
            about=[assignment_subject(part)],
            detail=pressing.content,
        )
