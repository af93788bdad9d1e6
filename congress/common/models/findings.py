"""What a check found and the office has accepted, with its reason."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from congress.common.history import portal_history

REASON_LENGTH = 200


class AcceptedFinding(models.Model):
    """A finding that isn't to be mended, and why.

    It holds for the sentence that was accepted: when the facts change the sentence does, and the
    finding is listed again. Which check found what about whom is said by keys, since checks live
    in code.
    """

    check_key = models.CharField(max_length=50, editable=False, verbose_name="核对项目")
    subject = models.CharField(max_length=100, editable=False, verbose_name="对象")
    sentence = models.TextField(editable=False, verbose_name="问题")
    reason = models.CharField(max_length=REASON_LENGTH, verbose_name="原因")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="说明人",
    )
    accepted_at = models.DateTimeField(editable=False, verbose_name="说明时间")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "已说明的问题"
        ordering: ClassVar[list[str]] = ["-accepted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_key", "subject"], name="finding_is_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return self.sentence
