"""The back office's pages of motions and suggestions."""

from proposals.admin import lists, proposals

__all__ = ["lists", "proposals"]
