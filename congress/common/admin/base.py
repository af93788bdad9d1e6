"""The base of every admin page: predicates decide, histories are kept, nobody overwrites unseen."""

from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import get_history_model_for_model
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from congress.common import permissions
from congress.common.admin.forms import PARTIAL_DATES, RowForm, SearchedChoicesMixin, with_actor
from congress.common.admin.history import ChangesInWords
from congress.common.admin.meanwhile import Meanwhile, SettledRows, watching
from congress.common.admin.reasons import (
    deletion_form,
    reason_in,
    reason_of_deletion,
    with_reason,
)
from congress.common.conflicts import SEEN, is_watched, with_marks
from congress.common.models import SensitiveModel
from congress.common.record_words import value_rows
from congress.common.records import delete_record, save_record


def _with_version(fieldsets: Any, model: type[Model], may_change: bool) -> Any:
    """The fieldsets with the hidden version in the first one, or without it for readers."""
    if not is_watched(model):
        return fieldsets
    if not may_change:
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f != SEEN]})
            for name, options in fieldsets
        ]
    if SEEN in flatten_fieldsets(fieldsets):
        return fieldsets
    (name, options), *rest = fieldsets
    return [(name, {**options, "fields": [*options["fields"], SEEN]}), *rest]


def _lift_errors(form: forms.Form, formset: Any, noun: str) -> None:
    for row in formset.forms if form.is_bound else ():
        for error in row.non_field_errors():
            form.add_error(None, f"{noun}：{error}")


class PortalModelAdmin(Meanwhile, SearchedChoicesMixin, SimpleHistoryAdmin, ModelAdmin):
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
    change_form_after_template = "admin/change_reason.html"

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_records(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_records(user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.can_view(request.user) or self.can_edit(request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without the rows that only link two records: they are nothing that anybody entered."""
        found, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        links = [
            field.remote_field.through._meta
            for field in self.model._meta.many_to_many
            if field.remote_field.through._meta.auto_created
        ]
        starts = tuple(f"{capfirst(link.verbose_name)}: " for link in links)
        counts = {
            name: number
            for name, number in counts.items()
            if name not in {link.verbose_name_plural for link in links}
        }
        return _without(found, starts), counts, perms_needed, protected

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_view(request.user) or self.can_edit(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        """A form that names an ``actor`` knows who fills it in; a change may say why."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if change and self._keeps_history() and self.has_change_permission(request, obj):
            form = with_reason(form)
        return with_actor(form, request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The hidden version goes along wherever somebody may save."""
        fieldsets = super().get_fieldsets(request, obj)
        may_save = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        return _with_version(fieldsets, self.model, may_save)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_record(
            obj,
            actor=request.user,
            reason=reason_in(form),
            seen_version=form.cleaned_data.get(SEEN) if change else None,
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The page that asks has a box for the reason."""
        asked = {"reason_box": deletion_form()["change_reason"], **(extra_context or {})}
        return super().delete_view(request, object_id, asked)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_record(obj, actor=request.user, reason=reason_of_deletion(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows of an inline are records of their own: their edits count, with the same reason."""
        who: dict[str, Any] = {"actor": request.user, "reason": reason_in(form)}
        with transaction.atomic():
            formset.save(commit=False)
            for gone in formset.deleted_objects:
                delete_record(gone, **who)
            for row, _fields in formset.changed_objects:
                save_record(row, **who)
            for row in formset.new_objects:
                save_record(row, **who)
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

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Errors of whole rows in blocks go to the top: the template of a block drops them."""
        self.show_conflicts(context)
        for inline in context.get("inline_admin_formsets", ()):
            if isinstance(inline.opts, StackedInline):
                _lift_errors(context["adminform"].form, inline.formset, inline.opts.verbose_name)
        return super().render_change_form(request, context, *args, **kwargs)

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
        if not self._keeps_history():
            raise Http404
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


class PortalInlineMixin(SearchedChoicesMixin):
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

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_marks(super().get_queryset(request))  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = watching(kwargs.pop("form", self.form), self.model)  # type: ignore[attr-defined]
        kwargs["form"] = RowForm if form is forms.ModelForm else form
        rows: Any = kwargs.get("formset", self.formset)  # type: ignore[attr-defined]
        kwargs["formset"] = type(rows.__name__, (SettledRows, rows), {})
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        with_actor(formset.form, request.user)
        return formset

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


def _without(found: list[Any], starts: tuple[str, ...]) -> list[Any]:
    """Nested lists of lines, without the lines that begin so."""
    kept: list[Any] = []
    for line in found:
        if isinstance(line, list):
            inner = _without(line, starts)
            kept += [inner] if inner else []
        elif not str(line).startswith(starts):
            kept.append(line)
    return kept
