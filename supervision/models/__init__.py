"""What supervision records: the year's plan, projects with their money, field work, demands."""

from supervision.models.county import CountyTask
from supervision.models.demands import Demand, DemandExtension, DemandStep
from supervision.models.field_work import FieldWork, FocusPoint
from supervision.models.funds import FundChange, FundSource, Instalment, ProjectPressing
from supervision.models.hearings import Advice, Mediation, WorkReportHearing
from supervision.models.plans import PlanItem, SupervisionPlan
from supervision.models.projects import (
    Milestone,
    ProgressNote,
    ProjectUnit,
    QualityCheck,
    SupervisionProject,
)
from supervision.models.questions import (
    Inquiry,
    Interpellation,
    InterpellationAnswer,
    Referral,
)
from supervision.models.settings import SupervisionSettings

__all__ = [
    "Advice",
    "CountyTask",
    "Demand",
    "DemandExtension",
    "DemandStep",
    "FieldWork",
    "FocusPoint",
    "FundChange",
    "FundSource",
    "Inquiry",
    "Instalment",
    "Interpellation",
    "InterpellationAnswer",
    "Mediation",
    "Milestone",
    "PlanItem",
    "ProgressNote",
    "ProjectPressing",
    "ProjectUnit",
    "QualityCheck",
    "Referral",
    "SupervisionPlan",
    "SupervisionProject",
    "SupervisionSettings",
    "WorkReportHearing",
]
