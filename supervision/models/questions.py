"""Questions to the government: inquiry, interpellation, and what the county investigates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.township.models import Organ, Session
from deputies.models import Deputy, PresidiumMeeting
from supervision.enums import AnswerForm, InterpellationState
from supervision.models.hearings import WorkReportHearing
from supervision.models.parts import Releasable, by
from supervision.querysets import InterpellationQuerySet, ReleasedQuerySet


class Inquiry(PublicIdModel, VersionedModel, Releasable):
    """A deputy asks during a deliberation, and is answered (询问, 组织法23, 代表法19)."""

    asked_on = models.DateField(verbose_name="日期")
    session = models.ForeignKey(
        Session,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inquiries",
        verbose_name="人代会会议",
    )
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inquiries",
        verbose_name="主席团会议",
    )
    hearing = models.ForeignKey(
        WorkReportHearing,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inquiries",
        verbose_name="审议的报告",
    )
    deputy = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, related_name="inquiries", verbose_name="询问的代表"
    )
    unit = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="inquiries", verbose_name="被询问的机关"
    )
    topic = models.CharField(max_length=100, verbose_name="事项")
    question = models.TextField(max_length=2000, verbose_name="问题")
    answered_by = models.CharField(max_length=50, blank=True, verbose_name="答复人")
    answered_on = models.DateField(null=True, blank=True, verbose_name="答复日期")
    answer = models.TextField(max_length=5000, blank=True, verbose_name="答复")
    entered_by = by("录入人")

    history = portal_history()
    objects = ReleasedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "询问"
        ordering: ClassVar[list[str]] = ["-asked_on", "-pk"]

    def __str__(self) -> str:
        return self.topic


class Interpellation(PublicIdModel, VersionedModel, Releasable):
    """A written question of ten deputies or more to the township government (质询案).

    组织法24, 代表法20: during a session only; object, question and content are stated; the head of
    the government answers by mouth, or in writing with his signature; when half of the movers or
    more aren't satisfied, they may ask for another answer.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="interpellations", verbose_name="人代会会议"
    )
    submitted_on = models.DateField(verbose_name="提出日期")
    unit = models.ForeignKey(
        Organ, on_delete=models.PROTECT, related_name="interpellations", verbose_name="质询对象"
    )
    title = models.CharField(max_length=100, verbose_name="质询的问题")
    content = models.TextField(max_length=5000, verbose_name="质询的内容")
    movers = models.ManyToManyField(
        Deputy, related_name="interpellations", verbose_name="联名的代表"
    )
    state = models.CharField(
        max_length=20,
        choices=InterpellationState.choices,
        default=InterpellationState.SUBMITTED,
        editable=False,
        verbose_name="状态",
    )
    handed_over_on = models.DateField(null=True, editable=False, verbose_name="交办日期")
    meeting = models.ForeignKey(
        PresidiumMeeting,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="interpellations",
        verbose_name="主席团会议",
    )
    closed_on = models.DateField(null=True, editable=False, verbose_name="办结日期")
    withdrawn_because = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="撤回理由"
    )
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history(m2m_fields=[movers])
    objects = InterpellationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "质询"
        ordering: ClassVar[list[str]] = ["-submitted_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class InterpellationAnswer(VersionedModel):
    """The government's answer, and how many of the movers are not satisfied with it.

    ``dissatisfied`` None: they weren't asked yet.
    """

    interpellation = models.ForeignKey(
        Interpellation, on_delete=models.PROTECT, related_name="answers", verbose_name="质询"
    )
    order = models.PositiveSmallIntegerField(default=1, verbose_name="第几次")
    answered_on = models.DateField(verbose_name="答复日期")
    form = models.CharField(max_length=10, choices=AnswerForm.choices, verbose_name="答复方式")
    answered_by = models.CharField(
        max_length=50,
        verbose_name="答复人",
        help_text="口头答复由机关负责人到会，书面答复由负责人签署。",
    )
    answer = models.TextField(max_length=10000, verbose_name="答复")
    dissatisfied = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name="不满意的联名代表"
    )
    entered_by = by("录入人")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "质询答复"
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interpellation", "order"],
                name="interpellation_answers_are_counted",
                violation_error_message="这一次答复已经录入。",
            )
        ]

    def __str__(self) -> str:
        return f"对“{self.interpellation}”的答复"


class Referral(PublicIdModel, VersionedModel):
    """What a township may not do itself and refers to the county (特定问题调查, 组织法36)."""

    title = models.CharField(max_length=100, verbose_name="问题")
    content = models.TextField(max_length=5000, blank=True, verbose_name="情况和理由")
    referred_on = PartialDateField(verbose_name="报送日期")
    sent_to = models.CharField(max_length=100, verbose_name="报送机关")
    document_number = models.CharField(max_length=50, blank=True, verbose_name="文号")
    replied_on = PartialDateField(null=True, blank=True, verbose_name="回复日期")
    reply = models.TextField(max_length=5000, blank=True, verbose_name="回复")
    entered_by = by("录入人")

    attachments = attachments_relation()
    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "提请上级调查"
        ordering: ClassVar[list[str]] = ["-referred_on", "-pk"]

    def __str__(self) -> str:
        return self.title
