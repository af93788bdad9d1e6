"""What a unit fills in about a demand. Nothing here decides: the services do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from congress.common.attachments.forms import AttachmentsField
from proposals.deskwork.forms import SeenForm
from supervision.deadlines import latest_extension
from supervision.models import Demand

_DAY = {"type": "date"}


class ReportForm(SeenForm):
    """What was done about it, with the proof."""

    measure = forms.CharField(
        max_length=5000,
        required=False,
        label="整改措施",
        help_text="打算怎么办、谁来办。意见不用整改的可以不写。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words = forms.CharField(
        max_length=5000,
        label="办理情况",
        help_text="做了什么，结果怎样，还差什么。",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请写明办理情况：做了什么，结果怎样。"},
    )
    uploads = AttachmentsField(label="照片和证明材料")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uploads: Any = self.fields["uploads"]
        uploads.prepare(actor)


class ExtensionForm(SeenForm):
    """More time, asked before the date."""

    until = forms.DateField(
        label="希望延到哪天",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        error_messages={"required": "请填写希望延到哪天。"},
    )
    reason = forms.CharField(
        max_length=500,
        label="延期理由",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么要延期。"},
    )

    def __init__(self, *args: Any, demand: Demand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {"min": timezone.localdate().isoformat()}
        if demand.issued_on is not None:
            limits["max"] = latest_extension(demand.issued_on).isoformat()
        self.fields["until"].widget.attrs.update(limits)
