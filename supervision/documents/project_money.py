"""The money of one project in its file: what was planned, arrived, is owed, was changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from congress.common.models import with_files
from congress.common.money import yuan_in_words
from congress.common.templatetags.portal import cn_date, files_in_words
from proposals.documents.dossier_blocks import Block, table
from supervision import standing
from supervision.models import FundChange, FundSource, Instalment, SupervisionProject
from supervision.services.funds import arrears_of

_NOTHING = Decimal(0)


def sources_of(project: SupervisionProject) -> list[FundSource]:
    """Its sources with all that arrived and was changed."""
    instalments = Instalment.objects.select_related("pressing").prefetch_related(with_files())
    rows = FundSource.objects.filter(project=project).select_related("payer")
    return list(
        rows.prefetch_related(
            Prefetch("instalments", instalments), Prefetch("changes", FundChange.objects.all())
        )
    )


def oldest_due(sources: Sequence[FundSource]) -> Any:
    """The date of the oldest arrears as their source says it."""
    owed = [row.due_on for row in sources if row.due_on is not None and arrears_of(row)]
    return min(owed, key=lambda due: due.latest(), default=None)


def money_blocks(sources: Sequence[FundSource], on: dt.date) -> list[Block]:
    """Tables of the sources, of what arrived, of changes of the plan."""
    came = [(source, row) for source in sources for row in source.instalments.all()]
    changes = [(source, row) for source in sources for row in source.changes.all()]
    return [
        *table(
            [
                ("资金来源", "unit"),
                ("拨款单位", "unit"),
                ("计划", "money"),
                ("到位", "money"),
                ("未到位", "money"),
                ("应到位日期", "day"),
            ],
            _source_rows(sources, on),
        ),
        *table(
            [
                ("到位日期", "day"),
                ("资金来源", "unit"),
                ("金额", "money"),
                ("凭证号", "short"),
                ("拨付单位", "unit"),
                ("说明", ""),
            ],
            [_instalment_row(source, row) for source, row in came],
        ),
        *table(
            [
                ("调整日期", "day"),
                ("资金来源", "unit"),
                ("原计划", "money"),
                ("现计划", "money"),
                ("理由", ""),
            ],
            [
                [
                    cn_date(row.changed_on),
                    source.name,
                    yuan_in_words(row.before),
                    yuan_in_words(row.after),
                    row.reason,
                ]
                for source, row in changes
            ],
        ),
    ]


def _source_rows(sources: Sequence[FundSource], on: dt.date) -> list[list[str]]:
    """One row a source and, of several, their sum; what isn't known is 未载."""
    rows, sums = [], [_NOTHING, _NOTHING, _NOTHING]
    for source in sources:
        arrived = sum((row.amount for row in source.instalments.all()), _NOTHING)
        owed = arrears_of(source)
        due = str(source.due_on or standing.UNKNOWN)
        days = (on - source.due_on.latest()).days if owed and source.due_on else 0
        rows.append(
            [
                source.name,
                str(source.payer or ""),
                yuan_in_words(source.planned),
                yuan_in_words(arrived),
                yuan_in_words(owed),
                f"{due}\n已过{days}天" if days > 0 else due,
            ]
        )
        for place, amount in enumerate((source.planned, arrived, owed)):
            sums[place] += amount or _NOTHING
    if len(rows) > 1:
        rows.append(["合计", "", *(yuan_in_words(amount) for amount in sums), ""])
    return rows


def _instalment_row(source: FundSource, row: Instalment) -> list[str]:
    made_up = ""
    if row.pressing is not None:
        made_up = f"{cn_date(row.pressing.pressed_on)}督促以后补拨"
    elif row.is_make_up:
        made_up = "督促以后补拨"
    files = files_in_words(row.files)  # type: ignore[attr-defined]
    return [
        str(row.arrived_on or standing.UNKNOWN),
        source.name,
        yuan_in_words(row.amount),
        row.voucher,
        row.payer,
        "，".join(filter(None, [made_up, row.remark, files])),
    ]
