"""Deputies as persons, their mandates and posts, groups, and the liaison plan with its tasks."""

from deputies.enums import CongressLevel, MandateStatus, PresidiumRole, TaskKind, TaskStatus
from deputies.models.groups import DeputyGroup
from deputies.models.liaison import (
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    TaskReport,
)
from deputies.models.mandates import Mandate, MandateSuspension
from deputies.models.meetings import PresidiumMeeting
from deputies.models.people import Deputy
from deputies.models.presidium import ConcurrentDuty, PresidiumPost

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
    "PresidiumMeeting",
    "PresidiumPost",
    "PresidiumRole",
    "TaskKind",
    "TaskReport",
    "TaskStatus",
]
