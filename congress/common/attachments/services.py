"""Doing it: keep an upload, give it to a record, take it away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from congress.common.attachments.content import CheckedFile, check_file, refusal, too_big
from congress.common.attachments.limits import max_bytes, max_files
from congress.common.attachments.owners import (
    can_remove_attachment,
    can_view_attachment,
    rules_of,
)
from congress.common.attachments.uploading import RefusedUpload
from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_create_recorded, bulk_update_recorded
from congress.common.models import Attachment

_NOT_WRITTEN = "服务器没有存住这个文件，可能是磁盘满了。请告诉人大办，稍后再试。"
_GONE = "先前上传的文件已经不在了（没有提交的只保留一天）。请重新选择文件，再提交一次。"


def stage_upload(upload: UploadedFile, *, actor: Any) -> Attachment:
    """Check an upload and keep it for its sender until it is given to a record.

    The same bytes sent again by the same person are the same upload. Raises RuleViolation, naming
    the file, when it can't be taken.
    """
    name = upload.name or ""
    if isinstance(upload, RefusedUpload):
        raise refusal(name, upload.why)
    if (upload.size or 0) > max_bytes():
        raise refusal(name, too_big(upload.size or 0))
    checked = check_file(upload.read(), name)
    known = Attachment.objects.staged().filter(created_by=actor, sha256=checked.sha256).first()
    if known is not None:
        known.created_at = timezone.now()
        known.save(update_fields=["created_at"])
        return known
    return _kept(checked, actor)


def attach_files(
    owner: Model, files: Iterable[Attachment], *, actor: Any, is_scan: bool = False
) -> list[Attachment]:
    """Give staged uploads of the actor to a record; what belongs to another record is copied.

    Raises PermissionDenied, or RuleViolation when there would be too many or a staged one is gone.
    """
    wanted = list(files)
    if not wanted:
        return []
    with transaction.atomic():
        owner = type(owner)._base_manager.select_for_update().get(pk=owner.pk)
        _require(rules_of(owner).can_edit(actor, owner))
        found = _locked(wanted, actor)
        require_room(Attachment.objects.of(owner).shown().count() + len(found))
        staged = [row for row in found if row.is_staged]
        for row in staged:
            row.owner, row.is_scan = owner, is_scan
        fields = ["owner_type", "owner_id", "is_scan"]
        bulk_update_recorded(Attachment, staged, fields, actor=actor, reason="随记录提交")
        copies = [_copied(row, owner, actor) for row in found if row not in staged]
        bulk_create_recorded(Attachment, copies, actor=actor, reason="沿用先前的附件")
    return [*staged, *copies]


def remove_attachment(attachment: Attachment, *, actor: Any, reason: str) -> Attachment:
    """Take a file from its record. Row and reason stay; the bytes go later (tidy_files)."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation("请写明删除原因，以便日后查对。")
    with transaction.atomic():
        attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if attachment.removed_at is not None:
            raise RuleViolation("这个文件刚才已经删除，没有再做一遍。")
        _require(can_remove_attachment(actor, attachment))
        attachment.removed_at, attachment.removed_by = timezone.now(), actor
        attachment.remove_reason = reason[:200]
        fields = ["removed_at", "removed_by", "remove_reason"]
        bulk_update_recorded(Attachment, [attachment], fields, actor=actor, reason="删除附件")
    return attachment


def require_room(count: int) -> None:
    """Raises RuleViolation when a record would have more files than it may."""
    if count > max_files():
        raise RuleViolation(
            f"附件最多{max_files()}个，现在有{count}个。请去掉{count - max_files()}个，再提交。"
        )


def same_files(one: Iterable[Attachment], other: Iterable[Attachment]) -> bool:
    """Whether two lists hold the same contents, in whatever order."""
    return {row.sha256 for row in one} == {row.sha256 for row in other}


def _kept(checked: CheckedFile, actor: Any) -> Attachment:
    row = Attachment(
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=checked.sha256,
        created_by=actor,
    )
    try:
        row.file.save("", ContentFile(checked.content), save=False)
        if checked.thumbnail:
            row.thumbnail.save("", ContentFile(checked.thumbnail), save=False)
    except OSError as error:
        raise refusal(checked.name, _NOT_WRITTEN) from error
    bulk_create_recorded(Attachment, [row], actor=actor, reason="上传")
    return row


def _locked(wanted: Sequence[Attachment], actor: Any) -> list[Attachment]:
    """The rows as they stand now, in the order asked for, each once."""
    keys = list(dict.fromkeys(row.pk for row in wanted))
    rows = Attachment.objects.select_for_update().in_bulk(keys)
    if len(rows) < len(keys) or any(not row.file for row in rows.values()):
        raise RuleViolation(_GONE)
    found = [rows[key] for key in keys]
    _require(all(can_view_attachment(actor, row) for row in found))
    return found


def _copied(row: Attachment, owner: Model, actor: Any) -> Attachment:
    copy = Attachment(
        owner=owner,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        is_scan=row.is_scan,
        created_by=actor,
    )
    try:
        with row.file.open("rb") as source:
            copy.file.save("", File(source), save=False)
        if row.thumbnail:
            with row.thumbnail.open("rb") as source:
                copy.thumbnail.save("", File(source), save=False)
    except OSError as error:
        raise RuleViolation(_GONE) from error
    return copy


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
