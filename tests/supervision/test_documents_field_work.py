"""The scheme and the report of what deputies go and see."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from supervision.documents.field_work_papers import report_pdf, scheme_pdf
from supervision.enums import FieldWorkKind
from supervision.models import FieldWork, FocusPoint
from supervision.services.demands import drop_demand, issue_demand
from tests.conftest import events
from tests.documents.measure import MM, page_number
from tests.factories import DeputyFactory
from tests.proposals.papers import pages_of, rows_of
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, project_of, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(station):
    work = visit_of(
        project_of(station.unit),
        leader=DeputyFactory(name="白露"),
        place="复元闸",
        route="镇政府—新洲村—复元闸",
        scheme="一是先看资料。\n二是核对凭证。",
        funds_words="县级财政8万元没有到位。",
        findings="沙石料不够。",
        advice="请尽快拨付。",
    )
    work.deputies.add(work.leader, DeputyFactory(name="谷雨"))
    work.units.add(station.unit)
    FocusPoint.objects.create(
        field_work=work,
        words="沙石料够不够",
        is_found=True,
        finding="只有一半",
        correction="补运三车",
    )
    FocusPoint.objects.create(field_work=work, words="闸门能不能提起来", order=1)
    return work


def text(make, work) -> str:
    return "".join(pages_of(make(work, printed_on=DAY)))


def test_scheme_says_who_looks_at_what(work):
    pdf = scheme_pdf(work, printed_on=DAY)
    said = "".join(pages_of(pdf))
    assert said.startswith("关于看复元闸的跟踪监督方案一、时间和地点时间：2026年4月8日。")
    assert "路线：镇政府—新洲村—复元闸。二、参加人员带队：白露。代表：谷雨。" in said
    assert "三、跟踪监督对象监督项目：复元闸整险加固工程。受检单位：镇水利站。" in said
    assert "四、检查重点1.沙石料够不够。2.闸门能不能提起来。" in said
    assert "五、安排和要求一是先看资料。二是核对凭证。" in said
    assert "江湾镇人民代表大会主席团2026年4月10日" in said
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        assert page_number(file.pages[0]).text.strip() == "— 1 —"
        assert max(char["x1"] for page in file.pages for char in page.chars) * MM < 210 - 24


def test_report_says_what_was_seen_and_asked(work, station, office):
    sent, dropped = (
        demand_of(station.unit, field_work=work, title=title) for title in ("补足沙石料", "不要了")
    )
    demand_of(station.unit, field_work=work, title="还没有发出")
    issue_demand(sent, actor=office)
    drop_demand(dropped, actor=office, words="重复了。")
    said = text(report_pdf, work)
    assert "2026年4月8日，白露带队，1名代表参加，进行跟踪监督。地点：复元闸。" in said
    assert "一、资金到位县级财政8万元没有到位。二、检查重点" in said
    assert "三、看到的情况沙石料不够。四、意见建议请尽快拨付。五、送交单位的意见和整改" in said
    rows = rows_of(report_pdf(work, printed_on=DAY))
    assert ["沙石料够不够", "发现", "只有一半", "补运三车"] in rows
    assert ["闸门能不能提起来", "未查", "", ""] in rows
    assert ["补足沙石料", "镇水利站", "2026年5月10日", "待办理"] in rows
    assert "不要了" not in said
    assert "还没有发出" not in said


def test_superior_visit_is_told_with_its_verdict():
    work = visit_of(
        kind=FieldWorkKind.SUPERIOR,
        title="江县人大视察农村公路",
        visitor="江县人大常委会",
        verdict="very",
        verdict_words="路修得好。",
    )
    said = text(report_pdf, work)
    assert "关于江县人大视察农村公路的视察报告" in said
    assert "江县人大常委会到我镇视察。" in said
    assert "一、江县人大常委会的评价十分满意。路修得好。" in said


def test_nothing_written_is_said():
    work = visit_of()
    with pytest.raises(RuleViolation, match="还没有写方案"):
        scheme_pdf(work, printed_on=DAY)
    with pytest.raises(RuleViolation, match="还没有写看到的情况"):
        report_pdf(work, printed_on=DAY)


def test_office_takes_them_from_the_page(work, office, client):
    client.force_login(office)
    page = reverse("admin:supervision_fieldwork_change", args=[work.pk])
    shown = client.get(page).content.decode()
    for name, said in (("print_scheme", "跟踪监督方案"), ("print_report", "跟踪监督报告")):
        paper = reverse(f"admin:supervision_fieldwork_{name}", args=[work.pk])
        assert paper in shown
        assert said in pages_of(client.get(paper).content)[0]
        assert events().latest("at").subject == f"关于看复元闸的{said}"
        empty = reverse(f"admin:supervision_fieldwork_{name}", args=[visit_of().pk])
        assert "还没有写" in client.get(empty, follow=True).content.decode()
    assert FieldWork.objects.count() == 3
