"""The base of every admin page, and the pages of the tables that belong to no app."""

from congress.common.admin import findings, records
from congress.common.admin.base import (
    PortalInlineMixin,
    PortalModelAdmin,
    PortalStackedInline,
    PortalTabularInline,
)
from congress.common.admin.forms import PartialDateInput, RowForm, VersionedForm
from congress.common.imports import admin as imports
from congress.common.jobs import admin as jobs
from congress.common.messaging import admin as messaging

__all__ = [
    "PartialDateInput",
    "PortalInlineMixin",
    "PortalModelAdmin",
    "PortalStackedInline",
    "PortalTabularInline",
    "RowForm",
    "VersionedForm",
    "findings",
    "imports",
    "jobs",
    "messaging",
    "records",
]
