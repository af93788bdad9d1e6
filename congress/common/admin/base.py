"""The base of every admin page: predicates decide, histories are kept, nobody overwrites unseen."""

from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import get_history_model_for_model
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common import permissions
from congress.common.admin.history import ChangesInWords, value_rows
from congress.common.models import SensitiveModel, VersionedModel
from congress.common.partial_dates import PartialDateField

_SEEN = "seen_version"
_STALE = (
    "您打开这一页以后，别人改过这条记录，所以没有保存。"
    "您填写的内容还在下面；请另开一页核对最新内容，再重新填写。"
)


class PartialDateInput(UnfoldAdminTextInputWidget):
    """A box for a year, a month or a day, that says how to write them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {"placeholder": "如 2026年5月", "autocomplete": "off"}
        super().__init__({**shown, **(attrs or {})})


PARTIAL_DATES: dict[Any, Any] = {PartialDateField: {"widget": PartialDateInput}}


class VersionedForm(forms.ModelForm):
    """Carries the version that was opened and refuses to save over somebody else's edit."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _SEEN in self.fields:
            self.fields[_SEEN].initial = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = self.cleaned_data.get(_SEEN)
        if self.instance.pk and seen is not None and self._stored_version() != seen:
            raise ValidationError(_STALE, code="stale")
        return cleaned

    def _stored_version(self) -> int | None:
        """The version in the database, held until the transaction ends where there is one."""
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        if connection.in_atomic_block:
            rows = rows.select_for_update()
        return rows.values_list("version", flat=True).first()


def _with_version(fieldsets: Any, model: type[Model], may_change: bool) -> Any:
    """The fieldsets with the hidden version in the first one, or without it for readers."""
    if not issubclass(model, VersionedModel):
        return fieldsets
    if not may_change:
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f != _SEEN]})
            for name, options in fieldsets
        ]
    if _SEEN in flatten_fieldsets(fieldsets):
        return fieldsets
    (name, options), *rest = fieldsets
    return [(name, {**options, "fields": [*options["fields"], _SEEN]}), *rest]


class PortalModelAdmin(SimpleHistoryAdmin, ModelAdmin):
    """Permissions call the predicates; subclasses override them with their own noun's."""

    actions: Any = None
    list_per_page = 50
    list_fullwidth = True
    list_filter_submit = True
    warn_unsaved_form = True
    formfield_overrides = PARTIAL_DATES
    history_list_display: Any = ("history_ip",)
    object_history_list_template = "admin/history_list.html"
    object_history_form_template = "admin/history_record.html"

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_records(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_records(user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.can_view(request.user) or self.can_edit(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_view(request.user) or self.can_edit(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        if issubclass(self.model, VersionedModel) and self.form is forms.ModelForm:
            kwargs.setdefault("form", VersionedForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The hidden version goes along wherever somebody may save."""
        fieldsets = super().get_fieldsets(request, obj)
        may_save = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        return _with_version(fieldsets, self.model, may_save)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            if change and isinstance(obj, VersionedModel):
                obj.save_version(form.cleaned_data.get(_SEEN))
            else:
                super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows of an inline count their edits like records of their own."""
        if not issubclass(formset.model, VersionedModel):
            super().save_formset(request, form, formset, change)
            return
        with transaction.atomic():
            formset.save(commit=False)
            for gone in formset.deleted_objects:
                gone.delete()
            for row, _fields in formset.changed_objects:
                row.save_version()
            for row in formset.new_objects:
                row.save()
            formset.save_m2m()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        shown = {"show_history": self._keeps_history(), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, shown)

    def _keeps_history(self) -> bool:
        return hasattr(self.model._meta, "simple_history_manager_attribute")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if not self._keeps_history():
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The record as it was then, to be read; nobody goes back by a button."""
        if request.method != "GET":
            raise PermissionDenied
        record = get_object_or_404(
            get_history_model_for_model(self.model), id=object_id, history_id=version_id
        )
        if not self.has_view_permission(request, record.instance):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"{record.history_object}：当时的内容",
            "opts": self.model._meta,
            "original": record.instance,
            "object_id": object_id,
            "record": record,
            "rows": value_rows(record),
            **(extra_context or {}),
        }
        return self.render_history_view(request, self.object_history_form_template, context)

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> ChangesInWords:
        return ChangesInWords(self.model, historical_record)

    def get_history_list_display(self, request: HttpRequest) -> list[str]:
        columns = list(super().get_history_list_display(request))
        if issubclass(self.model, SensitiveModel):
            columns.insert(0, "sensitive_columns")
        return columns

    def sensitive_columns(self, record: Any) -> str:
        """Which kept columns changed, by their names; never to what."""
        names = [name for name in record.sensitive_changed.split(",") if name]
        return "、".join(str(self.model._meta.get_field(name).verbose_name) for name in names)


class PortalInlineMixin:
    """Inlines ask the same predicates as the page they stand on, and carry their versions."""

    model: Any
    extra = 0
    formfield_overrides = PARTIAL_DATES

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_records(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_records(user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_view(request.user) or self.can_edit(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if issubclass(self.model, VersionedModel) and self.form is forms.ModelForm:  # type: ignore[attr-defined]
            kwargs.setdefault("form", VersionedForm)
        return super().get_formset(request, obj, **kwargs)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        return _with_version(fieldsets, self.model, self.has_change_permission(request, obj))


class PortalTabularInline(PortalInlineMixin, TabularInline):
    """A table of rows; its boxes take their names from the columns."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            inner = getattr(field.widget, "widget", field.widget)
            inner.attrs.setdefault("aria-label", str(field.label))
        return field


class PortalStackedInline(PortalInlineMixin, StackedInline):
    """One block a row."""
