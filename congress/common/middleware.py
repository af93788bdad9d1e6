"""What no view caught, or no view could: answered with a page instead of a fault."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congress.common.exceptions import RuleViolation


class NulByteMiddleware:
    """Answers 400 to an address or a cookie with a NUL byte: PostgreSQL can't even look for one.

    No browser sends one by itself. Forms see to their own fields, and keep what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        sent = (request.path_info, query, *request.COOKIES.values())
        if "%00" in query or any("\0" in text for text in sent):
            raise BadRequest("NUL byte")
        return self.get_response(request)


class RuleViolationMiddleware:
    """Shows an uncaught RuleViolation as a 409 page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RuleViolation):
            return None
        return render(request, "rule_violation.html", {"message": exception.message}, status=409)
