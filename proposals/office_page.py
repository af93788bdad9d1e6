"""What proposals give to the back office's first page, and to its search."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min

from congress.common.admin_links import change_address
from congress.common.office_page import list_address
from congress.common.registry import OfficeLine, SearchGroup, SearchHit
from congress.common.registry.search import MOST_HITS
from congress.common.templatetags.portal import cn_date
from congress.common.text_search import SearchQuery
from proposals.enums import AssignmentStatus, ProposalKind, ProposalStatus
from proposals.models import Assignment, Proposal
from proposals.querysets import LATEST_FIRST, SOON_DAYS
from proposals.searching import found_by

_LIST = "proposals_proposal_changelist"
_WAITING = (ProposalStatus.SUBMITTED, ProposalStatus.REGISTERED, ProposalStatus.ACCEPTED)
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
    """What is to be registered, studied, decided and assigned."""
    counts, notes = _to_take_in_hand(), {"assign": _given_back()}
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


def _to_take_in_hand() -> dict[str, int]:
    """How many wait for which step; from the index of states and kinds alone."""
    rows = Proposal.objects.filter(status__in=_WAITING).order_by()
    found = dict.fromkeys(_LABELS, 0)
    for status, kind, number in rows.values_list("status", "kind").annotate(number=Count("*")):
        if status == ProposalStatus.SUBMITTED:
            found["register"] += number
        elif status == ProposalStatus.ACCEPTED:
            found["assign"] += number
        else:
            found["motion" if ProposalKind(kind).is_motion else "review"] += number
    return found


def _given_back() -> str:
    """How many units gave back, and by when the first is to be assigned anew; "" for none."""
    rows = Assignment.objects.filter(
        status=AssignmentStatus.RETURNED,
        reassign_due_on__isnull=False,
        proposal__status=ProposalStatus.ACCEPTED,
    )
    back = rows.aggregate(number=Count("proposal", distinct=True), first=Min("reassign_due_on"))
    if not back["number"]:
        return ""
    again_by = cn_date(back["first"])
    return f"其中{back['number']}件是单位退办的，最早一件应在{again_by}以前重新交办"


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
