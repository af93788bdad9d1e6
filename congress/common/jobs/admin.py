"""The lists of jobs and of daily runs in the back office, read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from unfold.decorators import display

from congress.common import permissions
from congress.common.admin.base import PortalModelAdmin
from congress.common.jobs import pages
from congress.common.jobs.daily import daily_tasks
from congress.common.jobs.progress import counted
from congress.common.models import DailyRun, Job, JobStatus


class ReadOnlyAdmin(PortalModelAdmin):
    """What is written by the program alone."""

    def can_edit(self, user: Any) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """One's own jobs; those of all for who reads the records. Each opens its page."""

    list_display = ("title", "status_shown", "counted", "started_by", "created_at")
    list_filter = ("status",)
    list_select_related = ("created_by",)
    search_fields = ("title",)
    ordering = ("-created_at",)

    def can_view(self, user: Any) -> bool:
        """Everybody in the back office may start some kind of job; the list is narrowed below."""
        return permissions.can_open_back_office(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).visible_to(request.user)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = (
            ("", pages.job_page, "jobs_job"),
            ("progress/", pages.job_progress, "jobs_progress"),
            ("file/", pages.job_file, "jobs_file"),
            ("cancel/", pages.cancel, "jobs_cancel"),
            ("retry/", pages.retry, "jobs_retry"),
        )
        own = [path(f"run/<slug:public_id>/{end}", wrap(view), name=n) for end, view, n in routes]
        return [*own, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Its page stands in for the form, which nobody may send."""
        if request.method != "GET":
            raise PermissionDenied
        job = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect("admin:jobs_job", job.public_id)

    @display(
        description="状态",
        ordering="status",
        label={
            JobStatus.WAITING.label: "info",
            JobStatus.RUNNING.label: "warning",
            JobStatus.DONE.label: "success",
            JobStatus.FAILED.label: "danger",
        },
    )
    def status_shown(self, job: Job) -> str:
        return job.get_status_display()

    @display(description="进度")
    def counted(self, job: Job) -> str:
        return counted(job) or "—"

    @display(description="发起人", ordering="created_by")
    def started_by(self, job: Job) -> str:
        return str(job.created_by or "系统")


@admin.register(DailyRun)
class DailyRunAdmin(ReadOnlyAdmin):
    """What was done each day by itself, and what was not."""

    list_display = ("day", "task_shown", "outcome", "said", "finished_at")
    list_display_links = None
    list_filter = ("day",)
    ordering = ("-day", "name")
    fields = ("day", "task_shown", "outcome", "said", "started_at", "finished_at")

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_daily_runs(user)

    @display(description="工作", ordering="name")
    def task_shown(self, run: DailyRun) -> str:
        titles = {task.name: task.title for task in daily_tasks()}
        return titles.get(run.name, "已取消的工作")

    @display(description="结果", label={"完成": "success", "没有做成": "danger"})
    def outcome(self, run: DailyRun) -> str:
        if run.finished_at:
            return "完成"
        return "没有做成" if run.problem else "正在处理"

    @display(description="说明")
    def said(self, run: DailyRun) -> str:
        return run.problem or run.message or "—"
