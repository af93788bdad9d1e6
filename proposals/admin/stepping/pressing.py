"""The presidium presses for an answer: key items, records of pressing, return visits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from deputies.models import Deputy, PresidiumMeeting
from proposals.admin.stepping.fields import DayField, StepForm, choice, records, words
from proposals.admin.stepping.page import StepPage, said
from proposals.enums import PressingForm, ProposalStatus
from proposals.models import Assignment, Proposal
from proposals.presidium import members
from proposals.services import following as services

# From the day that it can be assigned until it is over; the service takes it earlier too.
_KEYS_IN = (
    ProposalStatus.ACCEPTED,
    ProposalStatus.IN_HANDLING,
    ProposalStatus.REPLIED,
    ProposalStatus.REHANDLING,
)
_NO_MEMBERS = "没有名单的，先在“主席团职务”里登记。"


# How the presidium presses; a return visit is to the deputies.
PRESSING_FORMS = [each for each in PressingForm.choices if each[0] != PressingForm.RETURN_VISIT]


class KeyForm(StepForm):
    member: Any = records("负责督办的主席团成员", empty="请选一名", help_text=_NO_MEMBERS)

    def prepare(self) -> None:
        field: Any = self.fields["member"]
        field.queryset = members_now(self.proposal)
        field.initial = self.proposal.key_member_id


class VisitForm(StepForm):
    """Asking the deputies how it went (回访)."""

    pressed_on = DayField(label="日期")
    member: Any = records("谁去回访的", empty="请选一名（可以不选）", required=False)
    meeting: Any = records("主席团会议", empty="不是在会议上", required=False)
    content = words("代表怎么说", most=2000, rows=4)

    def prepare(self) -> None:
        member: Any = self.fields["member"]
        member.queryset = members_now(self.proposal)
        member.initial = self.proposal.key_member_id
        meeting: Any = self.fields["meeting"]
        meeting.queryset = PresidiumMeeting.objects.filter(term=self.proposal.term_id)


class PressForm(VisitForm):
    """Pressing the units that still owe an answer, or one of them (督办)."""

    field_order = ("pressed_on", "form", "assignment", "member", "meeting", "content")

    form = choice(
        "方式",
        PRESSING_FORMS,
        empty="请选方式",
    )
    assignment: Any = records("督办哪个单位", empty="所有还没有答复的单位", required=False)
    content = words("要求和答复", most=2000, rows=4, required=False)

    def prepare(self) -> None:
        super().prepare()
        self.fields["member"].label = "督办人"
        field: Any = self.fields["assignment"]
        keys = [part.pk for part in self.now.waiting]
        field.queryset = Assignment.objects.filter(pk__in=keys).select_related("unit")
        field.label_from_instance = lambda a: f"{a.unit}（{a.get_role_display()}）"


class ChangeMemberForm(KeyForm):
    """Somebody else."""

    def clean_member(self) -> Deputy:
        member: Deputy = self.cleaned_data["member"]
        if member.pk == self.proposal.key_member_id:
            raise forms.ValidationError(f"现在就是{member}负责，请选另一名。")
        return member


def members_now(proposal: Proposal) -> Any:
    """Who is of the presidium today; the one in charge stays choosable."""
    now = members(proposal.term_id, timezone.localdate()).order_by()
    keys = [*now.values_list("pk", flat=True), proposal.key_member_id]
    return Deputy.objects.filter(pk__in=[key for key in keys if key]).order_by("stroke_key", "pk")


def _mark(is_key: bool) -> Any:
    def do(proposal: Proposal, form: Any, actor: Any) -> None:
        data = form.cleaned_data
        services.mark_key(
            proposal,
            actor=actor,
            is_key=is_key,
            member=data.get("member"),
            seen_version=data["seen_version"],
        )

    return do


def _press(proposal: Proposal, form: Any, actor: Any) -> None:
    data = {name: value for name, value in form.cleaned_data.items() if name != "seen_version"}
    data.setdefault("form", PressingForm.RETURN_VISIT.value)
    services.record_pressing(proposal, actor=actor, **data)


PAGES = [
    StepPage(
        "key",
        "重点督办",
        None,
        KeyForm,
        "由一名主席团成员负责督办。提出的代表和这名成员会收到消息。",
        _mark(True),
        lambda proposal: f"已列为重点督办，{proposal.key_member}负责。",
        also=lambda now: now.proposal.status in _KEYS_IN and not now.proposal.is_key,
    ),
    StepPage(
        "key-member",
        "换督办人",
        None,
        ChangeMemberForm,
        "仍是重点督办，换一名主席团成员负责。",
        _mark(True),
        lambda proposal: f"已换成{proposal.key_member}负责。",
        also=lambda now: now.proposal.is_key,
    ),
    StepPage(
        "not-key",
        "不再重点督办",
        None,
        StepForm,
        "从重点督办里去掉，督办记录保留。",
        _mark(False),
        said("已不再重点督办。"),
        also=lambda now: now.proposal.is_key,
    ),
    StepPage(
        "press",
        "录入督办",
        None,
        PressForm,
        "主席团打电话、发函、开会或上门督办的，每次录一次。没有答复的单位会收到消息。",
        _press,
        said("督办已录入。"),
        also=lambda now: now.waiting,
    ),
    StepPage(
        "visit",
        "录入回访",
        None,
        VisitForm,
        "答复以后，主席团回访代表，问办得怎么样。",
        _press,
        said("回访已录入。"),
        also=lambda now: now.has_reply,
    ),
]
