"""Doing it: start, look at, confirm and discard an import. Undoing is in undo.py."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from congress.common.attachments.names import clean_name
from congress.common.cells import SheetError, read_sheet
from congress.common.cells.limits import MAX_BYTES
from congress.common.exceptions import RuleViolation
from congress.common.imports.kinds import ImportKind
from congress.common.imports.plan import ImportPlan
from congress.common.imports.registry import import_kind
from congress.common.imports.table import Table, read_table, remember_mapping
from congress.common.imports.workbook import mapping_kind, mapping_of, read_workbook
from congress.common.models import ImportRun, ImportStatus

# One import at a time: two that run side by side would each create the same people.
_LOCK = 7_210_419
_NOT_IMPORTED = (
    "没有导入：表里的内容与已有记录对不上，或者别人刚改过有关的记录。请重新核对；"
    "还是不行的，请把表格分成几份，找出是哪一行。"
)
_log = logging.getLogger(__name__)


class Preview:
    """A file, read with what was chosen so far, and what importing it would do.

    ``plan`` is None, and ``obstacle`` says why, while the columns are not known or the options
    don't allow to try it.
    """

    def __init__(self, kind: ImportKind, table: Table) -> None:
        self.kind = kind
        self.table = table
        self.plan: ImportPlan | None = None
        self.obstacle = ""
        if missing := kind.missing_fields(table):
            named = "、".join(f"“{label}”" for label in missing)
            self.obstacle = (
                f"没有认出{named}一列。请在后台导入页面的“各列的含义”里指定，再重新核对。"
            )
            return
        try:
            self.plan = kind.plan(table)
            self.plan.notes += _not_read(kind, table)
        except RuleViolation as violation:
            self.obstacle = violation.message

    def required_plan(self) -> ImportPlan:
        """The plan; raises RuleViolation with the obstacle when there is none."""
        if self.plan is None:
            raise RuleViolation(self.obstacle)
        return self.plan


def _not_read(kind: ImportKind, table: Table) -> list[str]:
    """Which sheets of the file were left out, and why."""
    notes = [kind.passed_over[name] for name in table.other_sheets if name in kind.passed_over]
    if others := [name for name in table.other_sheets if name not in kind.passed_over]:
        notes.append(f"文件里的其他工作表没有读：{'、'.join(others)}。")
    return notes


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Ten thousand rows are a million objects, none of them garbage: to look costs 15 %."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def make_preview(
    kind_slug: str, content: bytes, options: Mapping[str, Any], *, actor: Any = None
) -> Preview:
    """Read a file and plan its import. Raises SheetError when it is no table. Writes nothing."""
    with _without_collecting():
        table = _read(kind_slug, content, options)
        return Preview(import_kind(kind_slug)(options, actor=actor), table)


def read_run(run: ImportRun) -> Table:
    """The file of an import as a table, without planning anything. Raises SheetError."""
    with _without_collecting():
        return _read(run.kind, file_content(run), run.options)


def _read(kind_slug: str, content: bytes, options: Mapping[str, Any]) -> Table:
    kind = import_kind(kind_slug)
    if kind.further_sheets:
        return read_workbook(kind, content, options)
    return read_table(
        read_sheet(content),
        kind.resource_class.synonyms(),
        kind=kind_slug,
        chosen=options.get("mapping", {}),
        header_row=options.get("header_row"),
    )


def start_import(
    kind_slug: str, file: BinaryIO, file_name: str, options: Mapping[str, Any], *, actor: Any
) -> ImportRun:
    """Keep an uploaded file in private storage, to be previewed. Raises SheetError."""
    _require(kind_slug, actor)
    content = file.read(MAX_BYTES + 1)
    sheet = read_sheet(content)
    run = ImportRun(kind=kind_slug, file_name=clean_name(file_name)[:200], created_by=actor)
    run.options = {**options, "rows": len(sheet.rows)}
    run.file.save(file_name, ContentFile(content), save=False)
    run.save()
    return run


def preview_run(run: ImportRun, *, actor: Any) -> Preview:
    """What confirming the import would do now. Raises SheetError."""
    _require(run.kind, actor)
    return make_preview(run.kind, file_content(run), run.options, actor=actor)


def choose_options(run: ImportRun, options: Mapping[str, Any], *, actor: Any) -> ImportRun:
    """Keep what the clerk chose in the preview; headings mapped by hand are remembered."""
    _require(run.kind, actor)
    with transaction.atomic():
        run = locked(run)
        if run.status != ImportStatus.PREVIEW:
            raise RuleViolation(already_finished(run))
        run.options = dict(options)
        run.save(update_fields=["options"])
        if chosen := options.get("mapping"):
            for order, table in enumerate(read_run(run).all_tables):
                said = mapping_of(chosen, order)
                remember_mapping(mapping_kind(run.kind, order), table.columns, said, actor=actor)
    return run


def confirm_import(
    run: ImportRun,
    *,
    actor: Any,
    only_good: bool = False,
    seen: str | None = None,
    on_stage: Callable[[str], None] = lambda sentence: None,
) -> ImportRun:
    """Write the import: all rows or none, or with ``only_good`` those without a problem.

    ``on_stage`` is told in a sentence what comes next. ``seen`` is the fingerprint of the preview
    that the clerk looked at; RuleViolation when the records or the choices have changed since, or
    when somebody else was faster.
    """
    _require(run.kind, actor)
    with all_or_nothing(_NOT_IMPORTED):
        run = locked(run)
        if run.status != ImportStatus.PREVIEW:
            raise RuleViolation(already_finished(run))
        on_stage("正在读取和核对表格")
        preview = preview_run(run, actor=actor)
        plan = preview.required_plan()
        if seen is not None and seen != plan.fingerprint:
            raise RuleViolation("预览之后，记录或您的选择有了变化。请核对新的结果，再确认。")
        if plan.bad_rows and not only_good:
            raise RuleViolation(
                f"有{len(plan.bad_rows)}行有问题，所以没有导入。"
                "请改好表格重新上传，或者只导入没有问题的行。"
            )
        on_stage(f"核对完毕，正在写入{plan.counts['new'] + plan.counts['changed']}条记录")
        _finish(run, preview.kind, plan, actor, only_good)
    return run


def import_file(
    kind_slug: str,
    file: str | Path | bytes,
    options: Mapping[str, Any],
    *,
    actor: Any = None,
    skip_bad: bool = False,
    dry_run: bool = False,
) -> tuple[ImportPlan, ImportRun | None]:
    """Import a file without a preview, as the command does; ``actor`` None is the system.

    Gives the plan, and the finished import unless nothing was to be written: in a dry run, or when
    rows are bad and ``skip_bad`` is not set. Raises SheetError or RuleViolation.
    """
    content = file if isinstance(file, bytes) else _content_of(file)
    name = "" if isinstance(file, bytes) else Path(file).name
    with all_or_nothing(_NOT_IMPORTED):
        preview = make_preview(kind_slug, content, options, actor=actor)
        plan = preview.required_plan()
        if dry_run or (plan.bad_rows and not skip_bad):
            return plan, None
        run = ImportRun(kind=kind_slug, created_by=actor, options=dict(options))
        run.file_name = clean_name(name)[:200] if name else ""
        run.file.save(name or "import.xlsx", ContentFile(content), save=False)
        run.save()
        _finish(run, preview.kind, plan, actor, skip_bad)
    return plan, run


def discard_import(run: ImportRun, *, actor: Any) -> ImportRun:
    """Give an import up before anything was written."""
    _require(run.kind, actor)
    with transaction.atomic():
        run = locked(run)
        if run.status != ImportStatus.PREVIEW:
            raise RuleViolation(already_finished(run))
        run.status = ImportStatus.DISCARDED
        run.finished_at = timezone.now()
        run.save(update_fields=["status", "finished_at"])
    return run


def file_content(run: ImportRun) -> bytes:
    """The file as it was uploaded. Raises SheetError when it is gone."""
    try:
        with run.file.open("rb") as file:
            return file.read()
    except OSError as error:
        raise SheetError("上传的文件已经不在了。请重新上传。") from error


def locked(run: ImportRun) -> ImportRun:
    """The import as it stands now, kept from others until the transaction ends."""
    rows = ImportRun.objects.select_related("created_by").select_for_update(of=("self",))
    return rows.get(pk=run.pk)


def already_finished(run: ImportRun) -> str:
    """Tells a second clerk what became of the import."""
    when = timezone.localtime(run.finished_at) if run.finished_at else None
    shown = f"{when:%Y年%-m月%-d日%H:%M}" if when else "刚才"
    who = run.options.get("finished_by") or "别人"
    return f"这次导入在{shown}已由{who}处理（{run.get_status_display()}），没有再做一遍。"


def _finish(
    run: ImportRun, kind: ImportKind, plan: ImportPlan, actor: Any, only_good: bool
) -> None:
    with _without_collecting():
        written = kind.write()
    run.written = written + kind.written_after(written)
    run.status = ImportStatus.DONE
    run.finished_at = timezone.now()
    run.counts = plan.counts
    run.options = {**run.options, "skip_bad": only_good, "finished_by": name_of_actor(actor)}
    run.options["notes"] = kind.results()
    run.options["bad"] = {row.key: row.reason for row in plan.bad_rows}
    run.save()


def name_of_actor(actor: Any) -> str:
    """Who did it, for people to read."""
    if actor is None:
        return "系统"
    return getattr(actor, "display_name", "") or actor.get_username()


def _require(kind_slug: str, actor: Any) -> None:
    if actor is not None and not import_kind(kind_slug).can_import(actor):
        raise PermissionDenied


@contextmanager
def all_or_nothing(refusal: str) -> Iterator[None]:
    """A transaction in which no other import is being written.

    Raises RuleViolation with ``refusal`` when the database finds that records don't fit together,
    as when somebody deleted one of them meanwhile.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            yield
            connection.check_constraints()
    except IntegrityError as error:
        # The rule's name only: the rest of the message holds the values of the row.
        diagnosis = getattr(error.__cause__, "diag", None)
        _log.warning("refused by %s", getattr(diagnosis, "constraint_name", "the database"))
        raise RuleViolation(refusal) from error


def _content_of(path: str | Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SheetError(f"找不到或打不开文件“{path}”。请核对路径。") from error


__all__ = [
    "Preview",
    "choose_options",
    "confirm_import",
    "discard_import",
    "import_file",
    "make_preview",
    "preview_run",
    "start_import",
]
