"""The institution's pages in the back office: profile, places, organs, sessions, accounts."""

from congress.township.admin import accounts, places, profile, sessions, units

__all__ = ["accounts", "places", "profile", "sessions", "units"]
