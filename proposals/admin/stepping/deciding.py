"""What the presidium decides on motions, and how the congress voted on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from deputies.models import PresidiumMeeting
from proposals import services
from proposals.admin.stepping.fields import DayField, StepForm, words
from proposals.admin.stepping.page import StepPage, plain, said
from proposals.enums import ProposalStatus, ProposalStep
from proposals.models import Proposal
from proposals.services.deciding import Tally
from proposals.services.withdrawing import waits_for_presidium

S, Do = ProposalStatus, ProposalStep
# A vote counts the deputies of a township, who are at most 160 (选举法12).
_MOST_VOTES = 999


class MeetingForm(StepForm):
    """At which meeting of the presidium it was decided."""

    meeting = forms.ModelChoiceField(
        PresidiumMeeting.objects.none(),
        label="哪次主席团会议决定的",
        empty_label="请选会议",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选主席团会议。",
            "invalid_choice": "没有这次会议，请另选一次。",
        },
        help_text="没有这次会议的，先在“主席团会议”里录入日期和出席人。",
    )

    def prepare(self) -> None:
        field: Any = self.fields["meeting"]
        field.queryset = PresidiumMeeting.objects.filter(term=self.proposal.term_id)


class DecisionForm(MeetingForm):
    reason = words("说明", required=False, help_text="可以不写。写了会告诉提出的代表。")


class ResolutionForm(StepForm):
    title = forms.CharField(
        label="决议标题",
        max_length=100,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"required": "请写决议标题。"},
    )
    text = words("决议", most=10000, rows=10, required=False)

    @property
    def record(self) -> Any:
        return self.proposal.vote

    def prepare(self) -> None:
        vote = self.proposal.vote
        self.fields["title"].initial, self.fields["text"].initial = (
            vote.resolution_title,
            vote.resolution,
        )


def _votes(label: str, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST_VOTES,
        widget=UnfoldAdminIntegerFieldWidget(),
        error_messages={
            "required": f"请写{label}人数。",
            "invalid": "请写数字。",
            "max_value": f"人数最多{_MOST_VOTES}，请核对。",
            "min_value": "人数不能是负数，请核对。",
        },
        **kwargs,
    )


class VoteForm(StepForm):
    voted_on = DayField(label="表决日期")
    all_deputies = _votes("全体代表", help_text="按名册在任的代表数填好，请核对。")
    present = _votes("出席")
    in_favour = _votes("赞成")
    against = _votes("反对", initial=0)
    abstained = _votes("弃权", initial=0)
    resolution_title = forms.CharField(
        label="决议标题",
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text="决议可以以后再录。",
    )
    resolution = words("决议", most=10000, rows=6, required=False)

    def prepare(self) -> None:
        from proposals.services.deciding import entitled_deputies

        there = entitled_deputies(self.proposal, timezone.localdate())
        self.fields["all_deputies"].initial = there or None


def _vote(proposal: Proposal, form: Any, actor: Any) -> None:
    data = dict(form.cleaned_data)
    rest = {name: data.pop(name) for name in ("resolution_title", "resolution", "seen_version")}
    services.record_vote(proposal, Tally(**data), actor=actor, **rest)


def _resolution(proposal: Proposal, form: Any, actor: Any) -> None:
    services.record_resolution(proposal.vote, actor=actor, **form.cleaned_data)


PAGES = [
    StepPage(
        "put-on-agenda",
        Do.PUT_ON_AGENDA.label,
        Do.PUT_ON_AGENDA,
        DecisionForm,
        "主席团会议决定把这件议案列入大会议程。",
        plain(services.put_on_agenda, "meeting", "reason"),
        said("已列入议程，表决以后录入结果。"),
        main_in=(S.REGISTERED,),
    ),
    StepPage(
        "convert",
        Do.CONVERT.label,
        Do.CONVERT,
        DecisionForm,
        "主席团会议决定不列入议程，转为建议办理。编号不变。",
        plain(services.convert_to_suggestion, "meeting", "reason"),
        said("已转为建议，接着交办。"),
        main_in=(S.REGISTERED,),
    ),
    StepPage(
        "vote",
        "录入表决",
        Do.ADOPT,
        VoteForm,
        "赞成票超过全体代表的半数为通过，由系统按下面的票数判断。",
        _vote,
        lambda proposal: f"已录入，{proposal.get_status_display()}。",
        main_in=(S.ON_AGENDA,),
    ),
    StepPage(
        "resolution",
        "录入决议",
        None,
        ResolutionForm,
        "票数不变，只录入或更正决议的标题和正文。",
        _resolution,
        said("决议已保存。"),
        also=lambda now: now.has_vote,
    ),
    StepPage(
        "leave-agenda",
        "同意从议程撤回",
        Do.WITHDRAW,
        MeetingForm,
        "提出的代表都同意撤回，主席团会议也同意，表决以前可以撤回。",
        plain(services.withdraw_from_agenda, "meeting"),
        said("已撤回。"),
        also=lambda now: waits_for_presidium(now.proposal),
        main_in=(S.ON_AGENDA,),
    ),
]
