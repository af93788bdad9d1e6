"""How long work may take before it is taken for hung, and what is said then."""

import datetime as dt

_UNITS = ((3600, "小时"), (60, "分钟"), (1, "秒"))


def in_words(limit: dt.timedelta) -> str:
    """90分钟, 6小时, 20秒: in the largest unit that leaves nothing over."""
    seconds = int(limit.total_seconds())
    size, name = next((size, name) for size, name in _UNITS if seconds % size == 0)
    return f"{seconds // size}{name}"
