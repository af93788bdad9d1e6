"""The back office's pages of motions and suggestions."""

from proposals.admin import lists, meetings, proposals

__all__ = ["lists", "meetings", "proposals"]
