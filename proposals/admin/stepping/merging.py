"""Into which one a suggestion is merged: one of those about the same, or any that is looked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from unfold.widgets import UnfoldAdminRadioSelectWidget

from congress.common.admin.forms import SearchedChoice
from proposals.admin.stepping.fields import StepForm, words
from proposals.enums import ProposalKind
from proposals.models import Proposal
from proposals.services.reviewing import MERGEABLE_INTO
from proposals.similar import similar_to

_ANOTHER = "no"


class MergeForm(StepForm):
    """``likely`` is there only when there is something about the same that can be merged into."""

    likely = forms.ChoiceField(
        label="相近的件",
        required=False,
        widget=UnfoldAdminRadioSelectWidget(),
        error_messages={"invalid_choice": "没有这一件，请另选一件。"},
        help_text="案由相近、还没有答复的。",
    )
    into: Any = forms.ModelChoiceField(
        Proposal.objects.submitted(),
        label="并入哪一件",
        required=False,
        widget=SearchedChoice(Proposal._meta.get_field("merged_into"), admin.site),
        error_messages={"invalid_choice": "没有这一件，请另选一件。"},
        help_text="输入编号（如 第3号）、案由里的字或代表姓名来找。",
    )
    reason = words("说明", required=False, help_text="可以不写。写了会告诉提出的代表。")

    def prepare(self) -> None:
        found = similar_to(self.proposal.title, user=self.actor, exclude=self.proposal, limit=15)
        near = [each for each in found if _can_take(each.proposal)][:5]
        if not near:
            del self.fields["likely"]
            return
        box: Any = self.fields["likely"]
        choices = [(str(each.proposal.pk), _label(each)) for each in near]
        box.choices = [*choices, (_ANOTHER, "都不是，在下面找另一件")]
        self.fields["into"].label = "找另一件"

    def clean(self) -> dict[str, Any]:
        """One of both boxes says which; ``into`` is the answer."""
        cleaned = super().clean() or self.cleaned_data
        likely, into = cleaned.pop("likely", ""), cleaned.get("into")
        if likely and likely != _ANOTHER:
            if into is not None and str(into.pk) != likely:
                self.add_error("into", "上面选了一件，这里又找了另一件，请只留一件。")
            cleaned["into"] = Proposal.objects.filter(pk=likely).first()
        if cleaned.get("into") is None and not self.errors:
            self.add_error("into", "请选并入哪一件。")
        return cleaned


def _can_take(other: Proposal) -> bool:
    return other.status in MERGEABLE_INTO and not ProposalKind(other.kind).is_motion


def _label(each: Any) -> str:
    other = each.proposal
    where = f"{other.session}" if other.session else ""
    return f"{where}{other.number_label} {other.title}（{each.became.rstrip('。')}）"
