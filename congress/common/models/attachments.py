"""Files that belong to a record (附件): where they lie, what they are, whose they are."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from congress.common.attachments.limits import size_in_words
from congress.common.history import portal_history
from congress.common.models.abstract import PublicIdModel


class MediaType(models.TextChoices):
    """What is kept. Pictures of other kinds are turned into one of the two."""

    JPEG = "image/jpeg", "JPG图片"
    PNG = "image/png", "PNG图片"
    PDF = "application/pdf", "PDF文件"
    OFD = "application/ofd", "OFD文件"
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word文件",
    )
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel文件"
    PPTX = (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PPT文件",
    )
    DOC = "application/msword", "旧版Word文件"
    XLS = "application/vnd.ms-excel", "旧版Excel文件"
    PPT = "application/vnd.ms-powerpoint", "旧版PPT文件"

    @property
    def extension(self) -> str:
        """The ending of a name, without the dot."""
        return "jpg" if self == MediaType.JPEG else self.name.lower()

    @property
    def is_picture(self) -> bool:
        return self in (MediaType.JPEG, MediaType.PNG)


def _random_path(extension: str) -> str:
    token = secrets.token_hex(16)
    return f"attachments/{token[:2]}/{token}.{extension}"


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Chance and the kind of file; the name that somebody gave it has no part in it."""
    return _random_path(MediaType(attachment.media_type).extension)


def thumbnail_path(attachment: Attachment, filename: str) -> str:
    return _random_path(MediaType.JPEG.extension)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments by where they stand between upload and removal."""

    def staged(self) -> AttachmentQuerySet:
        """Uploaded, but not yet part of a record: seen by the sender alone."""
        return self.filter(owner_type__isnull=True)

    def shown(self) -> AttachmentQuerySet:
        """Part of a record, and not removed."""
        return self.filter(owner_type__isnull=False, removed_at__isnull=True)

    def of(self, owner: models.Model) -> AttachmentQuerySet:
        """What belongs to a record, removed or not."""
        kind = ContentType.objects.get_for_model(owner)
        return self.filter(owner_type=kind, owner_id=owner.pk)


class Attachment(PublicIdModel):
    """One file. A removed one keeps its row; its bytes go later (manage.py tidy_files)."""

    owner_type = models.ForeignKey(
        ContentType,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="所属种类",
    )
    owner_id = models.BigIntegerField(null=True, editable=False, verbose_name="所属记录")
    owner = GenericForeignKey("owner_type", "owner_id")
    name = models.CharField(max_length=200, verbose_name="文件名")
    media_type = models.CharField(
        max_length=100, choices=MediaType.choices, editable=False, verbose_name="格式"
    )
    size = models.PositiveIntegerField(editable=False, verbose_name="大小（字节）")
    sha256 = models.CharField(max_length=64, editable=False, verbose_name="校验码")
    file = models.FileField(
        upload_to=attachment_path, blank=True, editable=False, verbose_name="文件"
    )
    thumbnail = models.FileField(
        upload_to=thumbnail_path, blank=True, editable=False, verbose_name="小图"
    )
    is_scan = models.BooleanField(default=False, verbose_name="纸质件扫描")
    created_at = models.DateTimeField(default=timezone.now, editable=False, verbose_name="上传时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="上传人",
    )
    removed_at = models.DateTimeField(null=True, editable=False, verbose_name="删除时间")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="删除人",
    )
    remove_reason = models.CharField(
        max_length=200, blank=True, editable=False, verbose_name="删除原因"
    )

    history = portal_history()
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering: ClassVar[list[str]] = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner_type__isnull=True, owner_id__isnull=True)
                | Q(owner_type__isnull=False, owner_id__isnull=False),
                name="attachment_owner_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | Q(removed_at__isnull=False),
                name="attachment_has_its_file_until_removed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner_type", "owner_id"], name="attachment_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staged(self) -> bool:
        return self.owner_type_id is None

    @property
    def is_picture(self) -> bool:
        return MediaType(self.media_type).is_picture

    @property
    def size_in_words(self) -> str:
        return size_in_words(self.size)

    @property
    def kind_in_words(self) -> str:
        """扫描件, 照片 or the kind of document."""
        if self.is_scan:
            return "扫描件"
        return "照片" if self.is_picture else str(MediaType(self.media_type).label)


def attachments_relation() -> Any:
    """The field ``attachments`` of an owner's model; deleting the owner deletes its attachments."""
    return GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")


def with_files() -> models.Prefetch[Any]:
    """For ``prefetch_related`` on owners: their shown attachments as the list ``files``."""
    return models.Prefetch("attachments", Attachment.objects.shown(), to_attr="files")
