"""What became of a proposal: assignments to units, their replies, what the sponsors say of them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ
from proposals.enums import Adoption, AssignmentStatus, ContactForm, Satisfaction, UnitRole
from proposals.models.proposals import Proposal, Sponsorship
from proposals.models.settings import OutcomeClass
from proposals.querysets import DISSATISFIED, AssignmentQuerySet

RECORDED_RULE = "台账所载"


class Assignment(PublicIdModel, VersionedModel):
    """One unit's part in one proposal (交办), with its clocks.

    Due dates are stored with the rule that gave them when the clock starts. ``assigned_on`` None
    is 未载: a finished matter of which nobody noted the day.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="assignments", verbose_name="议案建议"
    )
    unit = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="assignments", verbose_name="承办单位"
    )
    role = models.CharField(
        max_length=20, choices=UnitRole.choices, default=UnitRole.LEAD, verbose_name="办理方式"
    )
    status = models.CharField(
        max_length=20,
        choices=AssignmentStatus.choices,
        default=AssignmentStatus.ASSIGNED,
        verbose_name="状态",
    )
    assigned_on = PartialDateField(null=True, blank=True, verbose_name="交办日期")
    due_on = PartialDateField(null=True, blank=True, verbose_name="应答复日期")
    due_rule = models.CharField(max_length=100, blank=True, verbose_name="期限依据")
    contact_due_on = models.DateField(null=True, blank=True, verbose_name="应联系日期")
    contact_due_rule = models.CharField(max_length=100, blank=True, verbose_name="联系期限依据")
    return_due_on = models.DateField(null=True, blank=True, verbose_name="退办截止")
    return_due_rule = models.CharField(max_length=100, blank=True, verbose_name="退办期限依据")
    is_broad = models.BooleanField(default=False, verbose_name="涉及面广、处理难度大")
    round = models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="第几次办理")
    accepted_on = models.DateField(null=True, editable=False, verbose_name="接办日期")
    goes_without_opinions = models.BooleanField(
        default=False, editable=False, verbose_name="不等协办意见"
    )
    returned_on = models.DateField(null=True, editable=False, verbose_name="退办日期")
    return_reason = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="退办理由"
    )
    reassign_due_on = models.DateField(null=True, editable=False, verbose_name="重新交办截止")
    reassign_due_rule = models.CharField(
        max_length=100, blank=True, editable=False, verbose_name="重新交办期限依据"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="交办人",
    )
    note = models.CharField(max_length=500, blank=True, verbose_name="交办意见")

    history = portal_history()
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办"
        ordering: ClassVar[list[str]] = ["role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "unit"],
                condition=Q(status__in=[AssignmentStatus.ASSIGNED, AssignmentStatus.REPLIED]),
                name="unit_has_a_proposal_once",
                violation_error_message="这件已经交给这个单位办理。",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(
                    role=UnitRole.LEAD,
                    status__in=[AssignmentStatus.ASSIGNED, AssignmentStatus.REPLIED],
                ),
                name="proposal_has_one_leading_unit",
                violation_error_message="主办单位只有一个；几个单位各办各的，请用“分别办理”。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "status", "due_on"], include=["proposal"], name="assignment_units"
            ),
            # What came back: seldom much, and asked for on every start page.
            models.Index(
                fields=["reassign_due_on"],
                condition=Q(status=AssignmentStatus.RETURNED),
                name="assignment_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.get_role_display()}“{self.proposal}”"

    @property
    def is_waiting(self) -> bool:
        """Whether the unit has still to answer."""
        return self.status == AssignmentStatus.ASSIGNED

    def is_overdue(self, on: dt.date) -> bool:
        """Unanswered after its limit; one that is only a month ends with it."""
        return self.is_waiting and self.due_on is not None and self.due_on.latest() < on


class Reply(PublicIdModel, VersionedModel):
    """What a unit answered (答复), as it went out. ``replied_on`` None is 未载.

    ``due_on`` is the limit that it was due by, since a second round gives the assignment another;
    None for what came from a ledger, where the assignment's own counts.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="replies", verbose_name="交办"
    )
    replied_on = PartialDateField(null=True, blank=True, verbose_name="答复日期")
    document_number = models.CharField(max_length=50, blank=True, verbose_name="答复文号")
    outcome = models.ForeignKey(
        OutcomeClass,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name="办理结果",
    )
    contact_form = models.CharField(
        max_length=20, choices=ContactForm.choices, blank=True, verbose_name="面商方式"
    )
    round = models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="第几次办理")
    due_on = PartialDateField(null=True, blank=True, editable=False, verbose_name="应答复日期")
    due_rule = models.CharField(max_length=100, blank=True, editable=False, verbose_name="期限依据")
    signed_by = models.CharField(max_length=50, blank=True, verbose_name="签发人")
    adoption = models.CharField(
        max_length=20, choices=Adoption.choices, blank=True, verbose_name="采纳情况"
    )
    contact_person = models.CharField(max_length=50, blank=True, verbose_name="联系人")
    contact_phone = models.CharField(max_length=50, blank=True, verbose_name="联系电话")
    promise = models.CharField(max_length=500, blank=True, verbose_name="计划落实事项")
    promised_for = PartialDateField(null=True, blank=True, verbose_name="落实时限")
    feedback_due_on = models.DateField(null=True, editable=False, verbose_name="评价截止")
    feedback_due_rule = models.CharField(
        max_length=100, blank=True, editable=False, verbose_name="评价期限依据"
    )
    content = models.TextField(blank=True, max_length=20000, verbose_name="答复全文")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="录入人",
    )

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering: ClassVar[list[str]] = ["replied_on", "pk"]

    def __str__(self) -> str:
        return f"{self.assignment}的答复"


class ReplyRating(models.Model):
    """What one sponsor says of a reply: of handling (办理态度), and of outcome (办理结果)."""

    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, related_name="ratings", verbose_name="答复"
    )
    sponsorship = models.ForeignKey(
        Sponsorship, on_delete=models.PROTECT, related_name="ratings", verbose_name="代表"
    )
    attitude = models.CharField(
        max_length=20, choices=Satisfaction.choices, blank=True, verbose_name="对办理态度"
    )
    result = models.CharField(
        max_length=20, choices=Satisfaction.choices, blank=True, verbose_name="对办理结果"
    )
    rated_on = PartialDateField(null=True, blank=True, verbose_name="评价日期")
    words = models.CharField(max_length=500, blank=True, verbose_name="意见")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="录入人",
    )

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "代表评价"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reply", "sponsorship"],
                name="sponsor_rates_a_reply_once",
                violation_error_message="这名代表已经评价过这份答复。",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["reply"], condition=DISSATISFIED, name="rating_dissatisfied")
        ]

    def __str__(self) -> str:
        return f"{self.sponsorship}对答复的评价"
