"""Lists ask the database as often for thirty rows as for one; and what they count is right."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from congress.township.models import Area, RoleAssignment
from deputies.enums import MandateEnd
from deputies.models import ConcurrentDuty, MandateSuspension, PresidiumRole
from deputies.seats import term_figures, township_mandates
from tests.admin.pages import english
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    MandateFactory,
    OrganFactory,
    PostFactory,
    SessionFactory,
    TermFactory,
    UserFactory,
    VillageFactory,
)


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def a_deputy(n):
    group = GroupFactory(term__ordinal=19)
    district = DistrictFactory(term=group.term)
    person = DeputyFactory(village=VillageFactory(), phone="13812345678")
    return MandateFactory(deputy=person, term=group.term, group=group, district=district)


def a_group(n):
    group = a_deputy(n).group
    group.villages.add(VillageFactory())
    group.leader = DeputyFactory()
    group.save()


def a_term(n):
    MandateFactory(term=TermFactory(ordinal=40 + n))


def a_post(n):
    post = PostFactory(term__ordinal=19)
    ConcurrentDuty.objects.create(presidium_post=post, title="分管", organ=OrganFactory())


def an_account(n):
    RoleAssignment.objects.create(user=UserFactory(), role=Role.UNIT, organ=OrganFactory())


LISTS = {
    "deputies/deputy": a_deputy,
    "deputies/mandate": a_deputy,
    "deputies/deputygroup": a_group,
    "deputies/presidiumpost": a_post,
    "township/congressterm": a_term,
    "township/electoraldistrict": a_deputy,
    "township/session": lambda n: SessionFactory(ordinal=n + 1),
    "township/village": lambda n: VillageFactory(
        area=Area.objects.create(name=f"片{n}"), successor=VillageFactory()
    ),
    "township/organ": lambda n: OrganFactory(successor=OrganFactory()),
    "township/roleassignment": an_account,
    "accounts/user": an_account,
}


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", LISTS)
def test_list_asks_as_often_for_thirty_rows_as_for_one(at_office, term, path):
    make, address = LISTS[path], f"/admin/{path}/"
    make(0)
    queries(at_office, address)  # what is remembered for good is remembered now
    one = queries(at_office, address)
    for n in range(1, 30):
        make(n)
    assert queries(at_office, address) == one
    assert one <= 25


def figures(term, on=dt.date(2026, 11, 23)):
    found = type(term).objects.prefetch_related(township_mandates()).get(pk=term.pk)
    return term_figures(found, on)


def test_term_shows_its_four_numbers(at_office, term):
    term.population_basis, term.fixed_deputies = 60_000, 5
    term.save()
    for _ in range(2):
        MandateFactory(term=term)
    halted = MandateFactory(term=term)
    MandateSuspension.objects.create(
        mandate=halted, cause="in_custody", starts_on=PartialDate(2026, 5)
    )
    MandateFactory(term=term, ends_on=PartialDate(2025, 3), end_cause=MandateEnd.RESIGNED)
    MandateFactory(term=term, level="county")
    found = figures(term)
    assert (found.statutory, found.fixed, found.seated, found.vacant) == (85, 5, 3, 2)
    assert found.suspended == 1
    html = at_office.get("/admin/township/congressterm/").content.decode()
    assert f"/admin/deputies/deputy/?term={term.pk}&status=seated" in html
    assert "（其中暂停1）" in html


def test_term_that_is_over_is_counted_on_its_last_day(term):
    former = TermFactory(ordinal=18, starts_on=PartialDate(2017, 1), ends_on=PartialDate(2021, 12))
    MandateFactory(term=former)
    MandateFactory(term=former, ends_on=PartialDate(2019), end_cause=MandateEnd.DIED)
    assert figures(former).seated == 1


def test_group_of_two_is_marked_and_leader_is_one_of_them(at_office, term):
    group = GroupFactory(term=term, name="新洲代表小组")
    members = [MandateFactory(term=term, group=group).deputy for _ in range(2)]
    stranger = MandateFactory(term=term).deputy
    assert "2（不足3人）" in at_office.get("/admin/deputies/deputygroup/").content.decode()
    page = f"/admin/deputies/deputygroup/{group.pk}/change/"
    html = at_office.get(page).content.decode()
    assert all(f'<option value="{person.pk}"' in html for person in members)
    form = {"term": term.pk, "name": group.name, "order": 0, "leader": stranger.pk}
    assert at_office.post(page, form).status_code == 200
    assert at_office.post(page, {**form, "leader": members[0].pk}).status_code == 302


def test_district_shows_elected_of_seats(at_office, term):
    district = DistrictFactory(term=term, seats=1)
    for _ in range(2):
        MandateFactory(term=term, district=district)
    html = at_office.get("/admin/township/electoraldistrict/").content.decode()
    assert "2/1，超过应选数" in html


def test_officer_with_administrative_post_is_warned_of_on_list_page_and_saving(at_office, term):
    post = PostFactory(term=term, role=PresidiumRole.VICE_CHAIR)
    page = f"/admin/deputies/presidiumpost/{post.pk}/change/"
    assert "第十八条第二款：" not in at_office.get(page).content.decode()
    organ = OrganFactory(is_state_administrative=True)
    form = {
        "deputy": post.deputy_id,
        "term": term.pk,
        "role": post.role,
        "seen_version": post.version,
        "concurrent_duties-TOTAL_FORMS": "1",
        "concurrent_duties-INITIAL_FORMS": "0",
        "concurrent_duties-0-title": "副镇长",
        "concurrent_duties-0-organ": organ.pk,
    }
    saved = at_office.post(page, form, follow=True).content.decode()
    assert "又担任国家行政机关的职务：副镇长" in saved
    assert "兼任行政职务" in saved  # the list that follows
    assert "第十八条第二款：" in at_office.get(page).content.decode()


def test_member_with_administrative_post_is_not_warned_of(at_office, term):
    post = PostFactory(term=term)
    ConcurrentDuty.objects.create(
        presidium_post=post, title="民政办主任", is_administrative_post=True
    )
    assert "兼任行政职务" not in at_office.get("/admin/deputies/presidiumpost/").content.decode()


def test_list_names_every_state_in_chinese(at_office, term):
    ended = {"ends_on": PartialDate(2025, 3), "end_cause": MandateEnd.MOVED_AWAY}
    MandateFactory(term=term, deputy=DeputyFactory(name="许根海"), **ended)
    DeputyFactory(name="汪无届")
    people = at_office.get("/admin/deputies/deputy/").content.decode()
    assert english(people, ("office",)) == []
    assert "终止" in people
    assert "没有代表资格" in people
    assert english(at_office.get("/admin/deputies/mandate/").content.decode(), ("office",)) == []
