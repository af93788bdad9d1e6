"""The town's calendar of days off: the year at a glance, its notice on one form, single days."""

import calendar
import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin
from congress.common.exceptions import RuleViolation
from congress.common.working_days import DayKind, MarkedDay, notice_year, weekday_name
from congress.township.holiday_form import HolidayFormSet, HolidayRows, NoticeForm, initial_rows
from congress.township.holiday_notices import read_notice
from congress.township.holiday_rows import HolidayRow, rows_of, unnamed_festivals
from congress.township.models import CalendarDay
from congress.township.permissions import can_enter_days_off
from congress.township.services import record_arrangement
from congress.township.working_days import calendar_stamp, working_calendar

_FIRST, _LAST = 2004, 2100
_TEMPLATES = "admin/township"


class YearFilter(DropdownFilter):
    """Days of one year's notice."""

    title = "年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        days = CalendarDay.objects.values_list("date", flat=True)
        years = sorted({notice_year(day) for day in days}, reverse=True)
        return [(year, f"{year}年") for year in years]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[CalendarDay]
    ) -> QuerySet[CalendarDay]:
        year = number_in(self.value())
        if year is None or not _FIRST <= year <= _LAST:
            return queryset
        return queryset & CalendarDay.objects.of_year(year)


@admin.register(CalendarDay)
class CalendarDayAdmin(PortalModelAdmin):
    """The list holds what was entered here; what the library knows shows on the year's page."""

    list_display = ("day", "kind_shown", "name", "origin", "source")
    list_filter = (YearFilter, ("kind", ChoicesDropdownFilter), "is_local")
    search_fields = ("name", "source")
    ordering = ("-date",)
    fieldsets = (
        (
            None,
            {
                "description": (
                    "这里只改一天，例如本镇另有安排；全年的放假安排请在“工作日历”里录入。"
                    "这里写的优先于国务院办公厅的通知。"
                ),
                "fields": ("date", "kind", "name", "source"),
            },
        ),
    )

    def can_edit(self, user: Any) -> bool:
        return can_enter_days_off(user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("year/", view(self.year_page), name="township_calendar"),
            path("year/<int:year>/", view(self.year_page), name="township_calendar_year"),
            path("year/<int:year>/enter/", view(self.enter_page), name="township_calendar_enter"),
            *super().get_urls(),
        ]

    @display(description="日期", ordering="date")
    def day(self, day: CalendarDay) -> str:
        return f"{day.date:%Y}年{day.date.month}月{day.date.day}日（{weekday_name(day.date)}）"

    @display(
        description="休或班",
        ordering="kind",
        label={DayKind.OFF.label: "success", DayKind.WORK.label: "warning"},
    )
    def kind_shown(self, day: CalendarDay) -> str:
        return day.get_kind_display()

    @display(description="来历", ordering="is_local")
    def origin(self, day: CalendarDay) -> str:
        return "本镇调整" if day.is_local else "放假通知"

    def year_page(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        """Twelve months with 休 and 班, and the same in words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        year = today.year if year is None else _year_or_404(year)
        calendar_now = working_calendar()
        marks = {day: m for day, m in calendar_now.days.items() if notice_year(day) == year}
        stored = CalendarDay.objects.of_year(year)
        context = {
            **self._context(request, f"{year}年工作日历", year),
            "months": [_month(year, number, calendar_now.days, today) for number in range(1, 13)],
            "rows": [_in_words(row) for row in rows_of(marks)],
            "is_known": year in calendar_now.years,
            "caveat": calendar_now.caveat(dt.date(year, 6, 1)),
            "local": stored.filter(is_local=True),
            "entered": stored.filter(is_local=False).first(),
            "may_enter": can_enter_days_off(request.user),
            "before": year - 1 if year > _FIRST else None,
            "after": year + 1 if year < _LAST else None,
        }
        return TemplateResponse(request, f"{_TEMPLATES}/calendar_year.html", context)

    def enter_page(self, request: HttpRequest, year: int) -> HttpResponse:
        """Read the notice, look through its rows, save them; or type the rows."""
        if not can_enter_days_off(request.user):
            raise PermissionDenied
        year = _year_or_404(year)
        notice_form = NoticeForm(request.POST or None, initial=_initial(year))
        problems: list[str] = []
        if request.method != "POST":
            rows_form = HolidayFormSet(initial=initial_rows(_known_rows(year)))
        elif "read" in request.POST:
            notice_form, rows_form, problems = _read(request, notice_form, year)
        else:
            rows_form = HolidayFormSet(request.POST, year=year)
            if rows_form.is_valid() and notice_form.is_valid():
                answer = self._save(request, year, notice_form, rows_form.rows())
                if answer is not None:
                    return answer
        context = {
            **self._context(request, f"录入{year}年的放假安排", year),
            "notice_form": notice_form,
            "rows_form": rows_form,
            "problems": problems,
            "was_read": "read" in request.POST,
        }
        return TemplateResponse(request, f"{_TEMPLATES}/calendar_enter.html", context)

    def _save(
        self, request: HttpRequest, year: int, notice: NoticeForm, rows: list[HolidayRow]
    ) -> HttpResponse | None:
        """Back to the year's page; None, with the reason in the form, when it was refused."""
        try:
            count = record_arrangement(
                year,
                rows,
                actor=request.user,
                source=notice.cleaned_data["source"],
                seen=notice.cleaned_data["seen"] or None,
            )
        except RuleViolation as error:
            notice.add_error(None, error.message)
            return None
        messages.success(request, f"已保存{year}年的放假安排，休和班共{count}天。")
        if missing := unnamed_festivals(rows):
            messages.warning(request, f"没有写到{'、'.join(missing)}。如果漏了，请补上再保存。")
        return redirect("admin:township_calendar_year", year)

    def _context(self, request: HttpRequest, title: str, year: int) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "year": year,
            "back": reverse("admin:township_calendar_year", args=[year]),
        }


def _year_or_404(year: int) -> int:
    if not _FIRST <= year <= _LAST:
        raise Http404
    return year


def _initial(year: int) -> dict[str, str]:
    entered = CalendarDay.objects.of_year(year).filter(is_local=False).first()
    return {"source": entered.source if entered else "", "seen": calendar_stamp()}


def _known_rows(year: int) -> list[HolidayRow]:
    """The year's notice as it is known now, without local changes."""
    local = set(CalendarDay.objects.filter(is_local=True).values_list("date", flat=True))
    known = working_calendar().days.items()
    return rows_of({d: m for d, m in known if notice_year(d) == year and d not in local})


def _read(
    request: HttpRequest, notice_form: NoticeForm, year: int
) -> tuple[NoticeForm, HolidayRows, list[str]]:
    """The form with the rows that the pasted text gives; what was typed stays if it gives none."""
    if not notice_form.is_valid():
        return notice_form, HolidayFormSet(request.POST), []
    typed = notice_form.cleaned_data
    notice = read_notice(typed["text"], year)
    if not notice.rows:
        return notice_form, HolidayFormSet(request.POST), notice.problems
    shown = {**typed, "source": notice.source or typed["source"]}
    rows = HolidayFormSet(initial=initial_rows(notice.rows))
    return NoticeForm(initial=shown), rows, notice.problems


def _month(
    year: int, month: int, marks: Any, today: dt.date
) -> tuple[int, list[list[dict[str, Any] | None]]]:
    """Weeks from Monday to Sunday; None for days of other months."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return month, [
        [_cell(day, marks.get(day), today) if day.month == month else None for day in week]
        for week in weeks
    ]


def _cell(day: dt.date, mark: MarkedDay | None, today: dt.date) -> dict[str, Any]:
    return {
        "number": day.day,
        "mark": mark.kind.label if mark else "",
        "kind": mark.kind.value if mark else "weekend" if day.weekday() >= 5 else "",
        "name": mark.name if mark else "",
        "is_today": day == today,
    }


def _in_words(row: HolidayRow) -> tuple[str, str, str]:
    """(国庆节, 10月1日至7日，共7天, 9月20日、10月10日)"""
    off = ""
    if row.off_from and row.off_to:
        last = row.off_to
        shown = f"{row.off_from.month}月{row.off_from.day}日"
        if last != row.off_from:
            same = last.month == row.off_from.month
            shown += f"至{'' if same else f'{last.month}月'}{last.day}日"
        off = f"{shown}，共{(last - row.off_from).days + 1}天"
    return row.name, off, "、".join(f"{day.month}月{day.day}日" for day in row.worked)
