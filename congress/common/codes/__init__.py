"""National code tables, and how to recognise what clerks write for them."""

from .education import Education, EducationBand, education_band, education_short
from .ethnic import EthnicGroup
from .matching import match_code
from .occupation import OccupationClass, occupation_class_of
from .political import PoliticalStatus
from .sex import Sex

__all__ = [
    "Education",
    "EducationBand",
    "EthnicGroup",
    "OccupationClass",
    "PoliticalStatus",
    "Sex",
    "education_band",
    "education_short",
    "match_code",
    "occupation_class_of",
]
