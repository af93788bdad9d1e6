"""A page between a button and what it does: what will happen, a few fields, one verb."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def confirmation_page(
    model_admin: Any,
    request: HttpRequest,
    *,
    title: str,
    sentence: str,
    button: str,
    back: str,
    form: forms.Form | None = None,
    original: Any = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """Ask before doing. The page posts to its own address, the ``form``'s fields with it."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.model._meta,
        "original": original,
        "sentence": sentence,
        "button": button,
        "back": back,
        "form": form,
        **extra,
    }
    response = TemplateResponse(request, "admin/confirmation.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
