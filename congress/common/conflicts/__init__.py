"""Two people, one record: the second sees both versions, and keeps what he typed."""

from congress.common.conflicts.comparing import (
    Conflict,
    Difference,
    conflict_of,
    differences,
    see_again,
)
from congress.common.conflicts.seen import (
    SEEN,
    Change,
    changes_since,
    deletion_of,
    is_stale,
    is_watched,
    mark_of,
    with_marks,
)

__all__ = [
    "SEEN",
    "Change",
    "Conflict",
    "Difference",
    "changes_since",
    "conflict_of",
    "deletion_of",
    "differences",
    "is_stale",
    "is_watched",
    "mark_of",
    "see_again",
    "with_marks",
]
