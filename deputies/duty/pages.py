"""我的履职 on the desk: the record of a year, and its sheet on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.addresses import number_in
from congress.common.desk import desk_nav
from congress.common.downloads import pdf_response
from congress.documents.render import render_document
from congress.township.models import Township
from deputies.duty.record import TITLE, DutyRecord, duty_record, person_facts
from deputies.models import Deputy


@require_safe
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """The deputy's own record of a year (default: this one); who is no deputy has none."""
    deputy = _own(request)
    if deputy is None:
        return redirect("desk")
    found = record_or_404(deputy, request.GET.get("year", ""))
    context = {"record": found, "desk_nav": desk_nav(request)}
    return render(request, "deputies/desk/record.html", context)


@require_safe
@login_required
def sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The deputy's own record of a year as a PDF."""
    deputy = _own(request)
    if deputy is None:
        raise Http404
    return record_sheet(record_or_404(deputy, str(year)), actor=request.user)


def record_or_404(deputy: Deputy, year: str) -> DutyRecord:
    """The record of the year that an address names; "" is this year. Raises Http404."""
    asked = number_in(year)
    found = duty_record(deputy, asked, timezone.localdate()) if asked or not year else None
    if found is None:
        raise Http404
    return found


def record_sheet(found: DutyRecord, *, actor: Any) -> HttpResponse:
    """The sheet of a record, opened in the browser by ``actor``."""
    pdf = record_pdf(found, printed_on=timezone.localdate())
    return pdf_response(pdf, f"{TITLE}-{found.deputy}-{found.year}", actor=actor)


def record_pdf(found: DutyRecord, *, printed_on: dt.date) -> bytes:
    """One deputy's record of one year on A4."""
    facts = person_facts(found.deputy)
    context = {
        "record": found,
        "fact_rows": [facts[place : place + 2] for place in range(0, len(facts), 2)],
        "printed_on": printed_on,
        "township": Township.objects.first(),
    }
    return render_document("documents/duty_record.html", context, title=TITLE)


def _own(request: HttpRequest) -> Deputy | None:
    return getattr(request.user, "deputy", None)
