"""What everybody reads: what was released, and nothing that wasn't."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from supervision.enums import DemandState
from supervision.models import (
    CountyTask,
    Mediation,
    PlanItem,
    SupervisionPlan,
    SupervisionSettings,
)
from supervision.services.funds import record_instalment
from supervision.services.projects import note_progress
from supervision.services.releasing import release, take_back
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, project_of, visit_of

pytestmark = pytest.mark.django_db
SECRET = "王大爷家住江堤路8号"
INDEX = "/supervision/"


@pytest.fixture
def town_shows(town):
    return SupervisionSettings.objects.create(publishes_supervision=True)


@pytest.fixture
def project(station, office, town_shows):
    told = {"goal": SECRET, "outcome": SECRET, "acceptance": SECRET, "origin_words": SECRET}
    sources = [("县级财政", "200000", PartialDate(2026, 3))]
    project = project_of(station.unit, sources=sources, beneficiaries=SECRET, **told)
    record_instalment(
        project.sources.get(),
        actor=office,
        amount=Decimal(120000),
        arrived_on=PartialDate(2026, 2, 10),
        voucher="财凭0012",
        remark=SECRET,
        payer=SECRET,
    )
    note_progress(project, actor=office, percent=60, words=SECRET)
    release(project, actor=office, text="加固闸室，换启闭机。")
    return project


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    assert SECRET not in text
    return text


class TestProject:
    def test_progress_money_and_outcome_as_pictures(self, client, project):
        text = read(client, f"{INDEX}projects/{project.public_id}/")
        assert "加固闸室，换启闭机。" in text
        assert "复元闸整险加固工程的进展</title>" in text
        assert "进度60%" in text
        assert "尚有8万元未到位" in text
        assert "县级财政到位12万元" in text
        assert "财凭0012" not in text

    def test_is_on_the_list_on_the_first_page_and_is_found(self, client, project):
        for address in (INDEX, "/", "/search/?q=启闭机"):
            assert "复元闸整险加固工程" in read(client, address), address
        assert "办得怎么样？" in read(client, "/")
        assert INDEX in read(client, "/")

    def test_taken_back_is_gone_at_once(self, client, project, office):
        take_back(project, actor=office, reason="数字要核对")
        assert client.get(f"{INDEX}projects/{project.public_id}/").status_code == 404
        for address in (INDEX, "/", "/search/?q=启闭机"):
            assert "复元闸" not in read(client, address)

    def test_town_that_shows_nothing(self, client, project, town_shows):
        SupervisionSettings.objects.all().delete()
        assert client.get(f"{INDEX}projects/{project.public_id}/").status_code == 404
        assert "还没有公开的监督工作" in read(client, INDEX)
        assert "办得怎么样？" not in read(client, "/")
        assert f'href="{INDEX}"' not in read(client, "/")

    def test_pages_ask_as_often_for_many_as_for_few(self, client, project, office, station):
        def asked(address):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        addresses = (INDEX, "/", f"{INDEX}records/", f"{INDEX}projects/{project.public_id}/")
        release(visit_of(project), actor=office, text="看了闸。")
        few = [asked(address) for address in addresses]
        for number in range(5):
            release(project_of(station.unit, name=f"项目{number}"), actor=office, text="在建。")
            release(visit_of(project), actor=office, text="看了闸。")
        assert [asked(address) for address in addresses] == few


class TestRecords:
    def test_visit_opinion_and_mediation_with_their_text_alone(
        self, client, project, office, station
    ):
        work = visit_of(project, findings=SECRET, advice=SECRET, route=SECRET)
        demand = demand_of(station.unit, content=SECRET, wanted=SECRET, state=DemandState.ISSUED)
        settled = Mediation.objects.create(
            title="沙化地怎么分", begun_on=PartialDate(2026, 3), steps=SECRET, sides=SECRET
        )
        for record in (work, demand, settled):
            release(record, actor=office, text=f"{record}的公开稿。")
        text = read(client, INDEX)
        for slug, record in (("field-work", work), ("demand", demand), ("mediation", settled)):
            address = reverse("supervision:record", args=[slug, record.public_id])
            assert address in text
            assert f"{record}的公开稿。" in read(client, address)
        assert "复元闸整险加固工程" in read(
            client, reverse("supervision:record", args=["field-work", work.public_id])
        )
        assert "看复元闸" in read(client, f"{INDEX}projects/{project.public_id}/")
        assert "已经公开3件" in read(client, f"{INDEX}records/")

    def test_nothing_is_there_before_it_is_released(self, client, town_shows, station):
        work, demand = visit_of(), demand_of(station.unit)
        for slug, record in (("field-work", work), ("demand", demand)):
            address = reverse("supervision:record", args=[slug, record.public_id])
            assert client.get(address).status_code == 404
        assert "看复元闸" not in read(client, INDEX)

    def test_petitions_have_no_public_page(self, client, town_shows):
        task = CountyTask.objects.create(
            kind="petition", title=SECRET, source_organ="县人大", received_on=DAY
        )
        for slug in ("county-task", "countytask", "petition", "x" * 200):
            assert client.get(f"{INDEX}{slug}/{task.public_id}/").status_code == 404
        assert read(client, "/search/?q=王大爷")


def test_plan_with_what_became_of_it(client, town_shows, office):
    plan = SupervisionPlan.objects.create(year=2026)
    item = PlanItem.objects.create(
        plan=plan, kind="inspection", title="视察防汛", month=PartialDate(2026, 3), remark=SECRET
    )
    PlanItem.objects.create(plan=plan, kind="topic", title="学校午餐", month=PartialDate(2026, 9))
    address = f"{INDEX}plans/{plan.public_id}/"
    assert client.get(address).status_code == 404
    release(plan, actor=office, text="主席团今年的打算。")
    text = read(client, address)
    assert "计划2项，已完成0项，未到时间1项，逾期1项" in text
    visit_of(plan_item=item)
    assert "已完成（2026年4月8日）" in read(client, address)
    assert "2026年监督计划" in read(client, INDEX)
