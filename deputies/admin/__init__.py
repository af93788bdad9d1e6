"""Deputies' pages in the back office; terms and districts too, since they count deputies."""

from deputies.admin import districts, groups, liaison, mandates, people, presidium, terms

__all__ = ["districts", "groups", "liaison", "mandates", "people", "presidium", "terms"]
