"""On the way to an answer: talks, assisting opinions, more time, the draft, and who is asked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from proposals.enums import Adoption, ContactForm, DraftState, ExtensionState
from proposals.models.handling import Assignment, Reply
from proposals.models.proposals import Sponsorship
from proposals.models.settings import OutcomeClass
from proposals.querysets import ExtensionQuerySet, FeedbackQuerySet


def _by(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=label,
    )


class Contact(VersionedModel):
    """A talk of the unit with the deputies (面商, 代表法51②: 与代表联系沟通)."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="contacts", verbose_name="交办"
    )
    held_on = models.DateField(verbose_name="日期")
    form = models.CharField(max_length=20, choices=ContactForm.choices, verbose_name="方式")
    with_whom = models.ManyToManyField(
        Sponsorship, blank=True, related_name="contacts", verbose_name="代表"
    )
    spoke_for_unit = models.CharField(max_length=50, blank=True, verbose_name="单位的人")
    content = models.TextField(max_length=2000, blank=True, verbose_name="谈了什么")
    entered_by = _by("录入人")

    history = portal_history(m2m_fields=[with_whom])

    class Meta:
        verbose_name = verbose_name_plural = "面商"
        ordering: ClassVar[list[str]] = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.assignment}的面商"


class AssistingOpinion(VersionedModel):
    """What an assisting unit tells the leading one (协办意见)."""

    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="opinion", verbose_name="交办"
    )
    given_on = models.DateField(verbose_name="日期")
    content = models.TextField(max_length=10000, verbose_name="协办意见")
    entered_by = _by("录入人")

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "协办意见"

    def __str__(self) -> str:
        return f"{self.assignment}的协办意见"


class Extension(VersionedModel):
    """A unit's wish for more time (延期), asked before the date."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="extensions", verbose_name="交办"
    )
    asked_on = models.DateField(verbose_name="申请日期")
    reason = models.CharField(max_length=500, verbose_name="延期理由")
    state = models.CharField(
        max_length=20,
        choices=ExtensionState.choices,
        default=ExtensionState.ASKED,
        verbose_name="结果",
    )
    was_due_on = PartialDateField(null=True, editable=False, verbose_name="原应答复日期")
    decided_on = models.DateField(null=True, editable=False, verbose_name="决定日期")
    decided_by = _by("决定人")
    answer = models.CharField(max_length=500, blank=True, editable=False, verbose_name="说明")
    entered_by = _by("录入人")

    history = portal_history()
    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=[ExtensionState.ASKED, ExtensionState.APPROVED]),
                name="assignment_is_extended_once",
                violation_error_message="已经申请过延期。",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["assignment"],
                condition=Q(state=ExtensionState.ASKED),
                name="extension_awaited",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment}的延期"


class ReplyDraft(VersionedModel):
    """A reply before it goes out: written, then signed within the unit. Gone once it went out."""

    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="draft", verbose_name="交办"
    )
    state = models.CharField(
        max_length=20, choices=DraftState.choices, default=DraftState.WRITING, verbose_name="状态"
    )
    document_number = models.CharField(max_length=50, blank=True, verbose_name="答复文号")
    outcome = models.ForeignKey(
        OutcomeClass,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="办理结果",
    )
    adoption = models.CharField(
        max_length=20, choices=Adoption.choices, blank=True, verbose_name="采纳情况"
    )
    contact_person = models.CharField(max_length=50, blank=True, verbose_name="联系人")
    contact_phone = models.CharField(max_length=50, blank=True, verbose_name="联系电话")
    promise = models.CharField(max_length=500, blank=True, verbose_name="计划落实事项")
    promised_for = PartialDateField(null=True, blank=True, verbose_name="落实时限")
    content = models.TextField(blank=True, max_length=20000, verbose_name="答复全文")
    returned_because = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="退改意见"
    )
    written_by = _by("起草人")

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "答复稿"

    def __str__(self) -> str:
        return f"{self.assignment}的答复稿"


class FeedbackRequest(models.Model):
    """A sponsor who was asked what he thinks of a reply, until when, and when he was reminded.

    Who doesn't answer leaves the denominator only when he was reminded and the limit has passed.
    """

    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, related_name="requests", verbose_name="答复"
    )
    sponsorship = models.ForeignKey(
        Sponsorship, on_delete=models.PROTECT, related_name="requests", verbose_name="代表"
    )
    due_on = models.DateField(verbose_name="评价截止")
    reminded_on = models.DateField(null=True, blank=True, verbose_name="提醒日期")
    reminded_by = _by("提醒人")
    how = models.CharField(max_length=100, blank=True, verbose_name="怎样提醒")

    history = portal_history()
    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求评价"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reply", "sponsorship"],
                name="sponsor_is_asked_once_a_reply",
                violation_error_message="已经请这名代表评价过这份答复。",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=Q(reminded_on__isnull=True),
                name="feedback_unreminded",
            )
        ]

    def __str__(self) -> str:
        return f"请{self.sponsorship}评价答复"
