"""What the office takes out is what the list shows, and can be read in again."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from congress.common.imports.services import import_file
from congress.common.models import SecurityEventKind
from deputies.models import Deputy
from proposals.enums import Proposer
from proposals.models import Proposal
from tests.conftest import events
from tests.imports.conftest import workbook
from tests.proposals.conftest import LEDGER

pytestmark = pytest.mark.django_db
PAGE = "admin:proposals_proposal_export_page"


@pytest.fixture
def imported(session):
    chosen = Deputy.objects.get(name="张伟", village__name="沙湖村")
    options = {"create_missing": True, "decisions": {"44": {"person": chosen.public_id}}}
    import_file("proposals", LEDGER, options)


@pytest.fixture
def take_out(client, office, imported):
    client.force_login(office)

    def take_out(form, **query) -> bytes:
        page = reverse(PAGE) + "?" + "&".join(f"{k}={v}" for k, v in query.items())
        answer = client.post(page, {"format": form})
        assert answer.status_code == 200
        return answer.content

    return take_out


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_read_in_again_changes_nothing(take_out, form):
    plan, _ = import_file("proposals", take_out(form), {})
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 58, "bad": 0}
    assert plan.warnings == []


def test_export_has_the_columns_of_the_clerks_ledger(take_out):
    given = load_workbook(LEDGER).active
    sheet = load_workbook(io.BytesIO(take_out("xlsx"))).active
    assert (
        sheet["A1"].value
        == "江湾镇第十九届人民代表大会第五次会议议案、建议、批评和意见办理情况台账"
    )
    assert [cell.value for cell in sheet[2]] == [cell.value for cell in given[2]]
    assert [cell.value for cell in sheet[44]][:5] == [
        "第42号",
        "建议",
        "关于发展南湾村大棚蔬菜的建议",
        "龚成春",
        "张伟（沙湖村）",
    ]


def test_search_is_what_is_taken_out_and_that_is_recorded(take_out):
    rows = list(csv.reader(io.StringIO(take_out("csv", q="校车").decode("utf-8-sig"))))
    assert [row[0] for row in rows[2:]] == [
        "第10号",
        "第13号",
        "闭会第3号",
        "闭会第4号",
        "闭会第6号",
    ]
    event = events().latest("at")
    assert (event.kind, event.subject) == (SecurityEventKind.EXPORT, "议案建议台账（5件）")


def test_what_looks_like_a_formula_goes_out_as_text(take_out):
    proposal = Proposal.objects.get(number=9, occasion="in_session")
    proposal.title = "=cmd|calc"
    proposal.save()
    sheet = load_workbook(io.BytesIO(take_out("xlsx", q="calc"))).active
    assert sheet["C3"].value == "'=cmd|calc"


def test_export_asks_as_often_for_many_as_for_one(take_out):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        take_out("csv", q="涉农收费公示")
    with CaptureQueriesContext(connection) as all_of_them:
        take_out("csv", q="关于")
    assert len(all_of_them) == len(one)


def test_button_takes_the_search_along(client, office, imported):
    client.force_login(office)
    page = client.get(reverse("admin:proposals_proposal_changelist"), {"q": "校车"})
    assert f"{reverse(PAGE)}?q=%E6%A0%A1%E8%BD%A6" in page.content.decode()
    page = client.get(reverse(PAGE), {"q": "校车"})
    assert "将导出5件" in page.content.decode()


def test_motions_of_presidium_and_government_come_back_as_theirs(client, office, session):
    headings = ["编号", "类别", "案由", "提出人"]
    rows = [
        ["第1号", "议案", "关于修建长江干堤的议案", "镇政府"],
        ["第2号", "议案", "关于设立河长的议案", "主席团"],
        ["第3号", "建议", "关于修桥的建议", "镇人民政府"],
    ]
    table = workbook(["江湾镇第十九届人大第五次会议台账"], headings, *rows)
    plan, _ = import_file("proposals", table, {}, skip_bad=True)
    assert [each.reason for each in plan.bad_rows] == ["类别：镇人民政府只提议案。请核对类别。"]
    brought = dict(Proposal.objects.values_list("number", "proposer"))
    assert brought == {1: Proposer.GOVERNMENT, 2: Proposer.PRESIDIUM}
    client.force_login(office)
    taken_out = client.post(reverse(PAGE), {"format": "xlsx"}).content
    plan, _ = import_file("proposals", taken_out, {})
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 2, "bad": 0}
    other = workbook(
        ["江湾镇第十九届人大第五次会议台账"], headings, ["第1号", "议案", "关于堤的议案", "主席团"]
    )
    plan, _ = import_file("proposals", other, {})
    assert [each.reason for each in plan.bad_rows] == [
        "领衔代表：系统里是镇人民政府提出的，这里写的是主席团。请核对。"
    ]
