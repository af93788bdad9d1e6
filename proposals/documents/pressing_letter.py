"""The letter by which the presidium presses a unit (催办函): what is owed, how late, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from congress.common.templatetags.portal import cn_date
from congress.documents.headings import TITLE_WIDTH, balanced_lines
from congress.documents.render import render_document
from congress.township.models import Township
from congress.township.working_days import working_calendar
from proposals.documents.answers import full_unit_name, item_name
from proposals.documents.owed import (
    Owed,
    days_in_words,
    days_until,
    late_promises_of,
    owed_parts,
    pressed_in_words,
    pressings_of,
)
from proposals.documents.rows import (
    NothingToPrint,
    kinds_in_words,
    lead_in_words,
)
from proposals.enums import UnitRole
from proposals.models import RECORDED_RULE, Promise

TITLE = "催办函"
# What is overdue already is demanded within so many working days of the letter.
GRACE_DAYS = 5
_TITLE_ENDS = ("人民代表大会", "会议", "期间", "、", "的")


@dataclass
class Pressed:
    """One unit with all that it owes."""

    unit: Any
    owed: list[Owed] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One line of the list behind the letter."""

    proposal: Any
    lead: str
    what: str
    due_on: str
    lateness: str
    is_late: bool
    pressed: str


@dataclass(frozen=True)
class Letter:
    """One unit's letter; ``lines`` are empty where the letter itself says all."""

    unit: str
    title_lines: list[str]
    paragraphs: list[str]
    requests: list[str]
    lines: list[Line]


def pressing_letters_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """One letter a unit that still owes something of these. ``proposals`` as ``printed`` gives.

    NothingToPrint when nothing is owed.
    """
    pressed = _pressed(proposals, printed_on)
    if not pressed:
        raise NothingToPrint("这些件没有等着答复的单位，也没有逾期的承诺，没有催办函可打印。")
    return letters_pdf(pressed, proposals, printed_on)


def overdue_letters_pdf(
    proposals: Sequence[Any], *, printed_on: dt.date, unit: Any = None
) -> bytes:
    """One letter a unit (or to one ``unit``) about what is overdue alone. NothingToPrint."""
    pressed = [
        Pressed(each.unit, [owed for owed in each.owed if owed.is_late], each.promises)
        for each in _pressed(proposals, printed_on)
        if unit is None or each.unit.pk == unit.pk
    ]
    pressed = [each for each in pressed if each.owed or each.promises]
    if not pressed:
        whose = f"{unit}" if unit is not None else "各单位"
        raise NothingToPrint(f"{whose}没有逾期的件，没有催办函可打印。")
    return letters_pdf(pressed, proposals, printed_on)


def letters_pdf(pressed: list[Pressed], proposals: Sequence[Any], printed_on: dt.date) -> bytes:
    town = Township.objects.first()
    done = pressings_of(proposals)
    until = working_calendar().add_working_days(printed_on, GRACE_DAYS)
    context = {
        "letters": [_letter(each, done, town, printed_on, until) for each in pressed],
        "organ": town.presidium_name if town else "镇人大主席团",
        "printed_on": printed_on,
    }
    return render_document("documents/proposals/pressing_letter.html", context, title=TITLE)


def _pressed(proposals: Sequence[Any], day: dt.date) -> list[Pressed]:
    found: dict[int, Pressed] = {}
    for each in owed_parts(proposals, day):
        found.setdefault(each.part.unit_id, Pressed(each.part.unit)).owed.append(each)
    for promise in late_promises_of(proposals, day):
        unit = promise.reply.assignment.unit
        found.setdefault(unit.pk, Pressed(unit)).promises.append(promise)
    return sorted(found.values(), key=lambda each: (each.unit.kind, each.unit.name))


def _letter(
    pressed: Pressed, done: Any, town: Township | None, day: dt.date, until: dt.date
) -> Letter:
    proposals = [each.proposal for each in pressed.owed]
    proposals += [promise.reply.assignment.proposal for promise in pressed.promises]
    is_one = len(pressed.owed) + len(pressed.promises) == 1
    if is_one:
        what = item_name(proposals[0])
        paragraphs = _about_one(pressed, done, day)
    else:
        what = kinds_in_words(proposals)
        paragraphs = [_about_many(pressed, day)]
    return Letter(
        unit=full_unit_name(pressed.unit, town),
        title_lines=_title_lines(f"关于催办{what}的函"),
        paragraphs=paragraphs,
        requests=_requests(pressed, until, is_one=is_one),
        lines=[] if is_one else _lines(pressed, done, day),
    )


def _title_lines(title: str) -> list[str]:
    head, congress, rest = title.partition("人民代表大会")
    if not congress:
        return balanced_lines(title, TITLE_WIDTH, ends=_TITLE_ENDS)
    return [
        *balanced_lines(head + congress, TITLE_WIDTH),
        *balanced_lines(rest, TITLE_WIDTH, ends=_TITLE_ENDS),
    ]


def _about_one(pressed: Pressed, done: Any, day: dt.date) -> list[str]:
    if pressed.promises:
        return [_about_promise(pressed.promises[0], day)]
    owed = pressed.owed[0]
    proposal, part = owed.proposal, owed.part
    lead = lead_in_words(proposal)
    whose = f"（领衔代表{lead}）" if lead else ""
    given = f"{part.assigned_on}" if part.assigned_on else ""
    said = [f"“{proposal.title}”{whose}，主席团{given}交你单位{part.get_role_display()}"]
    if part.round > 1:
        said.append("代表对上次的答复不满意，已经重新办理")
    if part.due_on:
        said.append(f"应在{part.due_on}以前{owed.what}")
    has_rule = part.due_rule and part.due_rule != RECORDED_RULE
    rule = f"期限依据：{part.due_rule}。" if has_rule else ""
    found = [f"{item_name(proposal)}{'，'.join(said)}。{_how_late(owed, day)}{rule}"]
    if proposal.is_key:
        member = f"，由{proposal.key_member}负责督办" if proposal.key_member else ""
        found.append(f"这件是主席团重点督办的件{member}。")
    pressed_before = pressed_in_words(done.get(proposal.pk, []), part)
    if pressed_before:
        found.append(f"主席团已经督办：{pressed_before}。")
    return found


def _how_late(owed: Owed, day: dt.date) -> str:
    missing = "还没有收到协办意见" if owed.part.role == UnitRole.CO else "代表还没有收到答复"
    if owed.days is None:
        return f"到{cn_date(day)}，{missing}。"
    if owed.is_late:
        return f"到{cn_date(day)}已经逾期{-owed.days}天，{missing}。"
    left = f"离到期还有{owed.days}天" if owed.days else "今天到期"
    return f"到{cn_date(day)}，{left}，{missing}。"


def _about_promise(promise: Promise, day: dt.date) -> str:
    proposal = promise.reply.assignment.proposal
    replied = promise.reply.replied_on
    when = f"{replied}" if replied else ""
    late = days_until(promise.due_on, day)
    return (
        f"{item_name(proposal)}“{proposal.title}”，你单位{when}答复时承诺：{promise.content.rstrip('。')}，"
        f"{promise.due_on}以前落实。到{cn_date(day)}已经{days_in_words(late)}，还没有落实。"
    )


def _about_many(pressed: Pressed, day: dt.date) -> str:
    late = [each for each in pressed.owed if each.is_late]
    opinions = sum(each.part.role == UnitRole.CO for each in late)
    counted = [
        (len(late) - opinions, "逾期没有答复的{}件"),
        (opinions, "逾期没有提出协办意见的{}件"),
        (len(pressed.owed) - len(late), "没有到期的{}件"),
        (len(pressed.promises), "逾期没有落实的承诺{}项"),
    ]
    words = "，".join(text.format(number) for number, text in counted if number)
    return f"到{cn_date(day)}，主席团交你单位办理、还没有办完的有：{words}。清单附后。"


def _requests(pressed: Pressed, until: dt.date, *, is_one: bool) -> list[str]:
    """What is demanded, and until when."""
    late = [each for each in pressed.owed if each.is_late]
    open_ones = [each for each in pressed.owed if not each.is_late]
    by_grace = f"在{cn_date(until)}以前（{GRACE_DAYS}个工作日内）"
    those = "" if is_one else "逾期的件，"
    found = []
    answers = [each for each in late if each.part.role != UnitRole.CO]
    if answers:
        found.append(
            f"{those}请{by_grace}书面答复代表，同时抄送主席团，并书面说明逾期的原因。"
            "答复由单位负责人签发，加盖公章。"
        )
    if len(late) > len(answers):
        found.append(f"{'逾期的' if not is_one else ''}协办意见，请{by_grace}书面告诉主办单位。")
    if open_ones:
        day = f"在{open_ones[0].part.due_on}以前" if is_one and open_ones[0].part.due_on else "按期"
        found.append(f"{'没有到期的件，' if not is_one else ''}请{day}{_asked(open_ones)}。")
    if any(each.part.role != UnitRole.CO for each in pressed.owed):
        found.append("答复以前，请与代表联系沟通，充分听取意见（代表法第五十一条）。")
    if pressed.promises:
        found.append(
            f"{'' if is_one else '逾期的承诺，'}请{by_grace}把落实情况书面报告主席团。"
            "确实不能落实的，写明原因和新的时限。"
        )
    return found


def _asked(owed: Sequence[Owed]) -> str:
    return "、".join(dict.fromkeys(each.what for each in owed))


def _lines(pressed: Pressed, done: Any, day: dt.date) -> list[Line]:
    found = [
        Line(
            proposal=each.proposal,
            lead=lead_in_words(each.proposal),
            what=each.what,
            due_on=str(each.part.due_on or ""),
            lateness=each.lateness,
            is_late=each.is_late,
            pressed=pressed_in_words(done.get(each.proposal.pk, []), each.part),
        )
        for each in pressed.owed
    ]
    for promise in pressed.promises:
        part = promise.reply.assignment
        found.append(
            Line(
                proposal=part.proposal,
                lead="",
                what=f"落实承诺：{promise.content}",
                due_on=str(promise.due_on or ""),
                lateness=days_in_words(days_until(promise.due_on, day)),
                is_late=True,
                pressed=pressed_in_words(done.get(part.proposal_id, []), part),
            )
        )
    return found
