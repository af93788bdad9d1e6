"""A dossier's second half: what units did and answered, what was said of it, what lies with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from congress.common.models import Attachment
from congress.common.templatetags.portal import cn_date
from proposals.documents.dossier_blocks import Block, Section, facts, table, text_block
from proposals.documents.owed import days_until
from proposals.enums import (
    AssignmentStatus,
    ExtensionState,
    PromiseState,
)
from proposals.handling import Handled, handling_in_full
from proposals.models import (
    AssistingOpinion,
    FeedbackRequest,
    Pressing,
    Promise,
    StepTaken,
)
from proposals.services.feedback import waits_in_vain
from proposals.story import proposal_timeline, steps_of

# Columns that several tables have.
_DAY, _UNIT, _FORM, _WHO = ("日期", "day"), ("单位", "unit"), ("方式", "short"), ("代表", "name")


@dataclass
class Handling:
    """All that was done with a proposal; read once, in a fixed number of queries."""

    proposal: Any
    day: dt.date
    parts: list[Handled]
    steps: list[StepTaken]
    opinions: dict[int, AssistingOpinion]
    asked: dict[int, list[FeedbackRequest]] = field(default_factory=dict)

    @property
    def promises(self) -> Iterator[Promise]:
        """Of the replies, in their order."""
        for part in self.parts:
            for answer in part.answers:
                promise = getattr(answer.reply, "promised", None)
                if promise is not None:
                    yield promise


def handling_of_dossier(proposal: Any, day: dt.date) -> Handling:
    """``proposal`` as ``printed`` gives it."""
    rows = AssistingOpinion.objects.filter(assignment__proposal=proposal)
    asked: dict[int, list[FeedbackRequest]] = {}
    requests = FeedbackRequest.objects.filter(reply__assignment__proposal=proposal)
    for request in requests.select_related("sponsorship__deputy").order_by(
        "-sponsorship__is_lead", "sponsorship__order", "pk"
    ):
        asked.setdefault(request.reply_id, []).append(request)
    return Handling(
        proposal,
        day,
        handling_in_full(proposal),
        steps_of(proposal),
        {row.assignment_id: row for row in rows},
        asked,
    )


def assigned(handling: Handling) -> Section:
    """Which units had it, until when, and what became of that."""
    headings = (
        ("承办单位", "unit"),
        ("方式", "short"),
        ("交办", "day"),
        ("期限", ""),
        ("结果", ""),
    )
    rows = [
        (part.unit, part.get_role_display(), part.assigned_on or "未载", _limit(part), _state(part))
        for part in (each.assignment for each in handling.parts)
    ]
    notes = {
        part.assignment.note: None for part in handling.parts if part.assignment.note
    }  # the same for all who got it at once
    return Section("交办", [*table(headings, rows), *text_block("交办意见", "\n".join(notes))])


def _limit(part: Any) -> str:
    rule = f"（{part.due_rule}）" if part.due_rule else ""
    return f"{part.due_on}{rule}" if part.due_on else "未载"


def _state(part: Any) -> str:
    taken = f"{cn_date(part.accepted_on)}接办，" if part.accepted_on else ""
    if part.status == AssignmentStatus.RETURNED:
        return f"{cn_date(part.returned_on)}退办：{part.return_reason}"
    return f"{taken}{part.get_status_display()}"


def talked(handling: Handling) -> Section:
    """On the way to an answer: talks, more time, what assisting units had to say."""
    talks = [
        (
            cn_date(talk.held_on),
            part.assignment.unit,
            talk.get_form_display(),
            "、".join(str(row.deputy) for row in talk.people),
            "\n".join(filter(None, (talk.spoke_for_unit, talk.content))),
        )
        for part in handling.parts
        for talk in _talks(part)
    ]
    headings = (
        ("日期", "day"),
        ("单位", "unit"),
        ("方式", "short"),
        ("代表", "name"),
        ("面商", ""),
    )
    blocks = table(headings, talks)
    for part in handling.parts:
        for asked in part.extensions:
            blocks += text_block(f"{part.assignment.unit}申请延期", _extension(asked))
        opinion = handling.opinions.get(part.assignment.pk)
        if opinion is not None:
            heading = f"{part.assignment.unit}的协办意见（{cn_date(opinion.given_on)}）"
            blocks += text_block(heading, opinion.content)
    return Section("面商、延期和协办意见", blocks)


def _talks(part: Handled) -> list[Any]:
    """Each has ``people``, as ``handling_in_full`` reads it."""
    return list(part.talks)


def _extension(row: Any) -> str:
    was = f"，原应在{row.was_due_on}以前答复" if row.was_due_on else ""
    lines = [f"{cn_date(row.asked_on)}申请{was}。理由：{row.reason.rstrip('。')}。"]
    if row.state == ExtensionState.ASKED:
        lines.append("还没有决定。")
    else:
        why = f"：{row.answer.rstrip('。')}" if row.answer else ""
        decided = cn_date(row.decided_on) if row.decided_on else ""
        lines.append(f"{decided}人大办{row.get_state_display()}{why}。")
    return "\n".join(lines)


def answered(handling: Handling) -> Section:
    """Every reply in full, the first round's too."""
    blocks: list[Block] = []
    for part in handling.parts:
        for answer in part.answers:
            blocks += _reply(part, answer)
    return Section("答复", blocks, "还没有答复。")


def _reply(part: Handled, answer: Any) -> list[Block]:
    reply = answer.reply
    again = f"第{reply.round}次办理" if reply.round > 1 else ""
    told = f"{reply.replied_on or '日期未载'}{f'，{answer.in_time}' if answer.in_time else ''}"
    rows = [
        ("答复单位", f"{part.assignment.unit}{f'（{again}）' if again else ''}"),
        ("答复日期", told),
        ("应答复日期", reply.due_on or part.assignment.due_on),
        ("答复文号", reply.document_number),
        ("签发人", reply.signed_by),
        ("办理结果", f"{reply.outcome.letter}类（{reply.outcome.name}）" if reply.outcome else ""),
        ("采纳情况", reply.get_adoption_display()),
        ("面商方式", reply.get_contact_form_display()),
        ("联系人", "，".join(filter(None, (reply.contact_person, reply.contact_phone)))),
        ("附件", "、".join(str(file.name) for file in reply.files)),
    ]
    content = reply.content or "没有录入答复全文。"
    return [*facts(rows), *text_block("", content)]


def rated(handling: Handling) -> Section:
    """What each sponsor said of each reply, or that he said nothing."""
    headings = (
        ("代表", "name"),
        ("哪次答复", "unit"),
        ("办理态度", "short"),
        ("办理结果", "short"),
        ("意见", ""),
        ("日期", "day"),
    )
    rows = [
        row
        for part in handling.parts
        for answer in part.answers
        for row in _voices(handling, part, answer)
    ]
    return Section("代表评价", table(headings, rows))


def _voices(handling: Handling, part: Handled, answer: Any) -> Iterator[tuple[Any, ...]]:
    reply = answer.reply
    which = f"{part.assignment.unit}{'再次' if reply.round > 1 else ''}答复"
    said = {rating.sponsorship_id: rating for rating in answer.ratings}
    for request in handling.asked.get(reply.pk, []):
        rating = said.pop(request.sponsorship_id, None)
        if rating is not None:
            yield _rating(rating, which)
        else:
            silence = _silence(part, reply, request, handling.day)
            yield (request.sponsorship.deputy, which, "—", "—", silence, "")
    for rating in said.values():
        yield _rating(rating, which)


def _rating(rating: Any, which: str) -> tuple[Any, ...]:
    attitude = rating.get_attitude_display() or "未表态"
    result = rating.get_result_display() or "未表态"
    deputy = rating.sponsorship.deputy
    return (deputy, which, attitude, result, rating.words, rating.rated_on or "未载")


def _silence(part: Handled, reply: Any, request: FeedbackRequest, day: dt.date) -> str:
    how = f"（{request.how}）" if request.how else ""
    reminded = f"，{cn_date(request.reminded_on)}提醒{how}" if request.reminded_on else ""
    if part.assignment.is_waiting or part.assignment.round > reply.round:
        return "没有评价，已经重新办理"
    if waits_in_vain(request, day):
        return f"没有评价，{cn_date(request.due_on)}截止{reminded}，不计入满意率"
    return f"还没有评价，截止{cn_date(request.due_on)}{reminded}"


def promised(handling: Handling) -> Section:
    """The lines of the ledger of promises that belong to it."""
    headings = (("承诺事项", ""), ("落实时限", "day"), ("状态", "day"), ("落实情况", ""))
    rows = [
        (row.content, row.due_on or "未载", _kept(row, handling.day), row.report)
        for row in handling.promises
    ]
    return Section("承诺事项", table(headings, rows))


def _kept(row: Promise, day: dt.date) -> str:
    if row.state != PromiseState.OPEN:
        settled = f"\n{cn_date(row.settled_on)}" if row.settled_on else ""
        return f"{row.get_state_display()}{settled}"
    left = days_until(row.due_on, day)
    return f"{row.get_state_display()}，逾期" if left is not None and left < 0 else "正在落实"


def pressed(handling: Handling) -> Section:
    """That it is a key item, and each time the presidium pressed for it or asked the deputies."""
    proposal = handling.proposal
    member = f"，{proposal.key_member}负责" if proposal.key_member else ""
    key = [("重点督办", f"是{member}" if proposal.is_key else "")]
    rows = Pressing.objects.filter(proposal=proposal)
    headings = (
        ("日期", "day"),
        ("方式", "short"),
        ("单位", "unit"),
        ("督办人", "name"),
        ("内容", ""),
    )
    done = [
        (
            cn_date(row.pressed_on),
            row.get_form_display(),
            row.assignment.unit if row.assignment else "",
            row.member or "",
            "\n".join(str(each) for each in (row.meeting, row.content) if each),
        )
        for row in rows.select_related("assignment__unit", "member", "meeting")
    ]
    return Section("督办", [*facts(key), *table(headings, done)])


def told(handling: Handling) -> Section:
    """Day by day, who did what."""
    proposal = handling.proposal
    events = proposal_timeline(proposal, proposal.sponsors, handling.parts, handling.steps)
    rows = [(event.on or "未载", event.text) for event in events if not event.is_open]
    return Section("经过", table((("日期", "day"), ("事项", "")), rows))


def attached(handling: Handling) -> Section:
    """What lies with it: of the proposal itself, of opinions, replies and promises."""
    headings = (
        ("序号", "place"),
        ("文件", ""),
        ("属于", "unit"),
        ("种类", "short"),
        ("大小", "short"),
        ("上传", "day"),
    )
    rows = [
        (
            place,
            file.name,
            whose,
            file.kind_in_words,
            file.size_in_words,
            cn_date(file.created_at),
        )
        for place, (whose, file) in enumerate(_files(handling), start=1)
    ]
    return Section("附件目录", table(headings, rows), "没有附件。")


def _files(handling: Handling) -> Iterator[tuple[str, Attachment]]:
    proposal = handling.proposal
    yield from _own(proposal.get_kind_display(), proposal)
    for part in handling.parts:
        unit = part.assignment.unit
        opinion = handling.opinions.get(part.assignment.pk)
        if opinion is not None:
            yield from _own(f"{unit}协办意见", opinion)
        for answer in part.answers:
            again = "再次" if answer.reply.round > 1 else ""
            yield from _own(f"{unit}{again}答复", answer.reply)
    for promise in handling.promises:
        yield from _own("承诺事项", promise)


def _own(whose: str, record: Any) -> Iterable[tuple[str, Attachment]]:
    files = Attachment.objects.of(record).shown().order_by("created_at", "pk")
    return [(whose, file) for file in files]
