"""What must be traceable although it changes no record: who opened what is kept secret."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class SecurityEventKind(models.TextChoices):
    """Kinds of security events."""

    SENSITIVE_VIEW = "sensitive_view", "查看保密栏目"
    SENSITIVE_EXPORT = "sensitive_export", "导出"
    ACCOUNT_CREATED = "account_created", "开通账号"
    PASSWORD_RESET = "password_reset", "重置密码"
    UNLOCKED = "unlocked", "解除登录锁定"


class SecurityEvent(models.Model):
    """One event. Never changed or deleted in the portal (网络安全法: kept six months or more)."""

    kind = models.CharField(
        max_length=30, choices=SecurityEventKind.choices, editable=False, verbose_name="事件"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="操作人",
    )
    at = models.DateTimeField(auto_now_add=True, verbose_name="时间")
    ip = models.GenericIPAddressField(null=True, editable=False, verbose_name="来源地址")
    subject = models.CharField(max_length=200, editable=False, verbose_name="对象")
    detail = models.CharField(max_length=200, blank=True, editable=False, verbose_name="说明")

    class Meta:
        verbose_name = verbose_name_plural = "安全记录"
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"
