"""The posted rows of an inline, settled with what others did to them meanwhile."""

from typing import Any

from django.db.models import QuerySet

from congress.common.addresses import number_in
from congress.common.admin.forms import VANISHED

_MOST = 1000  # Django's own limit for the forms of a set


def settled_rows(data: Any, prefix: str, key: str, there: QuerySet[Any, Any]) -> Any:
    """The posted data with rows that are gone from the database made new ones.

    Django has nothing to compare such a row with and would call its key a wrong choice. What was
    typed into it stays: it stands among the new rows, marked, so that it is refused once and
    stored when it is saved again. One that was to be deleted is left out. ``key`` is the name of
    the primary key, ``there`` gives the keys of the rows that there are.
    """
    total, first = _count(data, prefix, "TOTAL"), _count(data, prefix, "INITIAL")
    if not total or not first or first > total:
        return data
    rows = [_row(data, f"{prefix}-{number}-") for number in range(total)]
    keys = [number_in(row.get(key, [""])[-1]) for row in rows[:first]]
    present = {None, *there.filter(pk__in=[number for number in keys if number is not None])}
    if present.issuperset(keys):
        return data
    here = [row for row, number in zip(rows, keys, strict=False) if number in present]
    gone = [row for row, number in zip(rows, keys, strict=False) if number not in present]
    kept = [row for row in gone if "DELETE" not in row]
    for row in kept:
        row.pop(key)
        row[VANISHED] = ["on"]
    return _rewritten(data, prefix, total, here, [*rows[first:], *kept])


def _rewritten(data: Any, prefix: str, total: int, here: list[Any], new: list[Any]) -> Any:
    data = data.copy()
    for number in range(total):
        for name in _row(data, f"{prefix}-{number}-"):
            del data[f"{prefix}-{number}-{name}"]
    for number, row in enumerate([*here, *new]):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(here))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(here) + len(new))
    return data


def _count(data: Any, prefix: str, what: str) -> int | None:
    number = number_in(data.get(f"{prefix}-{what}_FORMS", ""))
    return number if number is not None and number <= _MOST else None


def _row(data: Any, start: str) -> dict[str, list[str]]:
    """The values of one row by the names of its boxes."""
    return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}
