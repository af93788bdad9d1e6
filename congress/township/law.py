"""Numbers that follow from the statutes, as pure functions."""

import math

_BASE, _PER_PEOPLE, _CAP = 45, 1500, 160
MOST_SEATS = 3  # a district elects one to three deputies (选举法25)
LEAST_IN_GROUP = 3  # three or more deputies may form a group (组织法43③)
MOST_VICE_CHAIRS = 2  # a chair, and one or two vice-chairs where there are any (组织法18①)
LEAST_SESSIONS = 1  # a year (组织法14①)


def statutory_deputy_number(population: int) -> int:
    """Township deputies by 选举法12: 45, and one for each 1,500 people, at most 160."""
    return min(_BASE + population // _PER_PEOPLE, _CAP)


def quorum(deputies: int) -> int:
    """Two thirds of the deputies must be present (组织法14④)."""
    return math.ceil(deputies * 2 / 3)


def majority(deputies: int) -> int:
    """More than half of all deputies (组织法25)."""
    return deputies // 2 + 1
