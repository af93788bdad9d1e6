"""The duty record: what stands in it, of which year, for whom, and on paper."""

import datetime as dt
import io
import re

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from congress.common.registry import DutyEntry, DutyPart, duty_entries
from deputies.duty.record import duty_record
from deputies.models import MandateSuspension, PresidiumMeeting, PresidiumRole, TaskKind, TaskStatus
from deputies.services import confirm_report, report_task
from tests.deputies.liaison import task_for, visit_for
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    MandateFactory,
    PostFactory,
    TermFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def frozen_today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def person(deputy):
    return deputy.deputy


def done(task, office, held_on, *, confirm=True):
    """The task reported for the day, and confirmed."""
    report_task(task, actor=office, held_on=held_on, place="沙湖村", content="机耕路积水。")
    task.refresh_from_db()
    if confirm:
        confirm_report(task, actor=office)
    return task


def lines(person, part, year=2026):
    record = duty_record(person, year, TODAY)
    (found,) = [p for p in record.parts if p.part == part]
    return [(e.title, str(e.date or ""), e.detail) for e in found.entries]


def test_record_has_the_eight_parts_in_order(person):
    assert [part.part.label for part in duty_record(person, 2026, TODAY).parts] == [
        "基本情况",
        "出席会议",
        "视察调研",
        "学习培训",
        "小组活动和联系",
        "议案和建议",
        "述职和履职汇报",
        "表彰奖励",
    ]


def test_confirmed_work_is_listed_on_the_day_it_was_done(person, member, office):
    done(task_for(person, member.deputy, quarter=3), office, dt.date(2026, 9, 20))
    assert lines(person, DutyPart.REPORTS) == [
        ("向沈立冬汇报履职情况（2026年第三季度）", "2026年9月20日", "沙湖村")
    ]
    assert duty_record(person, 2026, TODAY).sentence == "本年履职汇报1次。"


def test_visits_and_symposia_are_group_work(member, office, term):
    visit = visit_for(member.deputy, GroupFactory(term=term, name="新洲代表小组"), quarter=3)
    done(visit, office, dt.date(2026, 8, 2))
    assert lines(member.deputy, DutyPart.GROUP) == [
        ("走访新洲代表小组（2026年第三季度）", "2026年8月2日", "沙湖村")
    ]
    assert set(TaskKind) == {TaskKind.GROUP_VISIT, TaskKind.DUTY_REPORT, TaskKind.SYMPOSIUM}


def test_work_that_waits_or_was_returned_is_not_listed(person, member, office):
    waits = done(
        task_for(person, member.deputy, quarter=3), office, dt.date(2026, 9, 20), confirm=False
    )
    assert waits.status == TaskStatus.REPORTED
    assert lines(person, DutyPart.REPORTS) == []


def test_meetings_of_the_presidium_are_listed_for_who_was_there(member, person, term):
    for day, place in ((dt.date(2026, 3, 2), "镇政府二楼会议室"), (dt.date(2025, 3, 2), "")):
        meeting = PresidiumMeeting.objects.create(term=term, held_on=day, place=place)
        meeting.present.add(member.deputy)
        meeting.chaired_by = member.deputy
        meeting.save()
    assert lines(member.deputy, DutyPart.MEETINGS) == [
        (f"{term}主席团会议", "2026年3月2日", "镇政府二楼会议室，主持")
    ]
    assert duty_record(member.deputy, 2026, TODAY).sentence == "本年出席主席团会议1次。"
    assert lines(person, DutyPart.MEETINGS) == []


def test_work_of_another_year_stands_in_that_year(person, member, office):
    done(task_for(person, member.deputy, quarter=1), office, dt.date(2026, 1, 2))
    task = task_for(person, member.deputy, quarter=4, year=2025, opens_on=dt.date(2025, 10, 1))
    done(task, office, dt.date(2025, 12, 31))
    assert [date for _, date, _ in lines(person, DutyPart.REPORTS)] == ["2026年1月2日"]
    assert [date for _, date, _ in lines(person, DutyPart.REPORTS, 2025)] == ["2025年12月31日"]


def test_basics_are_mandates_posts_and_the_group_one_leads(term):
    group = GroupFactory(term=term, name="新洲代表小组")
    district = DistrictFactory(term=term, name="第一选区")
    mandate = MandateFactory(term=term, group=group, district=district)
    PostFactory(deputy=mandate.deputy, term=term, role=PresidiumRole.VICE_CHAIR)
    MandateFactory(deputy=mandate.deputy, level="county", term=None, congress_name="安平县第十八届")
    group.leader = mandate.deputy
    group.save()
    assert lines(mandate.deputy, DutyPart.BASICS) == [
        ("县人大代表（安平县第十八届）", "", ""),
        ("新洲代表小组组长", "", ""),
        ("镇人大代表（第十九届）", "2022年1月", "第一选区，新洲代表小组"),
        ("副主席（第十九届）", "2022年1月", ""),
    ]
    assert "新洲代表小组组长" not in str(lines(mandate.deputy, DutyPart.BASICS, 2025))


def test_end_and_suspension_stand_in_their_year_without_the_cause_of_the_latter(term):
    ended = {"ends_on": PartialDate(2025, 5), "end_cause": "moved_away"}
    mandate = MandateFactory(term=term, **ended)
    MandateSuspension.objects.create(
        mandate=mandate, cause="in_custody", starts_on=PartialDate(2024, 3)
    )
    assert "2025年5月终止（迁出或者调离本行政区域）" in str(
        lines(mandate.deputy, DutyPart.BASICS, 2025)
    )
    assert "终止" not in str(lines(mandate.deputy, DutyPart.BASICS, 2024))
    assert "羁押" not in str(lines(mandate.deputy, DutyPart.BASICS, 2024))
    assert ("暂停执行代表职务", "2024年3月", "") in lines(mandate.deputy, DutyPart.BASICS, 2024)
    assert lines(mandate.deputy, DutyPart.BASICS, 2026) == []
    assert not duty_record(mandate.deputy, 2026, TODAY).is_in_office


def test_years_reach_from_the_first_mandate_to_today(person, term):
    assert duty_record(person, None, TODAY).year == 2026
    assert list(duty_record(person, 2026, TODAY).years) == [2022, 2023, 2024, 2025, 2026]
    assert duty_record(person, 2021, TODAY) is duty_record(person, 2027, TODAY) is None
    before = TermFactory(ordinal=18, starts_on=PartialDate(2017), ends_on=PartialDate(2021))
    MandateFactory(deputy=person, term=before)
    assert duty_record(person, 2017, TODAY).is_in_office
    assert list(duty_record(DeputyFactory(), None, TODAY).years) == [2026]


def test_another_app_adds_lines_and_numbers_of_its_own(person, monkeypatch):
    monkeypatch.setattr(duty_entries, "_sources", [])
    duty_entries.register(
        lambda deputy, period: [
            DutyEntry(
                DutyPart.MEETINGS,
                f"{deputy}出席会议",
                PartialDate.of(period.first),
                counts={"出席会议": 2},
            )
        ]
    )
    assert lines(person, DutyPart.MEETINGS) == [("何秋萍出席会议", "2026年1月1日", "")]
    assert duty_record(person, 2026, TODAY).sentence == "本年出席会议2次。"


def test_deputy_reads_his_own_record_and_switches_the_year(client, deputy, other_deputy, office):
    done(task_for(deputy.deputy, other_deputy.deputy), office, dt.date(2026, 10, 20))
    client.force_login(deputy)
    html = client.get(reverse("desk-record")).content.decode()
    assert "本年履职汇报1次。" in html
    assert 'href="?year=2025"' in html
    assert "受到的表彰和奖励列在这里。" in html
    assert "本年履职汇报" not in client.get(reverse("desk-record"), {"year": 2025}).content.decode()
    client.force_login(other_deputy)
    assert "汇报履职情况" not in client.get(reverse("desk-record")).content.decode()


@pytest.mark.parametrize("year", ["2021", "2027", "abc", "²", "9" * 30, "-1", "0"])
def test_year_that_is_none_is_not_found(client, deputy, year):
    client.force_login(deputy)
    assert client.get(reverse("desk-record"), {"year": year}).status_code == 404


def test_sheet_on_paper_has_every_part_and_nothing_secret(client, deputy, member, office):
    deputy.deputy.phone = "13812345678"
    deputy.deputy.remark = "只给人大办看"
    deputy.deputy.save()
    done(task_for(deputy.deputy, member.deputy), office, dt.date(2026, 10, 20))
    client.force_login(deputy)
    response = client.get(reverse("desk-record-sheet", args=[2026]))
    assert response["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    assert "江湾镇人民代表大会代表履职档案2026年度" in text
    for part in DutyPart:
        assert part.label in text
    assert "向沈立冬汇报履职情况" in text
    assert "13812345678" not in text
    assert "只给人大办看" not in text


def test_office_reads_the_record_of_any_deputy(client, office, member, deputy):
    done(task_for(deputy.deputy, member.deputy), office, dt.date(2026, 10, 20))
    client.force_login(office)
    change = reverse("admin:deputies_deputy_change", args=[deputy.deputy.pk])
    page = reverse("admin:deputies_deputy_duty_record_page", args=[deputy.deputy.pk])
    assert page in client.get(change).content.decode()
    html = client.get(page).content.decode()
    assert "何秋萍2026年的履职档案" in html
    assert "向沈立冬汇报履职情况" in html
    sheet = reverse("admin:deputies_deputy_duty_sheet", args=[deputy.deputy.pk, 2026])
    assert sheet in html
    assert client.get(f"{page}?year=1066").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_record_takes_a_fixed_number_of_queries(person, member, office, term, number):
    for quarter in range(1, number + 1):
        task = task_for(person, member.deputy, quarter=quarter)
        done(task, office, dt.date(2026, 3 * quarter - 2, 9))
    for ordinal in range(number - 1):
        MandateFactory(deputy=person, term=TermFactory(ordinal=ordinal + 10))
    with CaptureQueriesContext(connection) as captured:
        record = duty_record(person, 2026, TODAY)
        assert len(record.counts) == 1
    assert len(captured) == 8
