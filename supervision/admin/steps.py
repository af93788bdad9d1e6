"""The steps on a record's page: buttons for what can be done now, each a page that asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.conflicts import Conflict, changes_since, see_again
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.typed import chosen_files, typed_text
from supervision.admin.step_pages import StepPage, by_slug
from supervision.permissions import can_edit_supervision


class RecordSteps:
    """Mixed into the admin of a record, which names its ``step_pages``."""

    step_pages: Sequence[StepPage] = ()
    change_form_outer_before_template = "admin/supervision/steps.html"
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        if not self.step_pages:
            return super().get_urls()  # type: ignore[misc]
        view = self.admin_site.admin_view(self.step_page)
        route = "<path:object_id>/step/<slug:slug>/"
        return [path(route, view, name=self._name("step")), *super().get_urls()]  # type: ignore[misc]

    def can_take_steps(self, user: Any) -> bool:
        """Who has the buttons."""
        return can_edit_supervision(user)

    def state_of(self, record: Any) -> dict[str, str]:
        """Above the buttons: ``text``, and ``late`` for what is printed in red before it."""
        return {}

    def what_happened(self, record: Any) -> str:
        """The last step in a sentence, for who came second."""
        return ""

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """What else the page of the record shows."""
        return {}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What can be done stands above the record."""
        record = self._seen(request, object_id) if object_id else None
        if record is not None:
            may = self.can_take_steps(request.user)
            pages = [page for page in self.step_pages if may and page.is_possible(record)]
            shown = {
                "record": record,
                "record_state": self.state_of(record),
                "main_links": [self._link(page, record) for page in pages if page.is_main(record)],
                "other_links": [
                    self._link(page, record) for page in pages if not page.is_main(record)
                ],
                **self.page_context(request, record),
            }
            extra_context = {**(extra_context or {}), **shown}
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def step_page(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        """Ask for what the step needs; when it is sent and right, take it."""
        if not self.can_take_steps(request.user):
            raise PermissionDenied
        record, page = self._seen(request, object_id), by_slug(self.step_pages).get(slug)
        if record is None or page is None:
            raise Http404
        if not page.is_possible(record):
            return self._too_late(request, page, record)
        form = _form(page, request, record)
        conflicts: list[Conflict] = []
        if request.method == "POST" and form.is_valid():
            try:
                page.do(record, form, request.user)
            except RuleViolation as error:
                now = self._seen(request, object_id)
                if now is None or not page.is_possible(now):
                    return self._too_late(request, page, now or record, form, error.message)
                conflicts = _refused(form, now, error)
            else:
                return self._on(request, page, object_id)
        return self._drawn(request, page, record, form, conflicts=conflicts)

    def _on(self, request: HttpRequest, page: StepPage, object_id: str) -> HttpResponse:
        """To the page that comes next by itself, else back to the record."""
        record = self._seen(request, object_id)
        if record is None:
            raise Http404
        messages.success(request, page.says(record))
        then = by_slug(self.step_pages).get(page.then)
        if then is not None and then.is_possible(record):
            return redirect(self._step_address(then, record))
        return redirect(self._change(record))

    def _drawn(
        self: Any,
        request: HttpRequest,
        page: StepPage,
        record: Any,
        form: Any,
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        shown = {
            "sentence": page.sentence,
            "button": page.button or page.label,
            "media": self.media + form.media,
            "fields_template": getattr(form, "fields_template", ""),
        }
        return confirmation_page(
            self,
            request,
            title=f"{page.title or page.label}：{record}",
            notes=page.notes(record),
            back=self._change(record),
            form=form,
            original=record,
            status=status,
            **{**shown, **extra},
        )

    def _too_late(
        self, request: HttpRequest, page: StepPage, record: Any, form: Any = None, why: str = ""
    ) -> HttpResponse:
        """Somebody was faster: what he did; where anything was typed, it can be copied."""
        message = why or (
            f"“{record}”现在不能“{page.label}”。{self.what_happened(record)}下面是最新情况。"
        )
        if request.method != "POST" or not (typed_text(request) or chosen_files(request)):
            messages.warning(request, message)
            return redirect(self._change(record))
        form = form or _form(page, request, record)
        form.is_valid()
        form.errors.clear()  # mending it would not help
        return self._drawn(
            request,
            page,
            record,
            form,
            status=409,
            sentence="您写的内容还在下面，需要的话请复制下来。",
            button="",
            back_label="查看这一件",
            conflicts=[Conflict([], [], message=message)],
        )

    def _seen(self: Any, request: HttpRequest, object_id: Any) -> Any:
        key = number_in(object_id)
        return self.get_queryset(request).filter(pk=key or 0).first()

    def _link(self, page: StepPage, record: Any) -> dict[str, str]:
        return {"label": page.label, "url": self._step_address(page, record)}

    def _step_address(self, page: StepPage, record: Any) -> str:
        return reverse(f"admin:{self._name('step')}", args=[record.pk, page.slug])

    def _change(self, record: Any) -> str:
        return reverse(f"admin:{self._name('change')}", args=[record.pk])

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"


def _form(page: StepPage, request: HttpRequest, record: Any) -> Any:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return page.form(*sent, record=record, actor=request.user)


def _refused(form: Any, record: Any, error: RuleViolation) -> list[Conflict]:
    """Let the form, drawn again, say why, with everything that was typed."""
    conflicts = []
    form.record = record
    if isinstance(error, StaleRecord):
        seen = form.cleaned_data.get("seen_version")
        changes = changes_since(record, seen) if seen is not None else []
        conflicts = [Conflict(changes, [], message=error.message)]
    else:
        form.add_error(None, error.message)
    see_again(form, record.version)
    return conflicts
