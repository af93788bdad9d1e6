"""What ties a person to a congress: level, term, district, and the time in office."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from congress.common.history import portal_history
from congress.common.models import VersionedModel
from congress.common.partial_dates import PartialDateField, is_in_force
from congress.township.models import CongressTerm, ElectoralDistrict
from deputies.enums import (
    CongressLevel,
    MandateEnd,
    MandateStart,
    MandateStatus,
    SuspensionCause,
)
from deputies.models.groups import DeputyGroup
from deputies.models.people import Deputy
from deputies.querysets import MandateQuerySet


class Mandate(VersionedModel):
    """A deputy's mandate (代表资格). Township mandates belong to a term; others may name theirs."""

    deputy = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, related_name="mandates", verbose_name="代表"
    )
    level = models.CharField(
        max_length=10,
        choices=CongressLevel.choices,
        default=CongressLevel.TOWNSHIP,
        verbose_name="层级",
    )
    term = models.ForeignKey(
        CongressTerm,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="届",
    )
    congress_name = models.CharField(
        max_length=100, blank=True, verbose_name="上级人大届次", help_text="如：安平县第十八届。"
    )
    district = models.ForeignKey(
        ElectoralDistrict,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="选区",
    )
    group = models.ForeignKey(
        DeputyGroup,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="代表小组",
    )
    starts_on = PartialDateField(
        null=True, blank=True, verbose_name="开始", help_text="空着表示自本届开始。"
    )
    start_cause = models.CharField(
        max_length=20,
        choices=MandateStart.choices,
        default=MandateStart.GENERAL_ELECTION,
        verbose_name="产生方式",
    )
    ends_on = PartialDateField(null=True, blank=True, verbose_name="终止", help_text="最后一天。")
    end_cause = models.CharField(
        max_length=20, choices=MandateEnd.choices, blank=True, verbose_name="终止原因"
    )
    announced_on = PartialDateField(null=True, blank=True, verbose_name="公告时间")

    history = portal_history()
    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表资格"
        ordering: ClassVar[list[str]] = ["level", "-term__ordinal", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deputy", "level", "term"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="deputy_has_one_open_mandate_a_term",
                violation_error_message="这名代表本届已有同一层级的代表资格。",
            ),
            models.CheckConstraint(
                condition=~Q(level=CongressLevel.TOWNSHIP) | Q(term__isnull=False),
                name="township_mandate_has_a_term",
                violation_error_message="乡镇人大代表资格要选届。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, end_cause="")
                | (Q(ends_on__isnull=False) & ~Q(end_cause="")),
                name="mandate_end_has_a_cause",
                violation_error_message="终止时间和终止原因要一起填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.get_level_display()}人大代表"

    def status_on(self, day: dt.date) -> MandateStatus:
        """The state on a day, reading ``suspensions`` and ``term`` (prefetch them in lists)."""
        starts_on = self.starts_on or (self.term.starts_on if self.term else None)
        ends_on = self.ends_on or (self.term.ends_on if self.term else None)
        if starts_on and starts_on.earliest() > day:
            return MandateStatus.UPCOMING
        if ends_on and ends_on.latest() < day:
            return MandateStatus.ENDED
        if any(is_in_force(day, s.starts_on, s.ends_on) for s in self.suspensions.all()):
            return MandateStatus.SUSPENDED
        return MandateStatus.SERVING


class MandateSuspension(models.Model):
    """A time in which a mandate may not be exercised (代表法61); it resumes when the cause ends."""

    mandate = models.ForeignKey(
        Mandate, on_delete=models.CASCADE, related_name="suspensions", verbose_name="代表资格"
    )
    cause = models.CharField(max_length=20, choices=SuspensionCause.choices, verbose_name="原因")
    starts_on = PartialDateField(verbose_name="暂停自")
    ends_on = PartialDateField(null=True, blank=True, verbose_name="暂停至")

    history = portal_history()

    class Meta:
        verbose_name = verbose_name_plural = "暂停执行职务"
        ordering: ClassVar[list[str]] = ["starts_on"]

    def __str__(self) -> str:
        return f"{self.mandate} {self.starts_on}起暂停"
