"""Doing it: drafting a work report, editing it, finalising, releasing, correcting.

Each function takes who does it as ``actor``, locks the report, checks right, state and version,
and writes in one transaction. What the rules forbid is a RuleViolation.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.registry import Chapter, report_chapters
from congress.documents import permissions
from congress.documents.enums import ReportPart, ReportStatus
from congress.documents.models import ReportSection, WorkReport
from congress.documents.report_content import final_content, public_content, text_of
from congress.documents.report_drafts import draft_report, figures_of, period_of
from congress.documents.report_files import digest, render_report
from congress.documents.workflow import ReportAction, state_after
from congress.township.models import Session

COPIED = (
    "title",
    "period_starts_on",
    "period_ends_on",
    "delivered_on",
    "speaker",
    "speaker_post",
    "opening",
    "closing",
)


@dataclass(frozen=True)
class SectionInput:
    """A section as it was typed. ``pk`` of one that is gone, or None, makes a new one."""

    pk: int | None
    part: str
    heading: str
    text: str
    is_acknowledged: bool = False


@dataclass(frozen=True)
class ReportInput:
    """A report as it was typed: values of the columns in COPIED, and its sections."""

    fields: dict[str, Any] = field(default_factory=dict)
    sections: Sequence[SectionInput] = ()


@transaction.atomic
def create_report(session: Session, *, actor: Any, today: dt.date | None = None) -> WorkReport:
    """Draft the report to ``session`` with the chapters' suggestions."""
    if not permissions.can_edit_report(actor):
        raise PermissionDenied
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("term").get(pk=session.pk)
    )
    if session.work_reports.exists():
        raise RuleViolation(
            f"{session.short_name}已经有工作报告。请打开那一份；已经定稿的，请出更正版。"
        )
    draft = draft_report(session, today=today)
    draft.report.save()
    _add_sections(draft.report, draft.sections)
    return draft.report


@transaction.atomic
def save_report(
    report: WorkReport, values: ReportInput, *, actor: Any, seen_version: int | None = None
) -> WorkReport:
    """Store what was typed. StaleRecord when somebody saved since ``seen_version``."""
    report = _locked(report, actor, ReportAction.EDIT)
    for name in COPIED:
        if name in values.fields:
            setattr(report, name, values.fields[name])
    if report.period_ends_on < report.period_starts_on:
        raise RuleViolation("报告期的截止日期不能早于开始日期。请改正后再保存。")
    report.save_version(seen_version)
    _save_sections(report, values.sections)
    return report


@transaction.atomic
def refresh_suggestions(
    section: ReportSection, *, actor: Any, seen_version: int | None = None
) -> ReportSection:
    """Put the suggested prose back into one section, with the figures of today."""
    report = _locked(section.report, actor, ReportAction.EDIT)
    chapter = suggestions(report).get(section.key)
    if chapter is None or not chapter.text:
        raise RuleViolation("这一节还没有建议文字，您写的内容没有变动。请直接填写。")
    report.save_version(seen_version)
    section = report.sections.get(pk=section.pk)
    section.heading, section.text, section.hint = chapter.heading, chapter.text, chapter.hint
    section.figures = figures_of(chapter)
    section.save()
    return section


@transaction.atomic
def add_section(
    report: WorkReport, part: ReportPart, *, actor: Any, seen_version: int | None = None
) -> ReportSection:
    """An empty section of one's own at the end of a part."""
    report = _locked(report, actor, ReportAction.EDIT)
    report.save_version(seen_version)
    section = ReportSection(report=report, part=ReportPart(part), order=_last_order(report) + 1)
    section.save()
    return section


@transaction.atomic
def remove_section(section: ReportSection, *, actor: Any, seen_version: int | None = None) -> None:
    """Take out a section of one's own. Those of the chapters stay: empty ones aren't printed."""
    report = _locked(section.report, actor, ReportAction.EDIT)
    if section.key:
        raise RuleViolation("这是固定的小标题，不能删除。正文空着，定稿时就不印。")
    report.save_version(seen_version)
    section.delete()


@transaction.atomic
def move_section(
    section: ReportSection, step: int, *, actor: Any, seen_version: int | None = None
) -> None:
    """Up (``step`` -1) or down (1) among the sections of its part; at the edge nothing happens."""
    report = _locked(section.report, actor, ReportAction.EDIT)
    report.save_version(seen_version)
    rows = list(report.sections.filter(part=section.part))
    place = next(index for index, row in enumerate(rows) if row.pk == section.pk)
    if not 0 <= place + step < len(rows):
        return
    here, there = rows[place], rows[place + step]
    if here.order == there.order:
        there.order += step
    here.order, there.order = there.order, here.order
    here.save()
    there.save()


@transaction.atomic
def discard_report(report: WorkReport, *, actor: Any) -> None:
    """Delete a draft. What was final once stays for good."""
    _locked(report, actor, ReportAction.DISCARD).delete()


@transaction.atomic
def finalise_report(
    report: WorkReport, *, actor: Any, seen_version: int | None = None
) -> WorkReport:
    """Freeze text, figures, appendices and file. Nothing of it changes afterwards."""
    report = _locked(report, actor, ReportAction.FINALISE)
    sections = list(report.sections.all())
    _check_complete(sections)
    report.status = state_after(report, ReportAction.FINALISE)
    report.frozen = final_content(report, _with_present_figures(report, sections))
    report.finalised_at, report.finalised_by = timezone.now(), actor
    pdf = render_report(report.frozen)
    public = public_content(report.frozen)
    report.public_text = text_of(public)
    public_pdf = None if public == report.frozen else render_report(public)
    try:
        _keep_files(report, pdf, public_pdf)
        report.save_version(seen_version)
    except Exception:
        _forget_files(report)
        raise
    return report


@transaction.atomic
def release_report(
    report: WorkReport, *, actor: Any, seen_version: int | None = None
) -> WorkReport:
    """Put a final report on the public pages. An act of its own: finalising publishes nothing."""
    report = _locked(report, actor, ReportAction.RELEASE)
    report.status = state_after(report, ReportAction.RELEASE)
    report.released_at, report.released_by = timezone.now(), actor
    report.save_version(seen_version)
    return report


@transaction.atomic
def new_edition(report: WorkReport, *, actor: Any) -> WorkReport:
    """A corrected edition beside a final report: a draft with the same text."""
    report = _locked(report, actor, ReportAction.CORRECT)
    Session.objects.select_for_update().get(pk=report.session_id)
    editions = WorkReport.objects.filter(session=report.session_id)
    if editions.filter(status=ReportStatus.DRAFT).exists():
        raise RuleViolation("这次会议的工作报告已有一份草稿。请先写完或删除那一份。")
    last = editions.aggregate(last=Max("edition"))["last"]
    copied = {name: getattr(report, name) for name in COPIED}
    edition = WorkReport.objects.create(session=report.session, edition=last + 1, **copied)
    sections = list(report.sections.all())
    for section in sections:
        section.pk = None
        section._state.adding = True  # noqa: SLF001  Django's own way to copy a row
    _add_sections(edition, sections)
    return edition


def suggestions(report: WorkReport) -> dict[str, Chapter]:
    """What the chapters suggest now for the report's period, by key."""
    return {chapter.key: chapter for chapter in report_chapters.collect(period_of(report))}


# --- pieces -----------------------------------------------------------------------------------


_RIGHTS = {
    ReportAction.FINALISE: permissions.can_finalise_report,
    ReportAction.RELEASE: permissions.can_release_report,
}


def _locked(report: WorkReport, actor: Any, action: ReportAction) -> WorkReport:
    """The report, locked, if the actor may and its state allows the action."""
    rows = WorkReport.objects.select_for_update(of=("self",)).select_related("session__term")
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise StaleRecord("这份报告刚被别人删除了。")
    if not _RIGHTS.get(action, permissions.can_edit_report)(actor, found):
        raise PermissionDenied
    state_after(found, action)
    return found


def _add_sections(report: WorkReport, sections: Sequence[ReportSection]) -> None:
    for section in sections:
        section.report = report
        section.save()


def _last_order(report: WorkReport) -> int:
    return report.sections.aggregate(last=Max("order"))["last"] or 0


def _save_sections(report: WorkReport, typed: Sequence[SectionInput]) -> None:
    stored = {section.pk: section for section in report.sections.all()}
    chapters = suggestions(report) if any(s.is_acknowledged for s in typed) else {}
    for values in typed:
        section = stored.get(values.pk or 0)
        if section is None:
            section = ReportSection(
                report=report, part=ReportPart(values.part), order=_last_order(report) + 1
            )
        before = (section.heading, section.text, section.figures)
        section.heading, section.text = values.heading.strip(), values.text.strip()
        if values.is_acknowledged and section.key in chapters:
            section.figures = figures_of(chapters[section.key])
        if section.pk is None or before != (section.heading, section.text, section.figures):
            section.save()


def _check_complete(sections: Sequence[ReportSection]) -> None:
    if not any(section.text.strip() for section in sections):
        raise RuleViolation("这份报告还没有正文，不能定稿。请先写好至少一节。")


def _with_present_figures(
    report: WorkReport, sections: Sequence[ReportSection]
) -> list[ReportSection]:
    """The sections with the figures of today, which the frozen report keeps."""
    chapters = suggestions(report)
    for section in sections:
        if section.key in chapters:
            section.figures = figures_of(chapters[section.key])
    return list(sections)


def _keep_files(report: WorkReport, pdf: bytes, public_pdf: bytes | None) -> None:
    report.pdf_sha256 = digest(pdf)
    report.pdf.save("report.pdf", ContentFile(pdf), save=False)
    if public_pdf is not None:
        report.public_pdf_sha256 = digest(public_pdf)
        report.public_pdf.save("report.pdf", ContentFile(public_pdf), save=False)


def _forget_files(report: WorkReport) -> None:
    """The transaction takes the rows back; files would stay."""
    for stored in (report.pdf, report.public_pdf):
        if stored:
            stored.delete(save=False)
