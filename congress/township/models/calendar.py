"""The town's own table of days off and days worked instead (放假安排)."""

from typing import ClassVar

from django.db import models

from congress.common.history import portal_history
from congress.common.models import VersionedModel
from congress.common.working_days import DayKind, notice_starts_on, weekday_name


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    """Days by the notice that would name them."""

    def of_year(self, year: int) -> "CalendarDayQuerySet":
        """The days that the notice for ``year`` may name."""
        return self.filter(date__gte=notice_starts_on(year), date__lt=notice_starts_on(year + 1))


class CalendarDay(VersionedModel):
    """A day that the yearly notice names (国务院办公厅关于部分节假日安排的通知), or a local change.

    Days of a notice are entered together, and make its year known; ``is_local`` ones are single
    corrections that win over the notice.
    """

    date = models.DateField(unique=True, verbose_name="日期")
    kind = models.CharField(max_length=4, choices=DayKind.choices, verbose_name="休或班")
    name = models.CharField(
        max_length=30, verbose_name="节日或原因", help_text="如：国庆节。休息和补班都写这个节日。"
    )
    source = models.CharField(
        max_length=60,
        blank=True,
        verbose_name="依据",
        help_text="通知的文号，如：国办发明电〔2025〕7号。",
    )
    is_local = models.BooleanField(default=True, editable=False, verbose_name="本地调整")

    history = portal_history()
    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values),
                name="calendar_day_is_off_or_worked",
                violation_error_message="请选择“休”或“班”。",
            )
        ]

    def __str__(self) -> str:
        day = self.date
        written = f"{day.year}年{day.month}月{day.day}日（{weekday_name(day)}）"
        return f"{written}{self.get_kind_display()}"
