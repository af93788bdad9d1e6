"""What was done to a proposal, step by step; and how the congress voted on a motion."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from congress.common.history import portal_history
from congress.common.models import AppendOnlyModel, VersionedModel
from congress.township.law import majority
from deputies.models import PresidiumMeeting
from proposals.enums import ProposalStatus, ProposalStep
from proposals.models.handling import Assignment
from proposals.models.proposals import Proposal
from proposals.models.settings import SetAsideGround


class StepTaken(AppendOnlyModel):
    """One step of a proposal, never changed: who did what, when, and what the sponsors were told.

    ``taken_on`` is the day it counts from, ``taken_at`` the moment it was entered.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="steps", verbose_name="议案建议"
    )
    step = models.CharField(max_length=20, choices=ProposalStep.choices, verbose_name="步骤")
    from_status = models.CharField(
        max_length=20, choices=ProposalStatus.choices, verbose_name="原状态"
    )
    to_status = models.CharField(
        max_length=20, choices=ProposalStatus.choices, verbose_name="新状态"
    )
    taken_on = models.DateField(default=timezone.localdate, verbose_name="日期")
    taken_at = models.DateTimeField(default=timezone.now, verbose_name="录入时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="经办人",
    )
    reason = models.CharField(max_length=1000, blank=True, verbose_name="说明")
    ground = models.ForeignKey(
        SetAsideGround, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="情形"
    )
    other = models.ForeignKey(
        Proposal, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="并入"
    )
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="steps", verbose_name="交办"
    )
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        on_delete=models.PROTECT,
        related_name="steps",
        verbose_name="主席团会议",
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}“{self.proposal}”"


class MotionVote(VersionedModel):
    """How the congress voted on a motion (组织法25: more than half of all deputies carry it)."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="vote", verbose_name="议案"
    )
    voted_on = models.DateField(verbose_name="表决日期")
    all_deputies = models.PositiveSmallIntegerField(verbose_name="全体代表")
    present = models.PositiveSmallIntegerField(verbose_name="出席")
    in_favour = models.PositiveSmallIntegerField(verbose_name="赞成")
    against = models.PositiveSmallIntegerField(verbose_name="反对")
    abstained = models.PositiveSmallIntegerField(verbose_name="弃权")
    resolution_title = models.CharField(max_length=100, blank=True, verbose_name="决议标题")
    resolution = models.TextField(max_length=10000, blank=True, verbose_name="决议")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "议案表决"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(present__lte=F("all_deputies"))
                & Q(present__gte=F("in_favour") + F("against") + F("abstained")),
                name="votes_are_no_more_than_voters",
                violation_error_message="赞成、反对、弃权合计不能多于出席人数，出席不能多于全体代表。",
            )
        ]

    def __str__(self) -> str:
        return f"“{self.proposal}”的表决"

    @property
    def is_adopted(self) -> bool:
        """More than half of all deputies, not of those present."""
        return self.in_favour >= majority(self.all_deputies)

    @property
    def not_voting(self) -> int:
        """Present, but without a vote (未表决)."""
        return self.present - self.in_favour - self.against - self.abstained
