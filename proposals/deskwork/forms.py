"""What is filled in on the desk about a proposal. Nothing here decides: the services do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from congress.common.attachments.forms import AttachmentsField
from congress.common.models import Attachment
from proposals.enums import Occasion, ProposalKind
from proposals.models import Category, Proposal, ProposalSettings
from proposals.occasions import Occasions, occasions
from proposals.services import DraftValues
from proposals.services.drafting import UNTITLED

# The order in which people think: what it is, what is wrong, what should be done.
_KINDS = {
    ProposalKind.SUGGESTION: "希望镇里做什么、怎么做",
    ProposalKind.CRITICISM: "指出哪项工作做得不对、不好",
    ProposalKind.OPINION: "对一件事怎么看",
}
_TEXTS = ("title", "grounds", "measures")


class LaterField(forms.CharField):
    """Needed when it is submitted; a draft may still be without."""

    def validate(self, value: Any) -> None:
        """Whatever there is so far will do."""


class DraftForm(forms.Form):
    """A draft of a motion or a suggestion; every box may still be empty."""

    use_required_attribute = False

    draft_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect)
    title = LaterField(
        label="案由",
        max_length=100,
        help_text="一句话说清是什么事。一件只写一件事。",
        widget=forms.TextInput(attrs={"placeholder": "关于……的建议"}),
    )
    grounds = LaterField(
        label="案据",
        max_length=10000,
        help_text="什么情况：在哪里、有多久、影响多少人。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    measures = LaterField(
        label="方案",
        max_length=10000,
        help_text="建议怎么办：请谁做什么。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    uploads = AttachmentsField(label="照片和附件")
    occasion = forms.ChoiceField(label="什么时候提出", widget=forms.RadioSelect)
    category = forms.ModelChoiceField(
        Category.objects.none(),
        required=False,
        label="内容分类",
        empty_label="不清楚，由人大办来分",
    )
    may_be_public = forms.BooleanField(
        required=False,
        label="同意把内容向群众公开",
        help_text="公开以前，人大办会去掉个人信息。",
    )

    def __init__(self, *args: Any, actor: Any, proposal: Proposal | None = None, **kw: Any) -> None:
        kw.setdefault("initial", first_values(proposal))
        super().__init__(*args, **kw)
        self.proposal = proposal
        needed = ProposalSettings.load().motion_sponsors
        motion = f"请大会作决定的事，要{needed}名以上代表联名，只能向会议提出"
        explained = {**_KINDS, ProposalKind.MOTION: motion}
        self._choose("kind", [(k.value, f"{k.label}：{why}") for k, why in explained.items()])
        self._choose("occasion", occasion_choices(proposal, occasions(timezone.localdate())))
        categories: Any = self.fields["category"]
        current = proposal.category_id if proposal else None
        categories.queryset = Category.objects.filter(Q(is_in_use=True) | Q(pk=current))
        uploads: Any = self.fields["uploads"]
        self.files_now = draft_files(proposal)
        uploads.prepare(actor, self.files_now)

    def clean(self) -> dict[str, Any]:
        """An empty page makes no draft."""
        data = super().clean() or {}
        if self.proposal is None and not any(data.get(name) for name in _TEXTS):
            raise ValidationError("还什么都没有写。请先写案由，或者写写是什么情况。")
        return data

    def values(self) -> DraftValues:
        """What was typed, for the service."""
        names = (*_TEXTS, "kind", "occasion", "category", "may_be_public")
        return DraftValues(**{name: self.cleaned_data[name] for name in names})

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def first_values(proposal: Proposal | None) -> dict[str, Any]:
    """What the boxes hold when the page is opened. Version 0 is that of nothing stored yet."""
    if proposal is None:
        now = occasions(timezone.localdate())
        return {
            "kind": ProposalKind.SUGGESTION,
            "occasion": now.default,
            "may_be_public": True,
            "seen_version": 0,
        }
    choices = dict(occasion_choices(proposal, occasions(timezone.localdate())))
    return {
        "kind": proposal.kind,
        "title": "" if proposal.title == UNTITLED else proposal.title,
        "grounds": proposal.grounds,
        "measures": proposal.measures,
        "occasion": proposal.occasion if proposal.occasion in choices else next(iter(choices)),
        "category": proposal.category_id or "",
        "may_be_public": proposal.may_be_public,
        "seen_version": proposal.version,
        "draft_key": proposal.draft_key or "",
    }


def occasion_choices(proposal: Proposal | None, now: Occasions) -> list[tuple[str, str]]:
    """To what it can be brought today; what was brought already stays where it is."""
    if proposal is not None and proposal.submitted_on is not None:
        where = f"{proposal.session}，" if proposal.session else ""
        return [(proposal.occasion, f"{where}{proposal.get_occasion_display()}")]
    if now.is_on:
        return [(Occasion.IN_SESSION.value, f"向{now.open}提出（正在举行）")]
    choices = [(Occasion.INTERSESSIONAL.value, "现在提出，交镇人大主席团（闭会期间）")]
    if now.open is not None:
        begins = f"（{now.open.starts_on}开始）" if now.open.starts_on else ""
        choices.append((Occasion.IN_SESSION.value, f"向{now.open}提出{begins}"))
    return choices


def draft_files(proposal: Proposal | None) -> list[Attachment]:
    """The files that its writer added; scans are the office's."""
    if proposal is None:
        return []
    return list(Attachment.objects.of(proposal).shown().filter(is_scan=False))


class SeenForm(forms.Form):
    """Nothing but the version that was on the screen."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SubmitForm(SeenForm):
    """One matter an item (一事一议); a motion's other sponsors may sign on paper."""

    one_matter = forms.BooleanField(
        label="这件只反映一件事（一事一议）",
        error_messages={"required": "请看一看是不是只有一件事。是的，请打勾；不是，请分成几件写。"},
    )
    signed_on_paper = forms.BooleanField(
        required=False,
        label="其余代表在纸上签名，签名件交人大办",
        help_text="人大办录入签名、人数够了，才能登记。",
    )

    def __init__(self, *args: Any, asks_for_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_paper:
            del self.fields["signed_on_paper"]


class WithdrawalForm(SeenForm):
    """Why a proposal is withdrawn."""

    withdrawal_reason = forms.CharField(
        max_length=500,
        label="撤回的理由",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么撤回。"},
    )


class ReturnForm(SeenForm):
    """Why an assignment isn't the unit's business; ``assignment`` is its public id."""

    assignment = forms.SlugField(widget=forms.HiddenInput)
    return_reason = forms.CharField(
        max_length=500,
        label="退办的理由",
        help_text="为什么不归本单位办，应该由哪个单位办。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么退办、应该由哪个单位办。"},
    )
