"""The base of every admin page, and the pages of the tables that belong to no app."""

from congress.common.admin import records
from congress.common.admin.base import (
    PartialDateInput,
    PortalInlineMixin,
    PortalModelAdmin,
    PortalStackedInline,
    PortalTabularInline,
    VersionedForm,
)
from congress.common.imports import admin as imports

__all__ = [
    "PartialDateInput",
    "PortalInlineMixin",
    "PortalModelAdmin",
    "PortalStackedInline",
    "PortalTabularInline",
    "VersionedForm",
    "imports",
    "records",
]
