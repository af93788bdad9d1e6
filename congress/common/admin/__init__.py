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

__all__ = [
    "PartialDateInput",
    "PortalInlineMixin",
    "PortalModelAdmin",
    "PortalStackedInline",
    "PortalTabularInline",
    "VersionedForm",
    "records",
]
