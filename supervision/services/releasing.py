"""Before the public, one by one, and away from it again (公开、收回)."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from supervision.enums import DemandState
from supervision.models import Demand
from supervision.models.parts import Releasable
from supervision.permissions import can_release
from supervision.services.acting import locked, needed, require, write

R = TypeVar("R", bound=Releasable)


def release(record: R, *, actor: Any, text: str, seen_version: int | None = None) -> R:
    """Release it with this text, which alone is public; once more replaces the text.

    RuleViolation without a text, or for a demand that hasn't gone out.
    """
    text = needed(text, "请写公开的内容，大家看到的就是这一段。", most=5000)
    with transaction.atomic():
        row = locked(record, seen_version=seen_version)
        require(can_release(actor))
        if isinstance(row, Demand) and row.state in (DemandState.DRAFT, DemandState.DROPPED):
            raise RuleViolation(f"“{row}”现在是“{row.get_state_display()}”，不能公开。")
        again = row.is_released
        row.released_on = row.released_on or timezone.localdate()
        row.released_by, row.public_text = actor, text
        fields = ["released_on", "released_by", "public_text"]
        write(row, fields, actor=actor, reason="改公开的内容" if again else "公开")
    return row


def take_back(record: R, *, actor: Any, reason: str, seen_version: int | None = None) -> R:
    """Take it away from the public, with the reason; the text stays on record."""
    reason = needed(reason, "请写明为什么收回。", most=500)
    with transaction.atomic():
        row = locked(record, seen_version=seen_version)
        require(can_release(actor))
        if not row.is_released:
            raise RuleViolation(f"“{row}”没有公开，不用收回。")
        row.released_on = None
        write(row, ["released_on"], actor=actor, reason=f"收回公开：{reason}"[:100])
    return row
