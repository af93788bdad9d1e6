"""What sponsors said of a reply on paper; reminding them; a second round, or the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from congress.common.attachments.services import attach_files
from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import (
    DayField,
    OneUnitForm,
    ScansForm,
    StepForm,
    choice,
    ticked,
    words,
)
from proposals.admin.stepping.page import StepPage, plain
from proposals.admin.stepping.situation import Situation
from proposals.enums import ProposalStatus, ProposalStep, Satisfaction
from proposals.models import Assignment, FeedbackRequest, Proposal
from proposals.services import feedback as services
from proposals.services.acting import locked, require_seen
from proposals.workflow import allows

S, Do = ProposalStatus, ProposalStep
_WORDS = 500
HOW = [(how, how) for how in ("站内提醒", "电话", "短信", "微信", "当面", "书面")]


class RatingForm(ScansForm):
    """A row a sponsor; rows where nothing is chosen are left alone."""

    fields_template = "admin/proposals/rating_fields.html"

    rated_on = DayField(label="评价日期", help_text="征求意见表上的日期。")

    def prepare(self) -> None:
        super().prepare()
        self.asked = {row.pk: row for row in self.now.unrated}
        for key in self.asked:
            self.fields[f"attitude-{key}"] = _satisfaction("办理态度")
            self.fields[f"result-{key}"] = _satisfaction("办理结果")
            self.fields[f"words-{key}"] = forms.CharField(
                label="意见",
                required=False,
                max_length=_WORDS,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 1}),
                error_messages={"max_length": f"最多{_WORDS}字，请写短一些。"},
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: who is asked about which unit's reply, with his boxes."""
        names = ("attitude", "result", "words")
        return [
            {"request": row, **{name: self[f"{name}-{key}"] for name in names}}
            for key, row in self.asked.items()
        ]

    def others(self) -> list[Any]:
        """The boxes beside the rows."""
        return [self["rated_on"], self["scans"]]

    def ratings(self) -> list[services.Said]:
        """What was chosen; who said nothing at all is left out."""
        data, found = self.cleaned_data, []
        for key, row in self.asked.items():
            said = [data.get(f"{name}-{key}") or "" for name in ("attitude", "result", "words")]
            if any(said):
                found.append(services.Said(row, *said))
        return found


class ReminderForm(StepForm):
    requests: Any = ticked("提醒谁")
    how = choice("怎样提醒", HOW)
    on = DayField(label="提醒日期")

    def prepare(self) -> None:
        field: Any = self.fields["requests"]
        keys = [row.pk for row in self.now.unrated]
        field.queryset = FeedbackRequest.objects.filter(pk__in=keys).select_related(
            "reply__assignment__unit", "sponsorship__deputy"
        )
        field.label_from_instance = _request_label
        field.initial = keys


class RehandleForm(OneUnitForm):
    reason = words("理由", help_text="会告诉承办单位和提出的代表。")

    def units(self) -> list[Assignment]:
        return self.now.answered


class CloseForm(StepForm):
    reason = words("理由", help_text="会告诉提出的代表。")


def _satisfaction(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "—"), *Satisfaction.choices],
        widget=UnfoldAdminSelectWidget(),
        error_messages={"invalid_choice": "没有这一项，请另选一项。"},
    )


def _request_label(row: FeedbackRequest) -> str:
    reminded = f"，{cn_date(row.reminded_on)}{row.how}过" if row.reminded_on else "，没有提醒过"
    unit = row.reply.assignment.unit
    return f"{row.sponsorship.deputy}（{unit}的答复，评价截止{cn_date(row.due_on)}{reminded}）"


def _rate(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        services.enter_ratings(
            proposal,
            form.ratings(),
            actor=actor,
            rated_on=data["rated_on"],
            seen_version=data["seen_version"],
        )
        attach_files(proposal, data["scans"], actor=actor, is_scan=True)


def _remind(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        require_seen(locked(proposal), data["seen_version"])
        for row in data["requests"]:
            services.remind_sponsor(row, actor=actor, how=data["how"], on=data["on"])


def _rehandle(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    services.rehandle_proposal(
        proposal,
        data["assignment"],
        actor=actor,
        reason=data["reason"],
        seen_version=data["seen_version"],
    )


def _silent(now: Situation) -> list[str]:
    """Who hasn't said anything, and whether he was reminded."""
    if not now.unrated:
        return []
    day = timezone.localdate()
    lines = []
    for row in now.unrated:
        left = "，已过截止日期，不计入满意率" if services.waits_in_vain(row, day) else ""
        lines.append(f"{_request_label(row)}{left}")
    return ["\n".join(["还没有评价的代表：", *lines])]


def _rated(proposal: Proposal) -> str:
    state = {
        S.REHANDLING: "有代表不满意，已转入重新办理，承办单位会收到消息。",
        S.CLOSED: "代表都已评价，没有不满意，已办结。",
    }.get(ProposalStatus(proposal.status), "")
    return f"评价已录入。{state}"


def _can_begin_again(now: Situation) -> bool:
    steps = (Do.REHANDLE, Do.REPLY)
    return bool(now.answered) and any(allows(now.proposal, step) for step in steps)


def _second_due(proposal: Proposal) -> str:
    parts = proposal.assignments.filter(round__gt=1).order_by("-round", "-pk")
    last = parts.select_related("unit").first()
    return f"已重新办理，{last.unit}应在{last.due_on}以前再次答复。" if last else "已重新办理。"


PAGES = [
    StepPage(
        "rate",
        "录入代表评价",
        None,
        RatingForm,
        "按征求意见表录入，没有交表的代表空着。有不满意的转入重新办理；都评价了、没有不满意的，办结。",
        _rate,
        _rated,
        also=lambda now: now.unrated,
        main_in=(S.REPLIED,),
    ),
    StepPage(
        "remind",
        "提醒评价",
        None,
        ReminderForm,
        "勾选的代表会收到消息，提醒的日期和方式记录下来。提醒过、到期仍不评价的，不计入满意率。",
        _remind,
        lambda proposal: "已提醒。",
        also=lambda now: now.unrated,
    ),
    StepPage(
        "rehandle",
        "重新办理",
        None,
        RehandleForm,
        "交回原来的单位再办一次，另定应答复日期。原来的答复和评价都保留。",
        _rehandle,
        _second_due,
        also=_can_begin_again,
    ),
    StepPage(
        "close",
        Do.CLOSE.label,
        Do.CLOSE,
        CloseForm,
        "还有代表没有评价，或者有不满意但不再重新办理的，写明理由后办结。以后可以重新办理。",
        plain(services.close_proposal, "reason"),
        lambda proposal: "已办结。",
        notes=_silent,
    ),
]
