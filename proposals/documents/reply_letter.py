"""The letter by which a unit answers (答复函), in the letter form of GB/T 9704 (信函格式)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.documents.headings import TITLE_WIDTH, balanced_lines, text_ems
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.answers import (
    Matter,
    full_unit_name,
    kind_name,
    matters_of,
    proposer_name,
    replies_of,
    reply_title,
    short_name,
)
from proposals.documents.rows import NothingToPrint, paragraphs_of
from proposals.enums import DraftState

TITLE = "答复函"
# Sizes of the red name above the line, by how many characters fit: classes of the style sheet.
_SIZES = ((10, "large"), (13, "middle"), (17, "small"))
# More names than these would fill the head of the page: they are told at its foot.
_NAMES_IN_FRONT = 12
_TITLE_ENDS = ("人民代表大会", "会议", "期间", "议案", "建议", "批评意见", "意见", "的")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "first"),
    (re.compile(r"（[一二三四五六七八九十]+）"), "second"),
)
MARKS = {DraftState.WRITING: "征求意见稿", DraftState.TO_SIGN: "签发稿"}


@dataclass(frozen=True)
class Paragraph:
    """``level``: first or second for a heading, "" for text. ``holds``: the next goes with it."""

    text: str
    level: str = ""
    holds: bool = False


@dataclass(frozen=True)
class Letter:
    """One reply as it prints; ``mark`` says that it is only a draft."""

    organ: str
    size: str
    number: str
    signer: str
    outcome: str
    mark: str
    title_lines: list[str]
    merged: str
    salutation: str
    paragraphs: list[Paragraph]
    files: list[str]
    day: str
    contact: str
    recipients: str
    copies: str


def reply_letters_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """The units' latest replies to these proposals. RuleViolation when none has a text."""
    replies = [reply for reply in replies_of(proposals) if reply.content.strip()]
    if not replies:
        raise NothingToPrint("这些件还没有答复，或者没有录入答复全文，没有答复函可打印。")
    return letters_pdf(replies)


def letters_pdf(replies: Sequence[Any]) -> bytes:
    """One letter a reply, each on a sheet of its own. ``replies`` as ``replies_to_print`` gives.

    Drafts are printed as well, and say what they are. RuleViolation for one without a text.
    """
    if not all(reply.content.strip() for reply in replies):
        raise RuleViolation("这份答复没有录入全文，打印不出答复函。")
    town = Township.objects.first()
    matters = matters_of(reply.assignment.proposal for reply in replies)
    letters = [_letter(reply, matters[reply.assignment.proposal_id], town) for reply in replies]
    title = letter_name(replies[0]) if len(replies) == 1 else TITLE
    context = {"letters": letters}
    return render_document("documents/proposals/reply_letter.html", context, title=title)


def letter_name(reply: Any) -> str:
    """What a file with one letter is called: 答复函-第7号-镇水利站."""
    part = reply.assignment
    mark = f"（{_mark(reply)}）" if _mark(reply) else ""
    return f"{TITLE}-{part.proposal.number_label}-{part.unit}{mark}"


def _letter(reply: Any, matter: Matter, town: Township | None) -> Letter:
    part, proposal = reply.assignment, matter.proposal
    organ = full_unit_name(part.unit, town)
    mark = _mark(reply)
    round_ = part.round if mark else reply.round
    names = [str(row.deputy) for row in matter.sponsors]
    return Letter(
        organ=organ,
        size=next((size for most, size in _SIZES if text_ems(organ) <= most), "smallest"),
        number=reply.document_number or ("〔　　　　〕　　号" if mark else ""),
        signer="" if mark else reply.signed_by,
        outcome=reply.outcome.letter if reply.outcome else "",
        mark=mark,
        title_lines=_title_lines(reply_title(proposal, round_)),
        merged=_merged(matter),
        salutation=_salutation(names, proposal, town),
        paragraphs=_paragraphs(reply, proposal, organ, is_again=round_ > 1),
        files=[_file_name(file.name) for file in reply.files],
        day="　　　　年　　月　　日" if mark else str(reply.replied_on or ""),
        contact=_contact(reply),
        recipients="、".join(names) + "代表" if len(names) > _NAMES_IN_FRONT else "",
        copies=_copies(matter, town),
    )


def _mark(reply: Any) -> str:
    """征求意见稿, 签发稿; "" for what went out."""
    return MARKS[DraftState(reply.state)] if hasattr(reply, "state") else ""


def _title_lines(title: str) -> list[str]:
    """The congress's name stands on the first line."""
    head, congress, rest = title.partition("人民代表大会")
    if not congress or text_ems(title) <= TITLE_WIDTH:
        return balanced_lines(title, TITLE_WIDTH, ends=_TITLE_ENDS)
    return [
        *balanced_lines(head + congress, TITLE_WIDTH),
        *balanced_lines(rest, TITLE_WIDTH, ends=_TITLE_ENDS),
    ]


def _merged(matter: Matter) -> str:
    """（第9号建议、闭会第2号意见合并答复）."""
    names = [f"{other.number_label}{kind_name(other)}" for other in matter.merged]
    return f"（{'、'.join(names)}合并答复）" if names else ""


def _salutation(names: Sequence[str], proposal: Any, town: Township | None) -> str:
    if not names:
        return f"{proposer_name(proposal, town)}："
    if len(names) > _NAMES_IN_FRONT:
        return f"{names[0]}等{len(names)}名代表："
    return f"{'、'.join(names)}代表："


def _paragraphs(reply: Any, proposal: Any, organ: str, *, is_again: bool) -> list[Paragraph]:
    """What the unit wrote, begun as letters are, without what stands in its own place."""
    lines = paragraphs_of(reply.content)
    if len(lines) > 1 and lines[0].endswith(("：", ":")) and "代表" in lines[0]:
        lines = lines[1:]
    signed = (organ, str(reply.assignment.unit))
    while len(lines) > 1 and (lines[-1] in signed or _DAY.fullmatch(lines[-1])):
        lines = lines[:-1]
    if "收悉" not in lines[0]:
        lines = [_opening(proposal, is_again), *lines]
    promise = reply.promise.strip().rstrip("。")
    if promise and promise not in reply.content:
        until = f"，{reply.promised_for}以前落实" if reply.promised_for else ""
        lines.append(f"我单位承诺：{promise}{until}。")
    return _held([Paragraph(line, _level(line)) for line in lines])


def _opening(proposal: Any, is_again: bool) -> str:
    what = f"“{proposal.title}”（{short_name(proposal)}）"
    if is_again:
        return f"您提出的{what}，我单位已经重新办理，现再次答复如下："
    return f"您提出的{what}收悉，现答复如下："


def _level(line: str) -> str:
    """A heading is a short line of its own; a sentence that begins like one is text."""
    if line[-1] in "。；：！？" or text_ems(line) > 28:
        return ""
    return next((level for begins, level in _LEVELS if begins.match(line)), "")


def _held(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Headings go with their text; a last line of its own goes with the one before.

    The signature goes with the last two lines: it never stands on a page alone.
    """
    held = []
    for place, each in enumerate(paragraphs):
        following = paragraphs[place + 1 :]
        is_short = len(following) == 1 and text_ems(following[0].text) <= 26
        held.append(Paragraph(each.text, each.level, bool(each.level) or is_short))
    return held


def _file_name(name: str) -> str:
    return PurePath(name).stem or name


def _contact(reply: Any) -> str:
    """（联系人：雷雨，联系电话：0716-5551234）."""
    said = [("联系人", reply.contact_person), ("联系电话", reply.contact_phone)]
    found = [f"{label}：{value}" for label, value in said if value]
    return f"（{'，'.join(found)}）" if found else ""


def _copies(matter: Matter, town: Township | None) -> str:
    """Who has to know: presidium, government, the units that assisted."""
    names = [town.presidium_name, f"{town}人民政府办公室"] if town else ["镇人大主席团"]
    names += [full_unit_name(unit, town) for unit in matter.helpers]
    return f"{'，'.join(names)}。"
