"""Abstract parts of every app's models, and the few tables that belong to no app."""

from congress.common.models.abstract import (
    AppendOnlyModel,
    PublicIdModel,
    SensitiveModel,
    Singleton,
    VersionedModel,
    new_public_id,
)
from congress.common.models.attachments import (
    Attachment,
    MediaType,
    attachments_relation,
    with_files,
)
from congress.common.models.filters import SavedFilter
from congress.common.models.findings import AcceptedFinding
from congress.common.models.imports import ColumnMapping, ImportRun, ImportStatus
from congress.common.models.jobs import DailyRun, Job, JobStatus, JobUnit
from congress.common.models.messages import (
    DeliveryState,
    Message,
    MessageDelivery,
    MessageSettings,
    SaidReminder,
)
from congress.common.models.security import SecurityEvent, SecurityEventKind

__all__ = [
    "AcceptedFinding",
    "AppendOnlyModel",
    "Attachment",
    "ColumnMapping",
    "DailyRun",
    "DeliveryState",
    "ImportRun",
    "ImportStatus",
    "Job",
    "JobStatus",
    "JobUnit",
    "MediaType",
    "Message",
    "MessageDelivery",
    "MessageSettings",
    "PublicIdModel",
    "SaidReminder",
    "SavedFilter",
    "SecurityEvent",
    "SecurityEventKind",
    "SensitiveModel",
    "Singleton",
    "VersionedModel",
    "attachments_relation",
    "new_public_id",
    "with_files",
]
