"""How Unfold's admin looks and what its side bar lists."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "人大履职门户",
    "SITE_HEADER": "人大办工作台",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
}
