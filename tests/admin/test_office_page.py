"""The first page of the back office: numbers that open their lists."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from congress.common.models import ImportRun
from congress.common.office_page import check_lines
from congress.township.models import Township
from deputies import office_page
from deputies.models import LiaisonTask, TaskKind, TaskStatus
from tests.factories import (
    DeputyFactory,
    GroupFactory,
    MandateFactory,
    PlanFactory,
    UserFactory,
)

TODAY = dt.date(2026, 11, 25)  # a Wednesday


@pytest.fixture
def task(term):
    plan, member = PlanFactory(term=term), DeputyFactory(name="沈立冬")

    def make(due_on, status=TaskStatus.OPEN, quarter=4, kind=TaskKind.GROUP_VISIT):
        return LiaisonTask.objects.create(
            plan=plan,
            kind=kind,
            assignee=member,
            member=member,
            group=GroupFactory(term=term),
            year=2026,
            quarter=quarter,
            opens_on=dt.date(2026, 7, 1),
            due_on=due_on,
            due_rule="本季度最后一天",
            status=status,
        )

    return make


def counts(lines):
    return {line.label: line.count for line in lines}


def test_today_counts_waiting_late_and_due_by_sunday(task):
    task(TODAY - dt.timedelta(days=1))
    task(TODAY)
    task(dt.date(2026, 11, 29))  # Sunday
    task(dt.date(2026, 11, 30))
    task(TODAY, status=TaskStatus.REPORTED)
    task(TODAY - dt.timedelta(days=9), status=TaskStatus.CONFIRMED)
    assert counts(office_page.today_lines(TODAY)) == {
        "待确认的办理记录": 1,
        "逾期未办的联系任务": 1,
        "本周到期": 2,
    }


def test_each_number_opens_a_list_of_as_many(office, client, task):
    today = dt.date.today()
    task(today - dt.timedelta(days=30))
    task(today - dt.timedelta(days=40))
    task(today, status=TaskStatus.REPORTED)
    client.force_login(office)
    html = client.get(reverse("admin:index")).content.decode()
    found = re.findall(r'href="([^"]+)">\s*<span class="portal-line__count">(\d+)', html)
    assert [count for _url, count in found][:4] == ["1", "2", "0", "0"]
    for url, count in found[:3]:
        shown = client.get(url.replace("&amp;", "&")).context["cl"].result_count
        assert shown == int(count), url


def test_checks_are_counted_and_open_their_page(office, client, term):
    small = GroupFactory(term=term, name="小小组")
    MandateFactory(term=term, group=small)
    DeputyFactory(name="没有资格")
    must, remind = check_lines(office, dt.date(2026, 10, 20))
    assert (must.label, must.count, must.note) == (
        "必须改正",
        2,
        "小组不足三人；主席或副主席的人数",
    )
    assert (remind.label, remind.count) == ("请核对", 5)
    client.force_login(office)
    html = client.get(reverse("admin:index")).content.decode()
    assert f'href="{reverse("admin:consistency")}#must"' in html
    assert client.get(remind.url).status_code == 200


def test_year_shows_done_of_planned_and_a_dash_where_nothing_is_planned(task):
    task(TODAY, quarter=3, status=TaskStatus.CONFIRMED)
    task(TODAY, quarter=3)
    task(TODAY, quarter=4, status=TaskStatus.CANCELLED)
    visits, reports = office_page.year_rows(TODAY)
    assert visits.quarters == (None, None, (1, 2), None)
    assert reports.quarters == (None, None, None, None)


def test_new_town_is_told_its_first_steps_in_order(client, db):
    client.force_login(UserFactory(username="first", is_superuser=True))
    html = client.get(reverse("admin:index")).content.decode()
    steps = ["填写镇情", "建立本届", "录入村和选区", "录入代表小组"]
    steps += ["导入代表名册", "导入联系计划", "公开代表名册"]
    shown = html.split("从这里开始")[1].split("</section>")[0]
    assert re.findall("|".join(f">{step}<" for step in steps), shown) == [f">{s}<" for s in steps]
    assert "今天要办的" not in html


def test_badge_says_that_the_data_are_invented(office, client):
    client.force_login(office)
    assert "演示数据" not in client.get(reverse("admin:index")).content.decode()
    Township.objects.update(is_demonstration=True)
    assert "演示数据" in client.get(reverse("admin:index")).content.decode()


def test_imports_that_wait_are_counted(office, term, client):
    ImportRun.objects.create(kind="roster", file="imports/a.xlsx", file_name="名册.xlsx")
    client.force_login(office)
    html = client.get(reverse("admin:index")).content.decode()
    line = html.split("导入待确认")[0].rsplit("portal-line__count", 1)[1]
    assert line.startswith('">1<small>件')


def test_system_administrator_reads_no_records(client, town):
    from congress.common.roles import Role
    from tests.conftest import give_role

    client.force_login(give_role(UserFactory(username="sys"), Role.SYSADMIN))
    html = client.get(reverse("admin:index")).content.decode()
    assert "今天要办的" not in html
    assert "不经办代表工作的记录" in html
