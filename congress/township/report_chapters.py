"""What the work report says of the congress itself: its sessions and the number of its seats."""

from congress.common.registry import Chapter, Figure, ReportPeriod
from congress.common.tracing import records_url
from congress.township.models import CongressTerm, Session

_PAST = "past"


def chapters(period: ReportPeriod) -> list[Chapter]:
    """（五）自身建设, with the sessions held so far in the term."""
    sessions = period.term.sessions.order_by("ordinal")
    held = [s for s in sessions if s.starts_on and s.starts_on.earliest() <= period.as_of]
    for session in held:
        session.term = period.term
    return [
        Chapter(
            key="township.self_building",
            part=_PAST,
            order=18,
            heading="自身建设",
            text=_prose(period.term, held),
            hint="写主席团会议、学习培训、制度和阵地建设的情况。",
            figures=_figures(period.term, held),
        )
    ]


def _prose(term: CongressTerm, held: list[Session]) -> str:
    if not held:
        return ""
    last = held[-1]
    return (
        f"依法召开人民代表大会会议。本届以来已举行会议{len(held)}次，"
        f"最近一次是{_span(last)}举行的{last.short_name}。"
    )


def _span(session: Session) -> str:
    """2026年1月14日至16日, as far as both ends are known."""
    start, end = session.starts_on, session.ends_on
    if not (start and end and start.day and end.day) or start == end:
        return str(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start}至{end.day}日"
    return f"{start}至{end}"


def _figures(term: CongressTerm, held: list[Session]) -> tuple[Figure, ...]:
    sessions = records_url(Session, [session.pk for session in held])
    of_term = records_url(CongressTerm, [term.pk])
    return (
        Figure("sessions", "本届已举行会议", len(held), "次", sessions),
        Figure("statutory", "法定测算名额", term.statutory_deputies, "名", of_term),
        Figure("fixed", "代表名额确定数", term.fixed_deputies, "名", of_term),
    )
