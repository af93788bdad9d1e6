"""What is followed after a reply, and how the presidium presses for one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from deputies.models import Deputy, PresidiumMeeting
from proposals.enums import PressingForm, PromiseState
from proposals.models.handling import Assignment, Reply
from proposals.models.proposals import Proposal
from proposals.querysets import PromiseQuerySet


class Promise(PublicIdModel, VersionedModel):
    """A line of the ledger of promises (承诺事项台账): until when, and whether it was kept.

    ``due_on`` None is 未载: a ledger names none.
    """

    reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, related_name="promised", verbose_name="答复"
    )
    content = models.CharField(max_length=500, verbose_name="承诺事项")
    due_on = PartialDateField(null=True, blank=True, verbose_name="落实时限")
    state = models.CharField(
        max_length=20,
        choices=PromiseState.choices,
        default=PromiseState.OPEN,
        verbose_name="状态",
    )
    settled_on = models.DateField(null=True, editable=False, verbose_name="落实或销号日期")
    report = models.TextField(max_length=2000, blank=True, verbose_name="落实情况")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="经办人",
    )

    attachments = attachments_relation()
    history = portal_history()
    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承诺事项"
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"], condition=Q(state=PromiseState.OPEN), name="promise_open"
            )
        ]

    def __str__(self) -> str:
        return self.content


class Pressing(VersionedModel):
    """The presidium presses for an answer, or asks the deputy afterwards (督办、回访)."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="pressings", verbose_name="议案建议"
    )
    assignment = models.ForeignKey(
        Assignment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pressings",
        verbose_name="交办",
    )
    pressed_on = models.DateField(verbose_name="日期")
    form = models.CharField(max_length=20, choices=PressingForm.choices, verbose_name="方式")
    member = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="督办人",
    )
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pressings",
        verbose_name="主席团会议",
    )
    content = models.TextField(max_length=2000, blank=True, verbose_name="要求和答复")
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
        verbose_name = verbose_name_plural = "督办记录"
        ordering: ClassVar[list[str]] = ["pressed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_form_display()}“{self.proposal}”"
