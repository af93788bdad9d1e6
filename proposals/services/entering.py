"""The office enters for others: what came on paper (代录), and finished matters (补录)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from congress.common.attachments.services import attach_files
from congress.common.cells import Cell, Row
from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.imports.table import Column, Table
from congress.common.partial_dates import PartialDate
from congress.township.models import Session
from deputies.models import Deputy
from proposals.enums import (
    Occasion,
    ProposalKind,
    ProposalSource,
    ProposalStatus,
    Proposer,
    SponsorshipStatus,
)
from proposals.imports.ledger import LedgerImport
from proposals.imports.resource import LedgerResource
from proposals.models import Category, Proposal, ProposalSettings
from proposals.numbering import next_number, series_key
from proposals.permissions import can_enter_for_others
from proposals.services.acting import require, require_past
from proposals.services.cosigning import require_serving
from proposals.services.drafting import sponsorship_of
from proposals.services.registering import register_proposal
from proposals.services.submitting import submit_proposal

# The rows of a form: number 1, said to nobody.
_ROW = 1


@dataclass(frozen=True)
class PaperProposal:
    """What stands on the paper. ``co`` signed it too; presidium and government have no lead."""

    session: Session
    occasion: str
    kind: str
    title: str
    submitted_on: dt.date
    grounds: str = ""
    measures: str = ""
    proposer: str = Proposer.DEPUTIES
    lead: Deputy | None = None
    co: Sequence[Deputy] = ()
    category: Category | None = None
    may_be_public: bool = True


class FieldProblems(RuleViolation):
    """What is wrong, by the name of the field ("" for the whole)."""

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        self.problems = problems
        super().__init__(" ".join(text for texts in problems.values() for text in texts))


def enter_proposal(
    paper: PaperProposal, *, actor: Any, scans: Sequence[Any] = (), register: bool = False
) -> Proposal:
    """Enter what was handed in on paper, submitted on its day, and register it if wished.

    The same must hold as on the desk: who signs is in office on that day, a motion has its three
    parts and its five deputies. Raises RuleViolation.
    """
    require_past(paper.submitted_on, "提出日期")
    _require_occasion(paper)
    with transaction.atomic():
        require(can_enter_for_others(actor))
        proposal = _drafted(paper, actor)
        by_deputies = paper.proposer == Proposer.DEPUTIES
        if by_deputies and paper.lead is not None:
            require_serving(proposal, [paper.lead, *paper.co], paper.submitted_on)
            _sign_on_paper(proposal, paper, actor)
        proposal = submit_proposal(proposal, actor=actor, submitted_on=paper.submitted_on)
        attach_files(proposal, scans, actor=actor, is_scan=True)
        if register:
            proposal = register_proposal(proposal, actor=actor)
    return proposal


def enter_finished(
    session: Session, said: Mapping[str, str], *, actor: Any, scans: Sequence[Any] = ()
) -> tuple[Proposal, list[str]]:
    """Enter a matter of former days with what became of it, as a row of the ledger would (补录).

    ``said`` names the ledger's columns ("title", "lead", "replied_on" …) and what a clerk writes
    there; what is left out is 未载. Without a number it gets the next. Gives the proposal and
    what the clerk should look at. Raises FieldProblems; writes nothing then.
    """
    with transaction.atomic():
        require(can_enter_for_others(actor))
        said = {name: text.strip() for name, text in said.items() if text.strip()}
        kind = LedgerImport({"session": session.ordinal, "term": session.term.ordinal}, actor=actor)
        if not said.get("number"):
            said["number"] = _next_number(session, said)
        plan = kind.plan(_table(said))
        (row,) = plan.rows
        if row.is_bad:
            raise FieldProblems(_by_field(row.problems))
        new = kind.book.new_proposals
        if not new:
            raise FieldProblems({"number": [f"{said['number']}已经有了，请核对编号。"]})
        (proposal,) = new
        proposal.source, proposal.created_by = ProposalSource.AFTERWARDS, actor
        kind.write()
        attach_files(proposal, scans, actor=actor, is_scan=True)
    return proposal, [text.removeprefix(f"第{_ROW}行：") for text in plan.warnings]


def _require_occasion(paper: PaperProposal) -> None:
    if ProposalKind(paper.kind).is_motion and paper.occasion != Occasion.IN_SESSION:
        raise RuleViolation("议案只能向人民代表大会会议提出，请选“大会期间”。")
    if paper.proposer != Proposer.DEPUTIES and not ProposalKind(paper.kind).is_motion:
        raise RuleViolation("主席团和镇人民政府只提议案，请改选类别。")
    starts_on = paper.session.starts_on
    if (
        paper.occasion == Occasion.INTERSESSIONAL
        and starts_on is not None
        and paper.submitted_on < starts_on.earliest()
    ):
        raise RuleViolation(
            f"{paper.session}是{starts_on}开的，提出日期在那以前。"
            "闭会期间提出的，请选它之前的那次会议。"
        )


def _drafted(paper: PaperProposal, actor: Any) -> Proposal:
    proposal = Proposal(
        term=paper.session.term,
        session=paper.session,
        occasion=Occasion(paper.occasion),
        kind=ProposalKind(paper.kind),
        title=paper.title.strip(),
        grounds=paper.grounds.strip(),
        measures=paper.measures.strip(),
        category=paper.category,
        proposer=Proposer(paper.proposer),
        may_be_public=paper.may_be_public,
        status=ProposalStatus.DRAFT,
        source=ProposalSource.OFFICE,
        created_by=actor,
    )
    sign(proposal, actor, "代录")
    proposal.save()
    return proposal


def _sign_on_paper(proposal: Proposal, paper: PaperProposal, actor: Any) -> None:
    assert paper.lead is not None  # noqa: S101  asked before
    people = [paper.lead, *(deputy for deputy in paper.co if deputy != paper.lead)]
    for order, deputy in enumerate(dict.fromkeys(people)):
        row = sponsorship_of(proposal, deputy, is_lead=order == 0, order=order)
        row.status, row.is_on_paper = SponsorshipStatus.CONFIRMED, True
        row.settled_on = PartialDate.of(paper.submitted_on)
        row.settled_by = actor
        sign(row, actor, "录入纸面签名")
        row.save()


def _next_number(session: Session, said: Mapping[str, str]) -> str:
    """The next of the series in which the matter will be numbered."""
    intersessional = said.get("occasion") == Occasion.INTERSESSIONAL.label
    occasion = Occasion.INTERSESSIONAL if intersessional else Occasion.IN_SESSION
    is_motion = said.get("kind") == ProposalKind.MOTION.label
    kind = ProposalKind.MOTION if is_motion else ProposalKind.SUGGESTION
    brought = said.get("submitted_on", "")
    try:
        submitted_on = PartialDate.of(brought)
    except ValueError:
        submitted_on = None  # the row says so itself
    trial = Proposal(
        term=session.term,
        session=session,
        occasion=occasion,
        kind=kind,
        submitted_on=submitted_on,
    )
    number = next_number(series_key(trial, ProposalSettings.load()))
    return f"{'闭会' if intersessional else ''}第{number}号"


def _table(said: Mapping[str, str]) -> Table:
    labels = LedgerResource.field_labels()
    columns = [Column(place, labels[name], name) for place, name in enumerate(said)]
    return Table((), 0, columns, [Row(_ROW, tuple(Cell(text) for text in said.values()))])


def _by_field(problems: Sequence[Any]) -> dict[str, list[str]]:
    names = {label: name for name, label in LedgerResource.field_labels().items()}
    found: dict[str, list[str]] = {}
    for problem in problems:
        text = problem.message.removesuffix("也可以在预览里选择。")
        found.setdefault(names.get(problem.column, ""), []).append(text)
    return found
