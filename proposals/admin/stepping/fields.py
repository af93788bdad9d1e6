"""Boxes and forms that several steps of the office share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from congress.common.admin.forms import SearchedChoices
from congress.common.attachments.forms import AttachmentsField
from deputies.models import Deputy, PresidiumMeeting
from proposals.admin.stepping.situation import Situation
from proposals.models import Assignment, Proposal

_NO_DAY = "看不懂这个日期，请写成2026-01-15这样。"


class DayInput(UnfoldAdminTextInputWidget):
    """A box for a whole day; a phone or browser offers its calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class DayField(forms.DateField):
    """A whole day, today unless somebody says otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput())
        kwargs.setdefault("initial", timezone.localdate)
        kwargs.setdefault("error_messages", {"invalid": _NO_DAY, "required": "请写日期。"})
        super().__init__(**kwargs)


def words(label: str, *, most: int = 1000, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A box for text; what is too long is said in words and stays in the box."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        error_messages={
            "required": f"请写{label}。",
            "max_length": f"最多{most}字，现在有%(show_value)s字，请写短一些。",
        },
        **kwargs,
    )


def line(label: str, *, most: int = 50, **kwargs: Any) -> forms.CharField:
    """A box for a few words."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={
            "required": f"请写{label}。",
            "max_length": f"最多{most}字，现在有%(show_value)s字，请写短一些。",
        },
        **kwargs,
    )


def choice(label: str, choices: Any, *, empty: str = "", **kwargs: Any) -> forms.ChoiceField:
    """One of a few; ``empty`` is the line for none."""
    first = [("", empty)] if empty else []
    return forms.ChoiceField(
        label=label,
        choices=[*first, *choices],
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": f"请选{label}。",
            "invalid_choice": "没有这一项，请另选一项。",
        },
        **kwargs,
    )


def records(label: str, *, empty: str, **kwargs: Any) -> forms.ModelChoiceField:
    """One of a few records, which ``prepare`` sets."""
    return forms.ModelChoiceField(
        Assignment.objects.none(),
        label=label,
        empty_label=empty,
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": f"请选{label}。",
            "invalid_choice": "没有这一项，或者刚有变动。请刷新页面，查看最新情况。",
        },
        **kwargs,
    )


def ticked(label: str, **kwargs: Any) -> forms.ModelMultipleChoiceField:
    """Several of a few records, each with a box; ``prepare`` sets them."""
    return forms.ModelMultipleChoiceField(
        Assignment.objects.none(),
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": f"请勾选{label}。",
            "invalid_choice": "勾选的有变动，请刷新页面，查看最新情况。",
            "invalid_pk_value": "勾选的有变动，请刷新页面，查看最新情况。",
        },
        **kwargs,
    )


def deputies_field(label: str, **kwargs: Any) -> forms.ModelMultipleChoiceField:
    """Deputies, found by name or pinyin."""
    field = PresidiumMeeting._meta.get_field("present")
    kwargs.setdefault("error_messages", {"required": f"请选{label}。"})
    return forms.ModelMultipleChoiceField(
        Deputy.objects.all(), label=label, widget=SearchedChoices(field, admin.site), **kwargs
    )


class StepForm(forms.Form):
    """Carries the version that was looked at; a step may need nothing else."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal, self.actor = proposal, actor
        self.now = Situation(proposal)
        self.fields["seen_version"].initial = self.record.version
        self.prepare()

    @property
    def record(self) -> Any:
        """What must not have changed since the page was opened."""
        return self.proposal

    def prepare(self) -> None:
        """What depends on the proposal."""


class NoteForm(StepForm):
    """A step that needs no reason, but may have one."""

    reason = words("说明", required=False, help_text="可以不写。写了会记在经过里。")


class ReasonForm(StepForm):
    reason = words("理由", help_text="会告诉提出的代表。")


class ScansForm(StepForm):
    """What came on paper, with its scan."""

    scans = AttachmentsField(label="扫描件", offers_camera=False)

    def prepare(self) -> None:
        field = self.fields["scans"]
        assert isinstance(field, AttachmentsField)  # noqa: S101
        field.prepare(self.actor)
        self.order_fields([name for name in self.fields if name != "scans"] + ["scans"])


class OneUnitForm(StepForm):
    """Which of the units that have it."""

    assignment = forms.ModelChoiceField(
        Assignment.objects.none(),
        label="哪个单位",
        empty_label="请选单位",
        widget=UnfoldAdminSelectWidget(),
        error_messages={
            "required": "请选单位。",
            "invalid_choice": "这个单位已经不办这一件，请刷新页面，查看最新情况。",
        },
    )

    def prepare(self) -> None:
        super().prepare()
        keys = [part.pk for part in self.units()]
        field: Any = self.fields["assignment"]
        field.queryset = Assignment.objects.filter(pk__in=keys).select_related("unit")
        field.label_from_instance = lambda a: f"{a.unit}（{a.get_role_display()}）"
        if len(keys) == 1:
            field.initial = keys[0]

    def units(self) -> list[Assignment]:
        """Which units are offered."""
        return self.now.waiting
