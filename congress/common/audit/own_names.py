"""What the recorded tables that belong to no app are called in 操作留痕."""

from congress.common.audit.names import column, register_audit_name
from congress.common.models import AcceptedFinding, Attachment, ColumnMapping, SavedFilter


def register_names() -> None:
    """Called when the app is ready."""
    register_audit_name(AcceptedFinding, column("sentence"))
    register_audit_name(Attachment, column("name"))
    register_audit_name(ColumnMapping, column("heading"))
    register_audit_name(SavedFilter, column("name"))
