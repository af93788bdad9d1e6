"""The file of a project, the annual plan, the ledger of what is to be put right."""

import datetime as dt
import io
from decimal import Decimal

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from supervision.documents.ledger import ledger_pdf
from supervision.documents.plan import plan_pdf
from supervision.documents.project_file import project_file_pdf
from supervision.enums import DemandKind, PlanItemKind
from supervision.models import Demand, FundSource, PlanItem, ProgressNote, SupervisionPlan
from supervision.services.demands import close_demand, issue_demand, report_on_demand
from supervision.services.funds import record_instalment
from tests.conftest import events
from tests.documents.measure import MM
from tests.factories import DeputyFactory
from tests.proposals.papers import pages_of, rows_of
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, one_of_each, project_of, visit_of

pytestmark = pytest.mark.django_db
AUGUST = dt.date(2026, 8, 10)


def text(pdf) -> str:
    return "".join(pages_of(pdf))


def size(pdf):
    """Width and height of the pages and the rightmost character, in millimetres."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        page = file.pages[0]
        right = max(char["x1"] for each in file.pages for char in each.chars) * MM
        return page.width * MM, page.height * MM, right


@pytest.fixture
def project(station, session, meeting):
    return one_of_each(station.unit, DeputyFactory(name="白露"), session, meeting)


def test_file_holds_everything_of_a_project(project, station, office):
    FundSource.objects.create(project=project, name="镇级财政")
    issue_demand(Demand.objects.get(), actor=office)
    pdf = project_file_pdf(project, printed_on=DAY)
    said = text(pdf)
    assert "江湾镇人民代表大会主席团监督项目档案复元闸整险加固工程" in said
    assert "镇水利站负责，进度60%，时间已过57%，到位12万元/20万元，尚有8万元未到位" in said
    assert "时间57%进度60%资金60%" in said
    rows = rows_of(pdf)
    assert ["县级财政", "", "20万元", "12万元", "8万元", "2026年3月已过10天"] in rows
    assert ["镇级财政", "", "未载", "0元", "未载", "未载"] in rows
    assert ["合计", "", "20万元", "12万元", "8万元", ""] in rows
    made_up = "2026年4月9日督促以后补拨"
    assert ["2026年2月10日", "县级财政", "12万元", "", "", made_up] in rows
    assert ["2026年3月1日", "县级财政", "10万元", "20万元", "增加护坡"] in rows
    assert ["闸室混凝土", "1", "2026年4月", "没有完成"] in rows
    assert ["2026年4月8日", "60%", "", ""] in rows
    assert ["2026年4月8日", "", "合格", ""] in rows
    assert ["2026年4月8日跟踪监督", "白露", "看复元闸看到的情况：沙石料不够。"] in rows
    issued = next(row for row in rows if row[0].startswith("整改事项：闸门启闭机锈蚀"))
    assert issued[1:] == ["镇水利站", "2026年4月10日2026年5月10日", "待办理"]
    assert ["2026年4月9日", "发催办函", "", "", "县级财政"] in rows
    assert "八、验收和成效还没有验收。" in said
    width, height, right = size(pdf)
    assert (width, height) == pytest.approx((210, 297), abs=0.1)
    assert right < 210 - 19


def test_file_of_a_bare_project_says_what_is_missing(station):
    said = text(project_file_pdf(project_of(station.unit), printed_on=DAY))
    for nothing in ("没有资金记录", "没有进度记录", "没有质量检查记录", "没有现场监督记录"):
        assert nothing in said


def test_file_asks_as_much_for_a_long_story(project, office):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            project_file_pdf(project, printed_on=DAY)
        return len(queries)

    few = asked()
    source = project.sources.get()
    for number in range(4):
        amount = Decimal(number + 1)
        record_instalment(source, actor=office, amount=amount, arrived_on=PartialDate(2026, 3))
        ProgressNote.objects.create(project=project, noted_on=DAY, percent=number)
        visit_of(project).deputies.add(project.member)
    assert asked() == few


@pytest.fixture
def plan(project):
    plan = SupervisionPlan.objects.get()
    PlanItem.objects.create(
        plan=plan,
        order=2,
        kind=PlanItemKind.LAW_CHECK,
        title="检查农业法执行情况",
        basis="农业法；代表建议",
        month=PartialDate(2026, 5),
        until=PartialDate(2026, 6),
        member=project.member,
    )
    return plan


def test_plan_in_spring_is_a_table_of_what_is_planned(plan):
    pdf = plan_pdf(plan, printed_on=DAY)
    said = text(pdf)
    assert "2026年度监督计划草稿，主席团还没有通过2026年4月10日打印" in said
    head, first, second = rows_of(pdf)
    assert head == ["序号", "类别", "监督事项", "依据", "计划时间", "监督对象", "负责人", "备注"]
    assert first[:6] == ["1", "视察", "视察防汛准备", "", "2026年4月", "镇水利站"]
    period = "2026年5月至2026年6月"
    assert second[:4] == ["2", "执法检查", "检查农业法执行情况", "农业法；代表建议"]
    assert second[4:7] == [period, "", "白露"]
    width, height, right = size(pdf)
    assert (width, height) == pytest.approx((297, 210), abs=0.1)
    assert right < 297 - 17


def test_plan_after_mid_year_says_what_became_of_it(plan):
    plan.checked_on, plan.check_words = dt.date(2026, 7, 1), "进度正常。"
    plan.save()
    pdf = plan_pdf(plan, printed_on=AUGUST)
    rows = rows_of(pdf)
    assert rows[0][7] == "完成情况"
    assert rows[1][7] == "已完成，2026年4月8日跟踪监督“看复元闸”监督项目“复元闸整险加固工程”"
    assert rows[2][7] == "逾期41天"
    said = text(pdf)
    assert "到2026年8月10日：计划2项，已完成1项，逾期1项" in said
    assert "年中检查到2026年7月1日：计划2项，已完成1项，逾期1项。进度正常。" in said
    empty = SupervisionPlan.objects.create(year=2027)
    with pytest.raises(RuleViolation, match="还没有事项"):
        plan_pdf(empty, printed_on=AUGUST)


@pytest.fixture
def demands(station, office):
    """One put right and closed, one late, one draft."""
    done = demand_of(station.unit, title="护栏没有装", amount=Decimal(30000))
    late = demand_of(station.unit, field_work=visit_of(), wanted="换启闭机。")
    for demand in (done, late):
        issue_demand(demand, actor=office, document_number="江人大函〔2026〕3号")
    demand_of(station.unit, title="没有发出的")
    done = Demand.objects.get(pk=done.pk)
    report_on_demand(done, actor=office, words="装好了。", measure="换新的。")
    done = Demand.objects.get(pk=done.pk)
    close_demand(done, actor=office, verdict="satisfied", words="复查合格。")
    return Demand.objects.all()


def test_ledger_begins_with_what_is_open(demands):
    pdf = ledger_pdf(demands, printed_on=AUGUST)
    head, late, done = rows_of(pdf)
    assert head == [
        "序号",
        "问题和要求",
        "单位",
        "来源",
        "发出日期",
        "期限和状态",
        "整改情况",
        "复查情况",
    ]
    assert late[1:4] == [
        "闸门启闭机锈蚀要求：换启闭机。",
        "镇水利站",
        "看复元闸江人大函〔2026〕3号",
    ]
    assert late[5] == "2026年5月10日逾期92天"
    assert done[3] == "江人大函〔2026〕3号涉及3万元"
    assert done[5] == "2026年5月10日2026年4月10日办结"
    assert done[6:] == [
        "2026年4月10日报告：装好了。措施：换新的。",
        "2026年4月10日办结：复查合格。评价：满意",
    ]
    said = text(pdf)
    assert "整改台账共2件：待办理1件，已办结1件；逾期1件。" in said
    assert "没有发出的" not in said
    assert size(pdf)[:2] == pytest.approx((297, 210), abs=0.1)


def test_long_ledger_repeats_its_head(station, office):
    for number in range(25):
        demand = demand_of(station.unit, title=f"第{number}件", wanted="按期改好。" * 12)
        issue_demand(demand, actor=office)
    opinion = demand_of(station.unit, kind=DemandKind.DEPUTY_OPINION)
    issue_demand(opinion, actor=office)
    pages = pages_of(ledger_pdf(Demand.objects.all(), printed_on=DAY))
    assert "意见和整改台账" in pages[0]
    assert len(pages) > 1
    assert all("序号问题和要求单位来源" in page for page in pages)
    assert f"第2页，共{len(pages)}页" in pages[1]


def test_long_report_begins_on_the_first_page_and_is_whole(station, office):
    demand = demand_of(station.unit)
    issue_demand(demand, actor=office)
    words = "".join(f"第{number}处已经装好。" for number in range(500))
    report_on_demand(Demand.objects.get(), actor=office, words=words)
    pages = pages_of(ledger_pdf(Demand.objects.all(), printed_on=DAY))
    assert "第2处已经装好" in pages[0]
    assert "已经装好" in pages[-1]
    assert len(pages) < 20


def test_office_takes_them_from_its_pages(project, plan, demands, office, client):
    client.force_login(office)
    for record, model, button, said in (
        (project, "supervisionproject", "print_file", "监督项目档案"),
        (plan, "supervisionplan", "print_plan", "2026年度监督计划"),
    ):
        paper = reverse(f"admin:supervision_{model}_{button}", args=[record.pk])
        page = reverse(f"admin:supervision_{model}_change", args=[record.pk])
        assert paper in client.get(page).content.decode()
        assert said in pages_of(client.get(paper).content)[0]
        assert said in events().latest("at").subject
    paper = reverse("admin:supervision_demand_print_ledger")
    page = reverse("admin:supervision_demand_changelist")
    late = {"standing": "closed"}
    assert f"{paper}?standing=closed" in client.get(page, late).content.decode()
    assert "筛选的：共1件：已办结1件。" in text(client.get(paper, late).content)
    answer = client.get(paper, {"standing": "draft"}, follow=True)
    assert "没有台账可打印" in answer.content.decode()
    for query in ({"unit": "9" * 50}, {"standing": "x"}, {"q": "\0"}, {"nonsense": "1"}):
        assert client.get(paper, query, follow=True).status_code in (200, 400)
