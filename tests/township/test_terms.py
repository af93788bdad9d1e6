"""Names of terms and sessions, the current term, and what the database refuses."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from congress.common.partial_dates import PartialDate
from congress.township.models import CongressTerm, ElectoralDistrict, Township
from tests.factories import DistrictFactory, SessionFactory, TermFactory


def test_session_is_named_in_full_and_in_short(term):
    session = SessionFactory(term=term, ordinal=3)
    assert session.full_name == "江湾镇第十九届人民代表大会第三次会议"
    assert session.short_name == "镇十九届人大三次会议"


def test_term_keeps_the_name_that_the_town_had(town, term):
    Township.objects.update(name="江湾街道")
    assert SessionFactory(term=CongressTerm.objects.get(), ordinal=1).full_name.startswith("江湾镇")


def test_new_term_takes_the_town_name_of_its_time(town):
    assert CongressTerm(ordinal=20).full_name == "江湾镇第二十届人民代表大会"


def test_township_of_a_xiang_has_short_names_with_xiang(db):
    session = SessionFactory(term=TermFactory(ordinal=21, town_name="柳溪乡"), ordinal=12)
    assert session.short_name == "乡二十一届人大十二次会议"


def test_two_terms_coexist_and_the_later_one_that_began_is_current(db):
    TermFactory(ordinal=19, starts_on=PartialDate(2022, 1))
    TermFactory(ordinal=20, starts_on=PartialDate(2027, 1))
    assert CongressTerm.objects.current(dt.date(2026, 12, 31)).ordinal == 19
    assert CongressTerm.objects.current(dt.date(2027, 1, 1)).ordinal == 20
    assert CongressTerm.objects.in_force(dt.date(2027, 1, 1)).count() == 2


@pytest.mark.parametrize("seats", [0, 4])
def test_district_refuses_other_than_one_to_three_seats(term, seats):
    district = ElectoralDistrict(term=term, name="第1选区", seats=seats)
    with pytest.raises(ValidationError, match="一名至三名"):
        district.full_clean()


def test_district_name_is_unique_in_its_term_only(term):
    DistrictFactory(term=term, name="第1选区")
    with pytest.raises(ValidationError, match="本届已有同名选区"):
        ElectoralDistrict(term=term, name="第1选区").full_clean()
    ElectoralDistrict(term=TermFactory(ordinal=20), name="第1选区").full_clean()
