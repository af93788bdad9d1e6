"""Accounts. Who a user *is* (office, chair, deputy …) is dated: see congress.common.roles."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from congress.accounts.enums import Entry
from congress.common.history import portal_history
from congress.common.models import PublicIdModel
from congress.common.roles import BACK_OFFICE, has_role


class UserManager(BaseUserManager["User"]):
    """Creates accounts; the name that one logs in with is kept as typed."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_superuser=True, **fields)


class User(PublicIdModel, AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in."""

    username = models.CharField(
        max_length=50,
        unique=True,
        verbose_name="登录名",
        error_messages={"unique": "这个登录名已经有人用了，请换一个。"},
    )
    display_name = models.CharField(max_length=50, blank=True, verbose_name="姓名")
    email = models.EmailField(blank=True, verbose_name="电子邮箱")
    is_active = models.BooleanField(
        default=True, verbose_name="启用", help_text="停用的账号不能登录；账号不删除，以便留痕。"
    )
    must_change_password = models.BooleanField(
        default=False, editable=False, verbose_name="登录后须改密码"
    )
    password_set_at = models.DateTimeField(null=True, editable=False, verbose_name="设置密码时间")
    date_joined = models.DateTimeField(
        default=timezone.now, editable=False, verbose_name="建立时间"
    )

    # How the one of this request came in; who runs a command came in with everything.
    entered_by = Entry.PASSWORD

    history = portal_history(
        excluded=["password", "last_login", "password_set_at"], silent=["last_login"]
    )
    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def label(self) -> str:
        """The account as security events name it."""
        return f"账号{self.username}（{self}）"

    @property
    def is_staff(self) -> bool:
        """Whether the back office opens for this user (the admin asks by this name)."""
        return self.is_active and has_role(self, *BACK_OFFICE)
