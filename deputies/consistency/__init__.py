"""Checks of deputies, mandates, groups, presidium and liaison, for the registry."""

import datetime as dt

from congress.common.registry import ConsistencyCheck
from deputies.consistency import accounts, districts, groups, liaison, mandates, presidium
from deputies.consistency.records import Roster

_SUBJECTS = (districts, mandates, groups, presidium, liaison, accounts)


def checks(day: dt.date) -> list[ConsistencyCheck]:
    """All of them look at the same records, read once."""
    roster = Roster(day)
    return [check for subject in _SUBJECTS for check in subject.checks(roster)]
