"""What differs from town to town: limits, numbers, and the town's own lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from congress.common.history import portal_history
from congress.common.models import Singleton, VersionedModel
from proposals.deadlines import STATUTORY_BROAD_REPLY_MONTHS, STATUTORY_REPLY_MONTHS
from proposals.enums import FeedbackFrom, NumberScope


def _months(
    default: int, most: int, label: str, help_text: str
) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(most)],
        verbose_name=label,
        help_text=help_text,
    )


def _working_days(default: int, label: str, help_text: str) -> Any:
    return models.PositiveSmallIntegerField(
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        verbose_name=label,
        help_text=help_text,
    )


class ProposalSettings(Singleton, VersionedModel):
    """Limits and choices; defaults come from the statutes, and no limit is looser than they."""

    motion_sponsors = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(5), MaxValueValidator(160)],
        verbose_name="议案联名人数",
        help_text="连领衔代表在内。组织法第二十二条：乡镇五人以上，可以更多，不能更少。",
    )
    reply_months = _months(
        3,
        STATUTORY_REPLY_MONTHS,
        "答复期限（月）",
        "代表法第五十一条：自交办之日起三个月内。可以更短，不能更长。改动只影响以后交办的件。",
    )
    broad_reply_months = _months(
        6,
        STATUTORY_BROAD_REPLY_MONTHS,
        "疑难件答复期限（月）",
        "代表法第五十一条：涉及面广、处理难度大的，六个月内。可以更短，不能更长。",
    )
    opinion_months = _months(1, 3, "协办意见期限（月）", "协办单位把意见交给主办单位的期限。")
    contact_working_days = _working_days(
        20, "首次联系代表的期限（工作日）", "交办以后，单位在几个工作日内要和代表第一次联系。"
    )
    return_working_days = _working_days(
        5, "退办期限（工作日）", "不归自己办的，单位在交办后几个工作日内可以退办。"
    )
    second_months = _months(
        1, 2, "重新办理期限（月）", "代表不满意、重新办理的，几个月内再次答复。"
    )
    feedback_working_days = _working_days(
        20,
        "代表评价的期限（工作日）",
        "从答复日期算起，代表在几个工作日内评价。提醒过、到期仍不评价的，不计入满意率。",
    )
    feedback_from = models.CharField(
        max_length=10,
        choices=FeedbackFrom.choices,
        default=FeedbackFrom.ALL,
        verbose_name="请谁评价答复",
        help_text="答复每名提出的代表都看得到。选“领衔代表”的，只请领衔的一名评价。",
    )
    reassign_working_days = _working_days(
        5, "重新交办期限（工作日）", "单位退办的，人大在几个工作日内重新交办。"
    )
    number_scope = models.CharField(
        max_length=10,
        choices=NumberScope.choices,
        default=NumberScope.SESSION,
        verbose_name="编号从1起算",
        help_text="闭会期间提出的另编，写作“闭会第1号”。",
    )
    numbers_motions_apart = models.BooleanField(
        default=False,
        verbose_name="议案单独编号",
        help_text="不勾选时，议案和建议、批评、意见合编一个号。",
    )

    publishes_outcomes = models.BooleanField(
        default=False,
        verbose_name="公开议案建议和答复",
        help_text="逐件公开：只有人大办点过“公开”的件才看得到，公开前可以改成公开稿。"
        "不勾选时，公开的页面一件也不显示。",
    )
    publishes_progress = models.BooleanField(
        default=False,
        verbose_name="公开议案建议的办理进度",
        help_text="首页写明提出多少件、交办多少件、已答复多少件。只有件数，没有标题和人名。",
    )

    history = portal_history()

    class Meta(Singleton.Meta):
        verbose_name = verbose_name_plural = "议案建议设置"

    def __str__(self) -> str:
        return "议案建议设置"

    @classmethod
    def load(cls) -> ProposalSettings:
        """The town's settings, or the defaults (unsaved) while none are stored."""
        return cls.objects.first() or cls()


class ListedChoice(VersionedModel):
    """A line of a list that each town keeps for itself."""

    name = models.CharField(max_length=50, unique=True, verbose_name="名称")
    order = models.PositiveSmallIntegerField(default=0, verbose_name="排序")
    is_in_use = models.BooleanField(
        default=True, verbose_name="使用", help_text="不再使用的不能新选，旧记录里仍然保留。"
    )

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Category(ListedChoice):
    """What a proposal is about (内容分类)."""

    history = portal_history()

    class Meta(ListedChoice.Meta):
        verbose_name = verbose_name_plural = "内容分类"


class SetAsideGround(ListedChoice):
    """On what ground something is not handled as a suggestion (不作为建议处理)."""

    explanation = models.CharField(
        max_length=200, blank=True, verbose_name="说明", help_text="会告诉提出的代表。"
    )

    history = portal_history()

    class Meta(ListedChoice.Meta):
        verbose_name = verbose_name_plural = "不作为建议处理的情形"


class OutcomeClass(ListedChoice):
    """How a unit classes the outcome of its handling (办理结果): A, B, C, in some places D."""

    letter = models.CharField(max_length=1, unique=True, verbose_name="类别")
    is_promise = models.BooleanField(
        default=False,
        verbose_name="承诺事项",
        help_text="正在解决或列入计划的：进入承诺台账，直到办成。",
    )
    is_solved = models.BooleanField(
        default=False,
        verbose_name="已经解决",
        help_text="解决率按这些类别计算，一般是A类。",
    )

    history = portal_history()

    class Meta(ListedChoice.Meta):
        verbose_name = verbose_name_plural = "办理结果分类"

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"
