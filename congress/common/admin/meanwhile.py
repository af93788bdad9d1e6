"""What somebody else did while a page of the back office was open: shown, never lost."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from congress.common.addresses import number_in
from congress.common.admin.forms import STALE, VersionedForm
from congress.common.admin.rows import settled_rows
from congress.common.conflicts import deletion_of, is_watched
from congress.common.typed import chosen_files, typed_text

_COLLISION = "没有保存：填写的几行互相重复，或者别人刚录入了同样的内容。请核对后重新填写。"
_CHANGED_ROW = "您要删除的这一行，别人刚改过，所以没有保存。要删除，请再按“保存”。"


class _Refused:
    """Mixed into a form that the database has refused already."""

    def clean(self) -> Any:
        super().clean()  # type: ignore[misc]
        raise ValidationError(_COLLISION)


class SettledRows:
    """Mixed into the sets of rows: nobody deletes a row unseen that somebody else just changed."""

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        for form in self.initial_forms:  # type: ignore[attr-defined]
            # Django passes over the errors of rows that are to be deleted.
            if self._should_delete_form(form) and getattr(form, "conflict", None):  # type: ignore[attr-defined]
                raise ValidationError(_CHANGED_ROW)


def _rows(sets: Iterable[Any]) -> Iterator[Any]:
    for rows in sets:
        yield from rows.forms


def _drop_stale(form: Any) -> None:
    """Take the error that a form is out of date off it."""
    errors = form.errors.get(NON_FIELD_ERRORS)
    if errors is None:
        return
    errors.data = [error for error in errors.data if error.code != STALE]
    if not errors.data:
        del form.errors[NON_FIELD_ERRORS]


def watching(form: Any, model: type[Model]) -> Any:
    """A form class that carries the state which was opened, where that can be told."""
    if not is_watched(model) or issubclass(form, VersionedForm):
        return form
    if form is forms.ModelForm:
        return VersionedForm
    return type(form.__name__, (form, VersionedForm), {})


class Meanwhile:
    """Mixed into every admin page: both versions after a refused save, and all that was typed."""

    change_form_before_template = "admin/conflicts.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        base = watching(kwargs.pop("form", self.form), self.model)  # type: ignore[attr-defined]
        form = super().get_form(request, obj, change=change, form=base, **kwargs)  # type: ignore[misc]
        if getattr(request, "has_collided", False):
            return type(form.__name__, (_Refused, form), {})
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """The rows that are gone meanwhile are posted as new ones."""
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        if "data" in given:
            key = inline.model._meta.pk.name
            there = inline.model._base_manager.values_list("pk", flat=True)
            given["data"] = settled_rows(given["data"], prefix, key, there)
        return given

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        except IntegrityError:
            # Rows of one page against each other, or somebody was a moment faster.
            request.has_collided = True  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def show_conflicts(self, context: dict[str, Any]) -> None:
        """Give the page's template both versions; what they say needn't be said once more."""
        form = context["adminform"].form
        sets = [inline.formset for inline in context.get("inline_admin_formsets", ())]
        refused = [one for one in (form, *_rows(sets)) if getattr(one, "conflict", None)]
        for one in refused:
            _drop_stale(one)
        if refused:
            context["errors"] = AdminErrorList(form, sets)
            context["conflicts"] = [one.conflict for one in refused]

    def is_gone(self, object_id: str) -> bool:
        """Whether somebody deleted the record of this key."""
        number = number_in(object_id)
        here = self.model._base_manager.filter(pk=number)  # type: ignore[attr-defined]
        return deletion_of(self.model, number) is not None and not here.exists()  # type: ignore[attr-defined]

    def gone_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Says who deleted the record, and gives back what was typed."""
        if not self.can_edit(request.user):  # type: ignore[attr-defined]
            raise PermissionDenied
        opts = self.opts  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": f"{opts.verbose_name}已经没有了",
            "opts": opts,
            "deletion": deletion_of(self.model, number_in(object_id)),  # type: ignore[attr-defined]
            "typed": typed_text(request),
            "files": chosen_files(request),
        }
        return TemplateResponse(request, "admin/gone.html", context, status=404)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        if request.method == "POST":
            return self.gone_page(request, object_id)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
