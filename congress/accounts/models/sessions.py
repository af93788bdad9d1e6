"""Who is logged in where."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils import timezone

from congress.accounts.enums import EndCause, Entry
from congress.accounts.models.cards import RememberedPhone
from congress.accounts.models.users import User
from congress.common.models import PublicIdModel


class LoginSessionQuerySet(models.QuerySet["LoginSession"]):
    def live(self, at: dt.datetime | None = None) -> "LoginSessionQuerySet":
        """Neither ended nor run out."""
        at = at or timezone.now()
        return self.filter(ended_at=None, idle_until__gt=at, expires_at__gt=at)


class LoginSession(PublicIdModel):
    """One login, beside Django's own row of the session (which knows no user).

    ``seen_at`` is exact to a minute. ``browser`` is a label, not what the browser sent.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="login_sessions", verbose_name="账号"
    )
    session_key = models.CharField(max_length=40, unique=True)
    entered_by = models.CharField(max_length=10, choices=Entry.choices, verbose_name="登录方式")
    phone = models.ForeignKey(
        RememberedPhone,
        null=True,
        on_delete=models.SET_NULL,
        related_name="logins",
        verbose_name="记住的手机",
    )
    browser = models.CharField(max_length=50, verbose_name="设备")
    ip = models.GenericIPAddressField(null=True, verbose_name="来源地址")
    started_at = models.DateTimeField(verbose_name="登录时间")
    seen_at = models.DateTimeField(verbose_name="最近使用")
    idle_until = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, verbose_name="退出时间")
    end_cause = models.CharField(max_length=10, choices=EndCause.choices, blank=True)

    objects = LoginSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录"
        ordering: ClassVar[list[str]] = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return self.browser
