"""What a unit without a computer does before it replies, entered from its papers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from congress.common.attachments.services import attach_files
from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import (
    DayField,
    OneUnitForm,
    ScansForm,
    choice,
    line,
    records,
    ticked,
    words,
)
from proposals.admin.stepping.page import StepPage, said
from proposals.admin.stepping.situation import Situation
from proposals.enums import ContactForm, ExtensionState, ProposalStatus
from proposals.models import Assignment, Extension, Proposal
from proposals.services import handling as services
from proposals.services.acting import locked, require_seen

S = ProposalStatus


class TakeUpForm(OneUnitForm):
    accepted_on = DayField(label="接办日期", help_text="单位说接办的那一天。")

    def units(self) -> list[Assignment]:
        return self.now.not_taken_up


class ContactingForm(OneUnitForm):
    """A talk with the deputies (面商)."""

    held_on = DayField(label="面商日期")
    form = choice(
        "方式",
        [each for each in ContactForm.choices if each[0] != ContactForm.NONE],
        empty="请选方式",
    )
    with_whom: Any = ticked("和哪些代表")
    spoke_for_unit = line("单位谁去谈的", required=False, help_text="姓名、职务。")
    content = words("谈了什么", most=2000, rows=4, required=False)

    def prepare(self) -> None:
        super().prepare()
        people: Any = self.fields["with_whom"]
        parts = self.now.waiting
        if parts:
            people.queryset = services.answered_sponsors(parts[0])
        people.label_from_instance = sponsor_label
        people.initial = [row.pk for row in people.queryset if row.is_lead]


class OpinionForm(OneUnitForm, ScansForm):
    """What an assisting unit has to say (协办意见)."""

    given_on = DayField(label="协办意见的日期")
    content = words("协办意见", most=10000, rows=6)

    def units(self) -> list[Assignment]:
        return self.now.assisting


class WaiveForm(OneUnitForm):
    reason = words("理由", most=500, help_text="为什么不等协办意见，先答复。")

    def units(self) -> list[Assignment]:
        return self.now.held_up


class AskExtensionForm(OneUnitForm, ScansForm):
    asked_on = DayField(label="申请日期", help_text="单位来文的日期，要在应答复日期以前。")
    reason = words("延期理由", most=500, help_text="会告诉提出的代表。")

    def units(self) -> list[Assignment]:
        return self.now.extensible


class DecideExtensionForm(OneUnitForm):
    """Which wish for more time; the unit is named in it."""

    extension: Any = records("哪次申请", empty="请选哪个单位的申请")

    def prepare(self) -> None:
        del self.fields["assignment"]
        field: Any = self.fields["extension"]
        keys = [row.pk for row in self.now.asked]
        field.queryset = Extension.objects.filter(pk__in=keys).select_related("assignment__unit")
        field.label_from_instance = lambda row: f"{row.assignment.unit}（{_asked(row)}）"
        if len(keys) == 1:
            field.initial = keys[0]


class ApproveForm(DecideExtensionForm):
    answer = words("说明", most=500, required=False, help_text="可以不写。写了会告诉承办单位。")


class RefuseForm(DecideExtensionForm):
    answer = words("理由", most=500, help_text="会告诉承办单位。")


def sponsor_label(sponsorship: Any) -> str:
    """甘霖（领衔）."""
    return f"{sponsorship.deputy}{'（领衔）' if sponsorship.is_lead else ''}"


def _asked(row: Extension) -> str:
    until = f"，原应在{row.was_due_on}以前答复" if row.was_due_on else ""
    return f"{cn_date(row.asked_on)}申请{until}"


def _wishes(now: Situation) -> list[str]:
    """Each wish with its reason, and until when it would have."""
    lines = []
    for row in now.asked:
        row.assignment.proposal = now.proposal
        try:
            until = f"同意的话延到{services.extended_limit(row.assignment)[0]}。"
        except RuleViolation as why:
            until = why.message
        lines.append(f"{row.assignment.unit}{_asked(row)}。理由：{row.reason}\n{until}")
    return lines


def _missing(now: Situation) -> list[str]:
    units = "、".join(
        f"{part.unit}（应在{part.due_on}以前提出）" if part.due_on else str(part.unit)
        for part in now.assisting
    )
    return [f"还没有提出协办意见的：{units}。"]


def _take_up(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    services.accept_assignment(data["assignment"], actor=actor, accepted_on=data["accepted_on"])


def _contact(proposal: Proposal, form: Any, actor: Any) -> None:
    names = ("held_on", "form", "with_whom", "spoke_for_unit", "content")
    values = {name: form.cleaned_data[name] for name in names}
    services.record_contact(form.cleaned_data["assignment"], actor=actor, **values)


def _opinion(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        opinion = services.give_opinion(
            data["assignment"], actor=actor, content=data["content"], given_on=data["given_on"]
        )
        attach_files(opinion, data["scans"], actor=actor, is_scan=True)


def _waive(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    services.waive_opinions(data["assignment"], actor=actor, reason=data["reason"])


def _ask_extension(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    day: dt.date = data["asked_on"]
    with transaction.atomic():
        require_seen(locked(proposal), data["seen_version"])
        services.ask_extension(data["assignment"], actor=actor, reason=data["reason"], asked_on=day)
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _decide(approve: bool) -> Any:
    def do(proposal: Proposal, form: Any, actor: Any) -> None:
        data = form.cleaned_data
        services.decide_extension(
            data["extension"], actor=actor, approve=approve, answer=data["answer"]
        )

    return do


def _approved(proposal: Proposal) -> str:
    rows = Extension.objects.filter(assignment__proposal=proposal, state=ExtensionState.APPROVED)
    last = rows.select_related("assignment").order_by("-decided_on", "-pk").first()
    return f"已同意延期，应在{last.assignment.due_on}以前答复。" if last else "已同意延期。"


PAGES = [
    StepPage(
        "approve-extension",
        "同意延期",
        None,
        ApproveForm,
        "应答复日期从交办日期算起，按本镇的规定推迟，最长六个月。单位和提出的代表会收到消息。",
        _decide(True),
        _approved,
        also=lambda now: now.asked,
        main_in=(S.IN_HANDLING,),
        notes=_wishes,
    ),
    StepPage(
        "refuse-extension",
        "不同意延期",
        None,
        RefuseForm,
        "应答复日期不变，单位会收到消息和理由。",
        _decide(False),
        said("已不同意延期，应答复日期不变。"),
        also=lambda now: now.asked,
        main_in=(S.IN_HANDLING,),
        notes=_wishes,
    ),
    StepPage(
        "take-up",
        "录入接办",
        None,
        TakeUpForm,
        "单位没有电脑的，录在这里。接办以后，单位自己不能再退办。",
        _take_up,
        said("已录入接办。"),
        also=lambda now: now.not_taken_up,
    ),
    StepPage(
        "contact",
        "录入面商",
        None,
        ContactingForm,
        "单位和代表的每次面商录一次。",
        _contact,
        said("面商已录入。"),
        also=lambda now: now.waiting,
    ),
    StepPage(
        "opinion",
        "录入协办意见",
        None,
        OpinionForm,
        "协办单位书面送来的意见录在这里，附上扫描件。主办单位会收到消息。",
        _opinion,
        said("协办意见已录入。"),
        also=lambda now: now.assisting,
    ),
    StepPage(
        "waive-opinions",
        "不等协办意见",
        None,
        WaiveForm,
        "主办单位可以先答复。协办单位的意见以后仍然可以录入。",
        _waive,
        said("主办单位可以先答复了。"),
        also=lambda now: now.held_up,
        notes=_missing,
    ),
    StepPage(
        "ask-extension",
        "录入延期申请",
        None,
        AskExtensionForm,
        "单位书面申请延期的录在这里，附上来文的扫描件，接着决定同意不同意。",
        _ask_extension,
        said("延期申请已录入，请决定是否同意。"),
        also=lambda now: now.extensible,
        then="approve-extension",
    ),
]
