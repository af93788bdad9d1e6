"""What proposals give to the back office's first page, and to its search."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery

from congress.common.admin_links import change_address
from congress.common.office_page import list_address
from congress.common.registry import OfficeLine, SearchGroup, SearchHit
from congress.common.registry.search import MOST_HITS
from congress.common.templatetags.portal import cn_date
from congress.common.text_search import SearchQuery
from proposals.enums import AssignmentStatus, ProposalStatus
from proposals.models import Assignment, Proposal
from proposals.querysets import LATEST_FIRST, SOON_DAYS, TO_DECIDE, TO_REVIEW
from proposals.searching import found_by

_LIST = "proposals_proposal_changelist"
_WAITING = (ProposalStatus.SUBMITTED, ProposalStatus.REGISTERED, ProposalStatus.ACCEPTED)
_TO_ASSIGN = Q(status=ProposalStatus.ACCEPTED)
_LABELS = {
    "register": "议案建议待登记",
    "review": "建议待审查",
    "motion": "议案待主席团会议决定",
    "assign": "建议待交办",
}


def today_lines(day: dt.date) -> list[OfficeLine]:
    """What waits for the office, what units owe, and what the presidium has to decide."""
    proposals = Proposal.objects
    return [
        *_waiting(),
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


def _waiting() -> list[OfficeLine]:
    """What is to be registered, studied, decided and assigned; in one query."""
    returned = Assignment.objects.filter(
        proposal=OuterRef("pk"), status=AssignmentStatus.RETURNED, reassign_due_on__isnull=False
    )
    rows = Proposal.objects.filter(status__in=_WAITING)
    first = returned.order_by("reassign_due_on").values("reassign_due_on")[:1]
    counts = rows.annotate(came_back=Exists(returned), again_by=Subquery(first)).aggregate(
        register=Count("pk", filter=Q(status=ProposalStatus.SUBMITTED)),
        review=Count("pk", filter=TO_REVIEW),
        motion=Count("pk", filter=TO_DECIDE),
        assign=Count("pk", filter=_TO_ASSIGN),
        returned=Count("pk", filter=_TO_ASSIGN & Q(came_back=True)),
        earliest=Min("again_by", filter=_TO_ASSIGN),
    )
    back, again_by = counts.pop("returned"), counts.pop("earliest")
    again = f"其中{back}件是单位退办的，最早一件应在{cn_date(again_by)}以前重新交办"
    notes = {"assign": again if back else ""}
    return [
        OfficeLine(
            20 + order,
            label,
            counts[key],
            list_address(_LIST, f"decide={key}"),
            "件",
            "due",
            notes.get(key, ""),
        )
        for order, (key, label) in enumerate(_LABELS.items())
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
