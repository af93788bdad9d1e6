"""Turns a rule's "no" that no view caught into a page instead of a fault."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congress.common.exceptions import RuleViolation


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
