"""Who hears when: units, the office, who is in charge; once, and never after it is done."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.common.messaging.reminders import remind
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from supervision.models import CountyTask, PlanItem, SupervisionPlan
from supervision.reminders import due_things
from supervision.services import demands as service
from supervision.services.demand_extensions import ask_demand_extension
from supervision.services.funds import record_instalment
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, project_of

pytestmark = pytest.mark.django_db
MARCH = PartialDate(2026, 3)


@pytest.fixture
def spoken(time_machine):
    """``spoken(kind, user, due, first, last)``: on which days around ``due`` he hears of it."""

    def run(kind, user, due, first=-15, last=9):
        heard = []
        for number in range(first, last):
            day = due + dt.timedelta(days=number)
            time_machine.move_to(f"{day}T08:00+08:00")
            before = Message.objects.filter(recipient=user, kind=kind).count()
            remind(day)
            if Message.objects.filter(recipient=user, kind=kind).count() > before:
                heard.append(number)
        return heard

    return run


@pytest.fixture
def issued(station, office, member):
    demand = demand_of(station.unit, member=member.deputy)
    service.issue_demand(demand, actor=office)
    demand.refresh_from_db()
    return demand


DUE = dt.date(2026, 5, 10)


def test_unit_is_reminded_until_it_reports(issued, station, spoken):
    assert spoken("demand-due", station, DUE, last=1) == [-5, -1, 0]
    last = Message.objects.filter(recipient=station, kind="demand-due").latest("pk")
    assert last.text == "请报告整改事项的办理情况，今天到期：闸门启闭机锈蚀。"
    service.report_on_demand(issued, actor=station, words="换了。")
    assert not Message.objects.filter(kind="demand-due", settled_at__isnull=True).exists()
    assert spoken("demand-due", station, DUE, first=1, last=9) == []


def test_office_and_who_is_in_charge_hear_when_it_is_late(issued, office, member, spoken):
    assert spoken("demand-late", office, DUE, last=9) == [1, 7]
    told = Message.objects.filter(recipient=member, kind="demand-late")
    assert [row.link.address for row in told] == [f"/desk/demands/{issued.public_id}/"] * 2
    own = Message.objects.filter(recipient=office, kind="demand-late").latest("pk")
    assert own.link.address == f"/admin/supervision/demand/{issued.pk}/change/"


def test_what_was_reported_waits_for_the_office(issued, station, office, spoken):
    service.report_on_demand(issued, actor=station, words="换了。")
    assert spoken("demand-to-judge", office, DAY, first=0) == [3, 7]


def test_wish_for_more_time_waits_for_the_office(issued, station, office, spoken):
    ask_demand_extension(issued, actor=station, until=dt.date(2026, 6, 1), reason="等材料")
    assert spoken("demand-extension-waits", office, DAY, first=0) == [3, 7]


def test_money_that_is_owed_is_said_until_it_arrives(office, member, spoken):
    project = project_of(sources=[("县级财政", "200000", MARCH)], member=member.deputy)
    due = dt.date(2026, 3, 31)
    assert spoken("project-arrears", office, due, first=-2, last=3) == [1]
    said = Message.objects.get(recipient=member, kind="project-arrears")
    assert said.text == "资金尚有20万元未到位，已逾期1天，请督促：复元闸整险加固工程。"
    record_instalment(
        project.sources.get(), actor=office, amount=Decimal(200000), arrived_on=PartialDate(2026, 4)
    )
    assert spoken("project-arrears", office, due, first=27, last=30) == []


def test_end_of_the_work_is_said_before_and_after(office, spoken):
    project_of(planned_end=PartialDate(2026, 5))
    assert spoken("project-late", office, dt.date(2026, 5, 31), last=3) == [-14, 1]


def test_item_of_the_plan_whose_month_passes(office, spoken):
    plan = SupervisionPlan.objects.create(year=2026)
    PlanItem.objects.create(plan=plan, kind="report", title="听取防汛报告", month=MARCH)
    assert spoken("plan-item-due", office, dt.date(2026, 3, 31), last=3) == [-7, 1]
    last = Message.objects.filter(recipient=office, kind="plan-item-due").latest("pk")
    assert last.text == "2026年监督计划的“听取防汛报告”已逾期1天，还没有记录。"


def test_county_s_task_is_named_by_its_number_alone(office, spoken):
    CountyTask.objects.create(
        kind="petition",
        title="反映某某",
        source_organ="县人大",
        source_number="3号",
        received_on=DAY,
        due_on=PartialDate(2026, 5, 1),
    )
    assert spoken("county-task-due", office, dt.date(2026, 5, 1), last=1) == [-7, -1, 0]
    assert not Message.objects.filter(text__contains="反映某某").exists()


def test_asks_as_often_for_many_as_for_few(office, station, member):
    asked = []
    for number in (1, 4):
        for _ in range(number):
            project_of(station.unit, sources=[("县级财政", "1", MARCH)], member=member.deputy)
            service.issue_demand(demand_of(station.unit, member=member.deputy), actor=office)
        with CaptureQueriesContext(connection) as captured:
            list(due_things(dt.date(2026, 5, 11)))
        asked.append(len(captured))
    assert asked[0] == asked[1]
