"""A dossier's first half: who brought what, how it was registered and studied, what is public."""

from __future__ import annotations

from typing import Any

from congress.common.templatetags.portal import cn_date, cn_datetime, field_label
from proposals.documents.answers import kind_name
from proposals.documents.dossier_blocks import Block, Section, facts, table, text_block
from proposals.documents.review import review_in_words
from proposals.enums import (
    Occasion,
    ProposalKind,
    ProposalSource,
    ProposalStep,
    Proposer,
    SponsorshipStatus,
)
from proposals.models import MotionVote, Proposal, Publication, Sponsorship, StepTaken
from proposals.services.deciding import tally_in_words

_NAME, _GROUP, _HOW, _WORD = ("代表", "name"), ("代表小组", "unit"), ("身份", "short"), ("确认", "")


def brought(proposal: Any) -> Section:
    """Who brought it, when, to what."""
    kind = proposal.get_kind_display()
    by_others = proposal.proposer != Proposer.DEPUTIES
    merged = "；".join(
        f"{other.number_label}“{other.title}”" for other in proposal.merged.order_by("number", "pk")
    )
    into = proposal.merged_into
    rows = [
        (field_label(proposal, "kind"), f"{kind}（由议案转来）" if proposal.was_motion else kind),
        (field_label(proposal, "title"), proposal.title),
        ("提出人", proposal.get_proposer_display() if by_others else ""),
        (field_label(proposal, "occasion"), _occasion(proposal)),
        (field_label(proposal, "submitted_on"), proposal.submitted_on or "未载"),
        (field_label(proposal, "category"), proposal.category),
        (field_label(proposal, "source"), proposal.get_source_display()),
        (
            field_label(proposal, "may_be_public"),
            "代表同意公开" if proposal.may_be_public else "代表不同意公开",
        ),
        ("并入", f"{into.number_label}“{into.title}”" if into else ""),
        ("并进来的", merged),
        (field_label(proposal, "remark"), proposal.remark),
    ]
    people = [
        (
            row.deputy,
            row.group or "",
            "领衔" if row.is_lead else "附议",
            _word(row),
        )
        for row in proposal.sponsors
    ]
    return Section("提出", [*facts(rows), *table((_NAME, _GROUP, _HOW, _WORD), people)])


def text(proposal: Any) -> Section:
    """What was brought, in full."""
    labels = [field_label(Proposal, name) for name in ("grounds", "measures")]
    blocks = [
        *text_block(labels[0], proposal.grounds),
        *text_block(labels[1], proposal.measures),
    ]
    return Section(f"{kind_name(proposal)}全文", blocks, "没有录入全文。")


def registered(proposal: Any) -> Section:
    """When it got its number, from whom."""
    steps = StepTaken.objects.filter(proposal=proposal, step=ProposalStep.REGISTER)
    rows = [
        (cn_date(step.taken_on), proposal.number_label, step.taken_by or "系统", _entered(step))
        for step in steps.select_related("taken_by").order_by("pk")
    ]
    if not rows and proposal.number is not None:
        return Section(
            "登记", facts([("编号", proposal.number_label), ("登记", _unknown(proposal))])
        )
    headings = (("登记日期", "day"), ("编号", "day"), ("经办人", "unit"), ("录入时间", ""))
    return Section("登记", table(headings, rows))


def decided(proposal: Any) -> Section:
    """What was decided on it, and how the congress voted."""
    heading = "审议和决定" if proposal.kind == ProposalKind.MOTION else "审查"
    blocks: list[Block] = text_block("", "\n".join(review_in_words(proposal)))
    vote = MotionVote.objects.filter(proposal=proposal).first()
    if vote is not None:
        blocks += text_block("表决", f"{cn_date(vote.voted_on)}表决。{tally_in_words(vote)}")
        blocks += text_block(vote.resolution_title or "决议", vote.resolution)
    return Section(heading, blocks)


def public(proposal: Any) -> Section:
    """Whether the public reads of it, since when, and whether as it was written."""
    row = Publication.objects.filter(proposal=proposal).select_related("published_by").first()
    if row is None:
        return Section("公开", [], "没有公开。")
    back = f"{cn_date(row.taken_back_on)}，{row.taken_back_because}" if row.taken_back_on else ""
    rows = [
        ("公开日期", cn_date(row.published_on)),
        ("公开的案由", row.title),
        ("代表姓名", "公开" if row.shows_sponsors else "不公开"),
        ("公开的内容", "与原文一致" if _is_whole(row, proposal) else "与原文不同，有删改"),
        ("经办人", row.published_by),
        ("撤下", back),
    ]
    return Section("公开", facts(rows))


def _occasion(proposal: Any) -> str:
    to = f"{proposal.session.full_name}" if proposal.session else str(proposal.term)
    return f"{to}，{Occasion(proposal.occasion).label}"


def _word(row: Sponsorship) -> str:
    """How and when somebody joined; of a ledger nothing more is known."""
    if row.status != SponsorshipStatus.CONFIRMED:
        return str(row.get_status_display())
    if row.is_on_paper:
        return f"{row.settled_on or ''}纸面签名"
    return f"{row.settled_on or ''}在线确认" if row.settled_by_id else "据台账"


def _entered(step: StepTaken) -> str:
    return cn_datetime(step.taken_at)


def _unknown(proposal: Any) -> str:
    return "据台账" if proposal.source == ProposalSource.LEDGER else "日期未载"


def _is_whole(row: Publication, proposal: Any) -> bool:
    """Whether nothing was left out or changed, of the replies that are public either."""
    own = (row.title, row.grounds, row.measures)
    if own != (proposal.title, proposal.grounds.strip(), proposal.measures.strip()):
        return False
    replies = row.replies.select_related("reply")
    return all(each.content == each.reply.content.strip() for each in replies)
