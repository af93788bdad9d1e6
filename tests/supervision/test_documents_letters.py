"""The letters that a unit gets: opinions, notices to put right, pressing for money."""

import datetime as dt
import io
from decimal import Decimal

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from supervision.documents.demand_letters import demand_letters_pdf
from supervision.documents.funds_letter import funds_letters_pdf
from supervision.enums import DemandKind
from supervision.models import Demand, FocusPoint, FundSource
from supervision.services.demands import (
    drop_demand,
    issue_demand,
    report_on_demand,
    send_back_demand,
)
from supervision.services.funds import press_for_project, record_instalment
from supervision.services.projects import stop_project
from tests.conftest import events
from tests.documents.measure import MM, lines
from tests.factories import OrganFactory
from tests.proposals.papers import pages_of, rows_of
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, project_of, visit_of

pytestmark = pytest.mark.django_db
SOURCES = [("县级财政", "200000", PartialDate(2026, 3)), ("镇级财政", "100000", None)]
NUMBER = "江人大函〔2026〕3号"


def letter(*demands) -> str:
    rows = Demand.objects.filter(pk__in=[demand.pk for demand in demands])
    return "".join(pages_of(demand_letters_pdf(rows)))


def funds(project=None, **values) -> list[str]:
    rows = FundSource.objects.all()
    rows = rows.filter(project=project) if project else rows
    return pages_of(funds_letters_pdf(rows, printed_on=DAY, **values))


def fresh(demand):
    return Demand.objects.get(pk=demand.pk)


@pytest.fixture
def notice(station, office):
    work = visit_of(place="复元闸")
    point = FocusPoint.objects.create(field_work=work, words="闸门能不能提起来")
    demand = demand_of(
        station.unit,
        field_work=work,
        focus_point=point,
        wanted="换启闭机。",
        amount=Decimal(120500),
    )
    issue_demand(demand, actor=office, document_number=NUMBER)
    return fresh(demand)


def test_notice_says_what_was_found_and_until_when(notice):
    said = letter(notice)
    assert said.startswith(f"江湾镇人民代表大会主席团{NUMBER}关于闸门启闭机锈蚀的整改通知书")
    assert "江湾镇水利站：2026年4月8日，主席团组织代表进行视察（看复元闸），地点在复元闸。" in said
    assert "一、发现的问题检查重点：闸门能不能提起来。启闭机没有保养，闸门提不起来。" in said
    assert "涉及金额：12.05万元。" in said
    assert "二、整改要求换启闭机。" in said
    assert "请在2026年5月10日以前完成整改，书面报告主席团。" in said
    assert "期限依据：自发出之日起30天内整改。" in said
    assert "监督法" not in said  # it addresses standing committees
    assert "江湾镇人民代表大会主席团2026年4月10日" in said
    assert "收到日期" in said
    assert "草稿" not in said


def test_opinion_has_its_kind_and_the_town_rule(station, office):
    demand = demand_of(
        station.unit,
        kind=DemandKind.REVIEW_OPINION,
        title="关于防汛准备的意见",
        content="一是备料。\n二是试闸。",
    )
    issue_demand(demand, actor=office)
    said = letter(demand)
    assert "关于防汛准备的审议意见江湾镇水利站：" in said
    assert "一、意见一是备料。二是试闸。二、报告时间" in said
    assert "请在2026年7月10日以前把办理情况书面报告主席团。期限依据：自发出之日起三个月内" in said
    assert "最长不超过6个月" in said
    assert "收到日期" not in said


def test_letters_look_like_letters(notice):
    pdf = demand_letters_pdf(Demand.objects.all())
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        first = file.pages[0]
        head = next(line for line in lines(first) if "主席团" in line.text)
        red = [rect for rect in first.rects if rect["non_stroking_color"] not in ((0,), (0, 0, 0))]
        assert head.baseline < 45
        assert len(red) >= 2  # the lines above the text and at the foot
        number = next(line for line in lines(first) if NUMBER[:4] in line.text)
        assert number.right == pytest.approx(184, abs=1)
        assert max(char["x1"] for page in file.pages for char in page.chars) * MM < 210 - 24


def test_each_letter_begins_a_sheet(station, notice, office):
    draft = demand_of(station.unit, title="护栏", content="没有装。\n" * 40)
    pages = pages_of(demand_letters_pdf(Demand.objects.all()))
    place = next(n for n, text in enumerate(pages) if "关于护栏的整改通知书" in text)
    assert place % 2 == 0
    assert "草稿" in pages[place]
    assert "草稿" in pages[place + 1]
    assert "请在年月日以前完成整改" in "".join(pages[place:])
    drop_demand(draft, actor=office, words="不是这个单位的事。")
    assert "已撤销" in letter(draft)


def test_sent_back_letter_says_why(notice, office):
    report_on_demand(notice, actor=office, words="换好了。")
    june = dt.date(2026, 6, 1)
    send_back_demand(fresh(notice), actor=office, words="还是提不起来。", due_on=june)
    said = letter(notice)
    assert "请在2026年5月10日以前完成整改，书面报告主席团。报告" in said
    assert "四、退回再办2026年4月10日，主席团要求继续办理。请在2026年6月1日以前再次报告。" in said
    assert "还是提不起来。" in said


def test_one_source_is_told_in_the_letter(station, office):
    project = project_of(station.unit, sources=SOURCES[:1])
    source = project.sources.get()
    record_instalment(
        source, actor=office, amount=Decimal(120000), arrived_on=PartialDate(2026, 2, 10)
    )
    press_for_project(project, actor=office, pressed_on=DAY, form="telephone", source=source)
    said = "".join(funds(project))
    assert "关于督促“复元闸整险加固工程”资金到位的函江湾镇水利站：" in said
    assert "计划由县级财政投入20万元，应在2026年3月到位。" in said
    assert "已在2026年2月10日到位12万元，尚有8万元没有到位，已经超过应到位日期10天。" in said
    assert "主席团已经督促：2026年4月10日电话催办。" in said
    # Five working days behind Friday, 10 April 2026.
    assert "1.请在2026年4月17日以前（5个工作日内）拨付或者落实到位。" in said


def test_all_of_a_payer_stand_in_one_letter(station, office):
    county = OrganFactory(name="县水利局")
    first = project_of(station.unit, sources=SOURCES)
    second = project_of(station.unit, "安全饮水工程", [("县级财政", "300000", None)])
    stopped = project_of(station.unit, "停建的", [("县级财政", "10000", None)])
    stop_project(stopped, actor=office, reason="不建了。")
    FundSource.objects.filter(name="县级财政").update(payer=county)
    by_payer = funds(payer=county)
    said = "".join(by_payer)
    assert "关于督促监督项目资金到位的函县水利局：" in said
    assert "2个项目中，应由你单位拨付或者落实、尚未到位的资金有2笔，共50万元。" in said
    assert "已经超过应到位日期的1笔，应到位日期未载的1笔" in said
    listed = rows_of(funds_letters_pdf(FundSource.objects.all(), printed_on=DAY, payer=county))
    assert listed[1:] == [
        ["复元闸整险加固工程", "县级财政", "20", "0", "20", "2026年3月已过10天"],
        ["安全饮水工程", "县级财政", "30", "0", "30", "未载"],
        ["合计", "", "50", "0", "50", ""],
    ]
    assert "停建的" not in said
    # Of the source without a payer the leading unit is asked.
    rest = "".join(text for text in funds(first) if "镇级财政" in text)
    assert "江湾镇水利站：" in rest
    assert "应到位日期未载" in rest
    assert second.sources.count() == 1


def test_nothing_owed_is_said(station):
    project = project_of(station.unit, sources=[("镇级财政", None, None)])
    with pytest.raises(RuleViolation, match="没有未到位的资金"):
        funds(project)
    with pytest.raises(RuleViolation, match="没有可打印的意见和整改"):
        letter()


def test_office_takes_them_from_the_page(notice, station, office, client):
    client.force_login(office)
    project = project_of(station.unit, sources=SOURCES)
    change = reverse("admin:supervision_supervisionproject_change", args=[project.pk])
    paper = reverse("admin:supervision_supervisionproject_print_funds", args=[project.pk])
    assert paper in client.get(change).content.decode()
    assert "附件资金未到位清单" in "".join(pages_of(client.get(paper).content))
    assert events().latest("at").subject == "资金督促函-复元闸整险加固工程"
    source = project.sources.get(name="镇级财政")
    assert f"{paper}?source={source.pk}" in client.get(change).content.decode()
    (one,) = pages_of(client.get(paper, {"source": source.pk}).content)
    assert "计划由镇级财政投入10万元，应到位日期未载。" in one
    for bad in ("x", "9" * 60, "0", "-1"):
        assert client.get(paper, {"source": bad}, follow=True).status_code == 200
    page = reverse("admin:supervision_demand_change", args=[notice.pk])
    paper = reverse("admin:supervision_demand_print_letter", args=[notice.pk])
    assert paper in client.get(page).content.decode()
    assert "整改通知书" in pages_of(client.get(paper).content)[0]
    ticked = {"action": "print_ticked", "_selected_action": [notice.pk]}
    answer = client.post(reverse("admin:supervision_demand_changelist"), ticked)
    assert NUMBER in pages_of(answer.content)[0]


def test_list_prints_what_it_shows(station, office, client):
    client.force_login(office)
    project_of(station.unit, sources=SOURCES)
    project_of(station.unit, "安全饮水工程", SOURCES, kind="general")
    paper = reverse("admin:supervision_supervisionproject_print_arrears")
    page = reverse("admin:supervision_supervisionproject_changelist")
    kind = {"kind__exact": "general"}
    assert f"{paper}?kind__exact=general" in client.get(page, kind).content.decode()
    said = "".join(pages_of(client.get(paper, kind).content))
    assert "安全饮水工程" in said
    assert "复元闸" not in said
    payer = OrganFactory(name="县水利局")
    FundSource.objects.filter(project__kind="general", name="县级财政").update(payer=payer)
    assert "县水利局" in client.get(page).content.decode()
    (alone,) = pages_of(client.get(paper, {"payer": payer.pk}).content)
    assert "县水利局：“安全饮水工程”" in alone
    answer = client.get(paper, {"q": "没有这回事"}, follow=True)
    assert "没有未到位的资金" in answer.content.decode()
    for query in (
        {"unit": "9" * 50},
        {"payer": "9" * 50},
        {"payer": "x"},
        {"kind__exact": "x"},
        {"nonsense": "1"},
        {"q": "\0"},
    ):
        assert client.get(paper, query, follow=True).status_code in (200, 400)
