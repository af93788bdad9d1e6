"""What units and sponsors did with a proposal, as lines of its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from congress.common.partial_dates import PartialDate
from proposals.enums import ContactForm, ExtensionState, PressingForm, PromiseState, UnitRole
from proposals.handling import Answer, Handled, tally_of
from proposals.models import Assignment, Extension, Pressing, Proposal, ReplyRating

# Within a day: what is done on the way, the reply, what is said of it, what follows from that.
ON_THE_WAY, REPLY, RATING, SECOND = 1, 2, 3, 4
# The ranks of one round; the next begins above them.
A_ROUND = 10
LAST = 1000


@dataclass(frozen=True)
class Event:
    """One line of what happened; ``is_open`` is what is still to come.

    ``other`` is the proposal that the line is about as well: merged into that one. ``rule`` says
    how the date came about, ``starts`` from when it counts. ``rank`` orders what happened on the
    same day.
    """

    on: PartialDate | None
    text: str
    is_open: bool = False
    other: Proposal | None = None
    rule: str = ""
    starts: PartialDate | None = None
    rank: int = 0


def told_of(handled: Handled, *, names_raters: bool) -> Iterator[Event]:
    """One unit's part: taken up, talks, more time, replies, what was said of them, promises."""
    part = handled.assignment
    if part.accepted_on:
        yield Event(PartialDate.of(part.accepted_on), f"{part.unit}接办。", rank=ON_THE_WAY)
    for talk in handled.talks:
        yield Event(PartialDate.of(talk.held_on), _talk(part, talk), rank=ON_THE_WAY)
    for extension in handled.extensions:
        yield from _extended(handled, extension)
    for answer in handled.answers:
        yield from _answered(part, answer, names_raters)


def pressed(proposal: Proposal) -> Iterator[Event]:
    """That the presidium pressed for it, or asked the deputies how it went; one query."""
    for row in Pressing.objects.filter(proposal=proposal).select_related("assignment__unit"):
        whom = f"督促{row.assignment.unit}" if row.assignment else "督促办理"
        how = f"主席团{row.get_form_display()}"
        said = how if row.form == PressingForm.RETURN_VISIT else f"{how}，{whom}"
        yield Event(PartialDate.of(row.pressed_on), f"{said}。", rank=ON_THE_WAY)


def _talk(part: Assignment, talk: Any) -> str:
    """``people`` of ``handling_in_full``."""
    names = "、".join(str(row.deputy) for row in talk.people) or "代表"
    form = ContactForm(talk.form)
    how = {
        ContactForm.VISIT: f"上门征求{names}的意见",
        ContactForm.MEETING: f"召开座谈会，听取{names}的意见",
        ContactForm.TELEPHONE: f"打电话和{names}沟通",
    }
    return f"{part.unit}{how.get(form, f'和{names}联系')}。"


def _extended(handled: Handled, extension: Extension) -> Iterator[Event]:
    part = handled.assignment
    asked = f"{part.unit}申请延期：{extension.reason.rstrip('。')}。"
    yield Event(PartialDate.of(extension.asked_on), asked, rank=ON_THE_WAY)
    if extension.state == ExtensionState.ASKED:
        return
    if extension.state == ExtensionState.APPROVED:
        first = handled.answers[0].reply if handled.answers else None
        until = (first.due_on if first else None) or part.due_on
        said = f"人大办同意延期，{until}以前答复。"
    else:
        said = f"人大办不同意延期：{extension.answer.rstrip('。')}。"
    on = PartialDate.of(extension.decided_on) if extension.decided_on else None
    yield Event(on, said, rank=ON_THE_WAY)


def _answered(part: Assignment, answer: Answer, names_raters: bool) -> Iterator[Event]:
    reply = answer.reply
    base = (reply.round - 1) * A_ROUND
    said = [f"{part.unit}{'再次' if reply.round > 1 else ''}答复"]
    said += [f"（{reply.document_number}）"] if reply.document_number else []
    said += [f"，办理结果：{reply.outcome}"] if reply.outcome else []
    said += [f"，{answer.in_time}"] if answer.in_time else []
    yield Event(reply.replied_on, "".join(said) + "。", rank=base + REPLY)
    if names_raters:
        yield from (_rated(rating, base + RATING) for rating in answer.ratings)
    elif answer.ratings:
        days = [rating.rated_on for rating in answer.ratings if rating.rated_on]
        last = max(days, key=lambda day: day.latest()) if days else None
        text = f"{len(answer.ratings)}名代表评价：{tally_of(answer.ratings)}。"
        yield Event(last, text, rank=base + RATING)
    promise = getattr(reply, "promised", None)
    if promise is not None and promise.settled_on:
        done = "已经落实" if promise.state == PromiseState.KEPT else "销号"
        text = f"{part.unit}承诺的“{promise.content.rstrip('。')}”{done}：{promise.report}"
        yield Event(PartialDate.of(promise.settled_on), ended(text), rank=base + RATING)


def _rated(rating: ReplyRating, rank: int) -> Event:
    attitude = rating.get_attitude_display() or "未表态"
    result = rating.get_result_display() or "未表态"
    words = f"。意见：{rating.words}" if rating.words else ""
    text = f"{rating.sponsorship.deputy}评价：对办理态度{attitude}，对办理结果{result}{words}"
    return Event(rating.rated_on, ended(text), rank=rank)


def still_owed(handled: Handled) -> Iterator[Event]:
    """Until when the unit still has to answer."""
    part = handled.assignment
    if part.is_waiting and part.due_on and (part.round > 1 or not handled.answers):
        yield Event(
            part.due_on,
            f"{part.unit}最迟在这时{_owed(part)}。",
            is_open=True,
            rule=part.due_rule,
            # A second round counts from the day on which it was asked for.
            starts=part.assigned_on if part.round == 1 else None,
        )


def promised_by(handled: Handled) -> Iterator[Event]:
    """By when what the last reply promised is to be done."""
    for answer in handled.answers[-1:]:
        promise = getattr(answer.reply, "promised", None)
        if promise is not None and promise.state == PromiseState.OPEN and promise.due_on:
            text = f"{handled.assignment.unit}承诺最迟在这时落实：{promise.content}"
            yield Event(promise.due_on, ended(text), is_open=True)


def _owed(part: Assignment) -> str:
    if part.role == UnitRole.CO:
        return "提出协办意见"
    return "再次答复" if part.round > 1 else "答复"


def ended(text: str) -> str:
    """With one full stop at its end."""
    while "。。" in text:
        text = text.replace("。。", "。")
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
