"""Motions and suggestions from the first draft to what became of them."""

from proposals.models.answering import (
    AssistingOpinion,
    Contact,
    Extension,
    FeedbackRequest,
    ReplyDraft,
)
from proposals.models.following import Pressing, Promise
from proposals.models.handling import RECORDED_RULE, Assignment, Reply, ReplyRating
from proposals.models.proposals import NumberSeries, Proposal, Sponsorship
from proposals.models.publishing import Publication, PublishedReply
from proposals.models.reporting import HandlingReport
from proposals.models.settings import Category, OutcomeClass, ProposalSettings, SetAsideGround
from proposals.models.steps import MotionVote, StepTaken
from proposals.models.titles import TitlePair

__all__ = [
    "RECORDED_RULE",
    "Assignment",
    "AssistingOpinion",
    "Category",
    "Contact",
    "Extension",
    "FeedbackRequest",
    "HandlingReport",
    "MotionVote",
    "NumberSeries",
    "OutcomeClass",
    "Pressing",
    "Promise",
    "Proposal",
    "ProposalSettings",
    "Publication",
    "PublishedReply",
    "Reply",
    "ReplyDraft",
    "ReplyRating",
    "SetAsideGround",
    "Sponsorship",
    "StepTaken",
    "TitlePair",
]
