"""What stands in an address is typed by anybody: parts of it are looked at before they are used."""

from typing import Any

# Keys are 64-bit numbers; what is longer can't be one.
_LONGEST = 18


def number_in(part: Any) -> int | None:
    """The number that a part of an address is; None for anything else, like abc, ² or 10⁴⁰."""
    text = str(part)
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST:
        return None
    return int(text)
