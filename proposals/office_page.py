"""What proposals give to the back office's first page, and to its search."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from congress.common.admin_links import change_address
from congress.common.office_page import list_address
from congress.common.registry import OfficeLine, SearchGroup, SearchHit
from congress.common.registry.search import MOST_HITS
from congress.common.text_search import SearchQuery
from proposals.models import Proposal
from proposals.querysets import LATEST_FIRST, SOON_DAYS
from proposals.searching import found_by

_LIST = "proposals_proposal_changelist"


def today_lines(day: dt.date) -> list[OfficeLine]:
    """What units owe, what they owe soon, and what the presidium has to decide."""
    proposals = Proposal.objects
    return [
        OfficeLine(
            40,
            "逾期未答复的议案建议",
            proposals.overdue(on=day).count(),
            list_address(_LIST, "limit=overdue"),
            "件",
            "late",
        ),
        OfficeLine(
            45,
            f"{SOON_DAYS}天内应答复",
            proposals.due_soon(on=day).count(),
            list_address(_LIST, "limit=soon"),
            "件",
        ),
        OfficeLine(
            50,
            "代表不满意，要决定是否重新办理",
            proposals.awaiting_decision().count(),
            list_address(_LIST, "decide=dissatisfied"),
            "件",
            "due",
        ),
    ]


def office_groups(query: SearchQuery, user: Any) -> Iterable[SearchGroup]:
    """Proposals by text, number, sponsor or unit, the latest first."""
    rows = Proposal.objects.visible_to(user).filter(found_by(query.text))
    # The keys of the few that are shown, before all that their lines say is read.
    keys = list(rows.order_by(*LATEST_FIRST).values_list("pk", flat=True)[: MOST_HITS + 1])
    found = Proposal.objects.filter(pk__in=keys).with_list_relations().order_by(*LATEST_FIRST)
    return [SearchGroup.of(60, "议案建议", found, _hit, icon="article")]


def _hit(proposal: Any) -> SearchHit:
    lead = "".join(f"，{s.deputy}领衔" for s in proposal.sponsors if s.is_lead)
    note = f"{proposal.number_label}{lead}，{proposal.get_status_display()}"
    return SearchHit(proposal.title, change_address(proposal), note=note)
