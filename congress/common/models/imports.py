"""Spreadsheets that came in: the file as it was, what was decided, what was written."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from congress.common.history import portal_history
from congress.common.models.abstract import PublicIdModel, VersionedModel


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    PREVIEW = "preview", "待确认"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


def import_path(run: "ImportRun", filename: str) -> str:
    """Where the file lies; the name somebody gave it is never part of a path."""
    return f"imports/{run.public_id}.{'csv' if filename.lower().endswith('.csv') else 'xlsx'}"


class ImportRun(PublicIdModel, VersionedModel):
    """One uploaded spreadsheet, from preview to undo.

    ``options`` holds what the clerk ticked and chose: {"create_missing": bool, "skip_bad": bool,
    "rows": rows of the sheet, "mapping": {column index: field key}, "header_row": number, "term":
    ordinal, "decisions": {row number: {"person": public id or "new", "accepted": [...], "refused":
    [...]}}}, and once it is done {"finished_by": name, "notes": [...], "bad": {row number:
    reason}}. ``written`` lists the records written: [[model label, pk, "+"|"~", history id,
    {field: value before}], …]; personal data in it are encrypted as in their own column.
    """

    kind = models.CharField(max_length=30, verbose_name="种类")
    file = models.FileField(upload_to=import_path, verbose_name="文件")
    file_name = models.CharField(max_length=200, verbose_name="文件名")
    status = models.CharField(
        max_length=20,
        choices=ImportStatus.choices,
        default=ImportStatus.PREVIEW,
        verbose_name="状态",
    )
    options: Any = models.JSONField(default=dict, verbose_name="选项")
    written: Any = models.JSONField(default=list, verbose_name="写入的记录")
    counts: Any = models.JSONField(default=dict, verbose_name="结果")
    created_at = models.DateTimeField(auto_now_add=True, verbose_name="上传时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="上传人",
    )
    finished_at = models.DateTimeField(null=True, blank=True, verbose_name="完成时间")

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """What a heading means in this town's spreadsheets, once a clerk has said so."""

    kind = models.CharField(max_length=30, verbose_name="种类")
    heading = models.CharField(max_length=100, verbose_name="表头")
    field = models.CharField(max_length=50, blank=True, verbose_name="栏目")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "表头对应"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "heading"], name="heading_is_mapped_once")
        ]

    def __str__(self) -> str:
        return self.heading
