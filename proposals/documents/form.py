"""The proposal form (议案建议表): one page a proposal, and what doesn't fit on pages behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from congress.common.templatetags.portal import field_label
from congress.township.models import Township
from proposals.documents.fitting import PLAIN, Fit, fitted_pdf
from proposals.documents.review import review_in_words
from proposals.documents.rows import (
    current_parts,
    districts_of,
    lead_of,
    names_together,
    paragraphs_of,
    standing,
    units_in_words,
)
from proposals.enums import (
    ProposalKind,
    Proposer,
    SponsorshipStatus,
)
from proposals.handling import Answer, handled
from proposals.models import Proposal, Sponsorship

TITLE = "议案建议表"


@dataclass(frozen=True)
class Text:
    """One long text of a form. ``is_cut``: its first paragraph began on the page before."""

    label: str
    paragraphs: list[str]
    is_cut: bool = False


@dataclass
class Form:
    """One form as it prints; ``fit`` is how its texts are brought onto one page."""

    key: str
    proposal: Any
    title: str
    lead: Sponsorship | None
    district: str
    joined: SafeString
    joined_count: str
    texts: list[Text]
    review: list[str]
    units: str
    limits: list[str]
    answers: list[str]
    ratings: list[str]
    fit: Fit = field(default=PLAIN)

    @property
    def shown(self) -> list[Text]:
        """The texts as far as they stand on the first page."""
        return self.fit.first(self.texts)

    @property
    def more(self) -> list[Text]:
        """What is left of them for the pages behind."""
        return self.fit.rest(self.texts)


def forms_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """One form a proposal, each on a page of its own. ``proposals`` as ``printed`` gives them."""
    districts = districts_of(proposals)
    forms = [_form(number, proposal, districts) for number, proposal in enumerate(proposals)]
    town = Township.objects.first()

    def html(some: Iterable[Form], is_whole: bool) -> str:
        context = {
            "document_title": TITLE,
            "forms": list(some),
            "is_whole": is_whole,
            "printed_on": printed_on,
            "township": town,
        }
        return render_to_string("documents/proposals/form.html", context)

    return fitted_pdf(forms, html, title=form_name(proposals))


def form_name(proposals: Sequence[Any]) -> str:
    """What a file of them is called."""
    if len(proposals) == 1 and proposals[0].number:
        return f"{TITLE}-{proposals[0].number_label}"
    return TITLE


def _form(number: int, proposal: Any, districts: dict[tuple[int, int], str]) -> Form:
    lead = lead_of(proposal)
    parts = handled(current_parts(proposal))
    return Form(
        key=f"form-{number}",
        proposal=proposal,
        title=_title(proposal),
        lead=lead,
        district=districts.get((lead.deputy_id, proposal.term_id), "") if lead else "",
        joined=_joined(proposal),
        joined_count=_joined_count(proposal),
        texts=_texts(proposal),
        review=review_in_words(proposal),
        units=units_in_words(proposal),
        limits=_limits(current_parts(proposal)),
        answers=[_answer(part, answer) for part in parts for answer in part.answers],
        ratings=_ratings(answer for part in parts for answer in part.answers),
    )


def _title(proposal: Any) -> str:
    if proposal.kind != ProposalKind.MOTION:
        return "代表建议、批评和意见表"
    return "代表议案表" if proposal.proposer == Proposer.DEPUTIES else "议案表"


def _texts(proposal: Any) -> list[Text]:
    """案据 and 方案 of a motion; of a suggestion one text."""
    grounds, measures = paragraphs_of(proposal.grounds), paragraphs_of(proposal.measures)
    labels = [field_label(Proposal, name) for name in ("grounds", "measures")]
    if proposal.kind == ProposalKind.MOTION:
        return [Text(labels[0], grounds), Text(labels[1], measures)]
    return [Text("内容", grounds + measures)]


def _joined(proposal: Any) -> SafeString:
    """Names of who joins; with what they said where that isn't yes."""
    others = [s for s in proposal.sponsors if not s.is_lead]
    return names_together(
        str(s.deputy)
        if s.status == SponsorshipStatus.CONFIRMED
        else f"{s.deputy}（{s.get_status_display()}）"
        for s in others
    )


def _joined_count(proposal: Any) -> str:
    others = [s for s in standing(proposal) if not s.is_lead]
    if not others:
        return ""
    confirmed = sum(s.status == SponsorshipStatus.CONFIRMED for s in others)
    if confirmed == len(others):
        return f"共{len(others)}人，都已确认。"
    return f"共{len(others)}人，已确认{confirmed}人。"


def _limits(parts: Sequence[Any]) -> list[str]:
    """One line a date and rule; the units are named where they differ."""
    found: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        if part.due_on is not None:
            found.setdefault((str(part.due_on), part.due_rule), []).append(str(part.unit))
    lines = []
    for (day, rule), units in found.items():
        whose = f"{'、'.join(units)}：" if len(found) > 1 else ""
        lines.append(f"{whose}{day}（{rule}）" if rule else f"{whose}{day}")
    return lines


def _answer(part: Any, answer: Answer) -> str:
    """镇水利站：2026年4月6日答复，江政函〔2026〕9号；办理结果：A 已解决；按时；面商：上门."""
    reply = answer.reply
    day = f"{reply.replied_on}答复" if reply.replied_on else "已答复，日期未载"
    said = [f"{day}，{reply.document_number}" if reply.document_number else day]
    said += [f"办理结果：{reply.outcome}"] if reply.outcome else []
    said += [f"面商方式：{reply.get_contact_form_display()}"] if reply.contact_form else []
    said += [answer.in_time] if answer.in_time in ("按时", "逾期") else []
    said += ["答复全文见答复件"] if reply.content else []
    return f"{part.assignment.unit}：{'；'.join(said)}。"


def _ratings(answers: Iterable[Answer]) -> list[str]:
    """Who said the same stands on one line."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for answer in answers:
        for rating in answer.ratings:
            attitude = rating.get_attitude_display() or "未表态"
            result = rating.get_result_display() or "未表态"
            key = (attitude, result, rating.words)
            found.setdefault(key, []).append(str(rating.sponsorship.deputy))
    return [
        f"{'、'.join(dict.fromkeys(names))}：对办理态度{attitude}，对办理结果{result}。{words}"
        for (attitude, result, words), names in found.items()
    ]
