"""The base of every admin page: predicates decide, histories are kept, nobody overwrites unseen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from congress.common import permissions
from congress.common.models import VersionedModel


class VersionedForm(forms.ModelForm):
    """Carries the version that was opened and refuses to save over somebody else's edit."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen_version")
        if self.instance.pk and seen is not None:
            stored = type(self.instance)._base_manager.values_list("version", flat=True)
            if stored.get(pk=self.instance.pk) != seen:
                raise ValidationError(
                    "您打开这一页以后，别人改过这条记录，所以没有保存。"
                    "您填写的内容还在下面；请另开一页核对最新内容，再重新填写。"
                )
        return cleaned


class PortalModelAdmin(SimpleHistoryAdmin, ModelAdmin):
    """Permissions call the predicates; subclasses override them with their own noun's."""

    list_per_page = 50
    list_fullwidth = True
    warn_unsaved_form = True
    history_list_display = ("sensitive_changed", "history_ip")

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
        """The hidden version goes along wherever fieldsets are spelled out."""
        fieldsets = super().get_fieldsets(request, obj)
        if not issubclass(self.model, VersionedModel) or not self.fieldsets:
            return fieldsets
        name, options = fieldsets[0]
        return [(name, {**options, "fields": [*options["fields"], "seen_version"]}), *fieldsets[1:]]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            if change and isinstance(obj, VersionedModel):
                obj.save_version(form.cleaned_data.get("seen_version"))
            else:
                super().save_model(request, obj, form, change)
