"""The checks of all apps: silent on a sound town, each finds its own oddity, at a fixed price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.common.consistency import checks_for
from congress.common.partial_dates import PartialDate
from congress.common.registry import Severity
from congress.township.models import TownSettings
from congress.township.working_days import working_calendar
from deputies.models import PresidiumRole
from tests.deputies.findings import DAY, ODD
from tests.deputies.liaison import line, serving
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    MandateFactory,
    PlanFactory,
    PostFactory,
    SessionFactory,
    TermFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db


def check(key, day=DAY):
    return next(check for check in checks_for(None, day) if check.key == key)


def sentences(key, day=DAY):
    return [finding.sentence for finding in check(key, day).findings()]


@pytest.fixture
def sound(term):
    """A small town in which everything fits."""
    term.fixed_deputies = 9
    term.save()
    TownSettings.objects.create(
        presidium_members_min=3, sessions_per_year=1, liaison_groups_min=1, liaison_deputies_min=3
    )
    for number in range(1, 5):
        SessionFactory(
            term=term, ordinal=number, starts_on=PartialDate(2021 + number, 1), ends_on=None
        )
    groups = [GroupFactory(term=term) for _ in range(3)]
    people = []
    for group in groups:
        village = VillageFactory()
        district = DistrictFactory(term=term, seats=3)
        district.villages.add(village)
        three = [serving(term, group=group, district=district) for _ in range(3)]
        group.leader = three[0]
        group.save()
        people += three
    leaders = people[::3]
    for leader, role in zip(leaders, PresidiumRole, strict=True):
        PostFactory(deputy=leader, term=term, role=role)
    plan = PlanFactory(term=term)
    turned = people[1:] + people[:1]
    for number, leader in enumerate(leaders):
        line(plan, leader, [groups[number]], turned[3 * number : 3 * number + 3])
    return term


def test_sound_town_has_no_findings(sound):
    found = {check.key: [f.sentence for f in check.findings()] for check in checks_for(None, DAY)}
    assert {key: said for key, said in found.items() if said} == {}


def test_empty_town_has_no_findings(db):
    assert [f for check in checks_for(None, DAY) for f in check.findings()] == []


def test_every_check_is_tried_below(term):
    assert {check.key for check in checks_for(None, DAY)} == set(ODD)


@pytest.fixture
def odd(term):
    """Make ``number`` things odd for a check, and give the check of the day."""

    def make_odd(key, number):
        if key == "group-below-quota":
            TownSettings.objects.create(group_members_min=4)
        ODD[key][0](term, number)
        working_calendar()  # read once a process
        return check(key, DAY.replace(year=2099, month=11) if key == "calendar-missing" else DAY)

    return make_odd


@pytest.mark.parametrize("key", ODD)
def test_check_finds_what_is_odd_and_links_to_where_it_is_mended(odd, client, office, key):
    findings = list(odd(key, 2).findings())
    assert len(findings) == ODD[key][1]
    assert len({finding.subject for finding in findings}) == len(findings)
    client.force_login(office)
    for finding in findings:
        assert finding.sentence.endswith("。")
        address, _, anchor = finding.mend_url.partition("#")
        page = client.get(address)
        assert page.status_code == 200, finding.mend_url
        assert f'id="{anchor}"' in page.content.decode() or not anchor, finding.mend_url


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("key", ODD)
def test_check_asks_as_often_for_thirty_findings_as_for_one(odd, key, number):
    looked_at = odd(key, number)
    with CaptureQueriesContext(connection) as captured:
        assert list(looked_at.findings())
    assert len(captured) == ODD[key][2], [query["sql"][:90] for query in captured]


def test_all_checks_together_read_each_record_once(sound):
    working_calendar()
    checks = checks_for(None, DAY)
    with CaptureQueriesContext(connection) as captured:
        for looked_at in checks:
            list(looked_at.findings())
    assert len(captured) == 53, [query["sql"][:90] for query in captured]


def test_terms_that_touch_are_no_overlap(term):
    before = TermFactory(ordinal=18, starts_on=PartialDate(2017), ends_on=PartialDate(2022, 1))
    person = MandateFactory(term=term).deputy
    MandateFactory(deputy=person, term=before)
    assert sentences("mandates-overlap") == []


def test_mandates_of_two_levels_are_no_overlap(term):
    person = MandateFactory(term=term).deputy
    MandateFactory(deputy=person, term=None, level="county", congress_name="安平县第十八届")
    assert sentences("mandates-overlap") == []


def test_overlap_is_said_with_both_periods(term):
    person = DeputyFactory(name="周国庆")
    MandateFactory(deputy=person, term=term)
    gone = {"ends_on": PartialDate(2024, 6), "end_cause": "moved_away"}
    MandateFactory(deputy=person, term=term, starts_on=PartialDate(2023), **gone)
    (said,) = sentences("mandates-overlap")
    assert said.endswith("时间重叠：第十九届（2022年1月—今）、第十九届（2023年—2024年6月）。")
    assert said.startswith("周国庆有两个镇人大代表资格")


def test_by_election_within_the_term_is_no_fault(term):
    MandateFactory(term=term, starts_on=PartialDate(2024, 5))
    MandateFactory(term=term, starts_on=PartialDate(2022, 1))
    assert sentences("mandate-outside-term") == []


def test_suspended_deputy_keeps_his_seat(term):
    district = DistrictFactory(term=term, seats=1, name="第一选区")
    MandateFactory(term=term, district=district).suspensions.create(
        cause="in_custody", starts_on=PartialDate(2026, 3)
    )
    assert sentences("district-vacant") == []
    MandateFactory(term=term, district=district)
    (said,) = sentences("district-overfull")
    assert said.startswith("第一选区应选1名，现有2名：")


def test_district_without_any_deputy_is_told_apart(term):
    DistrictFactory(term=term, seats=2, name="第一选区")
    second = DistrictFactory(term=term, seats=2, name="第二选区")
    MandateFactory(term=term, district=second)
    assert sentences("district-vacant") == [
        "第一选区应选2名，现在没有代表。",
        "第二选区应选2名，现有1名，缺1名。",
    ]


def test_number_that_was_never_fixed_is_missing(term):
    assert sentences("seats-and-fixed") == ["第十九届还没有填确定数，算不出缺额。"]


def test_term_without_districts_or_groups_is_one_finding(term):
    for _ in range(3):
        MandateFactory(term=term, deputy=DeputyFactory(village=VillageFactory()))
    assert sentences("village-without-district") == ["第十九届还没有录入选区。"]
    assert sentences("deputy-without-group") == ["第十九届还没有代表小组。"]
    assert sentences("deputy-without-district") == []


def test_group_of_three_is_only_measured_by_the_towns_own_quota(term):
    group = GroupFactory(term=term, name="新洲代表小组")
    for _ in range(3):
        MandateFactory(term=term, group=group)
    assert sentences("group-below-three") == sentences("group-below-quota") == []
    TownSettings.objects.create(group_members_min=5)
    assert sentences("group-below-three") == []
    assert sentences("group-below-quota") == ["新洲代表小组有3名代表，不足5名。"]


def test_leader_out_of_office_is_told_from_one_of_another_group(term):
    gone = MandateFactory(term=term, ends_on=PartialDate(2024), end_cause="died").deputy
    GroupFactory(term=term, name="新洲代表小组", leader=gone)
    assert sentences("group-leader-elsewhere") == [f"新洲代表小组的组长{gone}现在不是在任代表。"]


def test_two_chairs_and_three_vice_chairs_are_too_many(term):
    for role, number in ((PresidiumRole.CHAIR, 2), (PresidiumRole.VICE_CHAIR, 3)):
        for _ in range(number):
            # One chair's post is known to end later: the database refuses two open ones.
            end = PartialDate(2026, 12) if role == PresidiumRole.CHAIR and _ else None
            PostFactory(deputy=serving(term), term=term, role=role, ends_on=end)
    first, second = sentences("presidium-chairs")
    assert first.startswith("第十九届有2名主席：")
    assert second.startswith("第十九届有3名副主席：")
    assert second.endswith("，最多2名。")


def test_member_of_an_administrative_organ_who_is_no_officer_is_no_fault(term):
    post = PostFactory(deputy=serving(term), term=term)
    post.concurrent_duties.create(title="民政办主任", is_administrative_post=True)
    assert sentences("presidium-in-administration") == []


def test_bounds_of_the_presidium_are_the_towns(term):
    for _ in range(5):
        PostFactory(deputy=serving(term), term=term)
    assert sentences("presidium-size") == ["第十九届主席团有5人，一般是7至13人。"]
    TownSettings.objects.create(presidium_members_min=5)
    assert sentences("presidium-size") == []


def test_year_that_is_not_over_needs_no_session_yet(term):
    term.starts_on = PartialDate(2025, 1)
    term.save()
    assert sentences("year-without-session") == sentences("few-sessions") == []


def test_plan_that_is_over_is_left_in_peace(term):
    serving(term)
    PlanFactory(term=term, year=2025, starts_on=DAY.replace(year=2025, month=3))
    assert sentences("liaison-empty") == []
    assert sentences("liaison-no-plan") == ["还没有2026年的联系计划。"]


def test_twins_need_a_birth_month(db):
    for born_on in (PartialDate(1971), PartialDate(1971, 9), PartialDate(1971, 10)):
        DeputyFactory(name="张伟", born_on=born_on)
    assert sentences("deputy-entered-twice") == []


def test_roles_are_only_looked_at_for_those_who_may_see_accounts(office, chair, auditor):
    keys = {"role-after-mandate", "role-dates-reversed"}
    seen = {
        user.username: keys & {check.key for check in checks_for(user, DAY)}
        for user in (office, chair, auditor)
    }
    assert seen == {"office": keys, "chair": set(), "auditor": keys}


def test_quota_reminds_and_statute_obliges(term):
    severities = {check.key: check.severity for check in checks_for(None, DAY)}
    assert severities["group-below-three"] == Severity.MUST
    assert severities["group-below-quota"] == Severity.REMIND
