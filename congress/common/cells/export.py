"""Text on its way into a spreadsheet."""

from typing import Any

_EVALUATED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_for_export(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, with ' before it; all else unchanged.

    Numbers stay numbers, so a negative amount is not touched.
    """
    if isinstance(value, str) and value.startswith(_EVALUATED):
        return "'" + value
    return value
