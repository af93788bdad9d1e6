"""Who joins a proposal: asked by the lead and confirmed by himself, or entered from paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_create_recorded, bulk_delete_recorded, bulk_update_recorded
from congress.common.messaging.services import settle
from deputies.models import Deputy
from proposals.enums import ProposalStep, SponsorshipStatus
from proposals.models import Proposal, Sponsorship
from proposals.notices import invitation_subject, tell_of_cosigning, tell_of_invitation
from proposals.permissions import can_answer_invitation, can_edit_draft, can_enter_for_others
from proposals.services.acting import (
    locked,
    require,
    require_past,
    require_seen,
    what_happened,
    write,
)
from proposals.services.drafting import UNTITLED, sponsorship_of
from proposals.workflow import next_status

_SETTLED = ("status", "settled_on", "settled_by", "is_on_paper")


def invite_sponsors(
    proposal: Proposal,
    deputies: Iterable[Deputy],
    *,
    actor: Any,
    seen_version: int | None = None,
) -> list[Sponsorship]:
    """Ask deputies in office to join; who has an account hears of it. Gives the new invitations.

    Who said no is asked again. Raises RuleViolation for somebody out of office, and for a draft
    without a title, which nobody can judge.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_edit_draft(actor, proposal))
        require_seen(proposal, seen_version)
        status = next_status(proposal, ProposalStep.INVITE, what_happened)
        if proposal.title == UNTITLED:
            raise RuleViolation("请先写好案由，再请别的代表联名。")
        asked = _asked(proposal, list(deputies))
        proposal.status = status or proposal.status
        names = "、".join(s.deputy.name for s in asked)
        write(proposal, ["status"], actor=actor, reason=f"邀请联名：{names}")
        new = [s for s in asked if s.pk is None]
        again = [s for s in asked if s.pk is not None]
        for sponsorship in asked:
            sponsorship.status, sponsorship.settled_on = SponsorshipStatus.INVITED, None
            sponsorship.settled_by, sponsorship.is_on_paper = None, False
        bulk_create_recorded(Sponsorship, new, actor=actor, reason="邀请联名")
        bulk_update_recorded(Sponsorship, again, _SETTLED, actor=actor, reason="再次邀请")
        for sponsorship in asked:
            sponsorship.proposal = proposal
            tell_of_invitation(sponsorship, str(actor), actor=actor)
    return asked


def join_proposal(
    sponsorship: Sponsorship, *, actor: Any, seen_version: int | None = None
) -> Sponsorship:
    """Stand behind the proposal as it is now; ``seen_version`` is the version that was read."""
    return _answer(sponsorship, ProposalStep.JOIN, SponsorshipStatus.CONFIRMED, actor, seen_version)


def leave_proposal(sponsorship: Sponsorship, *, actor: Any) -> Sponsorship:
    """Say no to an invitation, or step back before it is submitted."""
    said = (
        SponsorshipStatus.WITHDRAWN
        if sponsorship.status == SponsorshipStatus.CONFIRMED
        else SponsorshipStatus.DECLINED
    )
    return _answer(sponsorship, ProposalStep.LEAVE, said, actor, None)


def remove_sponsor(
    sponsorship: Sponsorship, *, actor: Any, seen_version: int | None = None
) -> None:
    """Take an invitation back, or somebody off the list, before it is submitted."""
    with transaction.atomic():
        proposal = locked(sponsorship.proposal)
        require(can_edit_draft(actor, proposal))
        require_seen(proposal, seen_version)
        next_status(proposal, ProposalStep.LEAVE, what_happened)
        row = proposal.sponsorships.filter(pk=sponsorship.pk).select_related("deputy").first()
        if row is None:
            raise RuleViolation("这名代表已经不在联名名单里。")
        if row.is_lead:
            raise RuleViolation("领衔代表不能从名单里去掉；不想提了，请删除草稿。")
        settle(invitation_subject(row))
        write(proposal, [], actor=actor, reason=f"不再请{row.deputy}联名")
        bulk_delete_recorded(Sponsorship, [row], actor=actor, reason="不再邀请")


def record_signatures(
    proposal: Proposal,
    deputies: Iterable[Deputy],
    *,
    actor: Any,
    signed_on: dt.date,
    seen_version: int | None = None,
) -> list[Sponsorship]:
    """Enter who signed on paper; the scan is attached to the proposal.

    Possible until the proposal is registered: afterwards the list of sponsors is what was
    registered. Raises RuleViolation for somebody out of office on that day.
    """
    require_past(signed_on, "签名日期")
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_enter_for_others(actor))
        require_seen(proposal, seen_version)
        next_status(proposal, ProposalStep.SIGN, what_happened)
        rows = _signers(proposal, list(deputies), signed_on)
        for row in rows:
            row.status, row.settled_on = SponsorshipStatus.CONFIRMED, signed_on
            row.settled_by, row.is_on_paper = actor, True
        names = "、".join(s.deputy.name for s in rows)
        write(proposal, [], actor=actor, reason=f"录入签名：{names}")
        new = [s for s in rows if s.pk is None]
        bulk_create_recorded(Sponsorship, new, actor=actor, reason="录入纸面签名")
        known = [s for s in rows if s not in new]
        bulk_update_recorded(Sponsorship, known, _SETTLED, actor=actor, reason="录入纸面签名")
        settle(*(invitation_subject(s) for s in rows))
    return rows


def require_serving(proposal: Proposal, deputies: Iterable[Deputy], on: dt.date) -> None:
    """Raises RuleViolation naming who is not in office on the day (组织法22: 代表联名)."""
    wanted = {deputy.pk: deputy for deputy in deputies}
    serving = Deputy.objects.serving(on=on, term=proposal.term).filter(pk__in=wanted)
    missing = wanted.keys() - set(serving.values_list("pk", flat=True))
    if missing:
        names = "、".join(wanted[pk].name for pk in wanted if pk in missing)
        raise RuleViolation(f"{names}在{on.year}年{on.month}月{on.day}日不是在任代表，不能联名。")


def _answer(
    sponsorship: Sponsorship,
    step: ProposalStep,
    said: SponsorshipStatus,
    actor: Any,
    seen_version: int | None,
) -> Sponsorship:
    with transaction.atomic():
        proposal = locked(sponsorship.proposal)
        row = proposal.sponsorships.select_related("deputy").filter(pk=sponsorship.pk).first()
        if row is None:
            raise RuleViolation("领衔代表已经把您从联名名单里去掉了，不用再答复。")
        require(can_answer_invitation(actor, row))
        next_status(proposal, step, what_happened)
        require_seen(proposal, seen_version)
        if row.is_lead:
            raise RuleViolation("您是领衔代表；不想提了，请删除草稿。")
        row.status, row.settled_on, row.settled_by = said, timezone.localdate(), actor
        write(proposal, [], actor=actor, reason=f"{row.deputy}{said.label}")
        bulk_update_recorded(Sponsorship, [row], _SETTLED, actor=actor, reason=said.label)
        row.proposal = proposal
        words = "确认联名" if said == SponsorshipStatus.CONFIRMED else "不参加联名"
        tell_of_cosigning(row, words, actor=actor)
    return row


def _asked(proposal: Proposal, deputies: list[Deputy]) -> list[Sponsorship]:
    require_serving(proposal, deputies, timezone.localdate())
    return _rows(
        proposal, deputies, again=(SponsorshipStatus.DECLINED, SponsorshipStatus.WITHDRAWN)
    )


def _signers(proposal: Proposal, deputies: list[Deputy], signed_on: dt.date) -> list[Sponsorship]:
    require_serving(proposal, deputies, signed_on)
    return _rows(proposal, deputies, again=tuple(SponsorshipStatus))


def _rows(
    proposal: Proposal, deputies: list[Deputy], again: tuple[SponsorshipStatus, ...]
) -> list[Sponsorship]:
    """New rows for who isn't on the list, and those of the list whose state is in ``again``."""
    present = {s.deputy_id: s for s in proposal.sponsorships.select_related("deputy__user")}
    order = max((s.order for s in present.values()), default=0)
    rows = []
    for deputy in deputies:
        row = present.get(deputy.pk)
        if row is None:
            order += 1
            rows.append(sponsorship_of(proposal, deputy, order=order))
        elif not row.is_lead and row.status in again:
            rows.append(row)
    if not rows:
        raise RuleViolation("选中的代表都已经在联名名单里。")
    return rows
