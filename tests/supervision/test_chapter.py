"""The work report's chapter on supervision: what happened in the period, with its lists."""

import datetime as dt
from decimal import Decimal

import pytest

from congress.common.partial_dates import PartialDate
from congress.common.registry import ReportPeriod
from supervision.models import WorkReportHearing
from supervision.report_chapters import chapters
from supervision.services.demands import close_demand, issue_demand, report_on_demand
from supervision.services.funds import record_instalment
from tests.supervision.samples import demand_of, project_of, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(term):
    return ReportPeriod(term, dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2026, 12, 31))


@pytest.fixture
def year(station, office):
    """A year of supervision, and something of the year before."""
    WorkReportHearing.objects.create(title="防汛准备", heard_on=PartialDate(2026, 4))
    WorkReportHearing.objects.create(title="去年的决算", heard_on=PartialDate(2025, 12))
    sources = [("县级财政", "200000", None)]
    project = project_of(station.unit, sources=sources)
    record_instalment(
        project.sources.get(), actor=office, amount=Decimal(50000), arrived_on=PartialDate(2026, 4)
    )
    project_of(name="前年的路", finished_on=PartialDate(2024, 5), starts_on=PartialDate(2024))
    visit_of(project)
    visit_of(kind="superior", visitor="县人大常委会")
    done, waiting = demand_of(station.unit), demand_of(station.unit)
    for demand in (done, waiting):
        issue_demand(demand, actor=office)
    report_on_demand(done, actor=office, words="换了。")
    done.refresh_from_db()
    close_demand(done, actor=office)
    return project


def test_says_what_happened_in_the_period(year, period):
    (chapter,) = chapters(period)
    assert chapter.text == (
        "听取和审议专项工作报告1项，包括“防汛准备”。\n"
        "组织代表跟踪监督1次。接受上级人大视察1次。\n"
        "发出整改事项2件，已办结1件，还有1件正在办理。\n"
        "监督项目1个，其中重点监督1个，已完工0个。"
        "计划投入20万元，到位5万元，尚有15万元未到位。"
    )


def test_every_figure_opens_as_many_records_as_it_counts(year, period, client, office):
    client.force_login(office)
    (chapter,) = chapters(period)
    assert {figure.key for figure in chapter.figures} >= {"hearings", "projects", "demands"}
    for figure in chapter.figures:
        page = client.get(figure.url)
        assert page.status_code == 200, figure.url
        assert page.context["cl"].result_count == figure.value, figure.key


def test_nothing_recorded_is_a_hint(period):
    (chapter,) = chapters(period)
    assert (chapter.text, chapter.figures) == ("", ())
    assert chapter.hint
