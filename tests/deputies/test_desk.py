"""The deputy's desk: what is on it, who may open what, and that nothing typed is lost."""

import datetime as dt
import io
import re

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from deputies.models import LiaisonTask, TaskReport, TaskStatus
from deputies.services import cancel_task, confirm_report, report_task, return_report
from tests.conftest import give_role
from tests.deputies.liaison import line, serving, task_for, visit_for
from tests.factories import GroupFactory, PlanFactory, PostFactory, UserFactory, VillageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]

TODAY = dt.date(2026, 11, 23)
SENT = {
    "held_on": "2026-10-20",
    "place": "沙湖村",
    "content": "机耕路积水。",
    "solution": "",
    "attendance": "",
    "seen_version": "1",
}
DONE = {"held_on": dt.date(2026, 10, 20), "place": "沙湖村", "content": "机耕路积水。"}


@pytest.fixture
def frozen_today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def desk(client, deputy):
    client.force_login(deputy)
    return client


@pytest.fixture
def task(deputy, member):
    return task_for(deputy.deputy, member.deputy)


def page(task: LiaisonTask) -> str:
    return reverse("desk-task", args=[task.public_id])


def text_of(response) -> str:
    """What is read on the page, without tags and space."""
    html = response.content.decode()
    body = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def conflict_of(response):
    [conflict] = response.context["conflicts"]
    return conflict


class TestWhoGoesWhere:
    """Nobody meets a dead end after logging in."""

    @pytest.mark.parametrize(
        ("who", "address"),
        [
            ("office", "/admin/"),
            ("chair", "/admin/"),
            ("auditor", "/admin/"),
            ("member", "/desk/"),
            ("deputy", "/desk/"),
            ("unit", "/desk/"),
        ],
    )
    def test_login_leads_to_ones_own_place(self, client, cast, who, address):
        user = getattr(cast, who)
        sent = {"username": user.username, "password": "correct horse 9"}
        assert client.post("/login/", sent)["Location"] == address
        assert client.get("/login/")["Location"] == address

    def test_login_leads_back_to_the_page_that_asked(self, client, deputy, task):
        sent = {"username": "deputy", "password": "correct horse 9"}
        address = client.get(page(task))["Location"]
        assert client.post(address, sent)["Location"] == page(task)

    def test_office_without_a_mandate_is_sent_to_the_back_office(self, client, office):
        client.force_login(office)
        assert client.get("/desk/")["Location"] == "/admin/"

    def test_chair_has_both(self, client, chair):
        client.force_login(chair)
        assert client.get("/desk/").status_code == 200

    def test_who_has_no_desk_is_told_so(self, client, town):
        client.force_login(give_role(UserFactory(), Role.PARTY))
        response = client.get("/desk/")
        assert "这里还没有您的工作台" in text_of(response)
        assert 'href="/"' in response.content.decode()

    @pytest.mark.parametrize("name", ["desk", "desk-done", "desk-task-sheets"])
    def test_visitors_have_to_log_in(self, client, town, name):
        assert client.get(reverse(name))["Location"].startswith("/login/")


class TestFirstPage:
    """The most urgent thing, the rest, the people."""

    def test_greeting_names_the_deputy(self, desk):
        assert "何秋萍代表，您好。" in text_of(desk.get("/desk/"))

    def test_nothing_to_do_says_so(self, desk):
        assert "现在没有要办的事" in text_of(desk.get("/desk/"))

    def test_overdue_stands_above_what_is_due(self, desk, deputy, member, task):
        late = task_for(deputy.deputy, member.deputy, quarter=3)
        seen = desk.get("/desk/").context["desk"]
        assert seen.urgent == late
        assert (seen.overdue, seen.due) == ([late], [task])

    def test_urgent_thing_has_its_button_and_days(self, desk, task):
        response = desk.get("/desk/")
        urgent = response.content.decode().split('class="urgent"')[1].split("</section>")[0]
        assert f'href="{page(task)}#report"' in urgent
        assert "写履职汇报" in urgent
        assert "还有38天" in urgent

    def test_tasks_stand_in_the_section_of_their_state(self, desk, deputy, member, office):
        owner = deputy.deputy
        states = [TaskStatus.REPORTED, TaskStatus.CONFIRMED, TaskStatus.CANCELLED]
        made = {
            state: task_for(owner, member.deputy, quarter=number, status=state)
            for number, state in enumerate(states, start=1)
        }
        future = task_for(
            owner,
            member.deputy,
            year=2027,
            opens_on=dt.date(2027, 1, 1),
            due_on=dt.date(2027, 3, 31),
        )
        seen = desk.get("/desk/").context["desk"]
        assert (seen.waiting, seen.done) == (
            [made[TaskStatus.REPORTED]],
            [made[TaskStatus.CONFIRMED]],
        )
        assert (seen.upcoming, seen.due, seen.overdue) == ([future], [], [])

    def test_others_tasks_are_not_mine(self, desk, other_deputy, member):
        task_for(other_deputy.deputy, member.deputy)
        assert "汇报履职情况" not in text_of(desk.get("/desk/"))

    def test_contact_is_the_member_of_the_plan_in_force(self, desk, deputy, member, chair, term):
        PostFactory(deputy=deputy.deputy, term=term, ends_on=PartialDate(2026, 1))
        line(PlanFactory(starts_on=dt.date(2026, 1, 1)), chair.deputy, [], [deputy.deputy])
        line(PlanFactory(starts_on=dt.date(2026, 8, 1)), member.deputy, [], [deputy.deputy])
        line(PlanFactory(starts_on=dt.date(2026, 12, 1)), chair.deputy, [], [deputy.deputy])
        (contact,) = desk.get("/desk/").context["desk"].contacts
        assert (contact.member, contact.post) == (member.deputy, "主席团成员")

    def test_no_telephone_is_shown(self, desk, deputy, member):
        member.deputy.phone = "13800001234"
        member.deputy.save()
        line(PlanFactory(), member.deputy, [], [deputy.deputy])
        html = desk.get("/desk/").content.decode()
        assert "13800001234" not in html
        assert "tel:" not in html

    def test_group_lists_members_in_office_with_the_leader_first(self, desk, deputy, term):
        group = GroupFactory(term=term, name="沙湖代表小组")
        leader = serving(term, group=group)
        serving(term, group=group, ends_on=PartialDate(2026, 5), end_cause="moved_away")
        serving(term)
        deputy.deputy.mandates.update(group=group)
        group.leader = leader
        group.save()
        seen = desk.get("/desk/").context["desk"]
        assert seen.group_members[0] == leader
        assert set(seen.group_members) == {leader, deputy.deputy}

    def test_member_sees_whom_he_contacts(self, client, member, deputy, task):
        line(PlanFactory(starts_on=dt.date(2026, 8, 1)), member.deputy, [], [deputy.deputy])
        client.force_login(member)
        (item,) = client.get("/desk/").context["desk"].contacted
        assert (item.deputy, item.task) == (deputy.deputy, task)

    def test_former_deputy_keeps_the_past(self, desk, deputy, task):
        deputy.deputy.mandates.update(ends_on=PartialDate(2026, 10), end_cause="resigned")
        shown = text_of(desk.get("/desk/"))
        assert "您目前不在任" in shown
        assert "先办这一件" not in shown
        response = desk.get(page(task))
        assert response.status_code == 200
        assert response.context["form"] is None

    def test_queries_are_the_same_for_1_and_30_tasks(self, desk, deputy, member, task):
        line(PlanFactory(starts_on=dt.date(2026, 8, 1)), member.deputy, [], [deputy.deputy])
        report_task(task, actor=deputy, **DONE)
        task_for(deputy.deputy, member.deputy, quarter=3)
        desk.get("/desk/")  # the calendar is read once a process
        with CaptureQueriesContext(connection) as few:
            desk.get("/desk/")
        for year in range(2015, 2025):
            for quarter, status in ((1, "open"), (2, "reported"), (3, "confirmed")):
                task_for(deputy.deputy, member.deputy, year=year, quarter=quarter, status=status)
        with CaptureQueriesContext(connection) as many:
            desk.get("/desk/")
        assert len(many) == len(few) <= 26


class TestTaskPage:
    """One task, from the form to the timeline."""

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("deputy", 200),
            ("member", 200),
            ("office", 200),
            ("auditor", 200),
            ("other_deputy", 404),
        ],
    )
    def test_task_opens_for_those_it_concerns(self, client, cast, who, status):
        task = task_for(cast.deputy.deputy, cast.member.deputy)
        client.force_login(getattr(cast, who))
        assert client.get(page(task)).status_code == status
        assert client.get(f"{page(task)}sheet.pdf").status_code == status

    @pytest.mark.parametrize(
        ("who", "status"),
        [("member", 403), ("chair", 403), ("auditor", 403), ("other_deputy", 404), ("unit", 404)],
    )
    def test_only_those_who_may_can_post(self, client, cast, who, status):
        task = task_for(cast.deputy.deputy, cast.member.deputy)
        client.force_login(getattr(cast, who))
        assert client.post(page(task), SENT).status_code == status
        assert not TaskReport.objects.exists()

    def test_form_starts_with_today_and_the_groups_place(self, desk, deputy, term, task):
        group = GroupFactory(term=term, meeting_place="沙湖代表活动室")
        deputy.deputy.mandates.update(group=group)
        initial = desk.get(page(task)).context["form"].initial
        assert initial == {"held_on": TODAY, "place": "沙湖代表活动室"}

    @pytest.mark.parametrize(("named", "place"), [(True, "花口村"), (False, "沙湖村")])
    def test_visit_starts_with_a_village_of_the_group(self, client, member, term, named, place):
        group = GroupFactory(term=term)
        if named:
            group.villages.add(VillageFactory(name="花口村"))
        neighbour = serving(term, group=group)
        neighbour.village = VillageFactory(name="沙湖村")
        neighbour.save()
        client.force_login(member)
        visit = visit_for(member.deputy, group)
        assert client.get(page(visit)).context["form"].initial["place"] == place

    def test_report_is_taken_and_waits_for_the_office(self, desk, deputy, task):
        response = desk.post(page(task), SENT, follow=True)
        assert "记录已提交，等人大办确认。" in text_of(response)
        assert response.context["form"] is None
        report = task.reports.get()
        assert (report.held_on, report.reported_by) == (dt.date(2026, 10, 20), deputy)

    def test_errors_keep_what_was_typed(self, desk, task):
        response = desk.post(page(task), SENT | {"held_on": "2026-12-01", "place": ""})
        text = text_of(response)
        assert "实际日期不能晚于今天（2026年11月23日）。" in text
        assert "请填写地点。" in text
        assert "机耕路积水。" in text
        assert not TaskReport.objects.exists()

    def test_second_tap_is_one_report(self, desk, task):
        desk.post(page(task), SENT)
        response = desk.post(page(task), SENT, follow=True)
        assert response.status_code == 200
        assert TaskReport.objects.count() == 1

    def test_second_phone_is_told_and_keeps_its_words(self, desk, office, task):
        report_task(task, actor=office, **DONE)
        response = desk.post(page(task), SENT | {"content": "我在另一部手机上写的。"})
        text = text_of(response)
        assert response.status_code == 409
        assert "由文书小秦代录" in text
        assert "我在另一部手机上写的。" in text
        assert "查看已提交的记录" in text
        assert TaskReport.objects.count() == 1
        assert "文书小秦改过。" in text
        rows = {row.label: (row.stored, row.typed) for row in conflict_of(response).differences}
        assert rows["反映的情况和问题"] == (DONE["content"], "我在另一部手机上写的。")
        assert "地点" not in rows

    def test_page_left_open_over_a_return_can_be_sent_after_a_look(
        self, desk, deputy, office, task
    ):
        report_task(task, actor=deputy, **DONE)
        return_report(task, actor=office, reason="请写明解决办法。")
        first = desk.post(page(task), SENT | {"content": "补充。"})
        assert first.status_code == 409
        assert "请写明解决办法。" in text_of(first)
        again = SENT | {
            "content": "补充。",
            "seen_version": first.context["form"]["seen_version"].value(),
        }
        assert desk.post(page(task), again).status_code == 302
        assert [report.content for report in task.reports.all()] == ["补充。", "机耕路积水。"]

    def test_task_taken_back_meanwhile_keeps_the_words(self, desk, office, task):
        cancel_task(task, actor=office, reason="小组合并。")
        response = desk.post(page(task), SENT)
        text = text_of(response)
        assert response.status_code == 409
        assert "任务取消。小组合并。" in text
        assert "机耕路积水。" in text
        assert not TaskReport.objects.exists()

    def test_return_shows_the_reason_and_the_earlier_words(self, desk, deputy, office, task):
        report_task(task, actor=deputy, **DONE)
        return_report(task, actor=office, reason="请写明解决办法。")
        assert "退回原因：请写明解决办法。" in text_of(desk.get("/desk/"))
        response = desk.get(page(task))
        assert "请写明解决办法。" in text_of(response)
        assert response.context["form"].initial["content"] == "机耕路积水。"

    def test_timeline_tells_all_steps(self, desk, deputy, office, task):
        report_task(task, actor=office, **DONE)
        return_report(task, actor=office, reason="请写明解决办法。")
        report_task(task, actor=deputy, **DONE | {"solution": "清沟。"})
        confirm_report(task, actor=office)
        events = [event.text for event in desk.get(page(task)).context["timeline"]]
        assert events == [
            "人大办按《2026年联系计划》派发。",
            "文书小秦代录了记录（2026年10月20日，沙湖村）。",
            "文书小秦退回：请写明解决办法。",
            "何秋萍提交了记录（2026年10月20日，沙湖村）。",
            "文书小秦确认，任务完成。",
        ]

    def test_office_enters_on_behalf(self, client, office, task):
        client.force_login(office)
        assert "您正在替何秋萍代录" in text_of(client.get(page(task)))
        client.post(page(task), SENT)
        assert task.reports.get().is_on_behalf

    def test_task_that_has_not_begun_has_no_form(self, desk, deputy, member):
        future = task_for(
            deputy.deputy,
            member.deputy,
            year=2027,
            opens_on=dt.date(2027, 1, 1),
            due_on=dt.date(2027, 3, 31),
        )
        response = desk.get(page(future))
        assert response.context["form"] is None
        assert "从2027年1月1日起办理" in text_of(response)

    def test_words_are_shown_as_text(self, desk, deputy, task):
        report_task(task, actor=deputy, **DONE | {"content": "<b>路</b>"})
        assert "&lt;b&gt;路&lt;/b&gt;" in desk.get(page(task)).content.decode()


class TestDone:
    """What is finished, page by page."""

    def test_only_confirmed_tasks_of_mine(self, desk, deputy, member, task):
        mine = task_for(deputy.deputy, member.deputy, quarter=1, status="confirmed")
        assert list(desk.get("/desk/done/").context["page"]) == [mine]

    def test_empty_list_says_what_comes_here(self, desk):
        assert "还没有完成的任务" in text_of(desk.get("/desk/done/"))

    def test_user_without_desk_is_sent_on(self, client, unit):
        client.force_login(unit)
        assert client.get("/desk/done/")["Location"] == "/desk/"


class TestSheets:
    """On paper, one task a page."""

    def test_sheet_has_the_task_and_room_to_write(self, desk, task):
        response = desk.get(f"{page(task)}sheet.pdf")
        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "private, no-store"
        (text,) = pages_of(response)
        for words in (
            "江湾镇人民代表大会主席团",
            "联系任务单",
            "向沈立冬汇报履职情况（2026年第四季度）",
            "何秋萍",
            "2026年12月31日",
            "实际日期",
            "协商结果",
            task.public_id,
        ):
            assert words in text

    def test_reported_words_are_printed(self, desk, deputy, task):
        report_task(task, actor=deputy, **DONE)
        (text,) = pages_of(desk.get(f"{page(task)}sheet.pdf"))
        assert "机耕路积水。" in text
        assert "2026年10月20日" in text

    def test_all_that_is_to_be_done_has_one_page_each(self, desk, deputy, member, task):
        task_for(deputy.deputy, member.deputy, quarter=3)
        task_for(deputy.deputy, member.deputy, quarter=2, status="confirmed")
        texts = pages_of(desk.get("/desk/task-sheets.pdf"))
        assert [("第三季度" in text, "第四季度" in text) for text in texts] == [
            (True, False),
            (False, True),
        ]
        assert all("联系任务单" in text for text in texts)

    def test_nothing_to_print_is_not_found(self, desk):
        assert desk.get("/desk/task-sheets.pdf").status_code == 404

    def test_user_without_desk_has_nothing_to_print(self, client, town):
        client.force_login(UserFactory())
        assert client.get("/desk/task-sheets.pdf").status_code == 404


def pages_of(response) -> list[str]:
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        return [re.sub(r"\s+", "", sheet.extract_text()) for sheet in pdf.pages]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("held_on", "昨天", "看不懂这个日期。请写成2026-08-05的样子。"),
        ("place", "长" * 101, "最多100个字，现在有101个字。请删短。"),
        ("content", "话\0", "这里有看不见的特殊字符。请清空后重新输入。"),
    ],
)
def test_what_is_wrong_with_a_box_is_said_in_plain_words(desk, task, field, typed, sentence):
    shown = desk.post(page(task), SENT | {field: typed})
    assert sentence in text_of(shown)
    assert not TaskReport.objects.exists()


def test_last_day_that_is_a_day_off_says_so(desk, deputy, member):
    task = task_for(deputy.deputy, member.deputy, due_on=dt.date(2026, 10, 4))
    assert "应在2026年10月4日（国庆节）以前办好" in text_of(desk.get(reverse("desk")))
    assert "最迟2026年10月4日（国庆节），逾期50天" in text_of(desk.get(page(task)))
    LiaisonTask.objects.update(due_on=dt.date(2026, 10, 10))  # a Saturday that is worked
    assert "应在2026年10月10日以前办好" in text_of(desk.get(reverse("desk")))
