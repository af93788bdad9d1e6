"""Partial dates: parsing, meaning, comparison in Python and in SQL."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from congress.common.partial_dates import PartialDate, PartialDateField, in_force, is_in_force
from congress.township.models import Organ
from tests.factories import OrganFactory


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026", "2026"),
        ("2026年", "2026"),
        ("2026-05", "2026-05"),
        ("2026.5", "2026-05"),
        ("2026年5月", "2026-05"),
        ("202605", "2026-05"),
        ("2026年5月3日", "2026-05-03"),
        ("2026/5/3", "2026-05-03"),
        ("20260503", "2026-05-03"),
        ("２０２６．０５", "2026-05"),
    ],
)
def test_partial_date_parses_what_people_write(text, iso):
    assert PartialDate.parse(text).iso == iso


@pytest.mark.parametrize(
    "text", ["", "五月", "2026-13", "2026-02-30", "26-05", "1726", "2026-5-3-1"]
)
def test_partial_date_refuses_what_is_no_date(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_partial_date_field_says_how_to_write():
    with pytest.raises(ValidationError, match="没有这个日期：2026-02-30"):
        PartialDateField().to_python("2026-02-30")


def test_partial_date_knows_its_first_and_last_day():
    assert PartialDate(2024, 2).earliest() == dt.date(2024, 2, 1)
    assert PartialDate(2024, 2).latest() == dt.date(2024, 2, 29)
    assert PartialDate(2024).latest() == dt.date(2024, 12, 31)


def test_partial_date_refines_only_what_it_agrees_with():
    assert PartialDate(1974, 10, 14).refines(PartialDate(1974, 10))
    assert PartialDate(1974, 10).refines(PartialDate(1974, 10))
    assert not PartialDate(1974, 1).refines(PartialDate(1974, 10))
    assert not PartialDate(1974).refines(PartialDate(1974, 10))


def test_partial_date_reads_as_chinese():
    assert str(PartialDate(1974, 10, 4)) == "1974年10月4日"
    assert str(PartialDate(1974)) == "1974年"


DAYS = [dt.date(2026, 4, 30), dt.date(2026, 5, 1), dt.date(2026, 5, 31), dt.date(2026, 6, 1)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("start", [None, PartialDate(2026, 5), PartialDate(2026, 5, 31)])
@pytest.mark.parametrize("end", [None, PartialDate(2026, 5), PartialDate(2026, 5, 31)])
def test_in_force_says_the_same_in_sql_and_python(db, day, start, end):
    OrganFactory(starts_on=start, ends_on=end)
    assert Organ.objects.filter(in_force(day)).exists() == is_in_force(day, start, end)


def test_end_known_to_the_month_lasts_until_its_last_day(db):
    OrganFactory(ends_on=PartialDate(2026, 5))
    assert Organ.objects.filter(in_force(dt.date(2026, 5, 30))).exists()
    assert not Organ.objects.filter(in_force(dt.date(2026, 6, 1))).exists()
