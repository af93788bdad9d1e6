"""A unit's reply, entered from the paper with its scans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from unfold.widgets import UnfoldAdminSelectWidget

from congress.common.admin.forms import PartialDateInput
from congress.common.attachments.services import attach_files
from congress.common.partial_dates import PartialDateFormField
from proposals.admin.stepping.fields import DayField, OneUnitForm, ScansForm, choice, line, words
from proposals.admin.stepping.page import StepPage
from proposals.admin.stepping.situation import Situation
from proposals.enums import Adoption, ContactForm, ProposalStatus, ProposalStep
from proposals.models import Assignment, OutcomeClass, Proposal, Reply, ReplyDraft
from proposals.services.acting import locked, require_seen
from proposals.services.replying import ReplyValues, enter_reply

S, Do = ProposalStatus, ProposalStep
_VALUES = tuple(ReplyValues.__dataclass_fields__)


class ReplyForm(OneUnitForm, ScansForm):
    """What stands on the paper; where the unit had begun to write, what it wrote."""

    replied_on = DayField(label="答复日期", help_text="答复函落款的日期。")
    document_number = line("答复文号", required=False, help_text="如：江水函〔2026〕3号")
    signed_by = line("签发人", help_text="单位主要负责人的姓名。")
    outcome: Any = forms.ModelChoiceField(
        OutcomeClass.objects.none(),
        label="办理结果",
        empty_label="请选一类",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选办理结果。",
            "invalid_choice": "没有这一类，请另选一类。",
        },
    )
    adoption = choice("采纳情况", Adoption.choices, empty="请选一项", required=False)
    contact_form = choice(
        "面商方式",
        ContactForm.choices,
        empty="按录入的面商",
        required=False,
        help_text="答复函上另外写明的才选。",
    )
    contact_person = line("联系人", required=False)
    contact_phone = line("联系电话", required=False)
    content = words("答复全文", most=20000, rows=10)
    promise = words("计划落实事项", most=500, rows=2, required=False)
    promised_for = PartialDateFormField(label="落实时限", required=False, widget=PartialDateInput())

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["outcome"]
        draft = self._draft()
        current = draft.outcome_id if draft else None
        field.queryset = OutcomeClass.objects.filter(  # type: ignore[attr-defined]
            Q(is_in_use=True) | Q(pk=current)
        )
        letters = OutcomeClass.objects.filter(is_promise=True, is_in_use=True)
        names = "、".join(row.letter for row in letters)
        if names:
            self.fields["promise"].help_text = f"{names}类要写，会记入承诺事项台账。"
        for name, value in self._known(draft).items():
            self.fields[name].initial = value

    def units(self) -> list[Assignment]:
        return self.now.answering

    def _draft(self) -> ReplyDraft | None:
        """What the one unit that still has to answer has begun to write."""
        keys = [part.pk for part in self.units()]
        if len(keys) != 1:
            return None
        return ReplyDraft.objects.filter(assignment=keys[0]).first()

    def _known(self, draft: ReplyDraft | None) -> dict[str, Any]:
        if draft is not None:
            return {name: getattr(draft, name) for name in _VALUES}
        units = [part.unit_id for part in self.units()]
        if len(units) != 1:
            return {}
        last = Reply.objects.filter(assignment__unit=units[0]).order_by("-pk").first()
        names = ("contact_person", "contact_phone", "signed_by")
        return {name: getattr(last, name) for name in names} if last else {}


def _reply(proposal: Proposal, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        require_seen(locked(proposal), data["seen_version"])
        reply = enter_reply(
            data["assignment"],
            ReplyValues(**{name: data[name] for name in _VALUES}),
            actor=actor,
            signed_by=data["signed_by"],
            replied_on=data["replied_on"],
            contact_form=data["contact_form"],
        )
        attach_files(reply, data["scans"], actor=actor, is_scan=True)


def _drafts(now: Situation) -> list[str]:
    """The unit's draft goes when the office enters the reply; that has to be said."""
    drafts = ReplyDraft.objects.filter(assignment__in=[part.pk for part in now.answering])
    return [
        f"{draft.assignment.unit}在系统里有一份答复稿（{draft.get_state_display()}）。"
        "这里录入以后，那份稿子不再保留，稿子里的附件转到答复上。"
        for draft in drafts.select_related("assignment__unit")
    ]


def _done(proposal: Proposal) -> str:
    if proposal.status == S.REPLIED:
        return "答复已录入，请代表评价的消息已经发出。"
    return "答复已录入，还在等其他单位答复。"


PAGES = [
    StepPage(
        "reply",
        "录入答复",
        Do.REPLY,
        ReplyForm,
        "单位书面答复的录在这里，附上扫描件。录入后答复送给提出的每名代表，请代表评价。",
        _reply,
        _done,
        also=lambda now: now.answering,
        main_in=(S.IN_HANDLING, S.REHANDLING),
        notes=_drafts,
        in_columns=True,
    ),
]
