"""The town's own table of days off: entered on one form, seen at once, and shown with due dates."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.working_days import published
from congress.township.consistency import Institution
from congress.township.holiday_notices import read_notice
from congress.township.holiday_rows import HolidayRow
from congress.township.models import CalendarDay
from congress.township.services import record_arrangement
from congress.township.working_days import calendar_stamp, working_calendar
from tests.township.test_holiday_notices import NOTICE_2026

FIRST = dt.date(2031, 1, 1)
ROWS = [
    HolidayRow("元旦", FIRST, dt.date(2031, 1, 3), (dt.date(2031, 1, 5),)),
    HolidayRow("劳动节", dt.date(2031, 5, 1), dt.date(2031, 5, 4)),
    HolidayRow("国庆节", dt.date(2031, 10, 1), dt.date(2031, 10, 7)),
]
ENTER = ("admin:township_calendar_enter", [2031])


@pytest.fixture
def clerk(office, client):
    client.force_login(office)
    return client


def form_of(rows, **other):
    """What the browser sends of these rows."""
    sent = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), **other}
    for number, row in enumerate(rows):
        days = [row.off_from, row.off_to, *row.worked]
        names = ["off_from", "off_to", "worked_1", "worked_2"]
        sent[f"form-{number}-name"] = row.name
        sent |= {f"form-{number}-{name}": day or "" for name, day in zip(names, days, strict=False)}
    return sent


def test_year_is_known_as_soon_as_it_is_entered(office):
    assert not working_calendar().is_certain(FIRST)
    record_arrangement(2031, ROWS, actor=office, source="国办发明电〔2030〕9号")
    calendar = working_calendar()
    assert calendar.is_certain(FIRST)
    assert calendar.day_off_name(FIRST) == "元旦"
    assert calendar.is_working_day(dt.date(2031, 1, 5))  # Sunday


def test_single_edit_is_seen_at_once(office, django_assert_num_queries):
    day = CalendarDay.objects.create(date=dt.date(2031, 6, 3), kind="off", name="汛期停工")
    assert working_calendar().day_off_name(day.date) == "汛期停工"
    with django_assert_num_queries(1):
        working_calendar()
    day.delete()
    assert working_calendar().is_working_day(day.date)


def test_second_entry_replaces_the_first_and_keeps_local_changes(office):
    record_arrangement(2031, ROWS, actor=office)
    CalendarDay.objects.create(date=dt.date(2031, 5, 5), kind="off", name="本镇庙会")
    changed = [*ROWS[:2], HolidayRow("国庆节", dt.date(2031, 10, 1), dt.date(2031, 10, 5))]
    record_arrangement(2031, changed, actor=office)
    calendar = working_calendar()
    assert calendar.is_working_day(dt.date(2031, 10, 6))
    assert calendar.day_off_name(dt.date(2031, 5, 5)) == "本镇庙会"
    entry = CalendarDay.history.filter(date=dt.date(2031, 10, 6)).latest()
    assert (entry.history_type, entry.history_user) == ("-", office)
    assert CalendarDay.history.filter(date=FIRST).count() == 1  # what is the same is not written


def test_entry_is_for_the_office_alone(deputy, auditor):
    for user in (deputy, auditor):
        with pytest.raises(PermissionDenied):
            record_arrangement(2031, ROWS, actor=user)


def test_entry_over_somebody_elses_is_refused(office):
    seen = calendar_stamp()
    record_arrangement(2031, ROWS, actor=office, seen=seen)
    with pytest.raises(StaleRecord):
        record_arrangement(2031, ROWS, actor=office, seen=seen)


def test_incomplete_year_is_refused_and_nothing_written(office):
    with pytest.raises(RuleViolation, match="还不完整：10月1日"):
        record_arrangement(2031, ROWS[:2], actor=office)
    assert not CalendarDay.objects.exists()


def test_pasted_notice_is_shown_before_it_is_saved(clerk):
    page = reverse("admin:township_calendar_enter", args=[2026])
    answer = clerk.post(page, {"text": NOTICE_2026, "read": "1"})
    html = answer.content.decode()
    assert "已读入，还没有保存" in html
    assert not CalendarDay.objects.exists()
    assert answer.context["notice_form"].initial["source"] == "国办发明电〔2025〕7号"
    rows = [form.initial for form in answer.context["rows_form"].forms]
    assert rows[6]["worked_2"] == dt.date(2026, 10, 10)
    assert rows[7] == {}

    sent = form_of(read_notice(NOTICE_2026, 2026).rows, source="国办发明电〔2025〕7号", save="1")
    page = clerk.post(page, sent, follow=True)
    assert "已保存2026年的放假安排，休和班共39天。" in page.content.decode()
    assert CalendarDay.objects.filter(is_local=False).count() == 39
    assert CalendarDay.objects.get(date="2026-10-10").get_kind_display() == "班"


def test_what_was_typed_stays_when_it_is_refused(clerk):
    name, args = ENTER
    wrong = [*ROWS, HolidayRow("补班", worked=(dt.date(2031, 6, 4),))]
    sent = form_of(wrong, save="1", source="第9号")
    sent |= {"form-3-off_from": "", "form-3-off_to": "", "form-3-worked_1": "2031-06-04"}
    html = clerk.post(reverse(name, args=args), sent).content.decode()
    assert "6月4日是星期三，本来就上班。" in html
    assert 'value="2031-10-01"' in html
    assert 'value="第9号"' in html
    assert not CalendarDay.objects.exists()


def test_what_was_typed_stays_when_nothing_can_be_read(clerk):
    name, args = ENTER
    sent = form_of(ROWS, read="1", text=NOTICE_2026)
    html = clerk.post(reverse(name, args=args), sent).content.decode()
    assert "这是2026年的通知，不是2031年的，所以没有读入。" in html
    assert 'value="2031-10-01"' in html


@pytest.mark.parametrize(
    "sent",
    [
        {"form-TOTAL_FORMS": "x"},
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-off_from": "昨天"},
        {"form-TOTAL_FORMS": "99999999", "form-INITIAL_FORMS": "0"},
        {"read": "1", "text": "一、元旦：99月99日放假。9999年9月9日至0000年1月1日放假。\0"},
        {"read": "1", "text": "十" * 6000},
    ],
)
def test_odd_input_is_answered_with_the_page(clerk, sent):
    name, args = ENTER
    assert clerk.post(reverse(name, args=args), sent).status_code == 200
    assert not CalendarDay.objects.exists()


def test_form_starts_from_what_is_known(clerk):
    page = clerk.get(reverse("admin:township_calendar_enter", args=[2026]))
    shown = [form.initial for form in page.context["rows_form"].forms]
    national = next(row for row in shown if row.get("name") == "国庆节")
    assert (national["off_from"], national["off_to"]) == (
        dt.date(2026, 10, 1),
        dt.date(2026, 10, 7),
    )
    assert (national["worked_1"], national["worked_2"]) == (
        dt.date(2026, 9, 20),
        dt.date(2026, 10, 10),
    )


def test_year_page_says_when_nothing_is_published(clerk):
    html = clerk.get(reverse("admin:township_calendar_year", args=[2031])).content.decode()
    assert "2031年放假安排尚未公布，按周末推算" in html
    html = clerk.get(reverse("admin:township_calendar_year", args=[2026])).content.decode()
    assert "尚未公布" not in html
    assert "20<b>班</b>" in html
    assert "10月1日至7日，共7天" in html
    assert "9月20日、10月10日" in html


@pytest.mark.parametrize("year", [0, 2003, 2101, 99999])
def test_year_out_of_all_bounds_is_not_found(clerk, year):
    assert clerk.get(reverse("admin:township_calendar_year", args=[year])).status_code == 404
    assert clerk.get(reverse("admin:township_calendar_enter", args=[year])).status_code == 404


def test_reader_sees_the_year_and_enters_nothing(auditor, client):
    client.force_login(auditor)
    html = client.get(reverse("admin:township_calendar")).content.decode()
    assert "年的放假安排</" not in html
    assert "只改一天" not in html
    name, args = ENTER
    assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse(name, args=args), form_of(ROWS, save="1")).status_code == 403


def test_list_is_filtered_by_the_year_of_the_notice(clerk, office):
    record_arrangement(2031, ROWS, actor=office)
    listed = clerk.get(reverse("admin:township_calendarday_changelist"), {"year": "2031"})
    assert listed.context["cl"].result_count == 15
    for odd in ("abc", "1", "9" * 30):
        page = reverse("admin:township_calendarday_changelist")
        assert clerk.get(page, {"year": odd}, follow=True).status_code == 200


def test_next_years_notice_is_asked_for_from_november_on(db):
    last = max(published().years)
    assert not list(Institution(dt.date(last, 10, 31)).years_without_calendar())
    (finding,) = Institution(dt.date(last, 11, 1)).years_without_calendar()
    assert f"还没有录入{last + 1}年的放假安排" in finding.sentence
    assert finding.mend_url == reverse("admin:township_calendar_year", args=[last + 1])
