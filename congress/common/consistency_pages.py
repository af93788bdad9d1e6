"""The page 数据核对 of the back office, and writing down why a finding stays as it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget

from congress.common import consistency
from congress.common.admin.confirming import confirmation_page
from congress.common.consistency import CheckResult
from congress.common.exceptions import RuleViolation
from congress.common.models import AcceptedFinding
from congress.common.models.findings import REASON_LENGTH
from congress.common.permissions import can_accept_findings, can_edit_records, can_view_records
from congress.common.registry import ConsistencyCheck, Severity

# Of one check; the others are on a page of their own.
SHOWN = 20
A_PAGE = 50


class ReasonForm(forms.Form):
    """Why a finding stays as it is, with the sentence that was read."""

    sentence = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        label="原因",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="如：县人大常委会已同意，暂不补选。",
    )


def consistency_page(request: HttpRequest) -> HttpResponse:
    """What the checks find: all of it, or one check page by page."""
    if not can_view_records(request.user):
        raise PermissionDenied
    if key := request.GET.get("check", ""):
        return _one_check(request, _check(request, key))
    results = consistency.run_checks(_checks(request))
    counts = consistency.open_counts(results)
    context = {
        "title": "数据核对",
        "checked": len(results),
        "counts": [(severity, counts[severity]) for severity in Severity],
        "total": sum(counts.values()),
        "sections": [(severity, _with_findings(results, severity)) for severity in Severity],
        "accepted": [(r.check, *pair) for r in results for pair in r.accepted],
        "quiet": [r.check for r in results if not r.open],
        "shown": SHOWN,
    }
    return _page(request, "admin/consistency.html", context)


def accept_page(request: HttpRequest, check: str, subject: str) -> HttpResponse:
    """Ask for the reason, then list the finding no more."""
    if not can_accept_findings(request.user):
        raise PermissionDenied
    rule = _check(request, check)
    found = consistency.open_finding(rule, subject)
    if found is None:
        messages.info(request, "这个问题已经不在了，不用再说明。")
        return redirect("admin:consistency")
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(posted, initial={"sentence": found.sentence})
    if posted is not None and form.is_valid():
        try:
            consistency.accept_finding(rule, subject, actor=request.user, **form.cleaned_data)
        except RuleViolation as error:
            # The new sentence stands on the page; what was typed stays.
            form = ReasonForm(initial={**form.cleaned_data, "sentence": found.sentence})
            messages.error(request, error.message)
        else:
            messages.success(request, "已记下原因，这个问题不再提示。情况有变化时会重新列出。")
            return redirect("admin:consistency")
    return confirmation_page(
        _admin(),
        request,
        title="写明原因，不再提示",
        sentence=found.sentence,
        notes=[f"{rule.title}。依据：{rule.basis}。"],
        button="不再提示",
        back=reverse("admin:consistency"),
        form=form,
    )


def list_again_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an acceptance back."""
    accepted = get_object_or_404(AcceptedFinding, pk=pk)
    if not can_accept_findings(request.user):
        raise PermissionDenied
    if request.method == "POST":
        consistency.list_again(accepted, actor=request.user)
        messages.success(request, "已恢复提示。问题还在的话，会重新列出。")
        return redirect("admin:consistency")
    return confirmation_page(
        _admin(),
        request,
        title="恢复提示",
        sentence=accepted.sentence,
        notes=[f"原来写的原因：{accepted.reason}"],
        button="恢复提示",
        back=reverse("admin:consistency"),
    )


def _one_check(request: HttpRequest, check: ConsistencyCheck) -> HttpResponse:
    (result,) = consistency.run_checks([check])
    page = Paginator(result.open, A_PAGE).get_page(request.GET.get("page"))
    context = {"title": check.title, "check": check, "page": page}
    return _page(request, "admin/consistency_check.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "may_accept": can_accept_findings(request.user),
        "may_mend": can_edit_records(request.user),
        **context,
    }
    return TemplateResponse(request, template, context)


def _with_findings(results: list[CheckResult], severity: Severity) -> list[CheckResult]:
    return [r for r in results if r.open and r.check.severity == severity]


def _checks(request: HttpRequest) -> list[ConsistencyCheck]:
    return consistency.checks_for(request.user, timezone.localdate())


def _check(request: HttpRequest, key: str) -> ConsistencyCheck:
    """Raises Http404 for a check that there isn't, or that isn't this user's."""
    found = next((check for check in _checks(request) if check.key == key), None)
    if found is None:
        raise Http404
    return found


def _admin() -> Any:
    return admin.site._registry[AcceptedFinding]  # noqa: SLF001  Django offers no other way
