"""The report on handling for everybody (代表法51③): only what was published is named in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from congress.common.numerals import chinese_number
from congress.documents.render import render_document
from congress.township.models import Session, Township
from proposals.documents import handling_report as internal
from proposals.documents.owed import promises_to_print
from proposals.documents.promise_ledger import Line as PromiseLine
from proposals.documents.promise_ledger import promise_lines
from proposals.documents.rows import NothingToPrint, printed
from proposals.models import Promise, Publication
from proposals.public.outcomes import sponsors_in_public
from proposals.statistics.facts import facts_of
from proposals.statistics.scopes import session_scope
from proposals.statistics.tables import Dimension, table


@dataclass(frozen=True)
class PublicReport:
    """``named`` are the keys of the proposals that stand in it, ``total`` how many it counts."""

    title: str
    pdf: bytes
    named: list[int]
    total: int


@dataclass(frozen=True)
class PublicPromise(PromiseLine):
    """A promise without its words; ``title`` is the published one."""

    title: str = ""


def public_report(session: Session, *, printed_on: dt.date) -> PublicReport:
    """Of a session and the recess after it, as it stands on that day. NothingToPrint.

    What isn't published counts in the totals alone, what deputies want kept back among it. Titles
    and sponsors are those of the publications; promises are told without their words, which were
    never part of a published text.
    """
    scope = session_scope(session)
    items = facts_of(scope, on=printed_on)
    if not items:
        raise NothingToPrint(f"{scope.title}没有议案建议，没有办理情况报告可公开。")
    town = Township.objects.first()
    published = _published(session)
    shown = printed(scope.proposals().filter(pk__in=published))
    # Totals are of all; only those in published replies are listed.
    promises = _promises(reply__assignment__proposal__in=scope.proposals())
    listed = _promises(reply__published__publication__in=published.values())
    lines = internal.title_lines(scope, town)
    title = "".join(lines)
    context = {
        "is_public": True,
        "title_lines": lines,
        "parts": [
            (chinese_number(n), part)
            for n, part in enumerate(internal.parts_of(items, promises, printed_on), start=1)
        ],
        "units": table(items, Dimension.UNIT),
        "lines": [_line(proposal, published[proposal.pk]) for proposal in shown],
        "hidden": len(items) - len(shown),
        "promises": [
            PublicPromise(
                line.promise,
                line.state,
                line.day,
                line.is_late,
                published[line.part.proposal_id].title,
            )
            for line in promise_lines(listed, printed_on)
        ],
        "organ": town.presidium_name if town else "镇人大主席团",
        "printed_on": printed_on,
    }
    pdf = render_document("documents/proposals/handling_report.html", context, title=title)
    return PublicReport(title, pdf, [proposal.pk for proposal in shown], len(items))


def _published(session: Session) -> dict[int, Publication]:
    rows = Publication.objects.public().filter(proposal__session=session)
    rows = rows.select_related("proposal").defer("search_text", "reply_text")
    return {row.proposal_id: row for row in rows}


def _promises(**conditions: Any) -> list[Promise]:
    return promises_to_print(Promise.objects.filter(**conditions))


def _line(proposal: Any, publication: Publication) -> internal.Line:
    line = internal.line_of(proposal)
    return replace(line, title=publication.title, lead=sponsors_in_public(publication))
