"""What the report editor shows and takes: the columns as a form, the sections as rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from congress.common.registry import Chapter
from congress.documents.enums import ReportPart
from congress.documents.models import ReportSection, WorkReport
from congress.documents.report_drafts import figures_of
from congress.documents.services import COPIED, ReportInput, SectionInput

_ROW = re.compile(r"section-([0-9]{1,18})-part")
_HEADING_LENGTH, _TEXT_LENGTH = 100, 50_000


class ReportForm(forms.ModelForm):
    """The columns of a work report that are typed, without its sections."""

    class Meta:
        model = WorkReport
        fields: ClassVar = list(COPIED)
        widgets: ClassVar = {
            "title": UnfoldAdminTextInputWidget,
            "speaker": UnfoldAdminTextInputWidget,
            "speaker_post": UnfoldAdminTextInputWidget,
            "period_starts_on": UnfoldAdminSingleDateWidget,
            "period_ends_on": UnfoldAdminSingleDateWidget,
            "delivered_on": UnfoldAdminSingleDateWidget,
            "opening": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any] | None:
        """Sections are no fields of the form; what can't be stored is said all the same."""
        cleaned = super().clean()
        for section in typed_sections(self.data):
            name = section.heading or "没有小标题的一节"
            if "\0" in section.heading + section.text:
                self.add_error(None, f"“{name}”里有看不见的特殊字符。请重新输入这一节。")
            if len(section.text) > _TEXT_LENGTH:
                self.add_error(
                    None,
                    f"“{name}”有{len(section.text)}个字，最多{_TEXT_LENGTH}个字。"
                    "请删短，或者分成两节。",
                )
        return cleaned


@dataclass
class FigureChip:
    """A figure beside a section: what it is now, and what it was when the text was written."""

    label: str
    shown: str
    url: str
    was: str | None = None

    @property
    def has_changed(self) -> bool:
        return self.was is not None and self.was != self.shown


@dataclass
class SectionRow:
    """A section on the screen.

    ``stored_text`` is set when somebody else saved a different text; ``is_adopted`` when this is
    his, because the person at the screen had left the section alone.
    """

    pk: int
    part: str
    heading: str
    text: str
    hint: str = ""
    key: str = ""
    chips: tuple[FigureChip, ...] = ()
    stored_heading: str = ""
    stored_text: str | None = None
    is_gone: bool = False
    is_adopted: bool = False
    is_acknowledged: bool = False

    @property
    def name(self) -> str:
        """Prefix of the names of its inputs."""
        return f"section-{self.pk}"

    @property
    def part_label(self) -> str:
        return str(ReportPart(self.part).label)

    @property
    def rows(self) -> int:
        """Lines that the box of text needs at about forty characters a line."""
        lines = sum(len(line) // 40 + 1 for line in self.text.splitlines())
        return min(max(lines + 1, 5), 24)

    @property
    def has_changed_figures(self) -> bool:
        return any(chip.has_changed for chip in self.chips)


@dataclass(frozen=True)
class SectionText:
    """What a section says, without the blanks around it."""

    heading: str
    text: str

    @classmethod
    def of(cls, section: Any) -> SectionText:
        """Of a section, of a row of its history, or of what was typed."""
        return cls(section.heading.strip(), section.text.strip())


@dataclass
class PartRows:
    """One of the three parts with its sections."""

    part: ReportPart
    number: str
    rows: list[SectionRow]


def typed_sections(data: QueryDict | Mapping[str, Any]) -> list[SectionInput]:
    """The sections in a posted form, in the order they stand on the page."""
    found = []
    for name in data:
        if match := _ROW.fullmatch(name):
            row = f"section-{match[1]}"
            part = data[name]
            if part in ReportPart.values:
                found.append(
                    SectionInput(
                        pk=int(match[1]),
                        part=part,
                        heading=_one_line(data.get(f"{row}-heading", ""))[:_HEADING_LENGTH],
                        text=data.get(f"{row}-text", "").replace("\r\n", "\n"),
                        is_acknowledged=f"{row}-seen" in data,
                    )
                )
    return found


def typed_report(form: ReportForm, data: QueryDict) -> ReportInput:
    """A valid form and its sections, as the service takes them."""
    return ReportInput(typed_fields(form), typed_sections(data))


def typed_fields(form: ReportForm) -> dict[str, Any]:
    """The columns as typed, with line ends as they are stored (browsers send two characters)."""
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in form.cleaned_data.items()
    }


def rows_of(
    report: WorkReport,
    chapters: Mapping[str, Chapter],
    typed: list[SectionInput] | None = None,
    *,
    opened: Mapping[int, SectionText] | None = None,
) -> list[SectionRow]:
    """The stored sections, or what was typed in their place.

    After a refused save ``opened`` says how the sections were when the page was opened (see
    ``sections_at``). The stored text then stands beside each typed one that differs, and in the
    place of one that was left alone; a typed section that is gone is shown as such.
    """
    inputs = {values.pk: values for values in typed or ()}
    rows = [
        _row(section, chapters, inputs.pop(section.pk, None), opened)
        for section in report.sections.all()
    ]
    gone = [
        SectionRow(pk=v.pk or 0, part=v.part, heading=v.heading, text=v.text, is_gone=True)
        for v in inputs.values()
        if v.text.strip() or v.heading.strip()
    ]
    return rows + gone


def sections_at(report: WorkReport, seen_version: int) -> dict[int, SectionText]:
    """How the report's sections were, by key, when its version was ``seen_version``."""
    later = report.history.filter(version__gt=seen_version).order_by("history_date").first()
    if later is None:
        return {}
    history = ReportSection.history.filter(report_id=report.pk, history_date__lt=later.history_date)
    return {row.id: SectionText.of(row) for row in history.order_by("history_date", "history_id")}


def parts_of(rows: list[SectionRow]) -> list[PartRows]:
    """The rows under the three parts of a report, empty parts too."""
    from congress.common.numerals import chinese_number

    return [
        PartRows(part, f"{chinese_number(place)}、", [r for r in rows if r.part == part])
        for place, part in enumerate(ReportPart, 1)
    ]


def typed_copy(report: WorkReport, values: ReportInput) -> tuple[WorkReport, list[ReportSection]]:
    """The report as typed, for a preview: nothing is stored."""
    for name, value in values.fields.items():
        setattr(report, name, value)
    stored = {section.pk: section for section in report.sections.all()}
    sections = []
    for typed in values.sections:
        section = stored.get(typed.pk or 0) or ReportSection(part=typed.part)
        section.heading, section.text = typed.heading, typed.text
        sections.append(section)
    return report, sections


def _row(
    section: ReportSection,
    chapters: Mapping[str, Chapter],
    typed: SectionInput | None,
    opened: Mapping[int, SectionText] | None,
) -> SectionRow:
    stored = SectionText.of(section)
    here = SectionText.of(typed) if typed else stored
    differs = opened is not None and here != stored
    adopted = differs and opened is not None and opened.get(section.pk) == here
    row = SectionRow(
        pk=section.pk,
        part=section.part,
        heading=typed.heading if typed and not adopted else section.heading,
        text=typed.text if typed and not adopted else section.text,
        hint=section.hint,
        key=section.key,
        chips=_chips(section, chapters.get(section.key)),
        is_acknowledged=bool(typed and typed.is_acknowledged),
        is_adopted=adopted,
    )
    if differs and not adopted:
        row.stored_heading, row.stored_text = section.heading, section.text
    return row


def _chips(section: ReportSection, chapter: Chapter | None) -> tuple[FigureChip, ...]:
    """The figures of today with what they were; those of a final report as they were frozen."""
    before = {figure["key"]: figure["shown"] for figure in section.figures}
    now = figures_of(chapter) if chapter else section.figures
    return tuple(FigureChip(f["label"], f["shown"], f["url"], before.get(f["key"])) for f in now)


def _one_line(text: str) -> str:
    return " ".join(text.split())
