"""A unit's reply: written, signed within the unit, sent; it reaches everybody who brought it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files, remove_attachment
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import bulk_create_recorded, bulk_delete_recorded, sign
from congress.common.messaging.services import settle
from congress.common.models import Attachment
from congress.common.partial_dates import PartialDate
from congress.township.working_days import working_calendar
from proposals.answer_notices import tell_of_reply
from proposals.deadlines import feedback_deadline
from proposals.enums import (
    AssignmentStatus,
    ContactForm,
    DraftState,
    FeedbackFrom,
    ProposalStep,
    UnitRole,
)
from proposals.models import (
    Assignment,
    FeedbackRequest,
    OutcomeClass,
    Promise,
    ProposalSettings,
    Reply,
    ReplyDraft,
)
from proposals.notices import assignment_subject
from proposals.permissions import can_decide_proposal
from proposals.services.acting import advance, needed_reason, require_past
from proposals.services.handling import answered_sponsors, missing_opinions
from proposals.services.publishing import note_later_reply
from proposals.services.submitting import Missing
from proposals.services.unit_acting import for_unit, require_answering, write_assignment


@dataclass(frozen=True)
class ReplyValues:
    """What a unit says. ``outcome`` is its class (A, B, C); ``promise`` what it will still do."""

    content: str = ""
    outcome: OutcomeClass | None = None
    adoption: str = ""
    document_number: str = ""
    contact_person: str = ""
    contact_phone: str = ""
    promise: str = ""
    promised_for: PartialDate | None = None


def save_reply_draft(
    assignment: Assignment,
    values: ReplyValues,
    *,
    actor: Any,
    seen_version: int | None = None,
    files: Iterable[Attachment] | None = None,
) -> ReplyDraft:
    """Write on the unit's draft; a draft that waits to be signed is being written again.

    ``seen_version`` is the draft's (0: there was none). Raises StaleRecord. ``files`` are all that
    it shall have; None leaves them alone. Nothing is written, and no version counted, when nothing
    changed, so that a page which lost the answer may send the same again.
    """
    wanted = list(files) if files is not None else None
    with transaction.atomic():
        assignment = for_unit(assignment, actor)
        require_answering(assignment)
        draft = _draft_of(assignment)
        is_new = draft is None
        if draft is None:
            if seen_version:
                raise StaleRecord("答复稿已经发出或者删掉了，请刷新页面。")
            draft = ReplyDraft(assignment=assignment, written_by=actor)
        elif _says(draft, values, wanted):
            return draft
        elif seen_version is not None and seen_version != draft.version:
            raise StaleRecord("这份答复稿刚被别人改过，请核对后再保存。")
        for name, value in asdict_shallow(values).items():
            setattr(draft, name, value)
        draft.state = DraftState.WRITING
        sign(draft, actor, "写答复稿")
        if is_new:
            draft.save()
        else:
            draft.save_version()
        if wanted is not None:
            _keep_files(draft, wanted, actor)
    return draft


def ask_for_signature(
    draft: ReplyDraft, *, actor: Any, seen_version: int | None = None
) -> ReplyDraft:
    """The draft is ready: who signs for the unit reads it (待签发)."""
    with transaction.atomic():
        assignment = for_unit(draft.assignment, actor)
        draft = _locked_draft(draft, seen_version)
        missing = missing_for_reply(assignment, values_of(draft))
        if missing:
            raise RuleViolation("".join(missing))
        _move(draft, DraftState.WRITING, DraftState.TO_SIGN, actor, "送签")
    return draft


def return_draft(
    draft: ReplyDraft, *, actor: Any, reason: str, seen_version: int | None = None
) -> ReplyDraft:
    """Who signs wants it changed; the draft says what."""
    reason = needed_reason(reason, "请写明要改什么。")[:500]
    with transaction.atomic():
        for_unit(draft.assignment, actor)
        draft = _locked_draft(draft, seen_version)
        draft.returned_because = reason
        _move(draft, DraftState.TO_SIGN, DraftState.WRITING, actor, f"退改：{reason}")
    return draft


def sign_reply(
    draft: ReplyDraft, *, actor: Any, signed_by: str, seen_version: int | None = None
) -> Reply:
    """Sign the draft and send it (签发): now it is the unit's reply.

    ``seen_version`` is that of the draft which was read: nobody signs another text than that.
    Raises StaleRecord.
    """
    with transaction.atomic():
        assignment = for_unit(draft.assignment, actor)
        draft = _locked_draft(draft, seen_version)
        if draft.state != DraftState.TO_SIGN:
            raise RuleViolation("答复稿还没有送签，请先送签。")
        return _send(assignment, values_of(draft), actor, signed_by, timezone.localdate(), draft)


def enter_reply(
    assignment: Assignment,
    values: ReplyValues,
    *,
    actor: Any,
    signed_by: str,
    replied_on: dt.date,
    contact_form: str = "",
) -> Reply:
    """The office enters a reply that came on paper, for a unit without a computer."""
    from proposals.permissions import can_enter_for_others
    from proposals.services.acting import require

    require_past(replied_on, "答复日期")
    with transaction.atomic():
        require(can_enter_for_others(actor))
        assignment = for_unit(assignment, actor)
        draft = _draft_of(assignment)
        return _send(assignment, values, actor, signed_by, replied_on, draft, contact_form)


def missing_for_reply(
    assignment: Assignment, values: ReplyValues, *, actor: Any = None
) -> list[Missing]:
    """What is still missing, a sentence each, with its box; empty when it can go out.

    ``actor`` is who reads the sentences: the office lets it go out, a unit asks the office to.
    """
    missing = []
    if not values.content.strip():
        missing.append(Missing("请写答复全文。", "content"))
    if values.outcome is None:
        missing.append(Missing("请选办理结果（类别）。", "outcome"))
    elif values.outcome.is_promise and not values.promise.strip():
        sentence = f"办理结果是“{values.outcome}”，请写计划落实什么。"
        missing.append(Missing(sentence, "promise"))
    if values.promise.strip() and values.promised_for is None:
        missing.append(Missing("请写落实时限。", "promised_for"))
    waiting = missing_opinions(assignment)
    if waiting:
        units = "、".join(str(part.unit) for part in waiting)
        may = actor is not None and can_decide_proposal(actor)
        how = "先办“不等协办意见”，再录入答复" if may else "请人大办同意先答复"
        sentence = f"还没有收到{units}的协办意见。确实不用等的，{how}。"
        missing.append(Missing(sentence, "opinions"))
    return missing


def _send(
    assignment: Assignment,
    values: ReplyValues,
    actor: Any,
    signed_by: str,
    replied_on: dt.date,
    draft: ReplyDraft | None,
    contact_form: str = "",
) -> Reply:
    require_answering(assignment)
    missing: list[str] = [*missing_for_reply(assignment, values, actor=actor)]
    if not signed_by.strip():
        missing.append("请写签发人。")
    given = assignment.assigned_on
    if given is not None and replied_on < given.earliest():
        missing.append(f"答复日期在交办（{given}）以前，请核对。")
    until = values.promised_for
    if values.promise.strip() and until is not None and until.latest() < replied_on:
        missing.append(f"落实时限（{until}）在答复日期以前，请核对。")
    if missing:
        raise RuleViolation("".join(missing))
    settings = ProposalSettings.load()
    limit = feedback_deadline(
        replied_on, working_days=settings.feedback_working_days, days=working_calendar()
    )
    reply = Reply(
        assignment=assignment,
        replied_on=PartialDate.of(replied_on),
        round=assignment.round,
        due_on=assignment.due_on,
        due_rule=assignment.due_rule,
        signed_by=signed_by.strip(),
        contact_form=contact_form or _contact_form(assignment),
        feedback_due_on=limit.due_on.latest(),
        feedback_due_rule=limit.rule[:100],
        entered_by=actor,
        **asdict_shallow(values),
    )
    sign(reply, actor, "答复")
    reply.save()
    if draft is not None:
        _hand_over_files(draft, reply)
        bulk_delete_recorded(ReplyDraft, [draft], actor=actor, reason="已经发出")
    assignment.status = AssignmentStatus.REPLIED
    write_assignment(assignment, ["status"], actor=actor, reason="答复")
    _record_step(assignment, reply, actor, replied_on)
    if reply.promise or (reply.outcome and reply.outcome.is_promise):
        _open_promise(reply, actor)
    requests = _ask_for_feedback(reply, limit.due_on.latest(), settings, actor)
    tell_of_reply(reply, requests, actor=actor)
    note_later_reply(assignment.proposal, actor=actor)
    return reply


def _record_step(assignment: Assignment, reply: Reply, actor: Any, replied_on: dt.date) -> None:
    others = Assignment.objects.filter(
        proposal=assignment.proposal_id, status=AssignmentStatus.ASSIGNED
    ).exclude(role=UnitRole.CO)
    step = ProposalStep.REPLY if others.exists() else ProposalStep.COMPLETE
    said = f"{assignment.unit}答复，办理结果：{reply.outcome}"
    advance(
        assignment.proposal,
        step,
        actor=actor,
        reason=said,
        taken_on=replied_on,
        assignment=assignment,
    )
    if step == ProposalStep.COMPLETE:
        _release_helpers(assignment, actor)


def _release_helpers(assignment: Assignment, actor: Any) -> None:
    """Assisting units that gave no opinion owe none once the answer is out."""
    parts = Assignment.objects.select_for_update().filter(
        proposal=assignment.proposal_id, role=UnitRole.CO, status=AssignmentStatus.ASSIGNED
    )
    for part in parts:
        part.status = AssignmentStatus.REPLIED
        settle(assignment_subject(part))
        write_assignment(part, ["status"], actor=actor, reason="主办单位已经答复，不用再提协办意见")


def _open_promise(reply: Reply, actor: Any) -> None:
    promise = Promise(reply=reply, content=reply.promise, due_on=reply.promised_for)
    sign(promise, actor, "答复中承诺")
    promise.save()


def _ask_for_feedback(
    reply: Reply, due_on: dt.date, settings: ProposalSettings, actor: Any
) -> list[FeedbackRequest]:
    sponsors = answered_sponsors(reply.assignment)
    if settings.feedback_from == FeedbackFrom.LEAD:
        sponsors = sponsors.filter(is_lead=True)
    rows = [FeedbackRequest(reply=reply, sponsorship=s, due_on=due_on) for s in sponsors]
    return bulk_create_recorded(FeedbackRequest, rows, actor=actor, reason="请代表评价")


def _contact_form(assignment: Assignment) -> str:
    """How the unit spoke with the deputies last; 未联系 when it never did."""
    last = assignment.contacts.last()
    return last.form if last is not None else ContactForm.NONE


def _hand_over_files(draft: ReplyDraft, reply: Reply) -> None:
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Reply)
    for attachment in draft.attachments.all():
        attachment.owner_type, attachment.owner_id = kind, reply.pk
        attachment.save()


def _draft_of(assignment: Assignment) -> ReplyDraft | None:
    return ReplyDraft.objects.select_for_update().filter(assignment=assignment).first()


def _locked_draft(draft: ReplyDraft, seen_version: int | None = None) -> ReplyDraft:
    row = ReplyDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        raise RuleViolation("答复稿已经发出或者删掉了，请刷新页面，查看最新情况。")
    if seen_version is not None and seen_version != row.version:
        raise StaleRecord("您打开这一页以后，答复稿被改过。请把下面的再看一遍，核对以后再办。")
    return row


def _says(draft: ReplyDraft, values: ReplyValues, files: list[Attachment] | None) -> bool:
    """Whether the draft holds exactly this already."""
    if any(getattr(draft, name) != value for name, value in asdict_shallow(values).items()):
        return False
    return files is None or {row.pk for row in files} == {row.pk for row in _files_of(draft)}


def _files_of(draft: ReplyDraft) -> list[Attachment]:
    return list(Attachment.objects.of(draft).shown())


def _keep_files(draft: ReplyDraft, files: list[Attachment], actor: Any) -> None:
    """Attach what is new, take away what is no longer wanted."""
    present = _files_of(draft)
    for row in present:
        if row not in files:
            remove_attachment(row, actor=actor, reason="写的人去掉了")
    attach_files(draft, [row for row in files if row not in present], actor=actor)


def _move(
    draft: ReplyDraft, from_state: DraftState, to_state: DraftState, actor: Any, reason: str
) -> None:
    if draft.state != from_state:
        raise RuleViolation(f"答复稿现在是“{draft.get_state_display()}”，请刷新页面。")
    draft.state = to_state
    sign(draft, actor, reason)
    draft.save_version()


def values_of(draft: ReplyDraft) -> ReplyValues:
    """What a draft says."""
    return ReplyValues(**{name: getattr(draft, name) for name in ReplyValues.__dataclass_fields__})


def asdict_shallow(values: ReplyValues) -> dict[str, Any]:
    """The fields as they are; texts without blanks at their ends."""
    found = {name: getattr(values, name) for name in ReplyValues.__dataclass_fields__}
    return {n: v.strip() if isinstance(v, str) else v for n, v in found.items()}
