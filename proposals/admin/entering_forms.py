"""What the office types: a proposal on paper (代录), a finished matter (补录)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from congress.common.attachments.forms import AttachmentsField
from congress.common.cells import CellError, PersonRef, split_people
from congress.township.models import Organ, Session
from deputies.imports.directory import Directory
from deputies.models import Deputy
from proposals.enums import ContactForm, Occasion, ProposalKind, Proposer, Satisfaction
from proposals.imports.resource import LedgerResource
from proposals.models import Category, OutcomeClass
from proposals.services import FieldProblems, PaperProposal

_NAMES_HELP = "写姓名，用顿号隔开；同名的在后面用括号写明村，如“张伟（沙湖村）”。"
_DATE_HELP = "可以只写到年或月，如2025、2025年3月、2025-03-08。不知道就空着。"


def _sessions() -> Any:
    return Session.objects.select_related("term").order_by("-term__ordinal", "-ordinal")


def _session_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Session.objects.none(),
        label="会议",
        widget=UnfoldAdminSelectWidget,
        help_text="闭会期间提出的，选它之前的那次会议。",
        error_messages={
            "required": "请选会议。",
            "invalid_choice": "没有这次会议，请重新选。",
        },
    )


def _words(
    label: str, choices: Iterable[tuple[str, str]], *, empty: str = "", **kwargs: Any
) -> forms.ChoiceField:
    listed = [*([("", empty)] if empty else []), *choices]
    kwargs.setdefault("required", not empty)
    return forms.ChoiceField(
        label=label,
        choices=listed,
        widget=UnfoldAdminSelectWidget,
        error_messages={
            "required": f"请选{label}。",
            "invalid_choice": f"{label}里没有这一项，请重新选。",
        },
        **kwargs,
    )


def _line(label: str, *, required: bool = False, help_text: str = "", longest: int = 100) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": f"请填写{label}。"},
    )


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=10000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


class PaperForm(forms.Form):
    """A proposal as it was handed in on paper."""

    session = _session_field()
    occasion = _words("提出时段", Occasion.choices)
    kind = _words("类别", ProposalKind.choices, initial=ProposalKind.SUGGESTION)
    proposer = _words("提出人", Proposer.choices, initial=Proposer.DEPUTIES)
    lead = _line("领衔代表", help_text="主席团、镇人民政府提的，空着。")
    co = _line("附议代表", help_text=_NAMES_HELP, longest=2000)
    submitted_on = forms.DateField(
        label="提出日期",
        widget=UnfoldAdminDateWidget(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="纸上写的日期。",
        error_messages={
            "required": "请填写提出日期。",
            "invalid": "没有这个日期，请写成2026-01-15的样子。",
        },
    )
    title = _line("案由", required=True, help_text="一事一议，写成“关于……的建议”。")
    grounds = _text("案据")
    measures = _text("方案")
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label="内容分类",
        required=False,
        empty_label="（以后再定）",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "没有这个分类，请重新选。"},
    )
    may_be_public = forms.BooleanField(
        label="可以公开", required=False, initial=True, widget=UnfoldBooleanWidget
    )
    register = forms.BooleanField(
        label="同时登记编号",
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
        help_text="编号按登记的先后排。",
    )
    scans = AttachmentsField(label="纸质件扫描", offers_camera=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["session"], _sessions())
        choose(self.fields["category"], Category.objects.filter(is_in_use=True))
        scans = self.fields["scans"]
        assert isinstance(scans, AttachmentsField)  # noqa: S101
        scans.prepare(actor)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        session, day = cleaned.get("session"), cleaned.get("submitted_on")
        if session is None:
            return cleaned
        directory = Directory(session.term, day or timezone.localdate())
        leads = self._people("lead", directory)
        if len(leads) > 1:
            self.add_error("lead", "领衔代表只有一名，其余的请写在附议代表里。")
        cleaned["lead"] = leads[0] if leads else None
        cleaned["co"] = self._people("co", directory)
        if cleaned["lead"] in cleaned["co"]:
            self.add_error("co", f"附议代表里有领衔代表{cleaned['lead']}本人。请核对。")
        return cleaned

    @property
    def paper(self) -> PaperProposal:
        """What was typed, once it is valid."""
        names = PaperProposal.__dataclass_fields__
        return PaperProposal(**{n: self.cleaned_data[n] for n in names if n in self.cleaned_data})

    def _people(self, name: str, directory: Directory) -> list[Deputy]:
        found = []
        for ref in _refs(self.cleaned_data.get(name) or ""):
            try:
                found.append(directory.find(ref))
            except CellError as error:
                self.add_error(name, ValidationError(error.message))
        return list(dict.fromkeys(found))


class FinishedForm(forms.Form):
    """A matter of former days, in the ledger's columns. What is left out is 未载."""

    session = _session_field()
    number = _line("编号", help_text="如第7号、闭会第2号。空着就接着编。")
    kind = _words(
        "类别", [(k.label, k.label) for k in ProposalKind], initial=ProposalKind.SUGGESTION.label
    )
    occasion = _words("提出时段", [(o.label, o.label) for o in Occasion])
    title = _line("案由", required=True)
    proposer = _words("提出人", Proposer.choices, initial=Proposer.DEPUTIES)
    lead = _line("领衔代表", help_text="主席团、镇人民政府提的议案，空着。")
    co = _line("附议代表", help_text=_NAMES_HELP, longest=2000)
    submitted_on = _line("提出日期", help_text=_DATE_HELP)
    category = _words("内容分类", [], empty="（未载）")
    unit = _words("主办单位", [], empty="（没有交办）")
    co_units = _line("协办单位", help_text="用顿号隔开。", longest=500)
    assigned_on = _line("交办日期", help_text=_DATE_HELP)
    due_on = _line("应答复日期", help_text="空着就按规定算。")
    replied_on = _line("答复日期", help_text=_DATE_HELP)
    document_number = _line("答复文号", longest=50)
    outcome = _words("办理结果", [], empty="（未载）")
    contact_form = _words("面商方式", [(c.label, c.label) for c in ContactForm], empty="（未载）")
    attitude = _words("对办理态度", [(s.label, s.label) for s in Satisfaction], empty="（未载）")
    result = _words("对办理结果", [(s.label, s.label) for s in Satisfaction], empty="（未载）")
    may_be_public = _words("是否公开", [("是", "是"), ("否", "否")])
    remark = _line("备注", longest=2000)
    scans = AttachmentsField(label="纸质件扫描", offers_camera=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scans = self.fields["scans"]
        assert isinstance(scans, AttachmentsField)  # noqa: S101
        scans.prepare(actor)
        choose(self.fields["session"], _sessions())
        _offer(self.fields["category"], [(c.name, c.name) for c in Category.objects.all()])
        units = Organ.objects.order_by("kind", "name")
        _offer(self.fields["unit"], [(u.name, u.name) for u in units])
        outcomes = OutcomeClass.objects.all()
        _offer(self.fields["outcome"], [(o.letter, str(o)) for o in outcomes])
        # The deputy's group follows from his mandate, so it isn't asked.
        self.columns = [name for name in LedgerResource.field_labels() if name in self.fields]
        for name in self.columns:
            self.fields[name].label = LedgerResource.field_labels()[name]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        proposer, lead = cleaned.get("proposer"), cleaned.get("lead")
        if proposer == Proposer.DEPUTIES and not lead and "lead" in cleaned:
            self.add_error("lead", "请填写领衔代表。")
        elif proposer and proposer != Proposer.DEPUTIES and lead:
            self.add_error("lead", "主席团、镇人民政府提的没有领衔代表，请空着，或者改提出人。")
        return cleaned

    @property
    def said(self) -> dict[str, str]:
        """By the ledger's columns, once it is valid: there an organ stands in the lead's place."""
        said = {name: self.cleaned_data[name] for name in self.columns}
        proposer = Proposer(self.cleaned_data["proposer"])
        return said if proposer == Proposer.DEPUTIES else said | {"lead": proposer.label}

    def take_problems(self, problems: FieldProblems) -> None:
        """Put each sentence beside its field."""
        for name, texts in problems.problems.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


def choose(field: Any, rows: Any) -> None:
    """Give a choice of records its rows, read when the form is made."""
    field.queryset = rows


def _offer(field: Any, choices: list[tuple[str, str]]) -> None:
    field.choices = [*field.choices, *choices]


def _refs(text: str) -> list[PersonRef]:
    return list(split_people(text))
