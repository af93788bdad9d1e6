"""How long people stay logged in, by role."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import VersionedModel
from congress.common.roles import BACK_OFFICE, Role


def _number(label: str, lowest: int, highest: int, help_text: str) -> Any:
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(lowest), MaxValueValidator(highest)],
        verbose_name=label,
        help_text=help_text,
    )


class LoginPolicy(VersionedModel):
    """The rules for the logins of one role. Of several roles the strictest rule counts."""

    role = models.CharField(max_length=20, choices=Role.choices, unique=True, verbose_name="角色")
    idle_minutes = _number("无操作多久退出（分钟）", 5, 1440, "等级保护一般要求30分钟以内。")
    absolute_hours = _number("一次登录最长（小时）", 1, 720, "到时须重新登录，不论有没有操作。")
    remember_days = _number(
        "记住手机（天）",
        0,
        365,
        "扫卡登录过的手机，这些天里打开就进，不用再输口令；每用一次重新计天数。0为不记住。",
    )
    card_allowed = models.BooleanField(
        verbose_name="可以用履职卡登录",
        help_text="不勾选的角色只能用登录名和密码：扫卡进来时，这个角色的工作不打开。",
    )
    link_days = _number("一次性链接有效（天）", 1, 30, "链接只能用一次，过期作废。")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "登录规则"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(card_allowed=False)
                | ~Q(role__in=sorted(role.value for role in BACK_OFFICE)),
                name="back_office_opens_by_password_alone",
                violation_error_message="进后台的角色只能用登录名和密码登录，不能用履职卡。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}的登录规则"


# Who works on a phone of his own, and forgets a password that he needs once a quarter.
_WITH_CARD = frozenset({Role.PRESIDIUM_MEMBER, Role.GROUP_LEADER, Role.DEPUTY, Role.UNIT})


def default_policy(role: str) -> LoginPolicy:
    """The rules (unsaved) where the town has stored none."""
    with_card = role in _WITH_CARD
    return LoginPolicy(
        role=role,
        idle_minutes=120 if with_card else 30,
        absolute_hours=24 if with_card else 12,
        remember_days=90 if with_card else 0,
        card_allowed=with_card,
        link_days=3,
    )
