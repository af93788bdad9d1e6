"""The page of a job in the back office: how far it is, what came of it, its buttons.

The admin's wrapper keeps all of them out of caches.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from congress.common.downloads import taken_out
from congress.common.exceptions import RuleViolation
from congress.common.jobs.kinds import job_kind
from congress.common.jobs.permissions import can_manage_job, can_open_job_file
from congress.common.jobs.progress import progress_of
from congress.common.jobs.services import cancel_job, retry_job
from congress.common.jobs.workflow import JobStep, allows
from congress.common.models import Job, JobStatus

_FAILED = (JobStatus.FAILED, JobStatus.CANCELLED)


@require_safe
def job_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is; a script of the page asks for what is new."""
    job = _job(request, public_id)
    may_manage = can_manage_job(request.user, job)
    context = {
        **admin.site.each_context(request),
        "title": job.title,
        "opts": Job._meta,
        "job": job,
        "progress": progress_of(job),
        "problem": job.message if job.status in _FAILED else "",
        "can_cancel": may_manage and allows(job.status, JobStep.CANCEL),
        "can_retry": may_manage and allows(job.status, JobStep.RETRY) and not job.is_outdated,
        "can_open": can_open_job_file(request.user, job),
        "link": _link(job),
        "back": reverse("admin:common_job_changelist"),
    }
    return TemplateResponse(request, "admin/jobs/job.html", context)


@require_safe
def job_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as JSON, for the page to move its bar."""
    return JsonResponse(progress_of(_job(request, public_id)).as_dict())


@require_safe
def job_file(request: HttpRequest, public_id: str) -> FileResponse:
    """What came of it: shown in the browser where that is safe, else saved."""
    job = _job(request, public_id)
    if not can_open_job_file(request.user, job):
        raise PermissionDenied
    if not job.file:
        raise Http404
    try:
        content = job.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    is_pdf = job.file_name.lower().endswith(".pdf")
    response = FileResponse(content, as_attachment=not is_pdf, filename=job.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    subject = f"{job.title}（{job.file_name}）"
    return taken_out(response, actor=request.user, subject=subject)


@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop it after the step that is being done."""
    job = _job(request, public_id)
    try:
        cancel_job(job, actor=request.user)
    except RuleViolation as violation:
        messages.error(request, violation.message)
    else:
        messages.success(request, "已取消，剩下的不再做。")
    return redirect("admin:jobs_job", public_id)


@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on where it stopped."""
    job = _job(request, public_id)
    try:
        retry_job(job, actor=request.user)
    except RuleViolation as violation:
        messages.error(request, violation.message)
    return redirect("admin:jobs_job", public_id)


def _job(request: HttpRequest, public_id: str) -> Job:
    """404 for a job that is none of the user's business."""
    jobs = Job.objects.visible_to(request.user).select_related("created_by")
    return get_object_or_404(jobs, public_id=public_id)


def _link(job: Job) -> tuple[str, str] | None:
    try:
        return job_kind(job.kind).link(job)
    except KeyError:
        return None
