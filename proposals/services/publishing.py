"""Before the public, one by one, and away from it again (公开、撤下)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import (
    bulk_create_recorded,
    bulk_delete_recorded,
    bulk_update_recorded,
    sign,
)
from congress.common.personal_data import PersonalDatum, personal_data_in
from proposals.enums import ProposalStep
from proposals.models import (
    Proposal,
    ProposalSettings,
    Publication,
    PublishedReply,
    Reply,
    Sponsorship,
)
from proposals.notices import tell_sponsors
from proposals.permissions import can_publish_proposal
from proposals.services.acting import advance, locked, needed_reason, require, require_seen

_TITLE = Publication._meta.get_field("title").max_length or 0

TOWN_PUBLISHES_NOTHING = (
    "本镇没有打开“公开议案建议和答复”，公开了群众也看不到。要公开的，请先在“议案建议设置”里打开。"
)


@dataclass(frozen=True)
class PublicText:
    """What all may read. ``replies`` by the key of the reply; one that is missing stays inside."""

    title: str
    grounds: str = ""
    measures: str = ""
    replies: Mapping[int, str] = field(default_factory=dict)
    shows_sponsors: bool = True


def public_replies(proposal: Proposal) -> list[Reply]:
    """What units answered last, one each; a reply before a second round is not the outcome."""
    rows = Reply.objects.filter(assignment__proposal=proposal)
    rows = rows.select_related("assignment__unit", "outcome").order_by("round", "pk")
    latest = {reply.assignment_id: reply for reply in rows}
    return sorted(latest.values(), key=lambda reply: reply.assignment_id)


def suggested_text(proposal: Proposal) -> PublicText:
    """What the office begins with: what was published before, else everything as it stands."""
    replies = {reply.pk: reply.content for reply in public_replies(proposal)}
    before = Publication.objects.filter(proposal=proposal).first()
    if before is None:
        return PublicText(proposal.title, proposal.grounds, proposal.measures, replies)
    kept = dict(before.replies.values_list("reply", "content"))
    return PublicText(
        before.title,
        before.grounds,
        before.measures,
        {pk: kept.get(pk, content) for pk, content in replies.items()},
        before.shows_sponsors,
    )


def hidden_because(proposal: Proposal) -> str:
    """Why nobody reads it even where it was published; agrees with ``Publication.public``."""
    if not ProposalSettings.load().publishes_outcomes:
        return TOWN_PUBLISHES_NOTHING
    if not proposal.may_be_public:
        return "代表不同意公开，只计入总数。代表改变意见的，请先在这一件上改“是否公开”。"
    return ""


def why_not_public(proposal: Proposal) -> str:
    """Why it can't be published whatever its state; "" when nothing stands in the way."""
    hidden = hidden_because(proposal)
    if hidden:
        return hidden
    if not hasattr(proposal, "vote") and not public_replies(proposal):
        return "还没有答复，也没有表决结果，没有可以公开的内容。"
    return ""


def publish_proposal(
    proposal: Proposal, text: PublicText, *, actor: Any, seen_version: int | None = None
) -> Publication:
    """Publish it with this text; once more replaces the text that the public read before.

    Raises RuleViolation when a sponsor doesn't agree (may_be_public) or there is no outcome yet.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_publish_proposal(actor))
        require_seen(proposal, seen_version)
        _require_text(text)
        why_not = why_not_public(proposal)
        if why_not:
            raise RuleViolation(f"“{proposal.title}”不能公开：{why_not}")
        before = Publication.objects.select_for_update().filter(proposal=proposal).first()
        again = before is not None and before.is_standing
        said = "改公开的内容" if again else "公开"
        advance(
            proposal, ProposalStep.PUBLISH, actor=actor, reason="改了公开的内容" if again else ""
        )
        publication = _stored(before, proposal, text, actor, said)
        if not again:
            tell_sponsors(proposal, "已经公开", actor=actor)
    return publication


def publish_as_written(proposal: Proposal, *, actor: Any) -> Publication:
    """Publish it as it stands, without anything left out; for many at once.

    Raises RuleViolation for what the public can read already, and for what was taken down: why it
    was taken down has to be looked at.
    """
    before = Publication.objects.filter(proposal=proposal).first()
    if before is not None and before.is_standing:
        raise RuleViolation(f"“{proposal.title}”已经公开，不用再办。要改内容的，请打开这一件。")
    if before is not None:
        raise RuleViolation(
            f"“{proposal.title}”公开以后撤下过（{before.taken_back_because}）。"
            "请打开这一件，核对以后再公开。"
        )
    return publish_proposal(proposal, suggested_text(proposal), actor=actor)


def take_down_proposal(
    proposal: Proposal, *, actor: Any, reason: str, seen_version: int | None = None
) -> Publication:
    """Take it away from the public, with the reason; what was published is kept."""
    reason = needed_reason(reason, "请写明为什么撤下。")[:500]
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_publish_proposal(actor))
        require_seen(proposal, seen_version)
        publication = Publication.objects.select_for_update().filter(proposal=proposal).first()
        if publication is None or not publication.is_standing:
            raise RuleViolation(f"“{proposal.title}”没有公开，不用撤下。")
        advance(proposal, ProposalStep.TAKE_DOWN, actor=actor, reason=reason)
        publication.taken_back_on, publication.taken_back_because = timezone.localdate(), reason
        sign(publication, actor, f"撤下：{reason}")
        publication.save_version()
    return publication


def note_later_reply(proposal: Proposal, *, actor: Any) -> None:
    """A unit answered once more after the publication: the office looks at what is public.

    Runs in the transaction of the reply.
    """
    rows = Publication.objects.select_for_update().filter(
        proposal=proposal, taken_back_on__isnull=True
    )
    for publication in rows:
        publication.answered_again_on = timezone.localdate()
        sign(publication, actor, "公开后有新答复")
        publication.save_version()


def personal_data_of(proposal: Proposal, text: PublicText) -> dict[str, list[PersonalDatum]]:
    """What looks like personal data, by the part of the text (title, grounds, measures, reply key).

    Names of sponsors count where they shall not be shown; units like to begin with them.
    """
    parts = {"title": text.title, "grounds": text.grounds, "measures": text.measures}
    parts |= {f"reply-{pk}": content for pk, content in text.replies.items()}
    names = [] if text.shows_sponsors else _names(proposal)
    found = {
        part: [
            *personal_data_in(content),
            *(PersonalDatum("代表姓名", name) for name in names if name in content),
        ]
        for part, content in parts.items()
    }
    return {part: data for part, data in found.items() if data}


def personal_data_as_written(proposal: Proposal) -> list[str]:
    """What looks like personal data in what would go out as it stands, in words, each once."""
    found = personal_data_of(proposal, suggested_text(proposal))
    return list(dict.fromkeys(str(datum) for data in found.values() for datum in data))


def _names(proposal: Proposal) -> list[str]:
    rows = Sponsorship.objects.confirmed().filter(proposal=proposal).select_related("deputy")
    return [str(row.deputy.name) for row in rows]


def _require_text(text: PublicText) -> None:
    title = text.title.strip()
    if not title:
        raise RuleViolation("请写公开的案由。")
    if len(title) > _TITLE:
        raise RuleViolation(f"公开的案由最多{_TITLE}字，现在有{len(title)}字。")


def _stored(
    before: Publication | None, proposal: Proposal, text: PublicText, actor: Any, said: str
) -> Publication:
    replies = {r.pk: r for r in public_replies(proposal) if r.pk in text.replies}
    publication = before or Publication(proposal=proposal)
    if before is None or not before.is_standing:
        publication.published_on = timezone.localdate()
    publication.published_by = actor
    publication.taken_back_on, publication.taken_back_because = None, ""
    publication.answered_again_on = None
    publication.title = text.title.strip()
    publication.grounds, publication.measures = text.grounds.strip(), text.measures.strip()
    publication.shows_sponsors = text.shows_sponsors
    publication.reply_text = "\n".join(text.replies[pk].strip() for pk in replies)
    sign(publication, actor, said)
    if before is None:
        publication.save()
    else:
        publication.save_version()
    _store_replies(publication, replies.values(), text.replies, actor, said)
    return publication


def _store_replies(
    publication: Publication,
    replies: Iterable[Reply],
    texts: Mapping[int, str],
    actor: Any,
    said: str,
) -> None:
    present = {row.reply_id: row for row in publication.replies.all()}
    wanted = {reply.pk: texts[reply.pk].strip() for reply in replies}
    gone = [row for pk, row in present.items() if pk not in wanted]
    changed = [row for pk, row in present.items() if wanted.get(pk, row.content) != row.content]
    for row in changed:
        row.content = wanted[row.reply_id]
    added = [
        PublishedReply(publication=publication, reply_id=pk, content=content)
        for pk, content in wanted.items()
        if pk not in present
    ]
    record = {"actor": actor, "reason": said}
    if gone:
        bulk_delete_recorded(PublishedReply, gone, **record)
    if changed:
        bulk_update_recorded(PublishedReply, changed, ["content"], **record)
    if added:
        bulk_create_recorded(PublishedReply, added, **record)
