"""Clearing up: uploads that were never handed in, bytes of removed files, files of no record.

Safe while the portal runs: nothing young is touched, rows are locked, and whatever is only half
done is found again by the next run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from congress.common.attachments.limits import size_in_words
from congress.common.history import bulk_delete_recorded, bulk_update_recorded
from congress.common.models import Attachment

STAGED_FOR = dt.timedelta(days=1)
# A row is written after its file; and whoever restores an older database has a week to notice.
ORPHANED_FOR = dt.timedelta(days=7)
REMOVED_FOR_DAYS = 30
# Folders of the private storage that hold nothing but files of records.
_FOLDERS = ("attachments", "imports")


@dataclass(frozen=True)
class Tidied:
    """What was done: counts; ``missing`` are public ids of attachments without their file."""

    staged: int
    removed: int
    orphans: int
    freed: int
    missing: tuple[str, ...]


def tidy_daily(day: dt.date) -> str:
    """What the list of daily work says of it."""
    done = tidy_files()
    said = []
    if cleared := done.staged + done.removed + done.orphans:
        said.append(f"清除了{cleared}个没有用的文件，腾出{size_in_words(done.freed)}。")
    if done.missing:
        said.append(f"有{len(done.missing)}个附件的文件不在了，请从备份里找回。")
    return "".join(said)


def tidy_files(
    *, now: dt.datetime | None = None, removed_for_days: int = REMOVED_FOR_DAYS
) -> Tidied:
    """Do all of it; ``freed`` counts bytes."""
    now = now or timezone.now()
    staged, freed_staged = clear_staged(now=now)
    removed, freed_removed = _clear_removed(now - dt.timedelta(days=removed_for_days))
    orphans, freed_orphans = _clear_orphans(now - ORPHANED_FOR)
    freed = freed_staged + freed_removed + freed_orphans
    return Tidied(staged, removed, orphans, freed, tuple(_missing()))


def clear_staged(*, now: dt.datetime | None = None) -> tuple[int, int]:
    """Delete uploads that nobody handed in for a day. Gives their number and bytes."""
    before = (now or timezone.now()) - STAGED_FOR
    with transaction.atomic():
        rows = Attachment.objects.staged().filter(created_at__lt=before)
        left = list(rows.select_for_update(skip_locked=True))
        names = [name for row in left for name in _names(row)]
        bulk_delete_recorded(Attachment, left, actor=None, reason="上传后没有提交")
    return len(left), _delete(names)


def _clear_removed(before: dt.datetime) -> tuple[int, int]:
    """Delete the bytes of what was removed long ago; the row stays and tells why."""
    with transaction.atomic():
        rows = Attachment.objects.filter(removed_at__lt=before).exclude(file="")
        gone = list(rows.select_for_update(skip_locked=True))
        names = [name for row in gone for name in _names(row)]
        for row in gone:
            row.file.name = row.thumbnail.name = ""
        fields = ["file", "thumbnail"]
        bulk_update_recorded(Attachment, gone, fields, actor=None, reason="清除已删除的文件")
    return len(gone), _delete(names)


def _clear_orphans(before: dt.datetime) -> tuple[int, int]:
    """Delete files of our folders that no record names, unless they are young."""
    # Looked at first: what a record names afterwards is younger than what is deleted.
    found = [name for folder in _FOLDERS for name in _walk(folder)]
    old = [name for name in found if _is_older(name, before)]
    named = _named_by_records() if old else set()
    orphans = [name for name in old if name not in named]
    return len(orphans), _delete(orphans)


def _walk(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _walk(f"{folder}/{name}")


def _is_older(name: str, before: dt.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False


def _named_by_records() -> set[str]:
    """Names in every column for files of every model, history left aside."""
    named: set[str] = set()
    for model in apps.get_models():
        columns = [f.name for f in model._meta.fields if isinstance(f, models.FileField)]
        for column in columns:
            named.update(model._base_manager.values_list(column, flat=True))
    return named


def _names(row: Attachment) -> list[str]:
    stored: tuple[Any, ...] = (row.file, row.thumbnail)
    return [str(file.name) for file in stored if file]


def _delete(names: list[str]) -> int:
    """After the transaction: a file that stays behind by accident is an orphan, found again."""
    freed = 0
    for name in names:
        try:
            freed += default_storage.size(name)
        except FileNotFoundError:
            continue
        default_storage.delete(name)
    return freed


def _missing() -> Iterator[str]:
    """Attachments that are shown and whose file the disk has lost."""
    for row in Attachment.objects.shown().iterator():
        if not default_storage.exists(str(row.file.name)):
            yield row.public_id
