"""What a unit fills in about its part. Nothing here decides: the services do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from congress.common.attachments.forms import AttachmentsField
from congress.common.models import Attachment
from congress.common.partial_dates import PartialDateFormField
from proposals.deskwork.forms import LaterField, SeenForm
from proposals.enums import Adoption, ContactForm
from proposals.models import OutcomeClass, Promise, Reply, ReplyDraft
from proposals.services.handling import answered_sponsors
from proposals.services.replying import ReplyValues

_DAY = {"type": "date"}
_BOXES = tuple(ReplyValues.__dataclass_fields__)


class LaterChoice(forms.ModelChoiceField):
    """Needed when the reply is signed; a draft may still be without."""

    def validate(self, value: Any) -> None:
        """Whatever there is so far will do."""


class ContactingForm(forms.Form):
    """A talk with the deputies (面商)."""

    held_on = forms.DateField(
        label="哪天",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        error_messages={"required": "请填写哪天联系的。"},
    )
    form = forms.ChoiceField(
        label="怎样联系",
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎样联系的。"},
    )
    with_whom: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        label="和哪些代表",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选和哪些代表谈的。"},
    )
    spoke_for_unit = forms.CharField(
        max_length=50, required=False, label="单位谁去谈的", help_text="姓名、职务。"
    )
    content = forms.CharField(
        max_length=2000,
        label="谈了什么",
        help_text="代表怎么说，单位怎么答复，商定了什么。",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写谈了什么。"},
    )

    def __init__(self, *args: Any, part: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["form"]
        choice.choices = [each for each in ContactForm.choices if each[0] != ContactForm.NONE]
        people: Any = self.fields["with_whom"]
        people.queryset = answered_sponsors(part)
        people.label_from_instance = _sponsor_label
        today = timezone.localdate()
        self.fields["held_on"].initial = today
        limits = {"max": today.isoformat()}
        if part.assigned_on is not None:
            limits["min"] = part.assigned_on.earliest().isoformat()
        self.fields["held_on"].widget.attrs.update(limits)


class OpinionForm(SeenForm):
    """What an assisting unit has to say (协办意见)."""

    content = forms.CharField(
        max_length=10000,
        label="协办意见",
        help_text="本单位管哪一块，怎么办、什么时候办，供主办单位写进答复。",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请写协办意见。"},
    )
    uploads = AttachmentsField(label="照片和附件")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _prepare(self, actor)


class ExtensionForm(SeenForm):
    """Why more time is needed (延期)."""

    extension_reason = forms.CharField(
        max_length=500,
        label="延期的理由",
        help_text="卡在哪里，还要办什么。代表也会看到。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明为什么要延期。"},
    )


class ReplyForm(SeenForm):
    """A reply while it is written; every box may still be empty."""

    use_required_attribute = False

    content = LaterField(
        label="答复全文",
        max_length=20000,
        help_text="办了什么、结果怎样；没有办成的，为什么、以后怎么办。抬头和落款不用写，会自动加上。",
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    outcome = LaterChoice(None, label="办理结果", empty_label="请选一类")
    adoption = forms.ChoiceField(
        label="采纳情况", required=False, choices=[("", "请选一项"), *Adoption.choices]
    )
    promise = forms.CharField(
        label="计划落实事项",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    promised_for = PartialDateFormField(label="落实时限", required=False)
    document_number = forms.CharField(
        label="答复文号",
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：江水函〔2026〕3号"}),
    )
    contact_person = forms.CharField(label="联系人", max_length=50, required=False)
    contact_phone = forms.CharField(
        label="联系电话",
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    uploads = AttachmentsField(label="附件和扫描件")

    def __init__(self, *args: Any, actor: Any, part: Any, draft: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", first_values(part, draft))
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        current = draft.outcome_id if draft else None
        outcome.queryset = OutcomeClass.objects.filter(Q(is_in_use=True) | Q(pk=current))
        letters = [row.letter for row in outcome.queryset if row.is_promise]
        if letters:
            self.fields[
                "promise"
            ].help_text = (
                f"办理结果是{'、'.join(letters)}类的，写明还要做什么；会记入承诺台账，直到落实。"
            )
        _prepare(self, actor, draft_files(draft))

    def values(self) -> ReplyValues:
        """What was typed, for the service."""
        return ReplyValues(**{name: self.cleaned_data[name] for name in _BOXES})


class SigningForm(SeenForm):
    """Who signs, and that he has read it."""

    signed_by = forms.CharField(
        max_length=50,
        label="签发人",
        help_text="单位主要负责人的姓名。",
        error_messages={"required": "请写签发人。"},
    )
    confirmed = forms.BooleanField(
        label="看过全文，同意答复。发出以后不能再改",
        error_messages={"required": "请从头看一遍。同意发出的，请打勾。"},
    )


class ReworkForm(SeenForm):
    """What has to be changed before somebody signs (退改)."""

    rework_reason = forms.CharField(
        max_length=500,
        label="要改什么",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明要改什么。"},
    )


class PromiseForm(SeenForm):
    """How far a promise is, or that it was kept."""

    report = forms.CharField(
        max_length=1000,
        label="落实情况",
        help_text="做了什么，还差什么。",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明落实情况。"},
    )
    kept_on = forms.DateField(
        label="落实日期",
        required=False,
        help_text="已经落实的填；不填就是今天。",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
    )
    uploads = AttachmentsField(label="照片和附件")

    def __init__(self, *args: Any, actor: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        _prepare(self, actor)


def first_values(part: Any, draft: ReplyDraft | None) -> dict[str, Any]:
    """What the boxes hold when the page is opened. Version 0 is that of nothing stored yet.

    Who is to be asked stays the same from one reply of a unit to the next.
    """
    if draft is not None:
        values = {name: getattr(draft, name) for name in _BOXES}
        return {**values, "outcome": draft.outcome_id, "seen_version": draft.version}
    last = Reply.objects.filter(assignment__unit=part.unit_id).order_by("-pk").first()
    known = ("contact_person", "contact_phone")
    return {"seen_version": 0} | {name: getattr(last, name) for name in known if last}


def draft_files(draft: ReplyDraft | None) -> list[Attachment]:
    """The files of a draft; none before there is one."""
    return list(Attachment.objects.of(draft).shown()) if draft is not None else []


def _prepare(form: Any, actor: Any, earlier: list[Attachment] | None = None) -> None:
    form.fields["uploads"].prepare(actor, earlier or [])


def _sponsor_label(sponsorship: Any) -> str:
    return f"{sponsorship.deputy}{'（领衔）' if sponsorship.is_lead else ''}"
