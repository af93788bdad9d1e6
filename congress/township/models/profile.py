"""What there is one of: the township with its figures, and the town's settings."""

import re
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

from congress.common.history import portal_history
from congress.common.messaging.schedule import LAST_WEEKS, Schedule
from congress.common.models import Singleton, VersionedModel
from congress.common.partial_dates import PartialDateField


class Township(Singleton, VersionedModel):
    """The township's profile (镇情). Figures are as of ``as_of``; each may be approximate."""

    name = models.CharField(
        max_length=50, verbose_name="乡镇名称", help_text="如：江湾镇。届次、会议名称由它组成。"
    )
    county = models.CharField(max_length=50, blank=True, verbose_name="所属县（市、区）")
    prefecture = models.CharField(max_length=50, blank=True, verbose_name="所属市（州）")
    province = models.CharField(max_length=50, blank=True, verbose_name="所属省（区、市）")
    introduction = models.TextField(blank=True, verbose_name="镇情简介")
    area_km2 = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, blank=True, verbose_name="面积（平方公里）"
    )
    farmland_mu = models.DecimalField(
        max_digits=12, decimal_places=0, null=True, blank=True, verbose_name="耕地（亩）"
    )
    levee_km = models.DecimalField(
        max_digits=7, decimal_places=2, null=True, blank=True, verbose_name="堤防（公里）"
    )
    population = models.PositiveIntegerField(null=True, blank=True, verbose_name="人口（人）")
    industrial_firms = models.PositiveIntegerField(
        null=True, blank=True, verbose_name="工业企业（家）"
    )
    approximate_figures = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="约数栏目",
        help_text="哪些数字是约数，写栏目名，用顿号隔开，如：人口、工业企业。页面上会加“约”字。",
    )
    as_of = PartialDateField(null=True, blank=True, verbose_name="数据截至")
    is_demonstration = models.BooleanField(default=False, editable=False, verbose_name="演示数据")

    history = portal_history()

    class Meta(Singleton.Meta):
        verbose_name = verbose_name_plural = "镇情"

    def __str__(self) -> str:
        return self.name

    @property
    def congress_name(self) -> str:
        """江湾镇人民代表大会"""
        return f"{self.name}人民代表大会"

    @property
    def presidium_name(self) -> str:
        """江湾镇人民代表大会主席团"""
        return f"{self.congress_name}主席团"

    def is_approximate(self, field_name: str) -> bool:
        """Whether the figure in ``field_name`` is marked as 约."""
        label = str(self._meta.get_field(field_name).verbose_name)  # type: ignore[union-attr]
        marked = [part.strip() for part in self.approximate_figures.split("、") if part.strip()]
        return any(label.startswith(part) for part in marked)


def _quota(default: int, label: str, law: str) -> Any:
    return models.PositiveSmallIntegerField(
        default=default, validators=[MinValueValidator(1)], verbose_name=label, help_text=law
    )


class TownSettings(Singleton, VersionedModel):
    """Quotas and choices that differ from town to town; defaults come from the statutes."""

    liaison_groups_min = _quota(2, "每人联系小组数（下限）", "超出只提醒，不阻止。")
    liaison_groups_max = _quota(3, "每人联系小组数（上限）", "超出只提醒，不阻止。")
    liaison_deputies_min = _quota(9, "每人联系代表数（下限）", "超出只提醒，不阻止。")
    liaison_deputies_max = _quota(11, "每人联系代表数（上限）", "超出只提醒，不阻止。")
    group_members_min = _quota(3, "代表小组人数（下限）", "组织法第四十三条：三人以上。")
    reminder_days = models.CharField(
        max_length=50,
        default="5,1,0",
        verbose_name="到期前几天提醒",
        help_text="天数用逗号隔开，0是到期当天。5,1,0表示还有5天、还有1天和当天各提醒一次。",
    )
    reminder_every_days = _quota(
        7, "逾期后每几天提醒一次", f"逾期满{LAST_WEEKS}周以后不再提醒，仍在逾期名单里。"
    )
    presidium_members_min = _quota(7, "主席团人数（下限）", "各省规定不同，常见7至13人。")
    presidium_members_max = _quota(13, "主席团人数（上限）", "各省规定不同，常见7至13人。")
    sessions_per_year = _quota(2, "每年会议次数", "组织法第十四条：一般每年举行两次。")
    age_band_edges = models.CharField(
        max_length=50,
        default="35,55",
        verbose_name="年龄分段",
        help_text="各段的上限年龄（含），用逗号隔开。35,55表示35岁及以下、36–55岁、56岁及以上。",
    )
    pads_two_character_names = models.BooleanField(
        default=False,
        verbose_name="姓氏笔画排序时，两字姓名按中间空一格处理",
        help_text="两种做法都有：不空格时“田大利”在“田富”之前，空格时“田富”在前。",
    )
    publishes_deputies = models.BooleanField(
        default=False,
        verbose_name="公开代表名册",
        help_text="代表法第五十八条：公布代表的基本信息和履职信息。电话、住址、身份证号从不公开。",
    )
    publishes_liaison_progress = models.BooleanField(
        default=False,
        verbose_name="公开联系走访的进度",
        help_text="首页写明本年走访小组、听取代表汇报各应办多少、已办多少。只有次数，没有人名。",
    )
    publishes_ethnic_group = models.BooleanField(default=True, verbose_name="公开代表的民族")
    publishes_political_status = models.BooleanField(
        default=False, verbose_name="公开代表的政治面貌"
    )
    contact_phone = models.CharField(max_length=50, blank=True, verbose_name="对外联系电话")
    contact_address = models.CharField(max_length=100, blank=True, verbose_name="对外联系地址")
    contact_email = models.EmailField(blank=True, verbose_name="对外电子邮箱")
    icp_number = models.CharField(max_length=50, blank=True, verbose_name="ICP备案号")
    police_number = models.CharField(max_length=50, blank=True, verbose_name="公安备案号")
    site_code = models.CharField(max_length=50, blank=True, verbose_name="网站标识码")

    history = portal_history()

    class Meta(Singleton.Meta):
        verbose_name = verbose_name_plural = "本镇设置"

    def __str__(self) -> str:
        return "本镇设置"

    @classmethod
    def load(cls) -> "TownSettings":
        """The town's settings, or the defaults (unsaved) while none are stored."""
        return cls.objects.first() or cls()

    def age_edges(self) -> list[int]:
        """Upper ages of the bands, rising; the defaults when the text is unusable."""
        try:
            edges = sorted({int(part) for part in self.age_band_edges.split(",")})
        except ValueError:
            return [35, 55]
        return edges or [35, 55]

    def reminder_schedule(self) -> Schedule:
        """When somebody is reminded of what is due; the defaults when the text is unusable."""
        try:
            days = tuple(-min(int(part), 999) for part in self.reminder_days.split(","))
        except ValueError:
            days = (-5, -1, 0)
        return Schedule(days, self.reminder_every_days)

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        errors: dict[str, str] = {}
        for noun in ("liaison_groups", "liaison_deputies", "presidium_members"):
            low, high = f"{noun}_min", f"{noun}_max"
            if getattr(self, low) > getattr(self, high):
                errors[low] = "下限不能大于上限。"
        parts = self.age_band_edges.split(",")
        if not all(part.strip().isdigit() for part in parts):
            errors["age_band_edges"] = "请只写整数年龄，用英文逗号隔开，如 35,55。"
        days = self.reminder_days.split(",")
        if not all(re.fullmatch(r"\s*[0-9]{1,3}\s*", part) for part in days):
            errors["reminder_days"] = "请只写天数（不超过999），用英文逗号隔开，如 5,1,0。"
        if errors:
            raise ValidationError(errors)
