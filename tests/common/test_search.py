"""The search page for everybody, and the box of the back office."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from congress.documents.enums import ReportStatus
from congress.documents.models import WorkReport
from congress.documents.report_content import text_of
from congress.township.models import TownSettings
from deputies.models import TaskReport
from tests.conftest import give_role
from tests.deputies.liaison import task_for
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    MandateFactory,
    OrganFactory,
    SessionFactory,
    UserFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(term):
    return TownSettings.objects.create(publishes_deputies=True)


@pytest.fixture
def village(term):
    return VillageFactory(name="沙湖村")


@pytest.fixture
def person(term, village):
    deputy = DeputyFactory(name="欧阳建国", village=village, phone="13812345678")
    MandateFactory(deputy=deputy, term=term)
    return deputy


def report(term, ordinal, text, status=ReportStatus.RELEASED, edition=1):
    return WorkReport.objects.create(
        session=SessionFactory.create(term=term, ordinal=ordinal)
        if edition == 1
        else term.sessions.get(ordinal=ordinal),
        edition=edition,
        title="江湾镇人民代表大会主席团工作报告",
        period_starts_on="2025-01-01",
        period_ends_on="2025-12-31",
        delivered_on=dt.date(2026, 1, 15),
        status=status,
        frozen={"title": "报告"},
        public_text=text,
        pdf="reports/a.pdf",
    )


@pytest.fixture
def search(client):
    def found(typed):
        response = client.get(reverse("search"), {"q": typed})
        assert response.status_code == 200
        return {
            group.kind: [hit.title for hit in group.hits] for group in response.context["groups"]
        }

    return found


@pytest.mark.parametrize("typed", ["欧阳", "建国", "ouyang", "OuYang JianGuo", "oyjg", "ｏｙｊｇ"])
def test_deputy_is_found_by_name_and_pinyin(search, published, person, typed):
    assert search(typed) == {"代表": ["欧阳建国"]}


def test_deputies_are_kept_back_until_the_town_publishes_them(search, term, person):
    assert search("欧阳") == {}
    assert search("沙湖") == {}


def test_person_out_of_office_is_not_found(search, published, person):
    person.mandates.update(ends_on=PartialDate(2024), end_cause="resigned")
    assert search("欧阳") == {}


def test_nothing_secret_is_searched(search, published, person):
    assert search("13812345678") == {}


def test_village_leads_to_its_deputies(client, search, published, village, person):
    assert search("沙湖") == {"村（社区）": ["沙湖村"]}
    html = client.get(reverse("search"), {"q": "沙湖"}).content.decode()
    assert "代表：欧阳建国" in html
    assert f"?by=village#{village.public_id}" in html


def test_village_without_deputies_of_its_own_has_those_of_its_district(
    client, published, term, person
):
    district = DistrictFactory(term=term)
    district.villages.add(VillageFactory(name="东岭村"))
    person.mandates.update(district=district)
    html = client.get(reverse("search"), {"q": "东岭"}).content.decode()
    assert "代表：欧阳建国" in html


def test_released_report_is_found_by_its_text(client, search, term):
    report(term, 5, "加固长江干堤３处。\x1f下一节")
    report(term, 4, "加固长江干堤的草稿", ReportStatus.DRAFT)
    report(term, 3, "加固长江干堤，还没有公开", ReportStatus.FINAL)
    assert search("干堤3处") == {"工作报告": ["江湾镇人民代表大会主席团工作报告"]}
    assert len(search("长江干堤")["工作报告"]) == 1
    html = client.get(reverse("search"), {"q": "干堤"}).content.decode()
    assert "加固长江<mark>干堤</mark>３处。" in html
    assert "2026年1月15日" in html


def test_only_the_newest_edition_of_a_report_is_found(search, term):
    report(term, 5, "修了三座桥")
    report(term, 5, "修了四座桥", edition=2)
    assert search("三座桥") == {}
    assert search("四座桥") != {}


def test_text_of_a_report_is_what_the_public_reads():
    section = {"heading": "监督", "paragraphs": ["视察干堤。", "督办建议。"]}
    content = {
        "opening": ["我受委托。"],
        "parts": [{"title": "过去一年", "sections": [section]}],
        "closing": ["各位代表！"],
        "appendices": [{"heading": "名册", "data": {"phone": "1"}}],
    }
    assert text_of(content).split("\x1f") == [
        "我受委托。",
        "过去一年",
        "监督",
        "视察干堤。",
        "督办建议。",
        "各位代表！",
    ]


def test_empty_search_says_what_can_be_searched(client, published):
    assert "写两个字以上" in client.get(reverse("search")).content.decode()
    assert "写两个字以上" in client.get(reverse("search"), {"q": "　 "}).content.decode()


def test_search_that_finds_nothing_says_what_to_do(client, published):
    html = client.get(reverse("search"), {"q": "<b>没有这个</b>"}).content.decode()
    assert "请少写几个字，或者换一种说法" in html
    assert "&lt;b&gt;没有这个&lt;/b&gt;" in html
    assert "<b>没有这个" not in html


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", '"', "x" * 5000, "𠅤", "'; DROP", "&|!()"])
def test_odd_search_is_answered(search, published, person, typed):
    search(typed)


def test_more_than_ten_of_a_kind_are_a_list_of_their_own(client, published, term):
    for number in range(11):
        MandateFactory(term=term, deputy=DeputyFactory(name=f"王勇{chr(0x4E00 + number)}"))
    html = client.get(reverse("search"), {"q": "王勇"}).content.decode()
    assert "只列出前10项" in html
    assert f'href="{reverse("deputies:index")}?q=%E7%8E%8B%E5%8B%87"' in html


@pytest.mark.parametrize("number", [1, 9])
def test_search_takes_a_fixed_number_of_queries(client, published, term, number):
    for n in range(number):
        village = VillageFactory(name=f"江边{n}村")
        MandateFactory(term=term, deputy=DeputyFactory(name=f"江边{n}", village=village))
        report(term, n + 1, "江边的工作")
    client.get(reverse("search"), {"q": "江边"})
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("search"), {"q": "江边"})
    assert [len(group.hits) for group in response.context["groups"]] == [number] * 3
    assert len(captured) <= 15
    search_only = [q for q in captured if "portal_p" in q["sql"] or "deputies_" in q["sql"]]
    assert len(search_only) == 7


# --- the back office ----------------------------------------------------------------------------


@pytest.fixture
def boxed(client):
    """Titles that the box of the back office lists for a user, by what stands before the comma."""

    def found(user, typed):
        if "_auth_user_id" not in client.session:
            client.force_login(user)
        response = client.get(reverse("admin:search"), {"s": typed, "extended": 1})
        return [(r.title, r.description) for r in response.context["results"]]

    return found


def test_box_finds_records_of_every_kind(boxed, office, member, term, village, person):
    group = GroupFactory(term=term, name="沙湖代表小组")
    OrganFactory(name="沙湖派出所")
    DistrictFactory(term=term, name="沙湖选区")
    task = task_for(person, member.deputy, quarter=3)
    TaskReport.objects.create(
        task=task, held_on="2026-08-01", place="沙湖村委会", content="路灯", reported_by=office
    )
    report(term, 5, "沙湖村修路", ReportStatus.FINAL)
    assert boxed(office, "沙湖") == [
        ("沙湖代表小组", "代表小组，第十九届"),
        ("沙湖选区", "选区，第十九届"),
        ("沙湖村", "村（社区）"),
        ("沙湖派出所", "机关单位"),
        (task.title, "联系任务，欧阳建国，待办"),
        ("江湾镇人民代表大会主席团工作报告", "工作报告，镇十九届人大五次会议，定稿"),
    ]
    assert ("欧阳建国", "代表，沙湖村") in boxed(office, "ouyang")
    assert ("镇十九届人大五次会议", "次会议，2026年1月14日") in boxed(office, "五次会议")
    assert group.name == "沙湖代表小组"


def test_box_tells_those_who_read_no_records_nothing(boxed, term, person):
    sysadmin = give_role(UserFactory(), Role.SYSADMIN)
    assert boxed(sysadmin, "欧阳") == []
