"""What can be done with many proposals at once: its words, its form, the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldBooleanWidget

from congress.township.models import CongressTerm
from proposals import services
from proposals.admin.stepping.assigning import UnitsFields
from proposals.admin.stepping.fields import DayField, choice, records, words
from proposals.admin.stepping.pressing import PRESSING_FORMS
from proposals.admin.stepping.rating import HOW
from proposals.enums import ProposalStep
from proposals.many_jobs import REPEATED
from proposals.models import Assignment, Proposal
from proposals.presidium import members
from proposals.services import many
from proposals.services.many import Result
from proposals.services.publishing import personal_data_as_written


class BatchForm(forms.Form):
    """Remembers what was tried out, so that nothing else is done than what was shown."""

    looked = forms.CharField(required=False, widget=forms.HiddenInput)


class UnitsForm(UnitsFields, BatchForm):
    """The same units for all."""


class RemindForm(BatchForm):
    """How the sponsors are reminded."""

    how = choice("怎样提醒", HOW)
    on = DayField(label="提醒日期")


class PublishForm(BatchForm):
    """What is to become of texts that may hold personal data."""

    with_data = forms.BooleanField(
        label="有电话、证件号、门牌号的也照原文公开",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="不勾选的，这些件不公开，请逐件打开，核对以后公开。",
    )


class PressingForm(BatchForm):
    """How all the units are pressed."""

    pressed_on = DayField(label="催办日期")
    form = choice("方式", PRESSING_FORMS, empty="请选方式")
    content = words("要求", most=2000, required=False, help_text="会告诉每个单位。")


class KeyForm(BatchForm):
    """Who presses for all of them."""

    member: Any = records("负责督办的主席团成员", empty="请选一名")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = timezone.localdate()
        field: Any = self.fields["member"]
        field.queryset = members(CongressTerm.objects.current(day), day)


def _no_lines(proposal: Proposal) -> list[str]:
    return []


def _no_values(form: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Batch:
    """``do(proposals, form, actor)`` calls the service; ``asks``: the form has to be filled in.

    ``shows(proposal)`` says before it is done what it will mean, told of the first of them;
    ``warns(proposal)`` what to look at, told of each. What ``job`` names (in ``many_jobs``) goes
    on in the background where it is many, with the ``values`` of the form.
    """

    label: str
    sentence: str
    do: Callable[[Sequence[Proposal], Any, Any], Result]
    form: type[forms.Form] = BatchForm
    asks: bool = False
    shows: Callable[[Proposal], list[str]] = _no_lines
    warns: Callable[[Proposal], list[str]] = _no_lines
    job: str = ""
    values: Callable[[Any], dict[str, Any]] = _no_values


def _repeated(job: str, sentence: str, form: type[forms.Form], *names: str, **more: Any) -> Batch:
    """One that may go on in the background; ``names`` are the boxes it needs."""

    def values(form: Any) -> dict[str, Any]:
        found = {name: form.cleaned_data[name] for name in names}
        return {n: v.isoformat() if isinstance(v, dt.date) else v for n, v in found.items()}

    def do(proposals: Sequence[Proposal], form: Any, actor: Any) -> Result:
        return REPEATED[job].do(proposals, values(form), actor)

    label = REPEATED[job].label
    return Batch(label, sentence, do, form, asks=True, job=job, values=values, **more)


def _assign(proposals: Sequence[Proposal], form: Any, actor: Any) -> Result:
    return services.assign_many(proposals, form.parts(), actor=actor, **form.clocks())


def _clocks(proposal: Proposal) -> list[str]:
    """By when each unit will have to answer; the day is the same for all."""
    parts = Assignment.objects.filter(proposal=proposal).select_related("unit").order_by("-pk")
    newest = parts.first()
    same = [p for p in parts if newest is not None and p.assigned_on == newest.assigned_on]
    return [
        f"{part.unit}{part.get_role_display()}，应答复日期{part.due_on}（{part.due_rule}）"
        for part in sorted(same, key=lambda part: part.pk)
    ]


BATCHES: dict[str, Batch] = {
    "register": Batch(
        ProposalStep.REGISTER.label,
        "按提出的先后给编号，提出的代表会收到消息。不能登记的会逐件说明原因，其余照常登记。",
        lambda proposals, form, actor: services.register_many(proposals, actor=actor),
    ),
    "accept": Batch(
        ProposalStep.ACCEPT.label,
        "受理后可以交办，提出的代表会收到消息。不能受理的会逐件说明原因，其余照常受理。",
        lambda proposals, form, actor: services.accept_many(proposals, actor=actor),
    ),
    "assign": Batch(
        ProposalStep.ASSIGN.label,
        "都交给下面选的单位，期限从交办日期算起。不能交办的会逐件说明原因，其余照常交办。",
        _assign,
        UnitsForm,
        asks=True,
        shows=_clocks,
    ),
    "remind": _repeated(
        "remind",
        "还没有评价的代表都会收到消息，提醒的日期和方式记录下来。",
        RemindForm,
        "how",
        "on",
    ),
    "press": _repeated(
        "press",
        "还没有答复的单位都会收到消息，每件记一次督办。",
        PressingForm,
        "pressed_on",
        "form",
        "content",
    ),
    "publish": _repeated(
        "publish",
        "案由、案据、方案和答复照原文公开，代表姓名也公开。要删改的，请不要选在一起，打开那一件公开。",
        PublishForm,
        "with_data",
        warns=personal_data_as_written,
    ),
    "key": Batch(
        "重点督办",
        "由一名主席团成员负责督办。提出的代表和这名成员会收到消息。",
        lambda proposals, form, actor: many.mark_key_many(
            proposals, actor=actor, member=form.cleaned_data["member"]
        ),
        KeyForm,
        asks=True,
    ),
}
