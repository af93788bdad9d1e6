"""What the handling of proposals gives to the back office's first page."""

from __future__ import annotations

import datetime as dt

from congress.common.office_page import list_address
from congress.common.registry import OfficeLine
from proposals.models import Extension, Promise, Proposal, ProposalSettings

_LIST = "proposals_proposal_changelist"
_MOST_COUNTED = 1000


def handling_lines(day: dt.date) -> list[OfficeLine]:
    """More time to be decided, sponsors to be reminded, promises that are late.

    Each count goes by a partial index of what is still open, however much was done before.
    """
    return [
        OfficeLine(
            42,
            "单位申请延期，要决定是否同意",
            Extension.objects.awaited().count(),
            list_address(_LIST, "decide=extension"),
            "件",
            "due",
        ),
        OfficeLine(
            52,
            "代表评价到期，还没有提醒",
            Proposal.objects.unreminded(on=day).count(),
            list_address(_LIST, "follow=unreminded"),
            "件",
            "due",
        ),
        OfficeLine(
            55,
            "承诺事项到期未落实",
            Promise.objects.late(on=day).count(),
            list_address("proposals_promise_changelist", "late=late"),
            "项",
            "late",
        ),
        *(_publication_lines() if ProposalSettings.load().publishes_outcomes else []),
    ]


def _publication_lines() -> list[OfficeLine]:
    """What the public could read and doesn't; asked only where the town publishes."""
    rows = Proposal.objects
    ready = rows.count_publishable(_MOST_COUNTED)
    return [
        OfficeLine(
            60,
            "可以公开，还没有公开",
            ready,
            list_address(_LIST, "public=ready"),
            "件",
            note="只数到这里，实际更多" if ready >= _MOST_COUNTED else "",
        ),
        OfficeLine(
            61,
            "公开后有新答复",
            rows.answered_after_publication().count(),
            list_address(_LIST, "public=again"),
            "件",
            "due",
        ),
    ]
