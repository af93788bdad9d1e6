"""The pages of a file: saved, shown small, shown large, removed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from congress.common.attachments import services
from congress.common.attachments.owners import (
    can_remove_attachment,
    can_view_attachment,
    owner_of,
    rules_of,
)
from congress.common.attachments.responses import guarded, stored_file
from congress.common.downloads import taken_out
from congress.common.exceptions import RuleViolation
from congress.common.models import Attachment, MediaType

_log = logging.getLogger(__name__)


class RemoveForm(forms.Form):
    """Why a file is taken away."""

    reason = forms.CharField(
        max_length=200, label="删除原因", error_messages={"required": "请写明删除原因。"}
    )


def _in_scope(view: Callable[[HttpRequest, Attachment], HttpResponseBase]) -> Any:
    """Hand the view the file of the address; 404 for what the user may not know of.

    Who isn't logged in is asked to, whether there is such a file or not: a link kept in a chat
    opens after the login.
    """

    @wraps(view)
    def answer(request: HttpRequest, public_id: str) -> HttpResponseBase:
        rows = Attachment.objects.select_related("owner_type", "created_by")
        row = rows.filter(public_id=public_id).first()
        if row is not None and can_view_attachment(request.user, row):
            return view(request, row)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404

    return answer


@require_safe
@_in_scope
def download(request: HttpRequest, row: Attachment) -> HttpResponseBase:
    """The file itself, to be saved under its name. Recorded, unless it is one's own."""
    kind = MediaType(row.media_type)
    fallback = f"{row.public_id}.{kind.extension}"
    response = _opened(lambda: stored_file(row.file, row.name, fallback, kind.value), row)
    if row.created_by_id == request.user.pk:
        return response
    return taken_out(response, actor=request.user, subject=_subject(row))


@require_safe
@_in_scope
def thumbnail(request: HttpRequest, row: Attachment) -> HttpResponseBase:
    """The small picture, shown within pages; asked for each time, sent only when it is new."""
    if not row.thumbnail:
        raise Http404
    etag = quote_etag(row.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    response = guarded(unchanged or _opened(lambda: _whole(row.thumbnail), row))
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


@require_safe
@_in_scope
def show(request: HttpRequest, row: Attachment) -> HttpResponseBase:
    """A picture on a page of its own, for browsers in which saving a file is no easy thing."""
    context = _page_context(request, row)
    context["can_remove"] = can_remove_attachment(request.user, row)
    return render(request, "attachments/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_in_scope
def remove(request: HttpRequest, row: Attachment) -> HttpResponseBase:
    """Take a file from its record, with the reason."""
    if not can_remove_attachment(request.user, row):
        raise PermissionDenied
    form = RemoveForm(request.POST if request.method == "POST" else None)
    context = _page_context(request, row)
    if form.is_valid():
        try:
            services.remove_attachment(row, actor=request.user, **form.cleaned_data)
        except RuleViolation as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已删除“{row.name}”。")
            return redirect(context["back"])
    return render(request, "attachments/remove.html", {**context, "form": form})


def _subject(row: Attachment) -> str:
    """附件路灯.jpg（联系任务……）: the file, and whose it is."""
    owner = owner_of(row)
    return f"附件{row.name}（{owner._meta.verbose_name}{owner}）" if owner else f"附件{row.name}"


def _page_context(request: HttpRequest, row: Attachment) -> dict[str, Any]:
    owner = owner_of(row)
    back = rules_of(owner).address(request.user, owner) if owner else reverse("desk")
    return {"attachment": row, "owner": owner, "back": back}


def _whole(file: Any) -> HttpResponse:
    with file.open("rb") as stream:
        return HttpResponse(stream.read(), content_type=MediaType.JPEG.value)


def _opened(open_file: Any, row: Attachment) -> HttpResponseBase:
    """404 for a file that the disk has lost; the log tells whoever runs the portal."""
    try:
        response: HttpResponseBase = open_file()
    except OSError as error:
        _log.error("file of attachment %s is missing", row.public_id)
        raise Http404 from error
    return response
