"""Text on its way into a spreadsheet."""

from typing import Any

# = + - @ written full-width: Chinese versions of Excel take them for the same
_FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
_EVALUATED = ("=", "+", "-", "@", "\t", "\r", "\n", *_FULL_WIDTH)


def safe_for_export(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, with ' before it; all else unchanged.

    Numbers stay numbers, so a negative amount is not touched.
    """
    if isinstance(value, str) and value.startswith(_EVALUATED):
        return "'" + value
    return value
