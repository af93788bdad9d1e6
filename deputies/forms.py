"""What people fill in about a liaison task."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from congress.common.attachments.forms import AttachmentsField
from congress.common.exceptions import RuleViolation
from deputies.models import LiaisonTask, TaskKind, TaskReport
from deputies.services.reporting import require_possible_day
from deputies.suggestions import earlier_files

_ASKED = {
    TaskKind.GROUP_VISIT: "走访时谁说了什么、要解决什么。",
    TaskKind.DUTY_REPORT: "本季度做了什么、群众反映了什么、要解决什么。",
    TaskKind.SYMPOSIUM: "准备提哪些议案和建议、各是什么情况。",
}


class ReportForm(forms.ModelForm):
    """What was done for a task. Errors keep what was typed."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    uploads = AttachmentsField(label="照片和附件")

    class Meta:
        model = TaskReport
        fields = ("held_on", "place", "content", "solution", "attendance")
        widgets: ClassVar = {"held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts: ClassVar = {
            "solution": "怎么办、谁来办，有了结果就写结果。",
            "attendance": "姓名或人数。",
        }

    def __init__(self, *args: Any, task: LiaisonTask, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        self.offer_files("uploads", actor, is_scan=False)
        self.fields["seen_version"].initial = task.version
        self.fields["content"].help_text = _ASKED[TaskKind(task.kind)]
        limits = {"min": task.opens_on.isoformat(), "max": timezone.localdate().isoformat()}
        self.fields["held_on"].widget.attrs.update(limits)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"

    def offer_files(self, name: str, actor: Any, *, is_scan: bool) -> None:
        """Say who fills in a field for attachments; after a return he goes on with the earlier."""
        field = self.fields[name]
        assert isinstance(field, AttachmentsField)  # noqa: S101
        field.prepare(actor, earlier_files(self.task, is_scan=is_scan))

    def clean_held_on(self) -> dt.date:
        """The rule itself is the service's; here its sentence lands beside the field."""
        held_on: dt.date = self.cleaned_data["held_on"]
        try:
            require_possible_day(self.task, held_on)
        except RuleViolation as error:
            raise ValidationError(error.message) from error
        return held_on


class SeenForm(forms.Form):
    """Nothing but the version of the task that was on the screen."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(SeenForm):
    """Why a report is sent back, or a task is taken back."""

    reason = forms.CharField(
        max_length=500,
        label="原因",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。"},
    )
