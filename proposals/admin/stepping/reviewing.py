"""Steps of the review: register, accept, merge, send back, set aside, take it up anew."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from proposals import services
from proposals.admin.stepping.fields import NoteForm, ReasonForm, StepForm, words
from proposals.admin.stepping.merging import MergeForm
from proposals.admin.stepping.page import StepPage, plain, said
from proposals.enums import ProposalStatus, ProposalStep
from proposals.models import Proposal, SetAsideGround

S, Do = ProposalStatus, ProposalStep


class SetAsideForm(StepForm):
    ground = forms.ModelChoiceField(
        SetAsideGround.objects.filter(is_in_use=True),
        label="情形",
        empty_label="请选一种情形",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选一种情形。",
            "invalid_choice": "没有这种情形，请另选一种。",
        },
        help_text="可以选的情形在“不作为建议的情形”里设置。",
    )
    reason = words("理由", help_text="会告诉提出的代表。")


def _merge(proposal: Proposal, form: Any, actor: Any) -> None:
    services.merge_proposal(proposal, actor=actor, **form.cleaned_data)


def _registered(proposal: Proposal) -> str:
    return f"已登记为{proposal.number_label}。"


FIRST = [
    StepPage(
        "register",
        Do.REGISTER.label,
        Do.REGISTER,
        StepForm,
        "登记后给下一个编号；补正后重新提交的，编号不变。提出的代表会收到消息。",
        plain(services.register_proposal),
        _registered,
        main_in=(S.SUBMITTED,),
    ),
    StepPage(
        "accept",
        Do.ACCEPT.label,
        Do.ACCEPT,
        NoteForm,
        "受理后可以交办。提出的代表会收到消息。",
        plain(services.accept_proposal, "reason"),
        said("已受理，接着交办。"),
        main_in=(S.REGISTERED,),
    ),
]
AFTERWARDS = [
    StepPage(
        "merge",
        Do.MERGE.label,
        Do.MERGE,
        MergeForm,
        "并入另一件，一起办理、一起答复。两件的代表都会收到消息，答复两边都给。",
        _merge,
        lambda proposal: f"已并入“{proposal.merged_into}”。",
    ),
    StepPage(
        "send-back",
        Do.SEND_BACK.label,
        Do.SEND_BACK,
        ReasonForm,
        "请代表补正后再提交，编号不变。",
        plain(services.send_back_proposal, "reason"),
        said("已退回，代表会看到要补正什么。"),
    ),
    StepPage(
        "set-aside",
        Do.SET_ASIDE.label,
        Do.SET_ASIDE,
        SetAsideForm,
        "不再交办，情形和理由会告诉提出的代表。以后可以恢复审查。",
        plain(services.set_aside_proposal, "ground", "reason"),
        said("已办理，情形和理由已告诉代表。"),
    ),
    StepPage(
        "reopen",
        Do.REOPEN.label,
        Do.REOPEN,
        ReasonForm,
        "收回原来的决定，重新审查。原来的决定仍留在经过里。",
        plain(services.reopen_proposal, "reason"),
        said("已恢复审查。"),
        main_in=(S.SET_ASIDE, S.MERGED),
    ),
]
