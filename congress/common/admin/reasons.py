"""Why a record is changed or deleted: a box that may stay empty, kept with the history."""

from typing import Any

from django import forms
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

REASON = "change_reason"
_LONGEST = 200


class ReasonForm(forms.Form):
    """The box. On the page of a record it is a part of the record's own form."""

    change_reason = forms.CharField(
        required=False,
        max_length=_LONGEST,
        label="修改原因（可不填）",
        widget=UnfoldAdminTextInputWidget(
            attrs={"placeholder": "如：按县人大通知更正", "autocomplete": "off"}
        ),
    )


def with_reason(form: Any) -> Any:
    """The form class of a record with the box."""
    box = {REASON: ReasonForm.base_fields[REASON]}
    return type(form.__name__, (form,), box)


def reason_in(form: Any) -> str:
    """What was written into the box of a form that is valid; "" where there is none."""
    return str(form.cleaned_data.get(REASON) or "")


def deletion_form() -> forms.Form:
    """The box on the page that asks whether to delete."""
    form = ReasonForm()
    form.fields[REASON].label = "删除原因（可不填）"
    form.fields[REASON].widget.attrs["placeholder"] = "如：重复录入"
    return form


def reason_of_deletion(request: HttpRequest) -> str:
    """What was written on the page that asks whether to delete; what can't be kept is left out."""
    form = ReasonForm(request.POST)
    return reason_in(form) if form.is_valid() else ""
