"""Files that somebody takes out of the portal: each leaves a security event.

Whatever is not public goes out through ``office_file``, or, where a response of another kind is
needed, through ``taken_out``. A test goes through all addresses and finds the file that doesn't.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from congress.common.models import SecurityEventKind
from congress.common.security import record_event

PDF = "application/pdf"
R = TypeVar("R", bound=HttpResponseBase)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def record_export(
    *, actor: Any, subject: str, columns: Sequence[str] = (), is_sensitive: bool = False
) -> None:
    """Keep who took what out of the portal, with which columns, kept ones among them or not."""
    kind = SecurityEventKind.SENSITIVE_EXPORT if is_sensitive else SecurityEventKind.EXPORT
    record_event(kind, user=actor, subject=subject, detail="、".join(columns))


def taken_out(response: R, **export: Any) -> R:
    """Record that a response with a file is being sent; ``export`` as for ``record_export``."""
    record_export(**export)
    return response


def office_file(
    content: bytes,
    name: str,
    *,
    content_type: str = PDF,
    is_shown: bool = False,
    **export: Any,
) -> HttpResponse:
    """A file under a Chinese name, kept by no cache, and recorded (``export``).

    ``is_shown``: the browser opens it, where it can, instead of saving it.
    """
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=not is_shown, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return taken_out(response, **export)


def public_file(content: bytes, name: str, *, content_type: str = PDF) -> HttpResponse:
    """What everybody may take, under a Chinese name: nobody is recorded."""
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def pdf_response(pdf: bytes, name: str, *, actor: Any, detail: str = "") -> HttpResponse:
    """A printed thing, opened in the browser; that ``actor`` took it is recorded by its name."""
    export = {"actor": actor, "subject": name, "columns": [detail]}
    return office_file(pdf, f"{name}.pdf", is_shown=True, **export)
