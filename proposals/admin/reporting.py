"""The report on handling before the public: looked at, released, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from congress.common.admin.confirming import confirmation_page
from congress.common.conflicts import see_again
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation
from congress.township.models import Session
from proposals.admin.stepping.fields import words
from proposals.documents.public_report import public_report
from proposals.models import HandlingReport, ProposalSettings, Publication
from proposals.permissions import can_release_handling_report
from proposals.services.publishing import TOWN_PUBLISHES_NOTHING
from proposals.services.reporting import release_handling_report, take_back_handling_report
from proposals.statistics.scopes import Scope, session_scope


class TakeBackForm(forms.Form):
    """Why nobody shall read it any more."""

    reason = words("理由", most=500, help_text="记在操作留痕里，群众看不到。")
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def released_reports(request: HttpRequest, scope: Scope | None) -> dict[str, Any]:
    """What the statistics of a session show of its reports, for who reads records."""
    session = _session_of(scope)
    if session is None:
        return {}
    reports = HandlingReport.objects.filter(session=session).select_related("released_by")
    return {
        "report_session": session,
        "reports": reports,
        "can_release": can_release_handling_report(request.user),
        "publishes": ProposalSettings.load().publishes_outcomes,
    }


class Reporting:
    """Part of the admin of proposals."""

    def get_urls(self: Any) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(f"statistics/report/{route}", self.admin_site.admin_view(view), name=name)

        return [
            page("<slug:session_id>/", self.release_page, "proposals_report_release"),
            page("<slug:session_id>/pdf/", self.preview_page, "proposals_report_preview"),
            page("take-back/<slug:report_id>/", self.take_back_page, "proposals_report_take_back"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def release_page(self: Any, request: HttpRequest, session_id: str) -> HttpResponse:
        """What will stand in it, before it goes out as it is today."""
        session = _session(request, session_id)
        back = _statistics(session)
        if request.method == "POST":
            try:
                release_handling_report(session, actor=request.user)
            except RuleViolation as why:
                messages.error(request, why.message)
            else:
                messages.success(request, "办理情况报告已公开，群众可以下载了。")
            return redirect(back)
        publishes = ProposalSettings.load().publishes_outcomes
        return confirmation_page(
            self,
            request,
            title=f"公开办理情况报告：{session}",
            sentence="按今天的数字做成文件，放在网站的办理情况页上，群众都能下载。"
            if publishes
            else TOWN_PUBLISHES_NOTHING,
            notes=_what_it_names(session) if publishes else [],
            button="公开办理情况报告" if publishes else "",
            back=back,
            link=_preview_link(session) if publishes else None,
        )

    def preview_page(self: Any, request: HttpRequest, session_id: str) -> HttpResponse:
        """The file as it would go out today."""
        session = _session(request, session_id)
        try:
            drawn = public_report(session, printed_on=timezone.localdate())
        except RuleViolation as why:
            messages.error(request, why.message)
            return redirect(_statistics(session))
        name = f"办理情况报告（公开版，未公开）-{session}"
        return pdf_response(drawn.pdf, name, actor=request.user)

    def take_back_page(self: Any, request: HttpRequest, report_id: str) -> HttpResponse:
        """Ask why."""
        if not can_release_handling_report(request.user):
            raise PermissionDenied
        report = (
            HandlingReport.objects.filter(public_id=report_id).select_related("session").first()
        )
        if report is None:
            raise Http404
        back = _statistics(report.session)
        if not report.is_standing:
            messages.warning(request, "这份报告已经撤下，不用再办。")
            return redirect(back)
        sent = request.method == "POST"
        form = TakeBackForm(
            request.POST if sent else None, initial={"seen_version": report.version}
        )
        if sent and form.is_valid():
            try:
                take_back_handling_report(report, actor=request.user, **form.cleaned_data)
            except RuleViolation as why:
                form.add_error(None, why.message)
                see_again(form, report.version)
            else:
                messages.success(request, "报告已撤下，群众看不到了。")
                return redirect(back)
        return confirmation_page(
            self,
            request,
            title="撤下办理情况报告",
            sentence="撤下以后群众不能再下载。文件和理由仍保留。",
            notes=[report.title],
            button="撤下",
            back=back,
            form=form,
        )


def _session(request: HttpRequest, public_id: str) -> Session:
    if not can_release_handling_report(request.user):
        raise PermissionDenied
    found = Session.objects.filter(public_id=public_id).select_related("term").first()
    if found is None:
        raise Http404
    return found


def _session_of(scope: Scope | None) -> Session | None:
    kind, _, key = scope.key.partition("-") if scope else ("", "", "")
    if kind != "session":
        return None
    return Session.objects.select_related("term").filter(pk=key).first()


def _statistics(session: Session) -> str:
    return f"{reverse('admin:proposals_statistics')}?of={session_scope(session).key}#report"


def _what_it_names(session: Session) -> list[str]:
    """How many stand in it with their titles, and how many are only counted."""
    total = session_scope(session).proposals().count()
    named = Publication.objects.public().filter(proposal__session=session).count()
    counted = f"其余{total - named}件只计入总数，不写案由和姓名。" if total > named else ""
    return [
        f"这次会议和会后闭会期间共提出{total}件。已公开的{named}件逐件列出，用公开的案由。{counted}",
        "公开以后，这份文件不再变动。以后的变化不影响它；有错的，可以撤下，再公开一份。",
    ]


def _preview_link(session: Session) -> dict[str, str]:
    address = reverse("admin:proposals_report_preview", args=[session.public_id])
    return {"url": address, "label": "先看一遍"}
