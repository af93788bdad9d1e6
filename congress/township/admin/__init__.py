"""The institution's pages in the back office: profile, places, organs, sessions, days off."""

from congress.township.admin import accounts, calendar, places, profile, sessions, units

__all__ = ["accounts", "calendar", "places", "profile", "sessions", "units"]
