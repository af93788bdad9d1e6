"""A page 附件 for any record of the back office: what belongs to it, and boxes for more.

A page of its own rather than rows within the record's form: a form refused for another reason
would lose the files that were chosen with it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.decorators import action

from congress.common.addresses import number_in
from congress.common.attachments.forms import AttachmentsField
from congress.common.attachments.owners import rules_of
from congress.common.attachments.services import attach_files
from congress.common.exceptions import RuleViolation
from congress.common.models import Attachment


class AttachForm(forms.Form):
    """More files for a record."""

    uploads = AttachmentsField(
        label="文件",
        offers_camera=False,
        required=True,
        error_messages={"required": "请选择文件。"},
    )
    is_scan = forms.BooleanField(required=False, label="是纸质件的扫描件")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["uploads"]
        assert isinstance(field, AttachmentsField)  # noqa: S101
        field.prepare(actor)


class AttachmentPages:
    """Mixed into a record's admin, whose ``actions_detail`` then name ``attachments_page``.

    The files are listed below the record's form as well, unless the template is set to None.
    """

    change_form_outer_after_template: str | None = "admin/attachments_below.html"
    model: Any
    admin_site: Any

    def attachment_owner(self, record: Any) -> Model | None:
        """Whose files they are: the record itself, or what an override finds."""
        owner: Model | None = record
        return owner

    def has_attachments_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """The button is for those who may add."""
        owner = self._owner(object_id) if object_id else None
        return owner is not None and rules_of(owner).can_edit(request.user, owner)

    @action(
        description="附件", url_path="attachments", permissions=["attachments"], icon="attach_file"
    )
    def attachments_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self._record(object_id)
        owner = self.attachment_owner(record) if record else None
        if owner is None:
            raise Http404
        rules = rules_of(owner)
        if not rules.can_edit(request.user, owner):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AttachForm(*sent, actor=request.user)
        if form.is_valid():
            try:
                added = attach_files(
                    owner,
                    form.cleaned_data["uploads"],
                    actor=request.user,
                    is_scan=form.cleaned_data["is_scan"],
                )
            except RuleViolation as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, f"已收下{len(added)}个文件。")
                return redirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            "title": f"附件：{record}",
            "opts": self.model._meta,
            "original": record,
            "files": _shown(owner),
            "form": form,
            "back": rules.address(request.user, owner),
        }
        return TemplateResponse(request, "admin/attachments.html", context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What belongs to the record, for the list below the form."""
        owner = None
        if self.change_form_outer_after_template and object_id:
            owner = self._owner(object_id)
        if owner is not None and rules_of(owner).can_view(request.user, owner):
            extra_context = {**(extra_context or {}), "files": _shown(owner)}
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def _record(self, object_id: Any) -> Any:
        return self.model._base_manager.filter(pk=number_in(object_id) or 0).first()

    def _owner(self, object_id: Any) -> Model | None:
        record = self._record(object_id)
        return self.attachment_owner(record) if record else None


def _shown(owner: Model) -> list[Attachment]:
    return list(Attachment.objects.of(owner).shown().select_related("created_by"))
