"""The unit's desk: what the presidium sent, by its date; report with proof, ask for more time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.models import Demand, DemandExtension, DemandStep
from supervision.services import demands as service
from tests.proposals.stage import unit_user
from tests.supervision.samples import demand_of

pytestmark = pytest.mark.django_db
LIST = reverse("desk-demands")


@pytest.fixture
def issued(station, office):
    demand = demand_of(station.unit, wanted="汛期前换好。")
    service.issue_demand(demand, actor=office)
    return Demand.objects.get(pk=demand.pk)


@pytest.fixture
def page(client, station):
    client.force_login(station)

    def page(address, **data):
        method = client.post if data else client.get
        return method(address, data, follow=True) if data else method(address)

    return page


def at(demand, name="desk-demand"):
    return reverse(name, args=[demand.public_id])


def test_list_and_page_say_what_is_asked_and_until_when(page, issued, station):
    demand_of(station.unit, title="还没有发出的")
    text = page(LIST).content.decode()
    assert "有1件要报告办理情况" in text
    assert "闸门启闭机锈蚀" in text
    assert "还没有发出的" not in text
    text = page(at(issued)).content.decode()
    assert "汛期前换好。" in text
    assert "2026年5月10日（自发出之日起30天内整改）" in text
    assert "报告办理情况" in text
    assert "申请延期" in text


def test_report_goes_to_the_presidium_and_can_be_added_to(page, issued, office):
    seen = {"seen_version": issued.version}
    text = page(at(issued, "desk-demand-report"), words="", **seen).content.decode()
    assert "请写明办理情况" in text
    told = {"words": "换了启闭机。", "measure": "更换", **seen}
    text = page(at(issued, "desk-demand-report"), **told).content.decode()
    assert "办理情况已经报告" in text
    assert "换了启闭机。" in text
    assert "主席团正在审核" in text
    assert "补充报告" in text
    assert DemandStep.objects.get(step="report").measure == "更换"
    again = page(at(issued, "desk-demand-report"), words="又换了。", **seen)
    assert again.status_code == 409
    assert "有了变动" in again.content.decode()
    assert "又换了。" in again.content.decode()


def test_what_was_sent_back_says_why(page, issued, station, office):
    service.report_on_demand(issued, actor=station, words="换了。")
    due = issued.due_on.latest()
    service.send_back_demand(
        Demand.objects.get(), actor=office, words="还漏水，请堵上。", due_on=due
    )
    for address in (at(issued), at(issued, "desk-demand-report")):
        assert "还漏水，请堵上。" in page(address).content.decode()


def test_more_time_is_asked_and_waits(page, issued):
    told = {"until": "2026-06-30", "reason": "等材料", "seen_version": issued.version}
    text = page(at(issued, "desk-demand-extension"), **told).content.decode()
    assert "已经申请延期到2026年6月30日" in text
    assert DemandExtension.objects.get().reason == "等材料"
    text = page(at(issued, "desk-demand-extension"), **told).content.decode()
    assert "已经申请过延期" in text
    late = {**told, "until": "2027-06-30"}
    DemandExtension.objects.all().delete()
    text = page(at(issued, "desk-demand-extension"), **late).content.decode()
    assert "最多六个月" in text


def test_others_find_nothing(client, issued, deputy, office):
    stranger, _ = unit_user("镇财政所", "caizheng")
    for user in (stranger, deputy, office):
        client.force_login(user)
        assert client.get(at(issued)).status_code == (200 if user == office else 404)
        for name in ("desk-demand-report", "desk-demand-extension"):
            assert client.get(at(issued, name)).status_code == 404


def test_presidium_reads_and_finds_no_button(client, issued, member):
    client.force_login(member)
    text = client.get(at(issued)).content.decode()
    assert "镇水利站应在2026年5月10日以前报告办理情况" in text
    assert "申请延期" not in text


def test_list_asks_as_often_for_many_as_for_few(page, issued, station, office):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            page(LIST)
        return len(captured)

    page(LIST)
    few = asked()
    for _ in range(5):
        service.issue_demand(demand_of(station.unit), actor=office)
    assert asked() == few
