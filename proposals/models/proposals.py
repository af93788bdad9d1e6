"""A proposal (议案、建议、批评和意见), who brings it, and the series that numbers it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel, attachments_relation
from congress.common.partial_dates import PartialDateField
from congress.common.text_search import pairs_index, search_text_column
from congress.township.models import CongressTerm, Session
from deputies.models import Deputy, DeputyGroup
from proposals.enums import (
    Occasion,
    ProposalKind,
    ProposalSource,
    ProposalStatus,
    Proposer,
    SponsorshipStatus,
)
from proposals.models.settings import Category
from proposals.querysets import ProposalQuerySet, SponsorshipQuerySet


class NumberSeries(models.Model):
    """Numbers without gaps. Who takes the next one holds this row until he is done."""

    key = models.CharField(max_length=60, unique=True, editable=False, verbose_name="序列")

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"

    def __str__(self) -> str:
        return self.key


class Proposal(PublicIdModel, VersionedModel):
    """One matter that deputies (or presidium or government) bring before the congress.

    ``session`` is the session it was brought to, or after which it was brought in recess.
    ``number`` counts within ``series``; both are empty until it is registered. ``draft_key`` is
    chosen by the page that writes a draft, so that sending it twice makes one draft.
    ``withdrawal_asked_on`` is set while the sponsors are asked whether they agree to withdraw it.
    """

    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="proposals", verbose_name="届"
    )
    session = models.ForeignKey(
        Session,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name="会议",
    )
    occasion = models.CharField(
        max_length=20,
        choices=Occasion.choices,
        default=Occasion.IN_SESSION,
        verbose_name="提出时段",
    )
    kind = models.CharField(
        max_length=20,
        choices=ProposalKind.choices,
        default=ProposalKind.SUGGESTION,
        verbose_name="类别",
    )
    was_motion = models.BooleanField(default=False, editable=False, verbose_name="由议案转来")
    series = models.ForeignKey(
        NumberSeries,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name="编号序列",
    )
    number = models.PositiveIntegerField(null=True, editable=False, verbose_name="编号")
    title = models.CharField(
        max_length=100, verbose_name="案由", help_text="一事一议，写成“关于……的建议”。"
    )
    grounds = models.TextField(blank=True, max_length=10000, verbose_name="案据")
    measures = models.TextField(blank=True, max_length=10000, verbose_name="方案")
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name="内容分类",
    )
    proposer = models.CharField(
        max_length=20,
        choices=Proposer.choices,
        default=Proposer.DEPUTIES,
        verbose_name="提出人",
    )
    submitted_on = PartialDateField(null=True, blank=True, verbose_name="提出日期")
    may_be_public = models.BooleanField(default=True, verbose_name="是否公开")
    is_key = models.BooleanField(default=False, verbose_name="重点督办")
    key_member = models.ForeignKey(
        Deputy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="key_proposals",
        verbose_name="督办负责人",
    )
    status = models.CharField(
        max_length=20,
        choices=ProposalStatus.choices,
        default=ProposalStatus.DRAFT,
        verbose_name="状态",
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
        verbose_name="并入",
    )
    source = models.CharField(
        max_length=20,
        choices=ProposalSource.choices,
        default=ProposalSource.DESK,
        editable=False,
        verbose_name="来源",
    )
    remark = models.TextField(blank=True, max_length=2000, verbose_name="备注")
    draft_key = models.UUIDField(null=True, unique=True, editable=False, verbose_name="草稿标记")
    withdrawal_asked_on = models.DateField(null=True, editable=False, verbose_name="申请撤回日期")
    withdrawal_reason = models.CharField(
        max_length=500, blank=True, editable=False, verbose_name="撤回理由"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="录入人",
    )
    created_at = models.DateTimeField(auto_now_add=True, verbose_name="录入时间")
    search_text = search_text_column("title", "grounds", "measures")

    attachments = attachments_relation()
    history = portal_history(excluded=["search_text"])
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议案建议"
        ordering: ClassVar[list[str]] = ["-session__term__ordinal", "-session__ordinal", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="proposal_number_is_given_once",
                violation_error_message="这个编号已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, number__isnull=True)
                | Q(series__isnull=False, number__gte=1),
                name="proposal_number_has_its_series",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProposalStatus.MERGED) | Q(merged_into__isnull=False),
                name="merged_proposal_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(proposer=Proposer.DEPUTIES)
                | Q(kind=ProposalKind.MOTION)
                | Q(was_motion=True),
                name="only_deputies_bring_suggestions",
                violation_error_message="主席团和镇人民政府只提议案。",
            ),
        ]
        indexes: ClassVar = [
            pairs_index("proposal_pairs"),
            models.Index(fields=["session", "occasion", "number"], name="proposal_number"),
            models.Index(fields=["status", "kind"], name="proposal_state"),
            # What lists are sorted and counted by, without a look at the rows themselves.
            models.Index(
                fields=["-submitted_on", "occasion", "number", "id"],
                include=["status"],
                name="proposal_latest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number_label(self) -> str:
        """第3号, in recess 闭会第2号; 未编号 before it is registered."""
        if self.number is None:
            return "未编号"
        recess = "闭会" if self.occasion == Occasion.INTERSESSIONAL else ""
        return f"{recess}第{self.number}号"


class Sponsorship(models.Model):
    """A deputy who brings a proposal: the lead (领衔代表), or one of those who join (附议代表).

    ``group`` is the deputy's group at that time. Who confirmed on paper is entered by the office.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="sponsorships", verbose_name="议案建议"
    )
    deputy = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, related_name="sponsorships", verbose_name="代表"
    )
    is_lead = models.BooleanField(default=False, verbose_name="领衔")
    order = models.PositiveSmallIntegerField(default=0, verbose_name="排序")
    group = models.ForeignKey(
        DeputyGroup,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sponsorships",
        verbose_name="代表小组",
    )
    status = models.CharField(
        max_length=20,
        choices=SponsorshipStatus.choices,
        default=SponsorshipStatus.INVITED,
        verbose_name="联名",
    )
    is_on_paper = models.BooleanField(default=False, verbose_name="纸面签名")
    settled_on = PartialDateField(null=True, blank=True, verbose_name="确认时间")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="录入人",
    )
    withdraws_on = PartialDateField(null=True, blank=True, verbose_name="同意撤回时间")

    history = portal_history()
    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联名"
        ordering: ClassVar[list[str]] = ["-is_lead", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "deputy"],
                name="deputy_joins_a_proposal_once",
                violation_error_message="这名代表已在联名名单里。",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(is_lead=True),
                name="proposal_has_one_lead",
                violation_error_message="领衔代表只有一名。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}（{'领衔' if self.is_lead else '附议'}）"
