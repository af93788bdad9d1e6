"""What a new work report starts with: period, speaker, title, and the chapters' suggestions."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from congress.common.registry import Chapter, ReportPeriod, report_chapters, report_speakers
from congress.common.tracing import kept_address
from congress.documents.enums import ReportPart
from congress.documents.models import ReportSection, WorkReport
from congress.township.models import CongressTerm, Session

_DAY = dt.timedelta(days=1)


@dataclass
class Draft:
    """A report with its sections, neither of them stored yet."""

    report: WorkReport
    sections: list[ReportSection]


def draft_report(session: Session, *, today: dt.date | None = None) -> Draft:
    """The report to ``session`` as the portal suggests it. Nothing is stored."""
    today = today or timezone.localdate()
    starts_on, ends_on = default_period(session, today)
    term = reporting_term(session)
    report = WorkReport(
        session=session,
        title=f"{session.term.town_name}人民代表大会主席团工作报告",
        period_starts_on=starts_on,
        period_ends_on=ends_on,
        delivered_on=_known_day(session),
        opening=f"我受{_short_town(term)}第{_ordinal(term)}届人民代表大会主席团委托，"
        "向大会报告工作，请予审议，并请列席人员提出意见。",
        closing="各位代表！新一年的任务已经明确。主席团将依法履职，紧紧依靠全体代表，"
        f"把每一项工作落到实处，为{session.term.town_name}的发展作出新的贡献。",
    )
    for speaker in report_speakers.collect(term, min(today, ends_on))[:1]:
        report.speaker, report.speaker_post = speaker.name, speaker.post
    chapters = report_chapters.collect(period_of(report, today=today))
    sections = [section_of(chapter, order) for order, chapter in enumerate(chapters, 1)]
    return Draft(report, sections)


def section_of(chapter: Chapter, order: int) -> ReportSection:
    """A section that holds what a chapter suggests, not stored and without a report."""
    return ReportSection(
        key=chapter.key,
        part=ReportPart(chapter.part),
        order=order,
        heading=chapter.heading,
        text=chapter.text,
        hint=chapter.hint,
        figures=figures_of(chapter),
    )


def figures_of(chapter: Chapter) -> list[dict[str, str]]:
    """A chapter's figures as they are kept and shown: key, label, shown, url (see own_address)."""
    return [
        {"key": f.key, "label": f.label, "shown": f.shown, "url": kept_address(f.url)}
        for f in chapter.figures
    ]


def period_of(report: WorkReport, *, today: dt.date | None = None) -> ReportPeriod:
    """What the report is about; as of the period's last day, or today while that is to come."""
    return ReportPeriod(
        term=reporting_term(report.session),
        starts_on=report.period_starts_on,
        ends_on=report.period_ends_on,
        as_of=min(report.period_ends_on, today or timezone.localdate()),
    )


def reporting_term(session: Session) -> CongressTerm:
    """Whose presidium reports: to the first session of a term the one of the term before."""
    previous = previous_session(session)
    return previous.term if session.ordinal == 1 and previous else session.term


def previous_session(session: Session) -> Session | None:
    """The session before this one, in this term or as the last one of the term before."""
    others = Session.objects.select_related("term").order_by("-term__ordinal", "-ordinal")
    before = others.filter(term=session.term, ordinal__lt=session.ordinal).first()
    return before or others.filter(term__ordinal__lt=session.term.ordinal).first()


def default_period(session: Session, today: dt.date) -> tuple[dt.date, dt.date]:
    """From the day after the session before (or the term's start) to the day before this one."""
    ends_on = session.starts_on.earliest() - _DAY if session.starts_on else today
    previous = previous_session(session)
    last = previous and (previous.ends_on or previous.starts_on)
    if last:
        starts_on = last.latest() + _DAY
    elif session.term.starts_on:
        starts_on = session.term.starts_on.earliest()
    else:
        starts_on = dt.date(ends_on.year, 1, 1)
    return starts_on, max(starts_on, ends_on)


def _known_day(session: Session) -> dt.date | None:
    date = session.starts_on
    return date.earliest() if date and date.day else None


def _short_town(term: CongressTerm) -> str:
    return term.town_name[-1:] or "镇"


def _ordinal(term: CongressTerm) -> str:
    from congress.common.numerals import chinese_number

    return chinese_number(term.ordinal)
