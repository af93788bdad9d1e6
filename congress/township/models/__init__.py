"""The institution as a whole: the town, its organs, terms and sessions, districts, roles."""

from congress.township.models.calendar import CalendarDay
from congress.township.models.places import Area, Village, VillageKind
from congress.township.models.profile import TownSettings, Township
from congress.township.models.terms import CongressTerm, ElectoralDistrict, Session
from congress.township.models.units import Organ, OrganKind, RoleAssignment

__all__ = [
    "Area",
    "CalendarDay",
    "CongressTerm",
    "ElectoralDistrict",
    "Organ",
    "OrganKind",
    "RoleAssignment",
    "Session",
    "TownSettings",
    "Township",
    "Village",
    "VillageKind",
]
