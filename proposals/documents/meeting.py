"""The list of the assignment meeting (交办会清单): what each unit takes home, and the sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.documents.render import render_document
from proposals.documents.rows import ROLES, congress_words, current_parts, lead_in_words
from proposals.documents.units import UnitList, unit_lists

TITLE = "议案建议交办会清单"


def meeting_list_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """A table of all units with sums and room to sign, then the items of each.

    ``proposals`` as ``printed`` gives them. RuleViolation when none of them is assigned.
    """
    lists = unit_lists(proposals)
    if not lists:
        raise RuleViolation("这些件还没有交办，交办会清单是空的。请先交办。")
    context = {
        "roles": ROLES,
        "lists": lists,
        "sums": [sum(each.count(role) for each in lists) for role in ROLES],
        "total": sum(len(each.items) for each in lists),
        "sentence": _sentence(proposals, lists),
        "open": [(p, lead_in_words(p)) for p in proposals if not current_parts(p)],
        "organ": congress_words(proposals),
        "printed_on": printed_on,
    }
    return render_document("documents/proposals/meeting.html", context, title=TITLE)


def _sentence(proposals: Sequence[Any], lists: Sequence[UnitList]) -> str:
    """Says how the sums of the table come from the number of proposals."""
    given = sum(bool(current_parts(proposal)) for proposal in proposals)
    shares = sum(len(each.items) for each in lists)
    parts = f"共{len(proposals)}件，已交办{given}件，由{len(lists)}个单位办理"
    if shares != given:
        parts += f"。有的件由几个单位办理，各单位合计{shares}件次"
    if given < len(proposals):
        parts += f"。还没有交办的{len(proposals) - given}件，列在最后"
    return f"{parts}。"
