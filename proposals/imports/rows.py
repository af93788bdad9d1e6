"""What a clean row of the ledger creates and changes, planned record by record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import timezone

from congress.common.imports.plan import Change, RowPlan
from congress.common.imports.recorder import Recorder
from congress.common.partial_dates import PartialDate
from congress.township.models import Session
from deputies.imports.directory import Directory
from deputies.models import Deputy
from proposals.deadlines import reply_deadline
from proposals.enums import (
    AssignmentStatus,
    ProposalSource,
    ProposalStatus,
    Satisfaction,
    SponsorshipStatus,
    UnitRole,
)
from proposals.models import (
    RECORDED_RULE,
    Assignment,
    Proposal,
    ProposalSettings,
    Reply,
    ReplyRating,
    Sponsorship,
)

_KEY = "重点督办"
_REPLY = ("replied_on", "document_number", "outcome", "contact_form")
_RATING = ("attitude", "result")


@dataclass
class LedgerRow:
    """A row in which nothing is wrong: the proposal with its own columns, and everything else."""

    proposal: Proposal
    extras: Any
    seen: dict[str, Any]
    plan: RowPlan
    directory: Directory


@dataclass
class RowBook:
    """Collects what the rows create and change, in the order in which it can be written."""

    session: Session
    new: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    dissatisfied: list[str] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = ProposalSettings.load()

    @staticmethod
    def day_of(session: Session) -> dt.date:
        """The day on which the session's deputies are looked at."""
        return session.starts_on.earliest() if session.starts_on else timezone.localdate()

    def plan(self, row: LedgerRow) -> None:
        """Plan one row."""
        is_new = row.proposal.pk is None
        self._plan_proposal(row, is_new)
        lead = self._plan_sponsors(row)
        assignment, helping = self._plan_units(row)
        reply = self._plan_reply(row, assignment)
        self._plan_rating(row, reply, lead)
        self._settle_status(row, is_new, assignment, reply, helping)

    def hand_over(self, recorder: Recorder) -> None:
        """Let the recorder write it: proposals before what belongs to them."""
        order = (Proposal, Sponsorship, Assignment, Reply, ReplyRating)
        for record in sorted(self.new, key=lambda record: order.index(type(record))):
            recorder.create(record)
        for record, before in self.changed:
            recorder.change(record, before)

    @property
    def new_proposals(self) -> list[Proposal]:
        return [record for record in self.new if isinstance(record, Proposal)]

    # The parts of a row

    def _plan_proposal(self, row: LedgerRow, is_new: bool) -> None:
        proposal, extras = row.proposal, row.extras
        if _is_led_on(proposal):
            proposal.kind = row.seen.get("kind", proposal.kind)
        before = {n: old for n, old in row.seen.items() if getattr(proposal, n) != old}
        if is_new:
            proposal.session, proposal.term = self.session, self.session.term
            proposal.occasion, proposal.number = extras.occasion, extras.number.number
            proposal.source = ProposalSource.LEDGER
        wanted = {"category": extras.category, "is_key": _KEY in proposal.remark or None}
        before |= _take(proposal, wanted)
        self._note(row, proposal, before, is_new)

    def _plan_sponsors(self, row: LedgerRow) -> Sponsorship | None:
        proposal, extras = row.proposal, row.extras
        present = list(proposal.sponsorships.all()) if proposal.pk else []
        lead = next((s for s in present if s.is_lead), None)
        known = {s.deputy_id for s in present}
        if extras.lead is not None:
            group = extras.group or row.directory.group_of(extras.lead)
            if lead is None:
                lead = self._sponsor(row, extras.lead, is_lead=True, group=group)
            elif extras.lead.pk == lead.deputy_id or extras.lead.pk not in known:
                self._edit(row, lead, deputy=extras.lead, group=extras.group)
        order = max((s.order for s in present), default=0)
        for deputy in extras.co or ():
            if deputy.pk not in known:
                order += 1
                self._sponsor(row, deputy, order=order, group=row.directory.group_of(deputy))
        return lead

    def _sponsor(self, row: LedgerRow, deputy: Deputy, **values: Any) -> Sponsorship:
        sponsorship = Sponsorship(
            proposal=row.proposal,
            deputy=deputy,
            status=SponsorshipStatus.CONFIRMED,
            settled_on=row.proposal.submitted_on,
            **values,
        )
        label = "领衔代表" if sponsorship.is_lead else "附议代表"
        return self._add(row, sponsorship, label, deputy.name)

    def _plan_units(self, row: LedgerRow) -> tuple[Assignment | None, list[Assignment]]:
        """The unit that answers, and those that assist it."""
        proposal, extras = row.proposal, row.extras
        present = list(proposal.assignments.all()) if proposal.pk else []
        lead = next((a for a in present if a.role != UnitRole.CO), None)
        if _is_led_on(proposal):
            self._warn_of_other_unit(row, lead)
            return lead, []
        due_on, rule = self._due(row, lead)
        dates = {"assigned_on": extras.assigned_on, "due_on": due_on, "due_rule": rule}
        if lead is not None:
            self._edit(row, lead, unit=extras.unit, **dates)
        elif extras.unit is not None:
            lead = Assignment(
                proposal=proposal, unit=extras.unit, role=UnitRole.LEAD, **_said(dates)
            )
            self._add(row, lead, UnitRole.LEAD.label, str(extras.unit))
        known = {a.unit_id for a in present}
        helping = [a for a in present if a.role == UnitRole.CO]
        for unit in extras.co_units or ():
            if unit.pk is None or unit.pk not in known:
                assignment = Assignment(
                    proposal=proposal,
                    unit=unit,
                    role=UnitRole.CO,
                    **_said({"assigned_on": extras.assigned_on}),
                )
                helping.append(self._add(row, assignment, UnitRole.CO.label, str(unit)))
        return lead, helping

    def _warn_of_other_unit(self, row: LedgerRow, lead: Assignment | None) -> None:
        """What was assigned here is not given to somebody else by a table."""
        unit = row.extras.unit
        if unit is not None and (lead is None or lead.unit_id != unit.pk):
            here = f"已经交给{lead.unit}" if lead else "没有交办"
            self.warnings.append(
                f"第{row.plan.number}行：台账的承办单位是{unit}，系统里{here}。"
                "照系统保留；要改的，请在这一件的页面上改办。"
            )

    def _due(
        self, row: LedgerRow, present: Assignment | None
    ) -> tuple[PartialDate | None, str | None]:
        """The ledger's own date is kept; where the rule gives another, that is said."""
        extras = row.extras
        assigned_on = extras.assigned_on or (present.assigned_on if present else None)
        given = extras.due_on
        if assigned_on is None or assigned_on.month is None:
            return given, RECORDED_RULE if given else None
        if given is None and present is not None and present.due_on is not None:
            return None, None
        for months, is_broad in (
            (self.settings.reply_months, False),
            (self.settings.broad_reply_months, True),
        ):
            deadline = reply_deadline(assigned_on, months=months, is_broad=is_broad)
            if given == deadline.due_on or given is None:
                return deadline.due_on, deadline.rule
        usual = reply_deadline(assigned_on, months=self.settings.reply_months)
        self.warnings.append(
            f"第{row.plan.number}行：台账所载的应答复日期是{given}，"
            f"按“{usual.rule}”应为{usual.due_on}。照台账保留，请核对。"
        )
        return given, RECORDED_RULE

    def _plan_reply(self, row: LedgerRow, assignment: Assignment | None) -> Reply | None:
        said = {name: getattr(row.extras, name) for name in (*_REPLY, *_RATING)}
        present = _only(assignment.replies.all()) if assignment and assignment.pk else None
        values = {name: said[name] for name in _REPLY}
        if present is not None:
            self._edit(row, present, **values)
            return present
        if assignment is None or not any(said.values()):
            return None
        shown = str(said["replied_on"] or "日期未载")
        return self._add(row, Reply(assignment=assignment, **_said(values)), "答复", shown)

    def _plan_rating(self, row: LedgerRow, reply: Reply | None, lead: Sponsorship | None) -> None:
        values = {name: getattr(row.extras, name) for name in _RATING}
        if reply is None or lead is None or not any(values.values()):
            return
        present = _only(reply.ratings.all()) if reply.pk else None
        if present is not None:
            self._edit(row, present, **values)
            return
        rating = ReplyRating(reply=reply, sponsorship=lead, **_said(values))
        self._add(row, rating, "代表评价", "、".join(v.label for v in values.values() if v))

    def _settle_status(
        self,
        row: LedgerRow,
        is_new: bool,
        assignment: Assignment | None,
        reply: Reply | None,
        helping: list[Assignment],
    ) -> None:
        """Where the steps that the ledger names have led; what the portal itself led on stays."""
        proposal, extras = row.proposal, row.extras
        unhappy = Satisfaction.DISSATISFIED in (extras.attitude, extras.result)
        if reply is not None and unhappy:
            self.dissatisfied.append(_numbered(proposal))
        if extras.outcome is not None and extras.outcome.is_promise:
            self.promises.append(_numbered(proposal))
        if not is_new and (proposal.source != ProposalSource.LEDGER or _is_led_on(proposal)):
            return
        if assignment is not None and reply is not None:
            for part in (assignment, *helping):  # nobody assists any more
                if part.is_waiting:
                    self._edit_quietly(part, status=AssignmentStatus.REPLIED)
        self._edit_quietly(proposal, status=_status(assignment, reply, extras, unhappy))

    # Records

    def _add(self, row: LedgerRow, record: Any, label: str, shown: str) -> Any:
        self.new.append(record)
        if row.proposal.pk is not None:
            row.plan.changes.append(Change(label, "", shown))
        return record

    def _edit(self, row: LedgerRow, record: Any, **values: Any) -> None:
        self._note(row, record, _take(record, values), record.pk is None)

    def _edit_quietly(self, record: Any, **values: Any) -> None:
        """What follows from the rest of the row need not be shown beside it."""
        before = _take(record, values)
        if record.pk is not None and before:
            self.changed.append((record, before))

    def _note(self, row: LedgerRow, record: Any, before: dict[str, Any], is_new: bool) -> None:
        if is_new:
            if record is row.proposal:
                self.new.append(record)
        elif before:
            row.plan.changes += _changes(record, before)
            self.changed.append((record, before))


def _is_led_on(proposal: Any) -> bool:
    """Whether steps in the portal have led it on: then it stands where they led, not the ledger."""
    return bool(getattr(proposal, "led_on", False))


def _take(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Put in what was said and differs; gives what was there before."""
    before = {
        name: getattr(record, name)
        for name, value in _said(values).items()
        if getattr(record, name) != value
    }
    for name in before:
        setattr(record, name, values[name])
    return before


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _changes(record: Model, before: dict[str, Any]) -> Iterator[Change]:
    for name, old in before.items():
        column: Any = record._meta.get_field(name)
        words = dict(column.flatchoices) if hasattr(column, "flatchoices") else {}
        shown = ["" if v is None else str(words.get(v, v)) for v in (old, getattr(record, name))]
        yield Change(str(column.verbose_name), *shown)


def _only(records: Any) -> Any:
    return next(iter(records), None)


def _numbered(proposal: Proposal) -> str:
    return proposal.number_label


def _status(
    assignment: Assignment | None, reply: Reply | None, extras: Any, unhappy: bool
) -> ProposalStatus:
    if assignment is None:
        return ProposalStatus.REGISTERED
    if reply is None:
        return ProposalStatus.IN_HANDLING
    rated = extras.attitude is not None or extras.result is not None
    return ProposalStatus.CLOSED if rated and not unhappy else ProposalStatus.REPLIED
