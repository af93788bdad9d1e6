"""Terms of the congress (届), its sessions (次会议) and the districts that elect its deputies."""

import datetime as dt
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel
from congress.common.numerals import chinese_number
from congress.common.partial_dates import PartialDateField, in_force
from congress.township.law import statutory_deputy_number
from congress.township.models.places import Village
from congress.township.models.profile import Township


class CongressTermQuerySet(models.QuerySet["CongressTerm"]):
    """Terms; two may be in force on one day while the town turns over."""

    def in_force(self, on: dt.date) -> "CongressTermQuerySet":
        return self.filter(in_force(on))

    def current(self, on: dt.date) -> "CongressTerm | None":
        """The latest term that has begun; the latest of all when none has."""
        terms = self.order_by("-ordinal")
        return terms.filter(in_force(on)).first() or terms.first()


def _numeral(ordinal: int) -> str:
    """十九; in digits what is no ordinal, as a form shows it again that was filled in wrongly."""
    return chinese_number(ordinal) if ordinal in range(1, 1000) else str(ordinal)


def current_town_name() -> str:
    """The town's name as it is now; terms keep theirs (a 乡 may become a 镇)."""
    town = Township.objects.first()
    return town.name if town else ""


class CongressTerm(VersionedModel):
    """A term of the town's congress (组织法9: five years, from first session to first session)."""

    ordinal = models.PositiveSmallIntegerField(
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        verbose_name="届",
        help_text="第几届，写数字，如 19。",
    )
    town_name = models.CharField(
        max_length=50,
        blank=True,
        default=current_town_name,
        verbose_name="乡镇名称",
        help_text="本届时的名称，会议名称由它组成。",
    )
    starts_on = PartialDateField(null=True, blank=True, verbose_name="任期开始")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="任期届满")
    population_basis = models.PositiveIntegerField(
        null=True,
        blank=True,
        verbose_name="测算人口",
        help_text="用来按选举法第十二条测算代表名额。",
    )
    fixed_deputies = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        verbose_name="确定数",
        help_text="县级人大常委会确定的代表名额（选举法第十三条）。",
    )

    history = portal_history()
    objects = CongressTermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届"
        ordering: ClassVar[list[str]] = ["-ordinal"]

    def __str__(self) -> str:
        return f"第{_numeral(self.ordinal)}届"

    @property
    def full_name(self) -> str:
        """江湾镇第十九届人民代表大会"""
        return f"{self.town_name}{self}人民代表大会"

    @property
    def short_name(self) -> str:
        """镇十九届人大"""
        return f"{self.town_name[-1:] or '镇'}{_numeral(self.ordinal)}届人大"

    @property
    def statutory_deputies(self) -> int | None:
        """法定测算 from the population basis; None while that is unknown."""
        return statutory_deputy_number(self.population_basis) if self.population_basis else None


class Session(PublicIdModel, VersionedModel):
    """A session of the congress (次会议)."""

    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="sessions", verbose_name="届"
    )
    ordinal = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        verbose_name="次",
        help_text="本届第几次会议，写数字，如 3。",
    )
    starts_on = PartialDateField(null=True, blank=True, verbose_name="开始日期")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="结束日期")
    place = models.CharField(max_length=100, blank=True, verbose_name="地点")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "次会议"
        ordering: ClassVar[list[str]] = ["-term__ordinal", "-ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["term", "ordinal"],
                name="session_ordinal_is_unique_in_its_term",
                violation_error_message="本届已有这一次会议。",
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def full_name(self) -> str:
        """江湾镇第十九届人民代表大会第三次会议"""
        return f"{self.term.full_name}第{_numeral(self.ordinal)}次会议"

    @property
    def short_name(self) -> str:
        """镇十九届人大三次会议"""
        return f"{self.term.short_name}{_numeral(self.ordinal)}次会议"


class ElectoralDistrict(VersionedModel):
    """A district that elects one to three deputies of a term (选举法25)."""

    term = models.ForeignKey(
        CongressTerm, on_delete=models.PROTECT, related_name="districts", verbose_name="届"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="序号")
    name = models.CharField(max_length=50, verbose_name="选区")
    seats = models.PositiveSmallIntegerField(
        default=1,
        verbose_name="应选代表数",
        help_text="每个选区选一名至三名代表（选举法第二十五条）。",
    )
    villages = models.ManyToManyField(
        Village, blank=True, related_name="districts", verbose_name="所含村（社区）"
    )

    history = portal_history(m2m_fields=[villages])

    class Meta:
        verbose_name = verbose_name_plural = "选区"
        ordering: ClassVar[list[str]] = ["-term__ordinal", "number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["term", "name"],
                name="district_name_is_unique_in_its_term",
                violation_error_message="本届已有同名选区。",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=3),
                name="district_has_one_to_three_seats",
                violation_error_message="每个选区选一名至三名代表（选举法第二十五条）。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
