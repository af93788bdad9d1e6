"""Who may, as far as the institution's own nouns are concerned."""

from typing import Any

from congress.common.permissions import can_edit_records


def can_enter_days_off(user: Any) -> bool:
    """Whether the user may enter the year's arrangement of days off, and correct single days."""
    return can_edit_records(user)
