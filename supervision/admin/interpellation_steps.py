"""What the office does with an interpellation from the movers' paper to the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from congress.common.attachments.services import attach_files
from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import DayField, choice, line
from proposals.admin.stepping.fields import words as text
from supervision.admin.releasing import releasing_pages
from supervision.admin.step_pages import (
    StepForm,
    StepPage,
    files_field,
    in_states,
    meeting_field,
    plain,
)
from supervision.enums import AnswerForm, InterpellationState, InterpellationStep
from supervision.models import Interpellation
from supervision.services import questions as services
from supervision.workflow import allows

S, Do = InterpellationState, InterpellationStep


class HandOverForm(StepForm):
    meeting = meeting_field("主席团会议", required=True)
    handed_over_on = DayField(label="交办日期")


class AnswerStepForm(StepForm):
    form = choice("答复方式", AnswerForm.choices, empty="请选答复方式")
    answered_by = line("谁答复的", help_text="口头答复由负责人到会，书面答复由负责人签署。")
    answered_on = DayField(label="答复日期")
    answer = text("答复的内容", most=10000, rows=6)
    scans = files_field("书面答复的扫描件")


class DissatisfiedForm(StepForm):
    dissatisfied = forms.IntegerField(
        label="不满意的有几人",
        min_value=0,
        max_value=9999,
        widget=UnfoldAdminIntegerFieldWidget(),
        error_messages={
            "required": "请写联名的代表里几人不满意，没有就写0。",
            "invalid": "请写人数。",
            "min_value": "人数不能是负数。",
            "max_value": "人数太大，请核对。",
        },
    )

    def prepare(self) -> None:
        self.fields["dissatisfied"].help_text = f"联名的一共{len(self.record.movers.all())}人。"


class CloseForm(DissatisfiedForm):
    closed_on = DayField(label="办结日期")


class WithdrawForm(StepForm):
    reason = text("为什么撤回", most=500)


def _may(step: InterpellationStep) -> Any:
    return lambda row: allows(row, step)


def _what(row: Interpellation) -> list[str]:
    """Who asks whom, and what."""
    movers = row.movers.count()
    head = f"{cn_date(row.submitted_on)}，代表{movers}人联名，向{row.unit}提出。"
    return [head, row.content]


def _answered(row: Interpellation) -> list[str]:
    last = row.answers.order_by("-order").first()
    if last is None:
        return _what(row)
    return [
        f"{cn_date(last.answered_on)}，{last.answered_by}{last.get_form_display()}：\n{last.answer}"
    ]


def _answer(row: Interpellation, form: Any, actor: Any) -> None:
    names = ("form", "answered_by", "answered_on", "answer", "seen_version")
    with transaction.atomic():
        values = {name: form.cleaned_data[name] for name in names}
        services.answer_interpellation(row, actor=actor, **values)
        attach_files(row, form.cleaned_data["scans"], actor=actor, is_scan=True)


def _suggested(row: Interpellation) -> str:
    answers = [f"答复：{each.answer}" for each in row.answers.all()]
    return "\n".join([row.content, *answers])


PAGES = [
    StepPage(
        "hand-over",
        "交受质询机关",
        HandOverForm,
        "主席团会议决定交镇人民政府，由它在会议期间答复（组织法第二十四条）。",
        plain(services.hand_over_interpellation, "meeting", "handed_over_on"),
        "已交受质询机关，请它答复。",
        is_possible=_may(Do.HAND_OVER),
        is_main=in_states(S.SUBMITTED),
        notes=_what,
    ),
    StepPage(
        "answer",
        "录入答复",
        AnswerStepForm,
        "由镇人民政府的负责人到会口头答复，或者由负责人签署书面答复。",
        _answer,
        "答复已录入。接着问联名的代表满意不满意。",
        is_possible=_may(Do.ANSWER),
        is_main=in_states(S.HANDED_OVER, S.ASKED_AGAIN),
        notes=_what,
    ),
    StepPage(
        "close",
        "办结",
        CloseForm,
        "联名的代表满意，或者不要求再答复的，办结。",
        plain(services.close_interpellation, "dissatisfied", "closed_on"),
        "已办结。",
        is_possible=_may(Do.CLOSE),
        is_main=in_states(S.ANSWERED),
        notes=_answered,
    ),
    StepPage(
        "ask-again",
        "要求再答复",
        DissatisfiedForm,
        "联名的代表半数以上不满意的，可以要求再答复（代表法第二十条）。",
        plain(services.ask_again, "dissatisfied"),
        "已要求再答复。",
        is_possible=_may(Do.ASK_AGAIN),
        is_main=in_states(S.ANSWERED),
        notes=_answered,
    ),
    StepPage(
        "withdraw",
        "撤回",
        WithdrawForm,
        "答复以前，提出的代表可以撤回。记录保留，不能恢复。",
        plain(services.withdraw_interpellation, "reason"),
        "已撤回。",
        is_possible=_may(Do.WITHDRAW),
        notes=_what,
    ),
    *releasing_pages(_suggested, in_states(S.HANDED_OVER, S.ANSWERED, S.ASKED_AGAIN, S.CLOSED)),
]
