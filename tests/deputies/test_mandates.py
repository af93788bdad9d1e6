"""Mandates: states on a day in SQL and in Python, and what the database refuses."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from congress.common.partial_dates import PartialDate
from deputies.models import Deputy, Mandate, MandateStatus, MandateSuspension
from tests.factories import DeputyFactory, MandateFactory, TermFactory

DAY = dt.date(2026, 6, 15)
PERIODS = {
    "open": ({}, MandateStatus.SERVING),
    "by-elected later": ({"starts_on": PartialDate(2026, 7)}, MandateStatus.UPCOMING),
    "by-elected this month": ({"starts_on": PartialDate(2026, 6)}, MandateStatus.SERVING),
    "ended": (
        {"ends_on": PartialDate(2026, 5), "end_cause": "moved_away"},
        MandateStatus.ENDED,
    ),
    "ends today": (
        {"ends_on": PartialDate(2026, 6, 15), "end_cause": "resigned"},
        MandateStatus.SERVING,
    ),
    "ended yesterday": (
        {"ends_on": PartialDate(2026, 6, 14), "end_cause": "died"},
        MandateStatus.ENDED,
    ),
}


@pytest.mark.parametrize("name", PERIODS)
def test_mandate_status_is_the_same_in_sql_and_python(term, name):
    fields, status = PERIODS[name]
    mandate = MandateFactory(term=term, **fields)
    assert mandate.status_on(DAY) == status
    assert Mandate.objects.serving(on=DAY).exists() == (status == MandateStatus.SERVING)


@pytest.mark.parametrize(
    ("ends_on", "status"),
    [
        (None, MandateStatus.SUSPENDED),
        (PartialDate(2026, 6, 14), MandateStatus.SERVING),
        (PartialDate(2026, 6), MandateStatus.SUSPENDED),
    ],
)
def test_suspended_mandate_does_not_serve_until_it_resumes(term, ends_on, status):
    mandate = MandateFactory(term=term)
    MandateSuspension.objects.create(
        mandate=mandate, cause="in_custody", starts_on=PartialDate(2026, 3), ends_on=ends_on
    )
    assert mandate.status_on(DAY) == status
    assert Mandate.objects.suspended(on=DAY).exists() == (status == MandateStatus.SUSPENDED)
    assert Mandate.objects.serving(on=DAY).exists() == (status == MandateStatus.SERVING)


def test_mandate_without_own_dates_follows_its_term(db):
    old = TermFactory(ordinal=18, starts_on=PartialDate(2017), ends_on=PartialDate(2021, 12))
    MandateFactory(term=old)
    assert not Mandate.objects.serving(on=DAY).exists()
    assert Mandate.objects.serving(on=dt.date(2020, 1, 1)).exists()


def test_serving_deputies_are_persons_of_the_township_level(term):
    person = DeputyFactory()
    MandateFactory(deputy=person, term=None, level="county")
    assert not Deputy.objects.serving(on=DAY).exists()
    MandateFactory(deputy=person, term=term)
    assert list(Deputy.objects.serving(on=DAY, term=term)) == [person]


def test_end_needs_its_cause(term):
    mandate = Mandate(deputy=DeputyFactory(), term=term, ends_on=PartialDate(2026, 5))
    with pytest.raises(ValidationError, match="终止时间和终止原因要一起填写"):
        mandate.full_clean()


def test_second_open_mandate_in_one_term_is_refused(term):
    first = MandateFactory(term=term)
    with pytest.raises(ValidationError, match="已有同一层级"):
        Mandate(deputy=first.deputy, term=term).full_clean()


def test_deputy_could_be_only_somebody_whose_dates_agree(db):
    deputy = DeputyFactory(name="张伟", born_on=PartialDate(1971, 9))
    assert deputy.could_be("张　伟", PartialDate(1971, 9, 3))
    assert not deputy.could_be("张伟", PartialDate(1971, 10))
    assert deputy.could_be("张伟", None)
    assert not deputy.could_be("张玮", PartialDate(1971, 9))
