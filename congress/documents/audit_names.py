"""What reports are called in 操作留痕."""

from congress.common.audit.names import column, label, register_audit_name
from congress.documents.models import ReportSection, WorkReport


def register_names() -> None:
    """Called when the app is ready."""
    register_audit_name(WorkReport, column("title"))
    register_audit_name(ReportSection, label("part", unless="heading"))
