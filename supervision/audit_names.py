"""What records of supervision are called in 操作留痕."""

from congress.common.audit.names import column, label, record, register_audit_name
from supervision.models import (
    Advice,
    CountyTask,
    Demand,
    DemandExtension,
    FieldWork,
    FocusPoint,
    FundChange,
    FundSource,
    Inquiry,
    Instalment,
    Interpellation,
    InterpellationAnswer,
    Mediation,
    Milestone,
    PlanItem,
    ProgressNote,
    ProjectPressing,
    ProjectUnit,
    QualityCheck,
    Referral,
    SupervisionPlan,
    SupervisionProject,
    SupervisionSettings,
    WorkReportHearing,
)


def register_names() -> None:
    """Called when the app is ready."""
    register_audit_name(SupervisionSettings, "监督工作设置")
    register_audit_name(SupervisionPlan, column("year"), "年监督计划")
    for model in (PlanItem, FieldWork, WorkReportHearing, Advice, Mediation, Demand):
        register_audit_name(model, column("title"))
    register_audit_name(Interpellation, column("title"))
    register_audit_name(Referral, column("title"))
    register_audit_name(Inquiry, column("topic"))
    register_audit_name(FocusPoint, column("words"))
    register_audit_name(SupervisionProject, column("name"))
    register_audit_name(ProjectUnit, record("unit"), "（", record("project"), "）")
    register_audit_name(Milestone, column("name"), "（", record("project"), "）")
    register_audit_name(FundSource, column("name"), "（", record("project"), "）")
    register_audit_name(ProgressNote, record("project"), "的进度")
    register_audit_name(QualityCheck, record("project"), "的质量检查")
    register_audit_name(FundChange, record("source"), "的调整")
    register_audit_name(Instalment, record("source"), "到位")
    register_audit_name(ProjectPressing, label("form"), "“", record("project"), "”")
    register_audit_name(DemandExtension, record("demand"), "的延期")
    register_audit_name(InterpellationAnswer, "对“", record("interpellation"), "”的答复")
    handed = (column("source_organ"), "交办的", label("kind"), column("source_number"))
    register_audit_name(CountyTask, *handed)
