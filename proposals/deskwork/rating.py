"""A sponsor says what he thinks of a reply (评价): what is asked, and the page that takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from congress.common.exceptions import RuleViolation
from congress.common.numerals import chinese_number
from congress.common.templatetags.portal import cn_date
from congress.common.typed import Typed
from proposals.deskwork.page import NoLongerThere, found, gone_page, own_sponsorship
from proposals.enums import ProposalStatus, Satisfaction
from proposals.models import (
    Assignment,
    FeedbackRequest,
    Proposal,
    ProposalSettings,
    ReplyRating,
    Sponsorship,
)
from proposals.services.feedback import missing_words, rate_reply, rating_is_bad
from proposals.standing import NEXT, Standing


class RatingForm(forms.Form):
    """Two questions with four answers each, and words; ``reply`` is the reply's public id."""

    use_required_attribute = False

    reply = forms.SlugField(widget=forms.HiddenInput)
    attitude = forms.ChoiceField(
        label="单位办得用心不用心（办理态度）",
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。说不好的，选“未表态”。"},
    )
    result = forms.ChoiceField(
        label="事情办得怎么样（办理结果）",
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。说不好的，选“未表态”。"},
    )
    words = forms.CharField(
        required=False,
        max_length=500,
        label="意见",
        help_text="不满意的，请写明哪里不满意，单位重新办理时要用。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """What is missing stands beside the box."""
        data = super().clean() or {}
        said = (data.get("attitude", ""), data.get("result", ""))
        if "words" in data and (missing := missing_words(*said, data["words"])):
            self.add_error("words", missing)
        return data


@dataclass(frozen=True)
class Asked:
    """A reply that the reader is asked about, or was: with the form, or what he said.

    ``is_overtaken``: the unit has it again, before he said anything.
    """

    request: FeedbackRequest
    unit: Any
    form: RatingForm | None = None
    rating: ReplyRating | None = None
    is_overtaken: bool = False
    again: Assignment | None = None


def feedback_asked(own: Sponsorship | None, bound: RatingForm | None = None) -> list[Asked]:
    """What this sponsor is asked about, as the page shows the replies; then what he said."""
    if own is None:
        return []
    rows = FeedbackRequest.objects.filter(sponsorship=own).select_related(
        "reply__assignment__unit", "reply__assignment__proposal"
    )
    ratings = ReplyRating.objects.filter(sponsorship=own).select_related(
        "reply__assignment__unit", "entered_by"
    )
    said = {rating.reply_id: rating for rating in ratings}
    found = [_asked(row, said.get(row.reply_id), bound) for row in rows.order_by("-reply__pk")]
    open_ones = [each for each in found if each.form]
    open_ones.sort(key=lambda each: each.request.reply.assignment_id)
    return [*open_ones, *(each for each in found if not each.form)]


def _asked(row: FeedbackRequest, rating: ReplyRating | None, bound: RatingForm | None) -> Asked:
    reply, part = row.reply, row.reply.assignment
    again = part if part.is_waiting and part.round == reply.round + 1 else None
    if rating is not None:
        return Asked(row, part.unit, rating=rating, again=again if rating_is_bad(rating) else None)
    if part.is_waiting or part.round > reply.round:
        return Asked(row, part.unit, is_overtaken=True, again=again)
    is_typed = bound is not None and bound.data.get("reply") == reply.public_id
    form = bound if is_typed else RatingForm(initial={"reply": reply.public_id})
    if form is not None:
        form.auto_id = f"rate-{reply.pk}-%s"
    return Asked(row, part.unit, form=form)


def about_feedback(
    own: Sponsorship | None, answered: Any, bound: RatingForm | None, problem: Any
) -> dict[str, Any]:
    """For the page: what is asked of the reader; what was typed of a form that isn't any more."""
    asked = feedback_asked(own, bound)
    shown = [each for each in asked if each.form is not None and each.form is bound]
    return {
        "asked": asked,
        "must_rate": any(each.form for each in asked),
        "rating_typed": _typed(bound) if bound is not None and problem and not shown else [],
        "second_months": _months(ProposalSettings.load().second_months),
        "is_closed": answered.status == ProposalStatus.CLOSED,
    }


def standing_for(proposal: Proposal, stands: Standing, asked: list[Asked]) -> Standing:
    """The sentence on top, for a sponsor whose word is still missing, or who has said it."""
    if proposal.status not in (ProposalStatus.REPLIED, ProposalStatus.MERGED):
        return stands
    waiting = [each for each in asked if each.form]
    if waiting:
        due_on = min(each.request.due_on for each in waiting)
        units = "、".join(str(each.unit) for each in waiting)
        text = f"{units}已经答复，请在{cn_date(due_on)}以前评价。"
        return Standing(text, due_on, NEXT[ProposalStatus.REPLIED])
    said = any(each.rating for each in asked)
    return replace(stands, next="代表都评价了，没有不满意的，就办结。" if said else "")


@require_POST
@login_required
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take what a sponsor says of a reply; from his own proposal's page, merged or not."""
    from proposals.deskwork.detail import refused, show

    try:
        proposal = found(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    own = own_sponsorship(request.user, proposal)
    if own is None:
        raise PermissionDenied
    form = RatingForm(request.POST)
    form.is_valid()
    asked = _request_of(own, form.cleaned_data.get("reply", ""))
    if not form.is_valid():
        return show(request, proposal, rating=form)
    values = {name: form.cleaned_data[name] for name in ("attitude", "result", "words")}
    try:
        rating = rate_reply(asked, actor=request.user, **values)
    except RuleViolation as problem:
        return refused(request, public_id, problem, rating=form)
    messages.success(request, _thanks(rating))
    return redirect("desk-proposal", proposal.public_id)


def _request_of(own: Sponsorship, public_id: str) -> FeedbackRequest:
    rows = FeedbackRequest.objects.filter(sponsorship=own, reply__public_id=public_id)
    row = rows.select_related("sponsorship__deputy", "reply__assignment__proposal").first()
    if row is None:
        raise Http404
    return row


def _thanks(rating: ReplyRating) -> str:
    part = Assignment.objects.select_related("unit", "proposal").get(pk=rating.reply.assignment_id)
    if part.is_waiting:
        until = f"，{part.due_on}以前再次答复您" if part.due_on else ""
        return f"您的评价已经记下。由{part.unit}重新办理{until}。"
    if Proposal.objects.get(pk=part.proposal_id).status == ProposalStatus.CLOSED:
        return "您的评价已经记下。代表都评价了，这件已经办结。"
    return "您的评价已经记下。"


def _typed(form: RatingForm) -> list[Typed]:
    """What was chosen and written, to be copied from the page."""
    data = {name: form.data.get(name, "") for name in ("attitude", "result", "words")}
    labels = dict(Satisfaction.choices)
    found = [
        Typed("对办理态度", labels.get(data["attitude"], "")),
        Typed("对办理结果", labels.get(data["result"], "")),
        Typed("意见", data["words"]),
    ]
    return [each for each in found if each.text]


def _months(number: int) -> str:
    return "两个月" if number == 2 else f"{chinese_number(number)}个月"
