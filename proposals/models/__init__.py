"""Motions and suggestions from the first draft to what became of them."""

from proposals.models.handling import RECORDED_RULE, Assignment, Reply, ReplyRating
from proposals.models.proposals import NumberSeries, Proposal, Sponsorship
from proposals.models.settings import Category, OutcomeClass, ProposalSettings, SetAsideGround
from proposals.models.steps import MotionVote, StepTaken

__all__ = [
    "RECORDED_RULE",
    "Assignment",
    "Category",
    "MotionVote",
    "NumberSeries",
    "OutcomeClass",
    "Proposal",
    "ProposalSettings",
    "Reply",
    "ReplyRating",
    "SetAsideGround",
    "Sponsorship",
    "StepTaken",
]
