"""A work report as plain data: what is printed, shown and, once it is final, kept.

The content of a report is a dict that JSON can hold. A draft's is made from the records of the
day; a final report's is what was frozen, and nothing else is ever read for it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from congress.common.names import padded_name
from congress.common.numerals import chinese_number
from congress.common.registry import Appendix, ReportPeriod, report_appendices
from congress.common.templatetags.portal import cn_date
from congress.common.text_search import BETWEEN
from congress.documents.enums import ReportPart
from congress.documents.headings import TEXT_WIDTH, TITLE_WIDTH, balanced_lines
from congress.documents.models import ReportSection, WorkReport
from congress.documents.report_drafts import period_of

Content = dict[str, Any]
SALUTATION = "各位代表："


def content_of(report: WorkReport) -> Content:
    """What a stored report says: frozen, or as of today while it is a draft."""
    if report.frozen:
        return dict(report.frozen)
    return draft_content(report, list(report.sections.all()))


def draft_content(report: WorkReport, sections: Sequence[ReportSection]) -> Content:
    """A draft with its empty headings, which show what is to be written there."""
    return _content(report, sections, is_draft=True)


def final_content(report: WorkReport, sections: Sequence[ReportSection]) -> Content:
    """What finalising freezes: headings without text are left out."""
    return _content(report, [s for s in sections if s.text.strip()], is_draft=False)


def public_content(content: Content) -> Content:
    """The edition for everybody: appendices in their public form, the others left out."""
    shown = [
        {**appendix, "data": _public_data(appendix)}
        for appendix in content["appendices"]
        if _public_data(appendix)
    ]
    return {**content, "appendices": _numbered(shown)}


def text_of(content: Content) -> str:
    """Headings and paragraphs as they are searched; tables and pictures aren't."""
    said = [*content["opening"]]
    for part in content["parts"]:
        said.append(part["title"])
        for section in part["sections"]:
            said += [section["heading"], *section["paragraphs"]]
    return BETWEEN.join([*said, *content["closing"]])


def withheld_headings(content: Content) -> list[str]:
    """Headings of the appendices that the public doesn't see, or not in full."""
    return [a["heading"] for a in content["appendices"] if a["public_data"] is not None]


def paragraphs(text: str) -> list[str]:
    """The lines of a text without blank ones and without indents of their own."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _public_data(appendix: dict[str, Any]) -> dict[str, Any]:
    public = appendix["public_data"]
    return dict(appendix["data"] if public is None else public)


def _content(report: WorkReport, sections: Sequence[ReportSection], *, is_draft: bool) -> Content:
    period = period_of(report)
    return {
        "title": report.title,
        "title_lines": balanced_lines(report.title, TITLE_WIDTH),
        "occasion_lines": _occasion(report),
        "speaker": _speaker(report),
        "salutation": SALUTATION,
        "opening": paragraphs(report.opening),
        "parts": _parts(sections, is_draft=is_draft),
        "closing": paragraphs(report.closing),
        "appendices": _numbered(_appendix(a) for a in report_appendices.collect(period)),
        "period": _period(period),
        "is_draft": is_draft,
    }


def _occasion(report: WorkReport) -> list[str]:
    """——2026年1月14日在江湾镇第十九届人民代表大会第五次会议上"""
    place = f"在{report.session.full_name}上"
    line = f"——{cn_date(report.delivered_on)}{place}"
    town = report.session.term.town_name
    return balanced_lines(line, TEXT_WIDTH, (f"在{town}", "届", "人民代表大会"))


def _speaker(report: WorkReport) -> str:
    name = padded_name(report.speaker)
    return "\u3000".join(part for part in (report.speaker_post, name) if part)


def _parts(sections: Sequence[ReportSection], *, is_draft: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in ReportPart:
        own = [section for section in sections if section.part == part]
        if own or is_draft:
            number = f"{chinese_number(len(found) + 1)}、"
            found.append({"number": number, "title": part.label, "sections": _sections(own)})
    return found


def _sections(sections: Sequence[ReportSection]) -> list[dict[str, Any]]:
    result, count = [], 0
    for section in sections:
        count += bool(section.heading)
        result.append(
            {
                "number": f"（{chinese_number(count)}）" if section.heading else "",
                "heading": section.heading,
                "paragraphs": paragraphs(section.text),
                "hint": section.hint,
                "figures": section.figures,
            }
        )
    return result


def _appendix(appendix: Appendix) -> dict[str, Any]:
    return {
        "key": appendix.key,
        "heading": appendix.heading,
        "heading_lines": balanced_lines(appendix.heading, TITLE_WIDTH),
        "template": appendix.template,
        "data": appendix.data,
        "public_data": appendix.public_data,
    }


def _numbered(appendices: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """With their numbers: 附件1, 附件2; a single one has none."""
    rows = list(appendices)
    return [
        {**row, "number": str(place) if len(rows) > 1 else ""} for place, row in enumerate(rows, 1)
    ]


def _period(period: ReportPeriod) -> dict[str, str]:
    return {
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "as_of": period.as_of.isoformat(),
    }
