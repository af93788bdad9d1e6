"""The report on handling: its figures are those of the statistics, its ledgers lie behind it."""

import datetime as dt
import io

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from proposals import services
from proposals.documents.handling_report import handling_report_pdf
from proposals.models import Proposal
from proposals.services import UnitPart
from proposals.services.feedback import rate_reply
from proposals.statistics.scopes import scope_of, session_scope
from tests.documents.measure import MM
from tests.proposals.papers import pages_of, rows_of
from tests.proposals.units import replied, says

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 2)


@pytest.fixture
def year(alone):
    """第1号 solved and liked, 第2号 promised and late, 第3号 overdue and confidential."""
    stage = alone.stage
    first = replied(alone.user, alone.lead)
    for asked in first.requests.all():
        rate_reply(asked, actor=stage.office, attitude="satisfied", result="basically")
    parts = []
    for title in ("关于装灯的建议", "关于修闸的建议"):
        proposal = services.accept_proposal(stage.registered(title=title), actor=stage.office)
        parts += services.assign_proposal(proposal, [UnitPart(alone.unit)], actor=stage.office)
    values = says("B", promise="路口装灯六盏。", promised_for=PartialDate.parse("2026-05"))
    replied(alone.user, parts[0], values)
    Proposal.objects.filter(pk=parts[1].proposal_id).update(may_be_public=False)
    return alone


def report(year) -> bytes:
    return handling_report_pdf(session_scope(year.stage.session), printed_on=DAY)


def test_prose_has_the_figures_with_what_they_divide(year):
    text = "".join(pages_of(report(year)))
    title = "关于江湾镇第十九届人民代表大会第五次会议代表议案和建议、批评和意见办理情况的报告"
    assert text.startswith(f"{title}各位代表：现将办理情况报告如下，数字截至2026年6月2日。")
    assert "共提出3件：建议、批评和意见3件。其中大会期间提出3件。" in text
    assert "交办3件，由1个单位答复。" in text
    assert "已答复2件。答复率66.7%（2/3），按时答复率66.7%（2/3）" in text
    assert "办理结果：A类1件，B类1件。解决率50.0%（1/2）。" in text
    assert "代表对办理结果的评价：基本满意2份，还在等评价的1份。" in text
    assert "满意率0.0%（0/3），满意和基本满意率66.7%（2/3）" in text
    assert "答复中承诺要办的，共1项：正在落实1项（其中逾期1项）。" in text
    assert "还没有答复1件，逾期还没有答复1件" in text
    assert "江湾镇人民代表大会主席团2026年6月2日" in text


def test_what_is_not_public_is_counted_and_not_named(year):
    text = "".join(pages_of(report(year)))
    assert "关于修闸的建议" not in text
    assert "第3号" not in text
    assert "另有1件不公开，只计入总数。" in text
    hidden = Proposal.objects.get(title="关于装灯的建议")
    Proposal.objects.filter(pk=hidden.pk).update(may_be_public=False)
    text = "".join(pages_of(report(year)))
    assert "路口装灯六盏" not in text
    assert "另有2件不公开" in text


def test_ledgers_lie_behind_the_letter(year):
    pdf = report(year)
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        sizes = [round(page.width * MM) for page in file.pages]
        assert sizes[:1] == [210]
        assert sizes[-3:] == [210, 297, 297]
        for page in file.pages:
            assert max(char["x1"] for char in page.chars) * MM < page.width * MM - 20
    pages = pages_of(pdf)
    assert [f"—{n}—" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    rows = {row[0]: row for row in rows_of(pdf)}
    assert rows["镇水利站"][1:4] == ["3", "2", "1"]
    assert rows["镇水利站"][4] == "66.7%2/3"
    first = rows["第1号"]
    assert first[6:] == ["2026年1月15日", "A", "基本满意2人"]
    assert rows["1"][4:7] == ["路口装灯六盏。", "2026年5月", "逾期2天"]


def test_nothing_to_divide_by_is_no_rate(alone):
    text = "".join(pages_of(handling_report_pdf(scope_of("year-2026"), printed_on=DAY)))
    assert text.startswith("关于江湾镇2026年代表议案和")
    assert "满意率" not in text.partition("附件")[0]
    assert "解决率" not in text.partition("附件")[0]
    with pytest.raises(RuleViolation, match="没有议案建议"):
        handling_report_pdf(scope_of("year-2019"), printed_on=DAY)


def test_office_takes_the_latest_and_any_other(year, as_user):
    address = reverse("admin:proposals_proposal_print_report")
    office = as_user(year.stage.office)
    latest = pages_of(office.get(address).content)[0]
    assert "第五次会议代表议案" in latest
    assert "关于江湾镇2026年" in pages_of(office.get(f"{address}?scope=year-2026").content)[0]
    for scope in ("x", "session-9999999", "year-0", "session-" + "9" * 60, "year-2001"):
        answer = office.get(f"{address}?scope={scope}", follow=True)
        assert answer.status_code == 200
        assert "没有" in answer.content.decode()
