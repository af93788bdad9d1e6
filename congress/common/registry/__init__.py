"""What a lower app shows of a higher one comes through these registries.

An app registers in its AppConfig.ready(); nobody imports upwards (design.md, Layout). One module
a subject; all names can be imported from here.
"""

from congress.common.registry.base import Registry
from congress.common.registry.demo import DemoStep, demo_steps
from congress.common.registry.office import (
    FirstStep,
    OfficeLine,
    YearRow,
    first_steps,
    office_checks,
    office_today,
    office_year,
)
from congress.common.registry.pages import HomeSection, desk_sections, home_sections
from congress.common.registry.reports import (
    Appendix,
    Chapter,
    Figure,
    ReportPeriod,
    Speaker,
    report_appendices,
    report_chapters,
    report_speakers,
)

__all__ = [
    "Appendix",
    "Chapter",
    "DemoStep",
    "Figure",
    "FirstStep",
    "HomeSection",
    "OfficeLine",
    "Registry",
    "ReportPeriod",
    "Speaker",
    "YearRow",
    "demo_steps",
    "desk_sections",
    "first_steps",
    "home_sections",
    "office_checks",
    "office_today",
    "office_year",
    "report_appendices",
    "report_chapters",
    "report_speakers",
]
