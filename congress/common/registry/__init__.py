"""What a lower app shows of a higher one comes through these registries.

An app registers in its AppConfig.ready(); nobody imports upwards (design.md, Layout). One module
a subject; all names can be imported from here.
"""

from congress.common.registry.base import Registry
from congress.common.registry.checks import (
    ConsistencyCheck,
    Finding,
    Severity,
    consistency_checks,
)
from congress.common.registry.demo import DemoStep, demo_steps
from congress.common.registry.duty import DutyEntry, DutyPart, DutyPeriod, duty_entries
from congress.common.registry.messages import (
    Link,
    MessageKind,
    Reminder,
    Urgency,
    Wording,
    register_message_kind,
    reminders,
)
from congress.common.registry.office import (
    FirstStep,
    OfficeLine,
    YearRow,
    first_steps,
    office_checks,
    office_today,
    office_year,
)
from congress.common.registry.pages import (
    ABOVE_TASKS,
    DeskPlace,
    HomeSection,
    PublicPlace,
    desk_places,
    desk_sections,
    home_sections,
    public_places,
)
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
from congress.common.registry.search import (
    SearchGroup,
    SearchHit,
    office_search,
    public_search,
)

__all__ = [
    "ABOVE_TASKS",
    "Appendix",
    "Chapter",
    "ConsistencyCheck",
    "DemoStep",
    "DeskPlace",
    "DutyEntry",
    "DutyPart",
    "DutyPeriod",
    "Figure",
    "Finding",
    "FirstStep",
    "HomeSection",
    "Link",
    "MessageKind",
    "OfficeLine",
    "PublicPlace",
    "Registry",
    "Reminder",
    "ReportPeriod",
    "SearchGroup",
    "SearchHit",
    "Severity",
    "Speaker",
    "Urgency",
    "Wording",
    "YearRow",
    "consistency_checks",
    "demo_steps",
    "desk_places",
    "desk_sections",
    "duty_entries",
    "first_steps",
    "home_sections",
    "office_checks",
    "office_search",
    "office_today",
    "office_year",
    "public_places",
    "public_search",
    "register_message_kind",
    "reminders",
    "report_appendices",
    "report_chapters",
    "report_speakers",
]
