"""Proposals in the columns of the ledger: what went out and is read in again changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from openpyxl import Workbook

from congress.common.cells import safe_for_export
from congress.township.models import Township
from deputies.models import Deputy
from proposals.enums import Proposer, UnitRole
from proposals.imports.resource import LedgerResource
from proposals.models import Assignment, Proposal, Reply, ReplyRating, Sponsorship
from proposals.querysets import BY_SESSION

_SEPARATOR = "、"


def ledger_headings() -> list[str]:
    """The columns in the order of the import."""
    return list(LedgerResource.field_labels().values())


def ledger_title(proposals: list[Proposal]) -> str:
    """Names the session where all are of one: the import finds it there again."""
    sessions = {proposal.session for proposal in proposals}
    if len(sessions) == 1 and (session := sessions.pop()) is not None:
        return f"{session.full_name}议案、建议、批评和意见办理情况台账"
    town = Township.objects.first()
    return f"{town.name if town else ''}议案、建议、批评和意见办理情况台账"


def with_ledger_relations(proposals: QuerySet[Proposal]) -> list[Proposal]:
    """All that a line says, in a fixed number of queries."""
    replies = Reply.objects.select_related("outcome").prefetch_related(
        Prefetch("ratings", ReplyRating.objects.order_by("pk"))
    )
    assignments = Assignment.objects.current().select_related("unit")
    # What the list reads along is another selection.
    ordered = proposals.order_by(*BY_SESSION)
    bare = ordered.prefetch_related(None).select_related("session__term", "category")
    return list(
        bare.prefetch_related(
            Prefetch(
                "sponsorships", Sponsorship.objects.select_related("deputy__village", "group")
            ),
            Prefetch("assignments", assignments.prefetch_related(Prefetch("replies", replies))),
        )
    )


def ledger_rows(proposals: Iterable[Proposal]) -> Iterator[list[Any]]:
    """One line a proposal, as text."""
    counted = Deputy.objects.values("name").annotate(people=Count("pk")).filter(people__gt=1)
    namesakes = set(counted.values_list("name", flat=True))
    for proposal in proposals:
        cells = _cells(proposal, namesakes)
        yield [safe_for_export(cells[name]) for name in LedgerResource.field_labels()]


def ledger_xlsx(proposals: list[Proposal]) -> bytes:
    """An .xlsx with the title above the columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("议案建议台账")
    sheet.append([ledger_title(proposals)])
    sheet.append(ledger_headings())
    for row in ledger_rows(proposals):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ledger_csv(proposals: list[Proposal]) -> bytes:
    """The same as text with a mark at the beginning, by which Excel knows the characters."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([ledger_title(proposals)])
    writer.writerow(ledger_headings())
    writer.writerows(ledger_rows(proposals))
    return stream.getvalue().encode("utf-8-sig")


def _cells(proposal: Proposal, namesakes: set[str]) -> dict[str, str]:
    sponsors = list(proposal.sponsorships.all())
    lead = next((s for s in sponsors if s.is_lead), None)
    assignments = sorted(proposal.assignments.all(), key=lambda a: a.role == UnitRole.CO)
    first = next((a for a in assignments if a.role != UnitRole.CO), None)
    reply = next(iter(first.replies.all()), None) if first else None
    rating = next(iter(reply.ratings.all()), None) if reply else None
    others = [s for s in sponsors if not s.is_lead]
    return {
        "number": proposal.number_label if proposal.number else "",
        "kind": proposal.get_kind_display(),
        "title": proposal.title,
        "lead": _person(lead, namesakes) if lead else _organ(proposal),
        "co": _SEPARATOR.join(_person(s, namesakes) for s in others),
        "group": str(lead.group or "") if lead else "",
        "submitted_on": str(proposal.submitted_on or ""),
        "occasion": proposal.get_occasion_display(),
        "category": str(proposal.category or ""),
        "unit": str(first.unit) if first else "",
        "co_units": _SEPARATOR.join(str(a.unit) for a in assignments if a != first),
        "assigned_on": str((first and first.assigned_on) or ""),
        "due_on": str((first and first.due_on) or ""),
        "replied_on": str((reply and reply.replied_on) or ""),
        "document_number": reply.document_number if reply else "",
        "outcome": reply.outcome.letter if reply and reply.outcome else "",
        "contact_form": reply.get_contact_form_display() if reply else "",
        "attitude": rating.get_attitude_display() if rating else "",
        "result": rating.get_result_display() if rating else "",
        "may_be_public": "是" if proposal.may_be_public else "否",
        "remark": proposal.remark,
    }


def _organ(proposal: Proposal) -> str:
    """Who brought a motion without sponsors."""
    if proposal.proposer == Proposer.DEPUTIES:
        return ""
    return str(proposal.get_proposer_display())


def _person(sponsorship: Sponsorship, namesakes: set[str]) -> str:
    """The name, with the village where another deputy has the same."""
    deputy = sponsorship.deputy
    hint = deputy.village or (f"{deputy.born_on.year}年生" if deputy.born_on else "")
    return f"{deputy.name}（{hint}）" if deputy.name in namesakes and hint else deputy.name
