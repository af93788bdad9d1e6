"""Deputies as persons, their mandates and posts, groups, and the liaison plan with its tasks."""

from deputies.models.groups import DeputyGroup
from deputies.models.liaison import (
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    TaskKind,
    TaskReport,
    TaskStatus,
)
from deputies.models.mandates import (
    CongressLevel,
    Mandate,
    MandateStatus,
    MandateSuspension,
)
from deputies.models.people import Deputy
from deputies.models.presidium import ConcurrentDuty, PresidiumPost, PresidiumRole

__all__ = [
    "ConcurrentDuty",
    "CongressLevel",
    "Deputy",
    "DeputyGroup",
    "LiaisonAssignment",
    "LiaisonPlan",
    "LiaisonTask",
    "Mandate",
    "MandateStatus",
    "MandateSuspension",
    "PresidiumPost",
    "PresidiumRole",
    "TaskKind",
    "TaskReport",
    "TaskStatus",
]
