"""Before the public, with a text of its own; and away from it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from unfold.widgets import UnfoldBooleanWidget

from congress.common.personal_data import PersonalDatum
from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import StepForm, line, words
from proposals.admin.stepping.page import StepPage, plain, said
from proposals.admin.stepping.situation import Situation
from proposals.enums import ProposalStatus, ProposalStep
from proposals.models import HandlingReport, Proposal, Reply
from proposals.services import publishing as services
from proposals.services.publishing import PublicText

S, Do = ProposalStatus, ProposalStep
_ROWS_LEAST, _ROWS_MOST, _A_LINE = 3, 18, 30


@dataclass(frozen=True)
class Part:
    """One text for the template: as it was written, as all may read it, what to look at."""

    field: Any
    original: str
    shown: Any = None
    facts: str = ""
    data: tuple[PersonalDatum, ...] = ()

    @property
    def is_long(self) -> bool:
        return "\n" in self.original or len(self.original) > _A_LINE


class PublicTextForm(StepForm):
    """What all may read, beside what was written."""

    fields_template = "admin/proposals/publishing_fields.html"

    title = line("案由", most=100)
    grounds = words("案据", most=10000, required=False)
    measures = words("方案", most=10000, required=False)
    shows_sponsors = forms.BooleanField(
        label="公开代表姓名",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="不勾选的，只写有几名代表提出。",
    )
    checked = forms.BooleanField(
        label="已经核对，这些可以公开", required=False, widget=UnfoldBooleanWidget()
    )
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.replies = services.public_replies(self.proposal)
        suggested = services.suggested_text(self.proposal)
        kept = self._kept()
        newest = max(kept or [], default=0)
        for name in ("title", "grounds", "measures", "shows_sponsors"):
            self.fields[name].initial = getattr(suggested, name)
        for reply in self.replies:
            content = suggested.replies[reply.pk]
            self.fields[_text(reply)] = words("答复", most=20000, required=False, initial=content)
            # What the office kept inside stays inside; what came later it hasn't seen.
            is_shown = kept is None or reply.pk in kept or reply.pk > newest > 0
            self.fields[_tick(reply)] = forms.BooleanField(
                label="公开这份答复",
                required=False,
                initial=is_shown,
                widget=UnfoldBooleanWidget(),
            )
        for name, original in self._originals().items():
            widget: Any = self.fields[name].widget
            widget.attrs["rows"] = _height(original)
        self.found = services.personal_data_of(self.proposal, self._present())

    @property
    def public_address(self) -> str:
        """Where all read it; "" while nobody can."""
        publication = self.now.publication
        if publication is None or not self.now.is_published:
            return ""
        return reverse("proposals:outcome", args=[self.proposal.public_id])

    def clean(self) -> dict[str, Any]:
        """What looks like personal data has been looked at."""
        data = super().clean() or {}
        if self.errors:
            return data
        seen = set(str(data.get("looked_at") or "").split(","))
        marks = set(_marks(self.found))
        if marks and not (data.get("checked") and marks <= seen):
            raise forms.ValidationError(
                "文字里可能有个人信息，在下面逐处标明。不该公开的请删去；"
                "确实可以公开的，勾选“已经核对”。"
            )
        return data

    def text(self) -> PublicText:
        """As it was sent."""
        data = self.cleaned_data
        return PublicText(
            data["title"],
            _lines(data["grounds"]),
            _lines(data["measures"]),
            {r.pk: _lines(data[_text(r)]) for r in self.replies if data[_tick(r)]},
            data["shows_sponsors"],
        )

    @property
    def parts(self) -> list[Part]:
        """For the template."""
        originals = self._originals()
        by_name = {_text(reply): reply for reply in self.replies}
        return [
            Part(
                self[name],
                original,
                self[_tick(by_name[name])] if name in by_name else None,
                _facts(by_name[name]) if name in by_name else "",
                tuple(self.found.get(name, ())),
            )
            for name, original in originals.items()
            if original or self[name].value()
        ]

    def others(self) -> list[Any]:
        """The boxes beside the texts; the last one only where there is something to look at."""
        boxes = [self["shows_sponsors"]]
        return [*boxes, self["checked"]] if self.found else boxes

    @property
    def marks(self) -> str:
        """Stands for what is pointed out on this page; what comes later is pointed out anew."""
        return ",".join(_marks(self.found))

    def _originals(self) -> dict[str, str]:
        proposal = self.proposal
        texts = {name: getattr(proposal, name) for name in ("title", "grounds", "measures")}
        return texts | {_text(reply): reply.content for reply in self.replies}

    def _kept(self) -> list[int] | None:
        """The keys of the replies that were published; None where nothing was."""
        publication = self.now.publication
        if publication is None:
            return None
        return list(publication.replies.values_list("reply", flat=True))

    def _present(self) -> PublicText:
        """What stands in the boxes, sent or not."""

        def value(name: str) -> str:
            return str(self[name].value() or "")

        shown = [r for r in self.replies if not self.is_bound or self[_tick(r)].value()]
        return PublicText(
            value("title"),
            value("grounds"),
            value("measures"),
            {r.pk: value(_text(r)) for r in shown},
            bool(self["shows_sponsors"].value()),
        )


class TakeDownForm(StepForm):
    reason = words("理由", most=500, help_text="记在经过里，群众看不到。")


def _text(reply: Reply) -> str:
    return f"reply-{reply.pk}"


def _tick(reply: Reply) -> str:
    return f"shows-{reply.pk}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _height(text: str) -> int:
    lines = sum(1 + len(each) // _A_LINE for each in text.split("\n"))
    return min(_ROWS_MOST, max(_ROWS_LEAST, lines + 1))


def _facts(reply: Reply) -> str:
    """江水函〔2026〕3号，2026年3月10日答复，A 已解决."""
    again = "再次答复" if reply.round > 1 else "答复"
    on = f"{reply.replied_on}{again}" if reply.replied_on else f"{again}日期未载"
    said_of = [reply.document_number, on, str(reply.outcome or "")]
    return f"{reply.assignment.unit}，{'，'.join(each for each in said_of if each)}"


def _marks(found: dict[str, list[PersonalDatum]]) -> list[str]:
    data = {str(datum) for each in found.values() for datum in each}
    return sorted(hashlib.sha256(text.encode()).hexdigest()[:12] for text in data)


def _publish(proposal: Proposal, form: Any, actor: Any) -> None:
    services.publish_proposal(
        proposal, form.text(), actor=actor, seen_version=form.cleaned_data["seen_version"]
    )


def _why_not(now: Situation) -> str:
    return services.why_not_public(now.proposal)


def _before(now: Situation) -> list[str]:
    """What was published before, why it was taken down, what came since."""
    publication = now.publication
    if publication is None:
        return []
    if not publication.is_standing:
        day = cn_date(publication.taken_back_on)
        return [f"公开以后，{day}撤下过。理由：{publication.taken_back_because}"]
    notes = [f"{cn_date(publication.published_on)}公开。"]
    if publication.answered_again_on:
        day = cn_date(publication.answered_again_on)
        notes.append(f"公开以后，{day}又有新的答复，群众还看不到。要公开的，请勾选并核对。")
    return notes


def _public_title(now: Situation) -> list[str]:
    publication = now.publication
    assert publication is not None  # noqa: S101
    notes = [f"{cn_date(publication.published_on)}公开，公开的案由是“{publication.title}”。"]
    reports = HandlingReport.objects.standing().naming(now.proposal)
    if reports:
        days = "、".join(cn_date(report.as_of) for report in reports)
        notes.append(
            f"已经公开的办理情况报告（截至{days}）里列有这一件，撤下以后报告不变。"
            "要一起去掉的，请到“办理统计”撤下报告，再公开一份。"
        )
    return notes


_SENTENCE = "每段列出原文和给群众看的文字。给群众看的可以删改，原文不变。"

PAGES = [
    StepPage(
        "publish",
        Do.PUBLISH.label,
        Do.PUBLISH,
        PublicTextForm,
        f"公开以后，群众在网站上能看到，提出的代表会收到消息。{_SENTENCE}",
        _publish,
        said("已公开，群众可以看到了。"),
        also=lambda now: not now.is_published,
        notes=_before,
        objects=_why_not,
    ),
    StepPage(
        "republish",
        "改公开的内容",
        Do.PUBLISH,
        PublicTextForm,
        f"保存以后，群众看到的马上换成下面的。{_SENTENCE}",
        _publish,
        said("公开的内容已改。"),
        also=lambda now: now.is_published,
        notes=_before,
        objects=_why_not,
    ),
    StepPage(
        "take-down",
        "撤下",
        Do.TAKE_DOWN,
        TakeDownForm,
        "撤下以后群众看不到。公开的稿子仍保留，以后可以再公开。",
        plain(services.take_down_proposal, "reason"),
        said("已撤下，群众看不到了。"),
        also=lambda now: now.is_published,
        notes=_public_title,
    ),
]
