"""The table of supervised projects behind the work report: which, with which money, for whom."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from congress.common.partial_dates import PartialDate
from congress.common.registry import ReportPeriod
from supervision.models import ProgressNote, SupervisionSettings
from supervision.report_appendices import appendices
from supervision.services.funds import record_instalment
from supervision.services.projects import stop_project
from supervision.services.sums import refresh_sums
from tests.supervision.conftest import DAY
from tests.supervision.samples import project_of

pytestmark = pytest.mark.django_db
SOURCES = [("县级财政", "200000", PartialDate(2026, 3)), ("镇级财政", "100000", None)]
MARCH = dt.date(2026, 3, 1)


def period(term, as_of=DAY):
    return ReportPeriod(term, dt.date(2026, 1, 1), as_of, as_of)


def table(term, as_of=DAY):
    (found,) = appendices(period(term, as_of))
    return found


@pytest.fixture
def project(station, office):
    project = project_of(station.unit, sources=SOURCES)
    source = project.sources.get(name="县级财政")
    for amount, day in ((50000, PartialDate(2026, 2, 10)), (70000, PartialDate(2026, 4, 1))):
        record_instalment(source, actor=office, amount=Decimal(amount), arrived_on=day)
    for percent, day in ((20, dt.date(2026, 2, 20)), (60, dt.date(2026, 4, 8))):
        ProgressNote.objects.create(project=project, noted_on=day, percent=percent)
    refresh_sums(project)
    return project


def test_table_has_the_money_of_its_day(project, term):
    assert table(term).data["rows"] == [
        ["1", "复元闸整险加固工程", "镇水利站", "30", "12", "18", "60%", "在建"]
    ]
    assert table(term, MARCH).data["rows"][0][3:7] == ["30", "5", "25", "20%"]
    assert table(term).data["url"].endswith(f"id__in={project.pk}")


def test_only_what_was_going_on_in_the_period(project, station, office, term):
    def named(name, **dates):
        return project_of(station.unit, name, **dates)

    named("去年完工的", starts_on=PartialDate(2025, 3), finished_on=PartialDate(2025, 12))
    named("明年的", starts_on=PartialDate(2027))
    named("今年完工的", starts_on=PartialDate(2025, 3), finished_on=PartialDate(2026))
    named("晚了的", planned_end=PartialDate(2026, 3, 31))
    stopped = project_of(station.unit, "停了的", [("县级财政", "10000", None)], starts_on=None)
    stop_project(stopped, actor=office, reason="不建了。")
    data = table(term).data
    said = {row[1]: row for row in data["rows"]}
    assert set(said) == {"复元闸整险加固工程", "今年完工的", "晚了的", "停了的"}
    assert said["今年完工的"][3:] == ["未载", "0", "未载", "100%", "完工，没有验收"]
    assert said["晚了的"][7] == "逾期10天"
    assert said["停了的"][3:] == ["1", "0", "0", "未载", "终止监督"]
    assert data["total"][3:6] == ["31", "12", "18"]


def test_public_sees_what_was_released(project, station, term):
    assert table(term).public_data == {}
    project.released_on = DAY
    project.save()
    project_of(station.unit, "没有公开的")
    assert table(term).public_data == {}
    SupervisionSettings.objects.create(publishes_supervision=True)
    found = table(term)
    assert [row[1] for row in found.public_data["rows"]] == ["复元闸整险加固工程"]
    assert len(found.data["rows"]) == 2


def test_without_projects_there_is_no_table(term):
    assert appendices(period(term)) == []


def test_queries_stay_the_same(project, station, term, django_assert_num_queries):
    with django_assert_num_queries(7):
        appendices(period(term))
    for number in range(5):
        project_of(station.unit, f"第{number}个", SOURCES)
    with django_assert_num_queries(7):
        appendices(period(term))


def test_template_says_the_unit_of_money(project, term):
    found = table(term)
    html = render_to_string(found.template, {"data": found.data})
    assert "截至2026年4月10日，共1个。金额单位：万元。" in html
    assert "合计" not in html
