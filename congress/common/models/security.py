"""What must be traceable although it changes no record: who came in, who saw or took out what."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from congress.common.models.abstract import AppendOnlyModel


class SecurityEventKind(models.TextChoices):
    """Kinds of security events."""

    LOGIN = "login", "登录"
    LOGOUT = "logout", "退出登录"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOCKED_OUT = "locked_out", "锁定登录"
    UNLOCKED = "unlocked", "解除登录锁定"
    SESSION_REVOKED = "session_revoked", "撤销登录"
    ACCOUNT_CREATED = "account_created", "开通账号"
    PASSWORD_RESET = "password_reset", "重置密码"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    CARD_ISSUED = "card_issued", "发履职卡"
    CARD_REVOKED = "card_revoked", "收回履职卡"
    PIN_SET = "pin_set", "设置口令"
    PHONE_FORGOTTEN = "phone_forgotten", "忘记手机"
    PIN_RESET = "pin_reset", "重设口令"
    SENSITIVE_VIEW = "sensitive_view", "查看保密栏目"
    SENSITIVE_EXPORT = "sensitive_export", "导出（含保密栏目）"
    EXPORT = "export", "导出"
    HISTORY_PURGED = "history_purged", "清理过期留痕"
    RESTORED = "restored", "从备份恢复"


def kind_choices() -> list[tuple[str, str]]:
    """The kinds as choices; named so that a further kind needs no migration."""
    return SecurityEventKind.choices


class SecurityEvent(AppendOnlyModel):
    """One event. Never changed or deleted in the portal (网络安全法: kept six months or more).

    ``user`` is None where nobody is known: a failed login, whose ``subject`` says what was tried,
    or a command.
    """

    kind = models.CharField(
        max_length=30, choices=kind_choices, editable=False, verbose_name="事件"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="操作人",
    )
    at = models.DateTimeField(auto_now_add=True, editable=False, db_index=True, verbose_name="时间")
    ip = models.GenericIPAddressField(null=True, editable=False, verbose_name="来源地址")
    subject = models.CharField(max_length=200, editable=False, verbose_name="对象")
    detail = models.CharField(max_length=200, blank=True, editable=False, verbose_name="说明")

    class Meta:
        verbose_name = verbose_name_plural = "安全记录"
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"
