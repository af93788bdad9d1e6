"""Pages of the tables that belong to no app: security events, 操作留痕, what headings mean."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from congress.common import permissions
from congress.common.admin.base import PortalModelAdmin
from congress.common.audit import pages as audit
from congress.common.imports.registry import import_kinds
from congress.common.models import ColumnMapping, SecurityEvent

# Roles are dated rows (congress.common.roles); Django's groups have no part in it.
if admin.site.is_registered(Group):
    admin.site.unregister(Group)


@admin.register(SecurityEvent)
class SecurityEventAdmin(PortalModelAdmin):
    """Who opened or took out what is kept secret. Read only, for auditors."""

    list_display = ("at", "kind", "user", "subject", "detail", "ip")
    list_display_links = ("at",)
    list_select_related = ("user",)
    list_filter = ("kind", "at")
    search_fields = ("subject", "detail", "user__username", "user__display_name")
    fields = ("at", "kind", "user", "subject", "detail", "ip")
    readonly_fields = fields

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_security_events(user)

    def can_edit(self, user: Any) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("trail/", wrap(audit.trail_page), name="audit_trail"),
            path("trail/export/", wrap(audit.export_page), name="audit_export"),
            path("trail/<str:kind>/<int:key>/", wrap(audit.entry_page), name="audit_entry"),
            *super().get_urls(),
        ]


class ImportKindFilter(DropdownFilter):
    """Mappings of one kind of import."""

    title = "种类"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(slug, kind.title) for slug, kind in import_kinds().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(ColumnMapping)
class ColumnMappingAdmin(PortalModelAdmin):
    """What a heading means in this town's spreadsheets; made by the import preview."""

    list_display = ("heading", "means", "kind_title")
    list_filter = (ImportKindFilter,)
    search_fields = ("heading",)
    fields = ("heading", "means", "kind_title")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="当作")
    def means(self, mapping: ColumnMapping) -> str:
        kind = import_kinds().get(mapping.kind)
        labels = kind.resource_class.field_labels() if kind else {}
        return labels.get(mapping.field, "不导入" if not mapping.field else "已取消的栏目")

    @display(description="种类", ordering="kind")
    def kind_title(self, mapping: ColumnMapping) -> str:
        kind = import_kinds().get(mapping.kind)
        return kind.title if kind else "已取消的种类"
