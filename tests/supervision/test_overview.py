"""The overview of projects, the lines of the first page, and finding a project."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from supervision.models import PlanItem, SupervisionPlan, SupervisionProject
from supervision.services import funds, plans, projects
from tests.factories import OrganFactory
from tests.supervision.samples import project_of

pytestmark = pytest.mark.django_db
OVERVIEW = "/admin/supervision/supervisionproject/overview/"
OWED = [("县级财政", "200000", PartialDate(2026, 3))]
UNDATED = [("镇级财政", "100000", None)]
LATE, AHEAD = {"planned_end": PartialDate(2026, 3)}, {"planned_end": PartialDate(2026, 12)}


@pytest.fixture(autouse=True)
def _at_office(office, client):
    client.force_login(office)


@pytest.fixture
def rows(station):
    return {
        "在建": project_of(station.unit, name="在建闸", kind="general", **AHEAD),
        "欠款": project_of(OrganFactory(name="镇财政所"), name="欠款闸", sources=UNDATED, **AHEAD),
        "迟": project_of(name="迟到闸", **LATE),
        "到期": project_of(station.unit, name="到期闸", sources=OWED, **AHEAD),
        "迟欠": project_of(station.unit, name="迟欠闸", sources=OWED, **LATE),
        "旧": project_of(name="旧闸", starts_on=PartialDate(2024), finished_on=PartialDate(2025)),
    }


def names(client, query=""):
    page = client.get(f"{OVERVIEW}{query}")
    assert page.status_code == 200
    return [row["project"].name[:-1] for row in page.context["rows"]]


def test_late_and_unpaid_first(rows, client):
    assert reverse("admin:supervision_overview") == OVERVIEW
    assert names(client) == ["迟欠", "到期", "迟到", "欠款", "在建", "旧"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?standing=late", ["迟欠", "迟到"]),
        ("?standing=arrears", ["迟欠", "到期"]),
        ("?standing=unpaid", ["迟欠", "到期", "欠款"]),
        ("?standing=finished", ["旧"]),
        ("?kind=general", ["在建"]),
        ("?year=2024", ["旧"]),
        ("?year=2023", []),
        ("?standing=unpaid&kind=key&year=2026", ["迟欠", "到期", "欠款"]),
    ],
)
def test_filters(rows, client, query, shown):
    assert names(client, query) == shown


def test_one_unit(rows, client, station):
    assert names(client, f"?unit={station.unit.pk}") == ["迟欠", "到期", "在建"]


@pytest.mark.parametrize(
    "query",
    ["?unit=abc", "?unit=99999999999999999999", "?kind=x", "?standing=none", "?page=x"],
)
def test_what_nobody_understands_is_passed_over(rows, client, query):
    assert len(names(client, query)) == 6


@pytest.mark.parametrize("query", ["?year=0", "?year=99999", "?unit=123456789012345678"])
def test_what_does_not_exist_finds_nothing(rows, client, query):
    assert names(client, query) == []


def test_row_says_what_is_owed(rows, client, office):
    source = rows["迟欠"].sources.get()
    funds.record_instalment(source, actor=office, amount=Decimal(45000), arrived_on=None)
    projects.note_progress(rows["迟欠"], actor=office, percent=35)
    html = client.get(OVERVIEW).content.decode()
    assert "到位 4.5 / 计划 20" in html
    assert "尚有15.5万元未到位，已10天" in html
    assert "尚有10万元未到位，应到日期未载" in html
    assert "计划2026年3月完工，已晚10天" in html
    assert "迟欠闸的进展：时间100%，进度35%，资金22%。" in html


def test_pages_and_queries_stay_the_same(client, station):
    project_of(station.unit, name="第0闸", sources=OWED)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(OVERVIEW).status_code == 200
        return len(captured)

    asked()
    one = asked()
    for number in range(1, 45):
        project_of(station.unit, name=f"第{number}闸", sources=OWED)
    assert asked() == one
    assert one <= 20
    third = client.get(f"{OVERVIEW}?kind=key&page=3")
    assert len(third.context["rows"]) == 5
    assert "?kind=key&amp;page=2" in third.content.decode()


class TestFirstPage:
    def line(self, client, label):
        lines = client.get("/admin/").context["lines"]
        return next(line for line in lines if line.label == label)

    def test_numbers_open_their_lists(self, rows, client, office):
        for label, number, note in (
            ("逾期没有完工的监督项目", 2, ""),
            ("资金到期没有到位的监督项目", 2, "共40万元没有到位"),
        ):
            line = self.line(client, label)
            assert (line.count, line.note) == (number, note)
            assert len(client.get(line.url).context["rows"]) == number

    def test_plan_items_whose_month_has_passed(self, client, office, town):
        plan = SupervisionPlan.objects.create(year=2026)
        for month in (PartialDate(2026, 3), PartialDate(2026, 4)):
            PlanItem.objects.create(plan=plan, kind="topic", title="听汇报", month=month)
        label = "过了计划时间没有完成的监督事项"
        assert self.line(client, label).count == 0
        plans.agree_plan(plan, actor=office)
        line = self.line(client, label)
        assert line.count == 1
        assert client.get(line.url).context["cl"].result_count == 1


class TestFinding:
    def found(self, client, typed):
        page = client.get("/admin/search/", {"s": typed, "extended": "1"})
        return page.content.decode()

    def test_by_text_unit_and_who_is_in_charge(self, rows, client, member):
        row = rows["迟欠"]
        row.goal, row.member = "更换启闭机", member.deputy
        row.save()
        for typed in ("启闭", "镇水利站", member.deputy.name, "迟欠 水利站"):
            assert "迟欠闸" in self.found(client, typed), typed
        assert "迟欠闸" not in self.found(client, "财政所")
        assert "没有进度" not in self.found(client, "启闭")

    def test_list_finds_the_same(self, rows, client):
        listed = reverse("admin:supervision_supervisionproject_changelist")
        html = client.get(listed, {"q": "财政所"}).content.decode()
        assert "欠款闸" in html and "迟欠闸" not in html

    def test_conditions_of_a_list_are_kept(self, rows, client):
        keep = reverse("admin:supervision_supervisionproject_keep_filter")
        response = client.post(f"{keep}?standing=arrears", {"name": "要催的"})
        assert response.status_code == 302
        html = client.get(response.url).content.decode()
        assert "要催的" in html and "到期闸" in html and "在建闸" not in html

    def test_days_do_not_move_with_the_clock(self, rows):
        day = dt.date(2026, 4, 1)
        assert SupervisionProject.objects.in_arrears(on=day).count() == 2
