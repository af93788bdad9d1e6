"""The back office's pages of motions and suggestions."""

from proposals.admin import lists, meetings, promises, proposals

__all__ = ["lists", "meetings", "promises", "proposals"]
