"""What the unit's pages share: drawing, and refusing with what was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from congress.common.conflicts import see_again
from congress.common.desk import desk_nav
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Attachment
from proposals.models import Assignment


def draw(
    request: HttpRequest, name: str, part: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page about one part, with the proposal beside it."""
    shared = {
        "part": part,
        "proposal": part.proposal,
        "asked_files": Attachment.objects.of(part.proposal).shown(),
        "today": timezone.localdate(),
        "desk_nav": desk_nav(request),
    }
    template = f"proposals/desk/unit/{name}.html"
    return render(request, template, {**shared, **context}, status=status)


def refuse(form: Any, problem: RuleViolation, version: int | None) -> int:
    """Put the sentence on top of what was typed; the form knows the present state.

    Returns the status that the page is answered with.
    """
    form.add_error(None, problem.message)
    see_again(form, version)
    return 409 if isinstance(problem, StaleRecord) else 200


def present_version(part: Any) -> int | None:
    """The version of a part as it is stored now; None when it is gone."""
    rows = Assignment.objects.filter(pk=part.pk)
    return rows.values_list("version", flat=True).first()
