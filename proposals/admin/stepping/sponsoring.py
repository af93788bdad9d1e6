"""What sponsors sign on paper: that they join, that they want it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction

from congress.common.attachments.services import attach_files
from proposals import services
from proposals.admin.stepping.fields import DayField, ScansForm, StepForm, deputies_field, words
from proposals.admin.stepping.page import StepPage, plain, said
from proposals.admin.stepping.situation import Situation
from proposals.enums import ProposalStatus, ProposalStep, SponsorshipStatus
from proposals.models import Proposal
from proposals.services.withdrawing import waits_for_presidium

S, Do = ProposalStatus, ProposalStep


class SignaturesForm(ScansForm):
    deputies = deputies_field("签了名的代表", help_text="输入姓名或拼音来找，可以选几名。")
    signed_on = DayField(label="签名日期")


class WithdrawalForm(ScansForm):
    reason = words("撤回理由", most=500)
    agreed_on = DayField(label="同意撤回的日期")
    sponsorships: Any = forms.ModelMultipleChoiceField(
        Proposal.objects.none(),
        label="在纸上签名同意撤回的代表",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有签的去掉勾。要提出的代表都同意才撤回；还差人的，等他们同意。",
        error_messages={"invalid_choice": "有不是提出代表的，请重新勾选。"},
    )

    def prepare(self) -> None:
        super().prepare()
        rows = self.proposal.sponsorships.filter(
            status=SponsorshipStatus.CONFIRMED, withdraws_on__isnull=True
        ).select_related("deputy")
        field: Any = self.fields["sponsorships"]
        field.queryset = rows
        field.initial = [row.pk for row in rows]
        self.fields["reason"].initial = self.proposal.withdrawal_reason
        if not field.initial:
            del self.fields["sponsorships"]


def _sign(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        services.record_signatures(
            proposal,
            data["deputies"],
            actor=actor,
            signed_on=data["signed_on"],
            seen_version=data["seen_version"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _withdraw(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        services.record_withdrawal(
            proposal,
            actor=actor,
            reason=data["reason"],
            agreed_on=data["agreed_on"],
            sponsorships=data.get("sponsorships"),
            seen_version=data["seen_version"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _withdrawn(proposal: Proposal) -> str:
    if proposal.status == S.WITHDRAWN:
        return "已撤回。"
    if waits_for_presidium(proposal):
        return "已录入。提出的代表都同意了，等主席团会议同意。"
    return "已录入，还在等其他代表同意撤回。"


def _is_asked_back(now: Situation) -> bool:
    return now.proposal.withdrawal_asked_on is not None and not now.has_reply


PAGES = [
    StepPage(
        "signatures",
        Do.SIGN.label,
        Do.SIGN,
        SignaturesForm,
        "录入在纸上签名联名的代表，附上签名页的扫描件。登记以后不能再加。",
        _sign,
        said("签名已录入。"),
    ),
    StepPage(
        "withdraw",
        "录入撤回",
        Do.ASK_WITHDRAWAL,
        WithdrawalForm,
        "代表书面要求撤回的，录在这里，附上扫描件。",
        _withdraw,
        _withdrawn,
        also=lambda now: not now.has_reply,
    ),
    StepPage(
        "stay",
        "不撤回",
        Do.ASK_WITHDRAWAL,
        StepForm,
        "代表改变主意，或者有人不同意撤回。撤回申请取消，继续办理。",
        plain(services.drop_withdrawal),
        said("已取消撤回申请，继续办理。"),
        also=_is_asked_back,
    ),
]
