"""A workbook with several tables that belong together, each on its named sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from congress.common.cells import SheetError, read_sheet
from congress.common.imports.kinds import ImportKind
from congress.common.imports.resource import PortalResource
from congress.common.imports.table import Table, read_table


def mapping_kind(slug: str, order: int) -> str:
    """Under which name headings are remembered: those of each further sheet apart."""
    return f"{slug}.{order}" if order else slug


def mapping_of(chosen: Mapping[str, str], order: int) -> dict[str, str]:
    """What the clerk said about the columns of one sheet (column number → field).

    The first sheet's columns are kept as "3", those of the further ones as "1:3".
    """
    if order == 0:
        return {key: field for key, field in chosen.items() if ":" not in key}
    prefix = f"{order}:"
    return {k.removeprefix(prefix): f for k, f in chosen.items() if k.startswith(prefix)}


def column_key(order: int, index: int) -> str:
    """The key of a column in what the clerk chose."""
    return f"{order}:{index}" if order else str(index)


def resource_of(kind: type[ImportKind], table: Table) -> type[PortalResource]:
    """What reads the rows of a table."""
    return kind.further_sheets.get(table.sheet, kind.resource_class)


def read_workbook(kind: type[ImportKind], content: bytes, options: Mapping[str, Any]) -> Table:
    """The first table with the further ones. Raises SheetError when none of them is there.

    The first may have any name, unless a sheet has the one that is meant for it.
    """
    first = read_sheet(content)
    others = {*kind.further_sheets, *kind.passed_over}
    chosen = options.get("mapping", {})
    main, name = None, kind.main_sheet if kind.main_sheet in first.sheet_names else first.name
    if name not in others:
        sheet = first if name == first.name else read_sheet(content, sheet=name)
        main = read_table(
            sheet,
            kind.resource_class.synonyms(),
            kind=mapping_kind(kind.slug, 0),
            chosen=mapping_of(chosen, 0),
            header_row=options.get("header_row"),
        )
    further = []
    for order, (title, resource) in enumerate(kind.further_sheets.items(), start=1):
        if title not in first.sheet_names:
            continue
        sheet = read_sheet(content, sheet=title)
        if not sheet.rows:
            continue
        table = read_table(
            sheet,
            resource.synonyms(),
            kind=mapping_kind(kind.slug, order),
            chosen=mapping_of(chosen, order),
        )
        further.append(replace(table, sheet=title, other_sheets=()))
    if main is None and not further:
        wanted = "、".join([kind.main_sheet, *kind.further_sheets])
        raise SheetError(f"文件里没有要读的工作表。应有的工作表是：{wanted}。")
    read = {name, *(table.sheet for table in further)}
    left = tuple(title for title in first.sheet_names if title not in read)
    main = main or Table((), 0, [])
    return replace(
        main,
        sheet=kind.main_sheet if further else "",
        further=tuple(further),
        other_sheets=left,
    )
