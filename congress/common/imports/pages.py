"""The pages of an import in the back office: upload, preview, result, the rows with problems."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from congress.common import permissions, setup
from congress.common.attachments.responses import as_download, stored_file
from congress.common.cells import SheetError
from congress.common.downloads import XLSX, record_export
from congress.common.exceptions import RuleViolation
from congress.common.imports import services
from congress.common.imports.bad_rows import bad_rows_workbook
from congress.common.imports.choices import UploadForm, chosen_options, initial_of, options_of
from congress.common.imports.job import import_in_background, is_large, job_under_way
from congress.common.imports.kinds import ImportKind
from congress.common.imports.plan import ImportPlan, Outcome, place_of
from congress.common.imports.registry import import_kinds
from congress.common.imports.services import Preview
from congress.common.imports.table import Column, Table, shown_text
from congress.common.imports.undo import undo_import
from congress.common.imports.workbook import column_key, resource_of
from congress.common.models import ImportRun, ImportStatus

# A page with ten thousand lines helps nobody; the file of bad rows has them all.
_SHOWN = 200
_LONG_NUMBER = re.compile(r"(?<=\d{3})\d{4,}(?=\d{3})|(?<=\d{3})\d{4,}(?=\d{2}[Xx])")
_HEX = re.compile(r"[0-9a-f]{1,64}")
_PRIVATE = ("phone", "id_number", "address")


def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file and the kind's options; then the preview."""
    kind_class = _kind(request, kind)
    data = request.POST if request.method == "POST" else None
    form = UploadForm(data, request.FILES if data is not None else None)
    step = setup.step_at(request.path)
    is_first = step is not None and not step.is_done
    # A new town has little that the file's names could be found in.
    options_form = kind_class.form_class(data, initial={"create_missing": True} if is_first else {})
    if data is not None and form.is_valid() & options_form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.start_import(
                kind, file, file.name, options_of(options_form), actor=request.user
            )
        except SheetError as error:
            form.add_error("file", error.message)
        else:
            return redirect("admin:imports_run", run.public_id)
    context: dict[str, Any] = {"title": f"导入{kind_class.title}", "kind": kind_class}
    context |= {"form": form, "options_form": options_form}
    if step and is_first:
        context |= setup.path_context(step.order)
    return _page(request, "upload", context)


def run_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The preview of an import that waits, the result of one that is finished."""
    run = _run(request, public_id)
    kind_class = import_kinds().get(run.kind)
    if run.status != ImportStatus.PREVIEW or kind_class is None:
        return _result(request, run, kind_class)
    _kind(request, run.kind)
    if job := job_under_way(run):
        return redirect("admin:jobs_job", job.public_id)
    if request.method == "POST":
        return _act(request, run)
    try:
        preview = services.preview_run(run, actor=request.user)
    except SheetError as error:
        messages.error(request, error.message)
        return _page(request, "unreadable", {"title": f"导入{kind_class.title}", "run": run})
    return _preview(request, run, preview)


def _act(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """One of the buttons of the preview. What was chosen is kept before anything else is done."""
    here = redirect("admin:imports_run", run.public_id)
    action = request.POST.get("action", "update")
    try:
        if action == "discard":
            services.discard_import(run, actor=request.user)
            messages.success(request, "已放弃这次导入，没有写入任何内容。")
            return redirect("admin:common_importrun_changelist")
        run = _keep_choices(request, run)
        if action in ("confirm", "confirm_good"):
            only_good, seen = action == "confirm_good", _fingerprint(request)
            if is_large(run):
                job = import_in_background(run, actor=request.user, only_good=only_good, seen=seen)
                return redirect("admin:jobs_job", job.public_id)
            services.confirm_import(run, actor=request.user, only_good=only_good, seen=seen)
            messages.success(request, "导入完成。")
    except (RuleViolation, SheetError) as error:
        messages.error(request, error.message)
    return here


def _fingerprint(request: HttpRequest) -> str:
    """That of the preview which the clerk saw; "" fits none."""
    sent = request.POST.get("fingerprint", "")
    return sent if _HEX.fullmatch(sent) else ""


def _keep_choices(request: HttpRequest, run: ImportRun) -> ImportRun:
    kind_class = import_kinds()[run.kind]
    form = kind_class.form_class(request.POST)
    if not form.is_valid():
        errors = [str(error) for listed in form.errors.values() for error in listed]
        raise RuleViolation(" ".join(errors))
    options = {**run.options, **options_of(form)}
    options = chosen_options(request.POST, kind_class, services.read_run(run), options)
    return services.choose_options(run, options, actor=request.user)


def _preview(request: HttpRequest, run: ImportRun, preview: Preview) -> HttpResponse:
    kind, plan = preview.kind, preview.plan
    context: dict[str, Any] = {
        "title": f"核对{kind.title}",
        "run": run,
        "kind": kind,
        "obstacle": preview.obstacle,
        "plan": plan,
        "options_form": kind.form_class(
            initial=kind.settled_options() | initial_of(kind.form_class, run.options)
        ),
        "sheets": _shown_sheets(type(kind), preview.table),
        "unrecognised": [
            column.heading
            for table in preview.table.all_tables
            for column in table.columns
            if not column.is_recognised
        ],
        "header_row": preview.table.header_row,
        "shown": _SHOWN,
    }
    if plan is not None:
        context |= _plan_context(plan, kind)
    return _page(request, "preview", context)


def _plan_context(plan: ImportPlan, kind: ImportKind) -> dict[str, Any]:
    rows = plan.rows
    counts = plan.counts
    good = counts["new"] + counts["changed"] + counts["unchanged"]
    return {
        "sentence": sentence(counts, kind.counter, done=False),
        "problems": [(row, problem) for row in plan.bad_rows for problem in row.problems][:_SHOWN],
        "questions": [row for row in rows if row.question is not None][:_SHOWN],
        "proposals": [(row, said) for row in rows for said in row.proposals][:_SHOWN],
        "changed": [row for row in rows if row.outcome == Outcome.CHANGED][:_SHOWN],
        "new": [row for row in rows if row.outcome == Outcome.NEW][:_SHOWN],
        "counts": counts,
        "good": good,
        "has_work": counts["new"] + counts["changed"] > 0,
    }


def _shown_sheets(kind: type[ImportKind], table: Table) -> list[dict[str, Any]]:
    """The columns of each sheet, and what each may be taken for."""
    return [
        {
            "name": each.sheet,
            "columns": [
                {"key": column_key(order, column.index), **_shown_column(column, each)}
                for column in each.columns
            ],
            "fields": list(resource_of(kind, each).field_labels().items()),
        }
        for order, each in enumerate(table.all_tables)
        if each.columns
    ]


def _shown_column(column: Column, table: Table) -> dict[str, Any]:
    """A column with its first value, unless that is nobody's business."""
    sample = ""
    if column.field not in _PRIVATE:
        cells = (row.cell(column.index) for row in table.rows)
        sample = next((shown_text(cell) for cell in cells if not cell.is_empty), "")
    return {"column": column, "sample": _LONG_NUMBER.sub("****", sample)[:20]}


def sentence(counts: dict[str, int], counter: str, *, done: bool) -> str:
    """将新增79人，更新0人，未变0人，有问题1行。"""
    verb = "新增" if done else "将新增"
    said = f"{verb}{counts['new']}{counter}，更新{counts['changed']}{counter}，"
    said += f"未变{counts['unchanged']}{counter}"
    if done:
        return f"{said}，没有导入{counts['bad']}行。" if counts["bad"] else f"{said}。"
    return f"{said}，有问题{counts['bad']}行。"


def _result(
    request: HttpRequest, run: ImportRun, kind_class: type[ImportKind] | None
) -> HttpResponse:
    counts = {outcome.value: 0 for outcome in Outcome} | run.counts
    title = kind_class.title if kind_class else run.kind
    context = {
        "title": f"导入{title}：{run.get_status_display()}",
        "run": run,
        "kind": kind_class,
        "kind_title": title,
        "counts": counts,
        "sentence": sentence(counts, kind_class.counter if kind_class else "行", done=True),
        "can_undo": run.status == ImportStatus.DONE
        and kind_class is not None
        and kind_class.can_import(request.user)
        and bool(run.written),
        "bad_rows": [(place_of(key), text) for key, text in run.options.get("bad", {}).items()],
        "can_take": kind_class is not None and kind_class.can_import(request.user),
    }
    step = setup.step_at(reverse("admin:imports_upload", args=[run.kind]))
    if step and run.status == ImportStatus.DONE and permissions.can_edit_records(request.user):
        context["next_step"] = setup.next_step(step.order)
    return _page(request, "result", context)


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an import back."""
    run = _run(request, public_id)
    _kind(request, run.kind)
    try:
        run = undo_import(run, actor=request.user)
    except RuleViolation as violation:
        messages.error(request, violation.message)
    else:
        messages.success(request, "已撤销这次导入。")
        if kept := run.options.get("kept"):
            messages.info(request, f"{'、'.join(kept)}已用在别处，保留下来。")
    return redirect("admin:imports_run", run.public_id)


def bad_rows(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The rows with problems as .xlsx, each with its reason."""
    run = _run(request, public_id)
    _kind(request, run.kind)
    try:
        if run.status == ImportStatus.PREVIEW:
            preview = services.preview_run(run, actor=request.user)
            table = preview.table
            reasons = {row.key: row.reason for row in preview.required_plan().bad_rows}
        else:
            table = services.read_run(run)
            reasons = run.options.get("bad", {})
    except (SheetError, RuleViolation) as error:
        messages.error(request, error.message)
        return redirect("admin:imports_run", run.public_id)
    _record_download(request, run, "有问题的行", table)
    response = HttpResponse(bad_rows_workbook(table, reasons), content_type=XLSX)
    stem = run.file_name.rpartition(".")[0] or run.file_name
    name = f"{stem}（有问题的行）.xlsx"
    return as_download(response, name, f"bad-rows-{run.public_id}.xlsx")


@require_safe
def original(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The spreadsheet as it was uploaded."""
    run = _run(request, public_id)
    _kind(request, run.kind)
    try:
        table = services.read_run(run)
    except SheetError:
        table = None
    extension = str(run.file.name).rpartition(".")[2]
    content_type = "text/csv" if extension == "csv" else XLSX
    fallback = f"{run.public_id}.{extension}"
    try:
        response = stored_file(run.file, run.file_name, fallback, content_type)
    except OSError as error:
        raise Http404("上传的文件已经不在了。") from error
    _record_download(request, run, "上传的表格", table)
    return response


def _record_download(request: HttpRequest, run: ImportRun, what: str, table: Table | None) -> None:
    """Who took a spreadsheet out. One that can't be read may hold anything."""
    columns = [column for each in table.all_tables for column in each.columns] if table else []
    record_export(
        actor=request.user,
        subject=f"{what}（{import_kinds()[run.kind].title}，编号{run.public_id}）",
        columns=[column.heading for column in columns],
        is_sensitive=table is None or any(column.field in _PRIVATE for column in columns),
    )


def _kind(request: HttpRequest, slug: str) -> type[ImportKind]:
    """404 for a kind that there isn't, 403 for one that the user may not import."""
    if not permissions.can_view_records(request.user):
        raise PermissionDenied
    kind_class = import_kinds().get(slug)
    if kind_class is None:
        raise Http404("没有这种导入。")
    if not kind_class.can_import(request.user):
        raise PermissionDenied
    return kind_class


def _run(request: HttpRequest, public_id: str) -> ImportRun:
    if not permissions.can_view_records(request.user):
        raise PermissionDenied
    return get_object_or_404(ImportRun.objects.select_related("created_by"), public_id=public_id)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    page = {**admin.site.each_context(request), **context}
    page["imports_url"] = reverse("admin:common_importrun_changelist")
    return render(request, f"admin/imports/{name}.html", page)
