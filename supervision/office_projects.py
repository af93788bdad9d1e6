"""What plans and projects give to the back office's first page, and to its search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone

from congress.common.admin_links import change_address
from congress.common.money import yuan_in_words
from congress.common.office_page import list_address
from congress.common.registry import OfficeLine, SearchGroup, SearchHit
from congress.common.registry.search import MOST_HITS
from congress.common.text_search import SearchQuery
from supervision.models import PlanItem, SupervisionProject
from supervision.project_search import found_by
from supervision.standing import time_words, work_words

_OVERVIEW = "supervision_overview"


def today_lines(day: dt.date) -> list[OfficeLine]:
    """Projects that are late, money that is due, and what the plan named and nobody did."""
    owing = SupervisionProject.objects.in_arrears(on=day).order_by()
    owed = owing.aggregate(yuan=Sum(F("planned_total") - F("arrived_total")))["yuan"]
    return [
        OfficeLine(
            60,
            "逾期没有完工的监督项目",
            SupervisionProject.objects.late(on=day).count(),
            list_address(_OVERVIEW, "standing=late"),
            "个",
            "late",
        ),
        OfficeLine(
            61,
            "资金到期没有到位的监督项目",
            owing.count(),
            list_address(_OVERVIEW, "standing=arrears"),
            "个",
            "late",
            f"共{yuan_in_words(owed)}没有到位" if owed else "",
        ),
        OfficeLine(
            62,
            "过了计划时间没有完成的监督事项",
            PlanItem.objects.overdue(on=day).count(),
            list_address("supervision_planitem_changelist", "standing=late"),
            "项",
            "late",
        ),
    ]


def office_groups(query: SearchQuery, user: Any) -> Iterable[SearchGroup]:
    """Projects by text, unit or who is in charge, the latest first."""
    rows = SupervisionProject.objects.visible_to(user).filter(found_by(query.text))
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[: MOST_HITS + 1])
    found = SupervisionProject.objects.filter(pk__in=keys).order_by("-pk")
    return [SearchGroup.of(70, "监督项目", found, _hit, icon="construction")]


def _hit(project: Any) -> SearchHit:
    note = f"{work_words(project)}，{time_words(project, timezone.localdate())}"
    return SearchHit(project.name, change_address(project), note=note)
