"""The make-up of the deputies: bands that add up, unknown ones counted, ages as of a day."""

import datetime as dt

import pytest

from congress.common.partial_dates import PartialDate
from deputies.structure import age_labels, age_on, structure_of
from tests.factories import DeputyFactory

DAY = dt.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("born_on", "age"),
    [
        (PartialDate(1990, 7, 15), 36),
        (PartialDate(1990, 7, 16), 35),
        (PartialDate(1990, 7), 36),
        (PartialDate(1990, 8), 35),
        (PartialDate(1990), 36),
        (None, None),
    ],
)
def test_age_counts_as_far_as_the_birth_date_is_known(born_on, age):
    assert age_on(born_on, DAY) == age


def test_age_on_leap_day_birthday_waits_for_the_day():
    assert age_on(PartialDate(2000, 2, 29), dt.date(2026, 2, 28)) == 25
    assert age_on(PartialDate(2000, 2, 29), dt.date(2026, 3, 1)) == 26


def test_age_labels_follow_the_edges():
    assert age_labels([35, 55]) == ["35岁及以下", "36–55岁", "56岁及以上"]
    assert age_labels([40]) == ["40岁及以下", "41岁及以上"]


def test_structure_counts_everybody_in_every_dimension(db):
    deputies = [
        DeputyFactory(born_on=PartialDate(1991, 1), sex="2", education="31"),
        DeputyFactory(born_on=PartialDate(1990, 1), education="71", political_status="01"),
        DeputyFactory(born_on=None, sex="", education="", political_status="13"),
        DeputyFactory(born_on=PartialDate(1960), sex="9", occupation_class="farmer"),
    ]
    found = {d.key: d for d in structure_of(deputies, on=DAY, age_edges=[35, 55])}
    assert {d.total for d in found.values()} == {4}
    assert found["age"].bands == (
        ("35岁及以下", 1),
        ("36–55岁", 1),
        ("56岁及以上", 1),
        ("未填", 1),
    )
    assert found["sex"].shown == [("男", 1), ("女", 1), ("其他", 1), ("未填", 1)]
    assert found["education"].number("未填") == 2
    assert found["party"].number("未填") == 2
    assert [d.bands[-1][0] for d in found.values()] == ["未填"] * 5


def test_structure_of_nobody_is_empty_and_does_not_divide():
    assert {d.total for d in structure_of([], on=DAY, age_edges=[35, 55])} == {0}
