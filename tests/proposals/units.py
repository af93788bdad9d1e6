"""The pages of a unit, and what it writes there."""

from django.urls import reverse

from proposals.models import Assignment, OutcomeClass
from proposals.services import replying

TITLE = "关于疏通新洲村排水沟的建议"


def address(name, part) -> str:
    return reverse(f"desk-part-{name}", args=[part.public_id])


def item(proposal) -> str:
    return reverse("desk-proposal", args=[proposal.public_id])


def now(part) -> Assignment:
    return Assignment.objects.get(pk=part.pk)


def outcome(letter="A") -> OutcomeClass:
    return OutcomeClass.objects.get(letter=letter)


def says(letter="A", **values):
    return replying.ReplyValues(content="已经清淤三公里。", outcome=outcome(letter), **values)


def to_sign(user, part, values=None):
    draft = replying.save_reply_draft(part, values or says(), actor=user)
    return replying.ask_for_signature(draft, actor=user)


def replied(user, part, values=None):
    return replying.sign_reply(to_sign(user, part, values), actor=user, signed_by="雷雨")


def typed(**values):
    """All boxes of the reply's page."""
    boxes = {
        "seen_version": "0",
        "content": "已经清淤三公里，装了格栅。",
        "outcome": str(outcome().pk),
        "adoption": "adopted",
        "promise": "",
        "promised_for": "",
        "document_number": "江水函〔2026〕3号",
        "contact_person": "雷雨",
        "contact_phone": "0716-5551234",
        "then": "",
    }
    return boxes | values
