"""What differs from town to town in supervision."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from congress.common.history import portal_history
from congress.common.models import Singleton, VersionedModel


class SupervisionSettings(Singleton, VersionedModel):
    """Limits and choices; a limit that was given moves no more."""

    opinion_months = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        verbose_name="意见办理期限（月）",
        help_text="审议意见、代表意见、视察意见发出以后，几个月内报告办理情况。"
        "改动只影响以后发出的。",
    )
    rectification_days = models.PositiveSmallIntegerField(
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
        verbose_name="整改期限（天）",
        help_text="发出整改事项时先填的期限，可以逐件改。",
    )
    interpellation_movers = models.PositiveSmallIntegerField(
        default=10,
        validators=[MinValueValidator(10), MaxValueValidator(160)],
        verbose_name="质询案联名人数",
        help_text="组织法第二十四条：代表十人以上书面联名，可以更多，不能更少。",
    )
    publishes_supervision = models.BooleanField(
        default=False,
        verbose_name="公开监督工作",
        help_text="逐件公开：只有点过“公开”的项目、视察和意见才看得到。不勾选时，一件也不显示。",
    )

    history = portal_history()

    class Meta(Singleton.Meta):
        verbose_name = verbose_name_plural = "监督工作设置"

    def __str__(self) -> str:
        return "监督工作设置"

    @classmethod
    def load(cls) -> SupervisionSettings:
        """The town's settings, or the defaults (unsaved) while none are stored."""
        return cls.objects.first() or cls()
