"""Coming in without a password: a printed card and a PIN, on a phone that is then remembered."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from congress.accounts.models.users import User
from congress.common.history import portal_history
from congress.common.models import PublicIdModel


class LoginCardQuerySet(models.QuerySet["LoginCard"]):
    def usable(self, at: dt.datetime | None = None) -> "LoginCardQuerySet":
        """Neither taken back nor used up nor run out, of an account that is open."""
        at = at or timezone.now()
        running = Q(expires_at=None) | Q(expires_at__gt=at)
        return self.filter(running, revoked_at=None, used_at=None, user__is_active=True)

    def cards(self) -> "LoginCardQuerySet":
        return self.filter(is_link=False)


class LoginCard(PublicIdModel):
    """A duty card (履职卡), or a link that can be used once.

    Only a digest of its secret is kept: what was printed can't be printed again.
    """

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="login_cards", verbose_name="账号"
    )
    is_link = models.BooleanField(default=False, verbose_name="一次性链接")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="发卡人"
    )
    issued_at = models.DateTimeField(default=timezone.now, verbose_name="发卡时间")
    expires_at = models.DateTimeField(null=True, verbose_name="有效至")
    used_at = models.DateTimeField(null=True, verbose_name="使用时间")
    revoked_at = models.DateTimeField(null=True, verbose_name="收回时间")

    history = portal_history(excluded=["token_hash"])
    objects = LoginCardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职卡"
        ordering: ClassVar[list[str]] = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}的{'一次性链接' if self.is_link else '履职卡'}"


class LoginPin(models.Model):
    """The PIN (口令) that somebody chose for his card; kept like a password."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="login_pin", verbose_name="账号"
    )
    code = models.CharField(max_length=128, editable=False, verbose_name="口令")
    chosen_at = models.DateTimeField(default=timezone.now, verbose_name="设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "口令"

    def __str__(self) -> str:
        return f"{self.user}的口令"


class RememberedPhoneQuerySet(models.QuerySet["RememberedPhone"]):
    def known(self, at: dt.datetime | None = None) -> "RememberedPhoneQuerySet":
        """Neither forgotten nor unused for too long, of an account that is open."""
        at = at or timezone.now()
        return self.filter(revoked_at=None, expires_at__gt=at, user__is_active=True)


class RememberedPhone(PublicIdModel):
    """A phone on which somebody came in by card; each use begins its days anew (90 by default)."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="phones", verbose_name="账号"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    browser = models.CharField(max_length=50, verbose_name="设备")
    created_at = models.DateTimeField(default=timezone.now, verbose_name="记住时间")
    used_at = models.DateTimeField(default=timezone.now, verbose_name="最近使用")
    expires_at = models.DateTimeField(verbose_name="记到")
    revoked_at = models.DateTimeField(null=True, verbose_name="忘记时间")

    objects = RememberedPhoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记住的手机"
        ordering: ClassVar[list[str]] = ["-used_at", "-pk"]

    def __str__(self) -> str:
        return self.browser
