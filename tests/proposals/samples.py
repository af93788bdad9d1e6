"""Proposals as they stand in a ledger, and the lists that a town starts with."""

import datetime as dt

from proposals.enums import (
    ContactForm,
    PressingForm,
    ProposalSource,
    ProposalStatus,
    Satisfaction,
    SponsorshipStatus,
    UnitRole,
)
from proposals.models import (
    Assignment,
    AssistingOpinion,
    Category,
    Contact,
    Extension,
    FeedbackRequest,
    NumberSeries,
    OutcomeClass,
    Pressing,
    Promise,
    Proposal,
    Publication,
    PublishedReply,
    Reply,
    ReplyDraft,
    ReplyRating,
    SetAsideGround,
    Sponsorship,
)

OUTCOMES = (("A", "已解决或基本解决"), ("B", "正在解决或列入计划解决"), ("C", "留作参考"))
CATEGORIES = ("政治法律", "财政经济", "城建环保", "教科文卫", "农业农村", "其他")


def town_lists() -> None:
    """What the migration gives a town; a test that empties the tables takes it away."""
    for order, name in enumerate(CATEGORIES):
        Category.objects.get_or_create(name=name, defaults={"order": order})
    for letter, name in OUTCOMES:
        values = {"name": name, "is_promise": letter == "B", "is_solved": letter == "A"}
        OutcomeClass.objects.get_or_create(letter=letter, defaults=values)
    SetAsideGround.objects.get_or_create(name="没有具体内容")


def proposal_of(deputy, session, **values) -> Proposal:
    """One that a deputy leads, numbered in its session unless it is a draft."""
    values.setdefault("status", ProposalStatus.REGISTERED)
    proposal = Proposal(term=session.term, session=session, source=ProposalSource.LEDGER, **values)
    proposal.title = proposal.title or "关于疏通新洲村排水沟的建议"
    if proposal.status not in (ProposalStatus.DRAFT, ProposalStatus.COSIGNING):
        proposal.series, _ = NumberSeries.objects.get_or_create(key=f"session:{session.pk}")
        proposal.number = proposal.series.proposals.count() + 1
    proposal.save()
    joined(proposal, deputy, is_lead=True)
    return proposal


def joined(proposal, deputy, *, is_lead=False, status=SponsorshipStatus.CONFIRMED) -> Sponsorship:
    return Sponsorship.objects.create(
        proposal=proposal, deputy=deputy, is_lead=is_lead, status=status
    )


def assigned(proposal, unit, role=UnitRole.LEAD, **values) -> Assignment:
    return Assignment.objects.create(proposal=proposal, unit=unit, role=role, **values)


def answered(proposal, unit, *, letter="A", result=Satisfaction.SATISFIED) -> Reply:
    """Answered by the unit, and rated by the lead."""
    town_lists()
    assignment = assigned(proposal, unit, assigned_on="2026-01-31", due_on="2026-04-30")
    outcome = OutcomeClass.objects.get(letter=letter)
    reply = Reply.objects.create(assignment=assignment, outcome=outcome, replied_on="2026-04-06")
    lead = proposal.sponsorships.get(is_lead=True)
    ReplyRating.objects.create(reply=reply, sponsorship=lead, attitude=result, result=result)
    return reply


def followed(reply) -> None:
    """One record of everything that stands around a reply."""
    part, day = reply.assignment, dt.date(2026, 3, 2)
    sponsorship = part.proposal.sponsorships.get(is_lead=True)
    Contact.objects.create(assignment=part, held_on=day, form=ContactForm.VISIT)
    AssistingOpinion.objects.create(assignment=part, given_on=day, content="同意。")
    Extension.objects.create(assignment=part, asked_on=day, reason="等汛期过后")
    ReplyDraft.objects.create(assignment=part, content="已经疏通。")
    FeedbackRequest.objects.create(reply=reply, sponsorship=sponsorship, due_on=day)
    Promise.objects.create(reply=reply, content="雨季前清完", due_on="2026-05")
    publication = Publication.objects.create(proposal=part.proposal, title=part.proposal.title)
    PublishedReply.objects.create(publication=publication, reply=reply, content="已经疏通。")
    Pressing.objects.create(proposal=part.proposal, pressed_on=day, form=PressingForm.TELEPHONE)
