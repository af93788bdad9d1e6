"""The guided path of a new town: one page a step, each leading to the next that isn't done.

The steps themselves are contributed by the apps (``first_steps``); a page belongs to the step of
the same ``order``.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from congress.common.permissions import can_edit_records
from congress.common.registry import FirstStep, first_steps


def require_setup_rights(user: Any) -> None:
    """Raises PermissionDenied unless the user may enter the congress's records."""
    if not can_edit_records(user):
        raise PermissionDenied


def next_step(after: int = 0) -> FirstStep | None:
    """The first step behind ``after`` that isn't done; None when the path ends there."""
    steps: list[FirstStep] = first_steps.collect()
    return next((step for step in steps if step.order > after and not step.is_done), None)


def go_on(after: int) -> HttpResponseRedirect:
    """To the next page of the path, or to the back office's first page at its end."""
    step = next_step(after)
    return redirect(step.url if step and step.url else "admin:index")


def step_at(address: str) -> FirstStep | None:
    """The step whose page is at ``address``; None when the path doesn't lead there."""
    return next((step for step in first_steps.collect() if step.url == address), None)


def path_context(order: int) -> dict[str, Any]:
    """Where on the path a page stands, for templates/admin/setup/path.html."""
    steps: list[FirstStep] = first_steps.collect()
    numbers = {step.order: number for number, step in enumerate(steps, start=1)}
    later = next((step for step in steps if step.order > order and step.url), None)
    return {
        "path_steps": steps,
        "path_order": order,
        "path_number": numbers.get(order),
        "path_total": len(steps),
        "path_later": later,
    }


def setup_page(
    request: HttpRequest, template: str, order: int, context: dict[str, Any]
) -> HttpResponse:
    """A page of the path in the frame of the back office."""
    frame = admin.site.each_context(request)
    return render(request, template, {**frame, **path_context(order), **context})
