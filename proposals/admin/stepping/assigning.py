"""Which units have it: assign, enter what they give back, take it from one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from unfold.widgets import UnfoldBooleanWidget

from congress.common.admin.forms import SearchedChoice, SearchedChoices
from congress.common.attachments.services import attach_files
from congress.common.templatetags.portal import cn_date
from congress.township.models import Organ
from proposals import services
from proposals.admin.stepping.fields import DayField, OneUnitForm, ScansForm, StepForm, words
from proposals.admin.stepping.page import StepPage, said
from proposals.enums import AssignmentStatus, ProposalStatus, ProposalStep, UnitRole
from proposals.models import Assignment, Proposal
from proposals.services import UnitPart
from proposals.services.acting import locked, require_seen

S, Do = ProposalStatus, ProposalStep


class UnitsFields(forms.Form):
    """Which units, in which part; used for one proposal and for many."""

    lead = forms.ModelChoiceField(
        Organ.objects.all(),
        label=UnitRole.LEAD.label + "单位",
        required=False,
        widget=SearchedChoice(Assignment._meta.get_field("unit"), admin.site),
        error_messages={"invalid_choice": "没有这个单位，请另选一个。"},
    )
    co = forms.ModelMultipleChoiceField(
        Organ.objects.all(),
        label=UnitRole.CO.label + "单位",
        required=False,
        widget=SearchedChoices(Assignment._meta.get_field("unit"), admin.site),
        help_text="向主办单位提意见，可以不选。",
    )
    separate = forms.ModelMultipleChoiceField(
        Organ.objects.all(),
        label=UnitRole.SEPARATE.label + "的单位",
        required=False,
        widget=SearchedChoices(Assignment._meta.get_field("unit"), admin.site),
        help_text="几个单位各办各的、各自答复时选在这里，不再选主办和协办。",
    )
    assigned_on = DayField(label="交办日期", help_text="各项期限从这一天算起。")
    is_broad = forms.BooleanField(
        label="涉及面广、处理难度大",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="勾选后答复期限按疑难件计算。",
    )
    note = words("交办意见", most=500, required=False)

    def parts(self) -> list[UnitPart]:
        """The units in the order of the boxes."""
        data = self.cleaned_data
        lead = [UnitPart(data["lead"], UnitRole.LEAD)] if data["lead"] else []
        co = [UnitPart(unit, UnitRole.CO) for unit in data["co"]]
        return lead + co + [UnitPart(unit, UnitRole.SEPARATE) for unit in data["separate"]]

    def clocks(self) -> dict[str, Any]:
        """The arguments of the service beside the units."""
        return {name: self.cleaned_data[name] for name in ("assigned_on", "is_broad", "note")}


class AssignForm(StepForm, UnitsFields):
    """One proposal to its units."""


class ReturnForm(OneUnitForm, ScansForm):
    returned_on = DayField(label="退办日期", help_text="单位来文的日期。")
    reason = words("理由", most=500, help_text="单位为什么退办，应该由哪个单位办。")


class RevokeForm(OneUnitForm):
    reason = words("理由", most=500, help_text="会告诉原来的单位。")


def _assign(proposal: Proposal, form: Any, actor: Any) -> None:
    seen = form.cleaned_data["seen_version"]
    services.assign_proposal(
        proposal, form.parts(), actor=actor, seen_version=seen, **form.clocks()
    )


def _return(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        require_seen(locked(proposal), data["seen_version"])
        services.return_assignment(
            data["assignment"],
            actor=actor,
            reason=data["reason"],
            returned_on=data["returned_on"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _revoke(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    services.revoke_assignment(
        data["assignment"],
        actor=actor,
        reason=data["reason"],
        seen_version=data["seen_version"],
    )


def _returned(proposal: Proposal) -> str:
    if proposal.status != S.ACCEPTED:
        return "已退办，其余单位照常办理。"
    gone = [AssignmentStatus.RETURNED]
    rows = proposal.assignments.filter(status__in=gone).order_by("-returned_on", "-pk")
    last = rows.first()
    due = last.reassign_due_on if last else None
    return f"已退办，请在{cn_date(due)}以前重新交办。" if due else "已退办，请重新交办。"


PAGES = [
    StepPage(
        "assign",
        Do.ASSIGN.label,
        Do.ASSIGN,
        AssignForm,
        "交办后开始计算期限，承办单位和提出的代表会收到消息。已经交办的，可以再加单位。",
        _assign,
        said("已交办，各项期限列在“办理”里。"),
        main_in=(S.ACCEPTED,),
    ),
    StepPage(
        "return",
        Do.RETURN.label,
        Do.RETURN,
        ReturnForm,
        "单位来文退办的，录在这里，附上来文的扫描件。没有别的单位办的，要在期限内重新交办。",
        _return,
        _returned,
        also=lambda now: now.waiting,
    ),
    StepPage(
        "revoke",
        "改办",
        Do.RETURN,
        RevokeForm,
        "收回原来单位的交办，接着交给别的单位。原来的记录保留。",
        _revoke,
        said("已收回，请交给别的单位。"),
        also=lambda now: now.waiting,
        then="assign",
    ),
]
