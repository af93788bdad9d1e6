"""Answers to what no view could answer: 400, 413 and 500. They need neither user nor database."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template import loader

from congress.common.typed.origin import is_trusted
from congress.common.typed.reading import chosen_files, has_password, typed_text
from congress.common.typed.unsent import Unsent

_MEGABYTE = 1024 * 1024


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: what was typed is given back, with a button to try again."""
    return _page("500.html", _given_back(request), 500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent can't be read; where it was too much, say how much is taken."""
    sentence = _on_limit(exception)
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return _page("400.html", {"sentence": sentence, **_given_back(request)}, status)


def _on_limit(exception: Exception) -> str:
    """What was too much, for a person; "" when something else was wrong."""
    if isinstance(exception, RequestDataTooBig):
        most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // _MEGABYTE
        return f"一次提交的文字太多，最多{most}MB（约{most * 10}万字），所以没有保存。"
    if isinstance(exception, TooManyFieldsSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0
        return f"一次提交的栏目太多，最多{most}个，所以没有保存。"
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES or 0
        return f"一次提交的文件太多，最多{most}个，所以没有保存。"
    return ""


def _given_back(request: HttpRequest) -> dict[str, Any]:
    """What was typed, and a token to send it again where that can help."""
    if request.method != "POST" or not is_trusted(request):
        return {}
    try:
        typed, sent = typed_text(request), Unsent.of(request)
    except (DatabaseError, MultiPartParserError, TooManyFieldsSent, TooManyFilesSent):
        return {}
    if not typed or has_password(request):
        return {"typed": typed}
    return {
        "typed": typed,
        "files": chosen_files(request),
        "unsent": sent,
        "token": get_token(request),
    }


def _page(template: str, context: dict[str, Any], status: int) -> HttpResponse:
    response = HttpResponse(loader.get_template(template).render(context), status=status)
    if context.get("typed"):
        response["Cache-Control"] = "private, no-store"
    return response
