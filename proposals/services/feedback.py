"""What sponsors say of a reply, and what follows: a second round, or the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_update_recorded, sign
from congress.common.messaging.services import settle
from congress.common.partial_dates import PartialDate
from proposals import deadlines
from proposals.answer_notices import feedback_subject, tell_of_reminder, tell_of_second_round
from proposals.deadlines import second_deadline
from proposals.enums import AssignmentStatus, ProposalStep, Satisfaction
from proposals.models import (
    Assignment,
    FeedbackRequest,
    Proposal,
    ProposalSettings,
    Reply,
    ReplyRating,
)
from proposals.notices import silent_subject, tell_sponsors
from proposals.permissions import can_decide_proposal, can_enter_for_others, can_rate_reply
from proposals.services.acting import (
    advance,
    locked,
    needed_reason,
    require,
    require_past,
    require_seen,
    what_happened,
)
from proposals.services.unit_acting import write_assignment
from proposals.workflow import allows, next_status


@dataclass(frozen=True)
class Said:
    """What one sponsor says of a reply."""

    request: FeedbackRequest
    attitude: str
    result: str
    words: str = ""


def rate_reply(
    request: FeedbackRequest,
    *,
    actor: Any,
    attitude: str,
    result: str,
    words: str = "",
    rated_on: dt.date | None = None,
) -> ReplyRating:
    """Say what one thinks of handling and of outcome; once, until a second round asks anew.

    不满意 with either opens a second round by itself; when everybody who was asked has answered
    and nobody is dissatisfied, the matter is closed.
    """
    day = rated_on or timezone.localdate()
    require_past(day, "评价日期")
    said = Said(request, attitude, result, words)
    _require_complete(said)
    with transaction.atomic():
        proposal = locked(request.reply.assignment.proposal)
        rating = _rated(said, day, actor)
        if rating_is_bad(rating):
            _second_round(proposal, request.reply.assignment, actor, cause_of(rating))
        else:
            _close_if_all_said(proposal, actor)
    return rating


def enter_ratings(
    proposal: Proposal,
    ratings: Sequence[Said],
    *,
    actor: Any,
    rated_on: dt.date,
    seen_version: int | None = None,
) -> list[ReplyRating]:
    """Enter what several sponsors said on paper; all of it counts, then the second round opens."""
    require_past(rated_on, "评价日期")
    if not ratings:
        raise RuleViolation("还没有选评价，请至少录入一名代表的。")
    for said in ratings:
        _require_complete(said, f"{said.request.sponsorship.deputy}：")
    with transaction.atomic():
        require(can_enter_for_others(actor))
        proposal = locked(proposal)
        require_seen(proposal, seen_version)
        rows = []
        for said in ratings:
            if said.request.reply.assignment.proposal_id != proposal.pk:
                raise RuleViolation("选的答复不是这一件的，请核对。")
            rows.append(_rated(said, rated_on, actor))
        bad: dict[int, list[ReplyRating]] = {}
        for row in rows:
            if rating_is_bad(row):
                bad.setdefault(row.reply.assignment_id, []).append(row)
        for theirs in bad.values():
            why = "；".join(cause_of(row) for row in theirs)
            _second_round(proposal, theirs[0].reply.assignment, actor, why)
        if not bad:
            _close_if_all_said(proposal, actor)
    return rows


def _require_complete(said: Said, who: str = "") -> None:
    for value in (said.attitude, said.result):
        if value not in Satisfaction.values:
            raise RuleViolation(f"{who}请对办理态度和办理结果各选一项。")
    if missing := missing_words(said.attitude, said.result, said.words):
        raise RuleViolation(f"{who}{missing}")


def _rated(said: Said, day: dt.date, actor: Any) -> ReplyRating:
    """Write down what a sponsor said of a reply of a locked proposal."""
    request, reply = said.request, said.request.reply
    require(can_rate_reply(actor, request.sponsorship))
    row = ReplyRating.objects.filter(reply=reply, sponsorship=request.sponsorship).first()
    if row is not None:
        raise RuleViolation(f"{request.sponsorship.deputy}已经评价过这份答复。")
    _require_latest(reply)
    if reply.replied_on is not None and day < reply.replied_on.earliest():
        raise RuleViolation(f"评价日期在答复（{reply.replied_on}）以前，请核对。")
    rating = ReplyRating(
        reply=reply,
        sponsorship=request.sponsorship,
        attitude=said.attitude,
        result=said.result,
        words=said.words.strip(),
        rated_on=PartialDate.of(day),
        entered_by=actor,
    )
    sign(rating, actor, "评价答复")
    rating.save()
    settle(feedback_subject(request))
    _settle_silence(reply.assignment.proposal)
    return rating


def missing_words(attitude: str, result: str, words: str) -> str:
    """Who isn't satisfied has to say with what; "" when nothing is missing."""
    if Satisfaction.DISSATISFIED in (attitude, result) and not words.strip():
        return "不满意的，请写明哪里不满意，单位才好重新办理。"
    return ""


def remind_sponsor(
    request: FeedbackRequest, *, actor: Any, how: str = "站内提醒", on: dt.date | None = None
) -> FeedbackRequest:
    """Record that a sponsor was reminded. Raises RuleViolation when he has answered."""
    day = on or timezone.localdate()
    require_past(day, "提醒日期")
    with transaction.atomic():
        require(can_enter_for_others(actor))
        row = FeedbackRequest.objects.select_for_update().get(pk=request.pk)
        said = ReplyRating.objects.filter(reply=row.reply, sponsorship=row.sponsorship)
        if said.exists():
            raise RuleViolation(f"{row.sponsorship.deputy}已经评价，不用提醒。")
        row.reminded_on, row.reminded_by, row.how = day, actor, how.strip()[:100]
        fields = ["reminded_on", "reminded_by", "how"]
        bulk_update_recorded(FeedbackRequest, [row], fields, actor=actor, reason="提醒评价")
        settle(feedback_subject(row))
        _settle_silence(row.reply.assignment.proposal)
        tell_of_reminder(row, actor=actor)
    return row


def _settle_silence(proposal: Proposal) -> None:
    """The office has nobody left to remind of this proposal."""
    rows = FeedbackRequest.objects.unreminded()
    if not rows.filter(reply__assignment__proposal=proposal).exists():
        settle(silent_subject(proposal))


def rehandle_proposal(
    proposal: Proposal,
    assignment: Assignment,
    *,
    actor: Any,
    reason: str,
    seen_version: int | None = None,
) -> Proposal:
    """The presidium has it handled again: what a ledger tells, or what was closed too early."""
    reason = needed_reason(reason, "请写明为什么重新办理。")
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        if assignment.proposal_id != proposal.pk or not assignment.replies.exists():
            raise RuleViolation("请选一个已经答复的承办单位重新办理。")
        part = Assignment.objects.get(pk=assignment.pk)
        if part.is_waiting or not allows(proposal, ProposalStep.REPLY):
            next_status(proposal, ProposalStep.REHANDLE, what_happened)
        _second_round(proposal, assignment, actor, reason)
    return proposal


def close_proposal(
    proposal: Proposal, *, actor: Any, reason: str, seen_version: int | None = None
) -> Proposal:
    """End it though somebody hasn't said anything, or is still not satisfied (办结)."""
    reason = needed_reason(reason, "请写明为什么办结。")
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        advance(proposal, ProposalStep.CLOSE, actor=actor, reason=reason)
        tell_sponsors(proposal, "已经办结", actor=actor, detail=reason)
    return proposal


def rating_is_bad(rating: ReplyRating) -> bool:
    """Not satisfied with the handling or with the outcome."""
    return Satisfaction.DISSATISFIED in (rating.attitude, rating.result)


def waits_in_vain(request: FeedbackRequest, on: dt.date) -> bool:
    """Whether who said nothing leaves the denominator (重庆29): reminded, and it is too late."""
    return deadlines.waits_in_vain(request.reminded_on, request.due_on, on=on)


def _require_latest(reply: Reply) -> None:
    assignment = Assignment.objects.get(pk=reply.assignment_id)
    if assignment.status == AssignmentStatus.ASSIGNED or assignment.round > reply.round:
        raise RuleViolation("这件已经重新办理，请等新的答复再评价。")


def cause_of(rating: ReplyRating) -> str:
    """The reason that a second round has from a sponsor who is not satisfied."""
    return f"{rating.sponsorship.deputy}不满意：{rating.words}"


def _second_round(proposal: Proposal, assignment: Assignment, actor: Any, why: str) -> None:
    """The unit has it again, with a clock of its own; a round that runs already goes on."""
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if row.is_waiting:
        return
    today = timezone.localdate()
    if allows(proposal, ProposalStep.REHANDLE):
        advance(
            proposal, ProposalStep.REHANDLE, actor=actor, reason=why[:1000], assignment=assignment
        )
    _keep_first_limit(row, actor)
    limit = second_deadline(today, months=ProposalSettings.load().second_months)
    row.status, row.round = AssignmentStatus.ASSIGNED, row.round + 1
    row.due_on, row.due_rule = limit.due_on, limit.rule
    fields = ["status", "round", "due_on", "due_rule"]
    write_assignment(row, fields, actor=actor, reason="重新办理")
    row.proposal = proposal
    tell_of_second_round(row, why, actor=actor)


def _keep_first_limit(assignment: Assignment, actor: Any) -> None:
    """Replies from a ledger go by the assignment's limit, which a second round moves."""
    rows = list(assignment.replies.filter(due_on__isnull=True))
    if assignment.due_on is None or not rows:
        return
    for reply in rows:
        reply.due_on, reply.due_rule = assignment.due_on, assignment.due_rule
    bulk_update_recorded(
        Reply, rows, ["due_on", "due_rule"], actor=actor, reason="重新办理前的期限"
    )


def _close_if_all_said(proposal: Proposal, actor: Any) -> None:
    if not allows(proposal, ProposalStep.CLOSE):
        return
    # Whom a second round overtook before he said anything isn't waited for.
    waiting = FeedbackRequest.objects.open()
    if waiting.filter(reply__assignment__proposal=proposal).exists():
        return
    advance(proposal, ProposalStep.CLOSE, actor=actor, reason="代表都已评价，没有不满意")
    tell_sponsors(proposal, "代表都已评价，办结", actor=actor)
