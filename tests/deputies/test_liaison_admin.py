"""Plans and tasks in the back office: the buttons, who sees them, and what they lead to."""

import datetime as dt
import io
import re

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deputies.models import LiaisonPlan, LiaisonTask, TaskKind, TaskReport, TaskStatus
from deputies.services import (
    cancel_task,
    confirm_report,
    generate_liaison_tasks,
    report_task,
    return_report,
)
from tests.boxes import boxes_of
from tests.deputies.liaison import line, sample_plan, serving, task_for
from tests.factories import DeputyFactory, GroupFactory, MandateFactory, PlanFactory, VillageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]

DONE = {"held_on": dt.date(2026, 10, 20), "place": "沙湖村", "content": "机耕路积水。"}
SENT = {**DONE, "held_on": "2026-10-20", "seen_version": "1"}
STEPS = ["confirm_task", "return_task", "report_on_behalf", "cancel_task"]


@pytest.fixture
def frozen_today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2026, 11, 23))


@pytest.fixture
def back_office(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def task(deputy, member):
    return task_for(deputy.deputy, member.deputy)


@pytest.fixture
def reported(task, deputy):
    report_task(task, actor=deputy, **DONE)
    task.refresh_from_db()
    return task


@pytest.fixture
def plan(term, member, deputy):
    plan = PlanFactory(term=term, starts_on=dt.date(2026, 10, 1))
    line(plan, member.deputy, [GroupFactory(term=term)], [deputy.deputy])
    return plan


def address(row: LiaisonTask | LiaisonPlan, step: str = "change") -> str:
    return reverse(f"admin:deputies_{row._meta.model_name}_{step}", args=[row.pk])


def text_of(response) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def pages_of(response) -> list[str]:
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        return [re.sub(r"\s+", "", sheet.extract_text()) for sheet in pdf.pages]


class TestTaskList:
    """What waits for the office stands first."""

    def listed(self, client, **query) -> list[LiaisonTask]:
        response = client.get(reverse("admin:deputies_liaisontask_changelist"), query)
        return list(response.context["cl"].result_list)

    @pytest.fixture
    def tasks(self, deputy, member):
        states = [TaskStatus.OPEN, TaskStatus.CONFIRMED, TaskStatus.RETURNED, TaskStatus.REPORTED]
        return {
            status: task_for(deputy.deputy, member.deputy, quarter=quarter, status=status)
            for quarter, status in enumerate(states, start=1)
        }

    def test_waiting_tasks_come_first(self, back_office, tasks):
        assert self.listed(back_office)[0] == tasks[TaskStatus.REPORTED]

    @pytest.mark.parametrize(
        ("state", "found"),
        [
            ("reported", {TaskStatus.REPORTED}),
            ("overdue", {TaskStatus.OPEN, TaskStatus.RETURNED}),
            ("due", set()),
            ("this_week", set()),
            ("done", {TaskStatus.CONFIRMED}),
            ("nonsense", set(TaskStatus) - {TaskStatus.CANCELLED}),
        ],
    )
    def test_state_filter_leads_to_what_today_counts(self, back_office, tasks, state, found):
        assert set(self.listed(back_office, state=state)) == {tasks[status] for status in found}

    def test_quarter_and_member_filters(self, back_office, tasks, member, chair):
        assert self.listed(back_office, quarter_of="2026-1") == [tasks[TaskStatus.OPEN]]
        assert len(self.listed(back_office, member=member.deputy.pk)) == 4
        assert self.listed(back_office, member=chair.deputy.pk) == []

    def test_search_finds_the_assignee_by_initials(self, back_office, tasks):
        assert len(self.listed(back_office, q="hqp")) == 4
        assert self.listed(back_office, q="zzz") == []

    def test_list_takes_the_same_queries_for_any_length(self, back_office, term, office):
        generate_liaison_tasks(sample_plan(term), actor=office)
        url = reverse("admin:deputies_liaisontask_changelist")
        with CaptureQueriesContext(connection) as many:
            back_office.get(url)
        LiaisonTask.objects.exclude(pk=LiaisonTask.objects.first().pk).delete()
        with CaptureQueriesContext(connection) as few:
            back_office.get(url)
        assert len(many) == len(few)


class TestSteps:
    """Each button is a page with a form; the service decides."""

    def test_confirm(self, back_office, reported, office):
        assert "机耕路积水。" in text_of(back_office.get(address(reported, "confirm_task")))
        response = back_office.post(
            address(reported, "confirm_task"), {"seen_version": reported.version}, follow=True
        )
        assert "已确认，任务完成。" in text_of(response)
        assert reported.reports.get().decided_by == office

    def test_opening_the_page_decides_nothing(self, back_office, reported):
        back_office.get(address(reported, "confirm_task"))
        reported.refresh_from_db()
        assert reported.status == TaskStatus.REPORTED

    def test_return_needs_a_reason(self, back_office, reported):
        response = back_office.post(address(reported, "return_task"), {"reason": " "})
        assert "请写明原因。" in text_of(response)
        back_office.post(address(reported, "return_task"), {"reason": "请写明解决办法。"})
        assert reported.reports.get().return_reason == "请写明解决办法。"

    def test_on_behalf_keeps_the_true_date_and_who_typed(self, back_office, task, office):
        response = back_office.post(address(task, "report_on_behalf"), SENT, follow=True)
        assert "文书小秦（人大办代录）" in text_of(response)
        report = task.reports.get()
        assert (report.held_on, report.reported_by, report.is_on_behalf) == (
            dt.date(2026, 10, 20),
            office,
            True,
        )

    def test_impossible_day_is_said_beside_what_was_typed(self, back_office, task):
        response = back_office.post(
            address(task, "report_on_behalf"), SENT | {"held_on": "2026-12-01"}
        )
        text = text_of(response)
        assert "实际日期不能晚于今天" in text
        assert "机耕路积水。" in text
        assert not TaskReport.objects.exists()

    def test_cancel_keeps_the_reason_in_the_timeline(self, back_office, task):
        back_office.post(address(task, "cancel_task"), {"reason": "小组合并"})
        task.refresh_from_db()
        assert task.status == TaskStatus.CANCELLED
        assert "任务取消。小组合并" in text_of(back_office.get(address(task)))

    def test_stale_page_is_told(self, back_office, reported, deputy, office):
        old = reported.version
        return_report(reported, actor=office, reason="请补充。")
        report_task(reported, actor=deputy, **DONE | {"solution": "清沟。"})
        response = back_office.post(address(reported, "confirm_task"), {"seen_version": old})
        assert "有了变动" in text_of(response)
        assert "清沟。" in text_of(response)
        reported.refresh_from_db()
        assert reported.status == TaskStatus.REPORTED

    def test_reason_typed_over_a_change_is_kept_and_can_be_sent_again(
        self, back_office, reported, deputy, office
    ):
        old = reported.version
        return_report(reported, actor=office, reason="请补充。")
        report_task(reported, actor=deputy, **DONE | {"solution": "清沟。"})
        typed = {"seen_version": old, "reason": "请写明日期。"}
        response = back_office.post(address(reported, "return_task"), typed)
        text = text_of(response)
        assert "何秋萍改过。" in text
        assert "→待确认" in text
        assert (
            back_office.post(address(reported, "return_task"), boxes_of(response)).status_code
            == 302
        )
        assert reported.reports.first().return_reason == "请写明日期。"

    @pytest.mark.parametrize(
        ("status", "buttons"),
        [
            (TaskStatus.OPEN, {"report_on_behalf", "cancel_task"}),
            (TaskStatus.RETURNED, {"report_on_behalf", "cancel_task"}),
            (TaskStatus.REPORTED, {"confirm_task", "return_task"}),
            (TaskStatus.CONFIRMED, set()),
            (TaskStatus.CANCELLED, set()),
        ],
    )
    def test_only_possible_steps_have_a_button(self, back_office, task, status, buttons):
        LiaisonTask.objects.filter(pk=task.pk).update(status=status)
        html = back_office.get(address(task)).content.decode()
        assert {step for step in STEPS if f'href="{address(task, step)}"' in html} == buttons

    @pytest.mark.parametrize(
        ("who", "allowed"),
        [
            ("office", {"confirm_task", "return_task"}),
            ("chair", {"confirm_task", "return_task"}),
            ("auditor", set()),
        ],
    )
    def test_buttons_are_for_those_who_may(self, client, cast, reported, who, allowed):
        client.force_login(getattr(cast, who))
        statuses = {step: client.get(address(reported, step)).status_code for step in STEPS}
        assert {step for step, status in statuses.items() if status == 200} == allowed
        assert client.get(address(reported)).status_code == 200

    def test_chair_does_not_enter_on_behalf(self, client, cast, task):
        client.force_login(cast.chair)
        assert client.post(address(task, "report_on_behalf"), SENT).status_code == 403

    def test_workflow_columns_cannot_be_typed_over(self, back_office, task):
        back_office.post(address(task), {"status": "confirmed", "due_on": "2030-01-01"})
        task.refresh_from_db()
        assert (task.status, task.due_on) == (TaskStatus.OPEN, dt.date(2026, 12, 31))

    def test_deputy_has_no_back_office(self, client, deputy, task):
        client.force_login(deputy)
        assert client.get(address(task)).status_code in (302, 403)


class TestTooLate:
    """A button on a page that is open, after somebody else was faster."""

    WRONG = [
        (TaskStatus.OPEN, "confirm_task"),
        (TaskStatus.RETURNED, "return_task"),
        (TaskStatus.REPORTED, "report_on_behalf"),
        (TaskStatus.REPORTED, "cancel_task"),
        (TaskStatus.CONFIRMED, "confirm_task"),
        (TaskStatus.CONFIRMED, "return_task"),
        (TaskStatus.CANCELLED, "report_on_behalf"),
        (TaskStatus.CANCELLED, "cancel_task"),
    ]

    @pytest.fixture
    def in_state(self, task, deputy, chair):
        def bring(status):
            if status in (TaskStatus.REPORTED, TaskStatus.RETURNED, TaskStatus.CONFIRMED):
                report_task(task, actor=deputy, **DONE)
            if status == TaskStatus.RETURNED:
                return_report(task, actor=chair, reason="请补充。")
            if status == TaskStatus.CONFIRMED:
                confirm_report(task, actor=chair)
            if status == TaskStatus.CANCELLED:
                cancel_task(task, actor=chair, reason="小组合并。")
            task.refresh_from_db()
            return task

        return bring

    @pytest.mark.parametrize(("status", "step"), WRONG)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_button_leads_to_the_task_and_says_why(
        self, back_office, in_state, status, step, method
    ):
        task = in_state(status)
        response = getattr(back_office, method)(address(task, step), follow=True)
        assert response.redirect_chain == [(address(task), 302)]
        assert f"这项任务现在是“{status.label}”，不能再" in text_of(response)
        task.refresh_from_db()
        assert task.status == status

    @pytest.mark.parametrize(
        ("status", "happened"),
        [
            (TaskStatus.CONFIRMED, "罗主席确认，任务完成。"),
            (TaskStatus.CANCELLED, "任务取消。小组合并。"),
            (TaskStatus.RETURNED, "罗主席退回：请补充。"),
        ],
    )
    def test_sentence_says_who_did_what(self, back_office, in_state, chair, status, happened):
        task = in_state(status)
        text = text_of(back_office.get(address(task, "confirm_task"), follow=True))
        happened = happened.replace("罗主席", str(chair))
        assert re.search(rf"不能再确认。\d+年\d+月\d+日\d+:\d+，{happened}", text)

    def test_reason_that_was_typed_is_given_back(self, back_office, reported, chair):
        old = reported.version
        confirm_report(reported, actor=chair)
        typed = {"reason": "请写明日期。", "seen_version": old}
        response = back_office.post(address(reported, "return_task"), typed)
        assert response.status_code == 409
        text = text_of(response)
        assert f"{chair}确认，任务完成。" in text
        assert "请写明日期。" in text
        assert f'href="{address(reported)}"' in response.content.decode()
        assert 'type="submit"' not in response.content.decode().split("portal-panel")[1]
        assert reported.reports.get().is_accepted

    def test_report_stands_beside_the_one_that_was_faster(self, back_office, task, deputy):
        report_task(task, actor=deputy, **DONE | {"content": "路灯不亮。"})
        response = back_office.post(address(task, "report_on_behalf"), SENT)
        assert response.status_code == 409
        text = text_of(response)
        assert "路灯不亮。" in text
        assert "机耕路积水。" in text
        assert TaskReport.objects.count() == 1

    def test_second_tap_is_one_report(self, back_office, task):
        for _ in range(2):
            response = back_office.post(address(task, "report_on_behalf"), SENT)
            assert response.url == address(task)
        assert TaskReport.objects.count() == 1

    @pytest.mark.parametrize("step", STEPS)
    def test_who_may_not_is_still_told_so(self, client, cast, in_state, step):
        task = in_state(TaskStatus.CONFIRMED)
        client.force_login(cast.auditor)
        assert client.get(address(task, step)).status_code == 403
        assert client.post(address(task, step), SENT).status_code == 403


class TestAdding:
    """One task by hand."""

    def test_task_gets_its_assignee_and_time_limit(self, back_office, plan, member, deputy):
        sent = {
            "plan": plan.pk,
            "kind": "duty_report",
            "member": member.deputy.pk,
            "deputy": deputy.deputy.pk,
            "quarter": "4",
        }
        response = back_office.post(reverse("admin:deputies_liaisontask_add"), sent)
        assert response.status_code == 302, response.context["errors"]
        task = LiaisonTask.objects.get()
        assert (task.assignee, task.due_on) == (deputy.deputy, dt.date(2026, 12, 31))

    def test_what_is_missing_is_said(self, back_office, plan, member):
        sent = {"plan": plan.pk, "kind": "group_visit", "member": member.deputy.pk, "quarter": "4"}
        response = back_office.post(reverse("admin:deputies_liaisontask_add"), sent)
        assert "请选择要走访的代表小组。" in text_of(response)
        assert not LiaisonTask.objects.exists()


class TestPlans:
    """Handing out, warnings, sheets."""

    def test_handing_out_asks_first(self, back_office, plan):
        text = text_of(back_office.get(address(plan, "hand_out")))
        assert "从2026年第四季度起" in text
        assert "沈立冬联系1名代表，一般是9至11名。" in text
        assert not LiaisonTask.objects.exists()

    def test_handing_out_says_what_was_done(self, back_office, plan):
        response = back_office.post(address(plan, "hand_out"), follow=True)
        assert "新派发2项任务，原有0项不变。" in text_of(response)
        assert set(LiaisonTask.objects.values_list("kind", flat=True)) == {
            TaskKind.GROUP_VISIT,
            TaskKind.DUTY_REPORT,
        }

    @pytest.mark.parametrize(("who", "status"), [("chair", 302), ("auditor", 403)])
    def test_handing_out_is_for_those_who_may(self, client, cast, plan, who, status):
        client.force_login(getattr(cast, who))
        assert client.post(address(plan, "hand_out")).status_code == status

    def test_warnings_stand_on_the_page(self, back_office, plan):
        text = text_of(back_office.get(address(plan)))
        assert "沈立冬联系1名代表，一般是9至11名。" in text

    def test_namesakes_in_a_line_are_told_apart(self, back_office, plan, term):
        namesake = DeputyFactory(name="张伟", village=VillageFactory(name="沙湖村"))
        MandateFactory(deputy=namesake, term=term)
        plan.assignments.get().deputies.add(namesake)
        assert "张伟（沙湖村）" in text_of(back_office.get(address(plan)))

    def test_sheets_of_a_member_are_one_page_a_task(self, back_office, plan, office, member, term):
        generate_liaison_tasks(plan, actor=office)
        other = serving(term)
        line(plan, other, [], [])
        page = back_office.get(address(plan, "print_sheets"))
        assert "2页沈立冬" in text_of(page)
        assert "没有未办的任务" in text_of(page)
        url = reverse("admin:deputies_liaisonplan_sheets", args=[plan.pk, member.deputy.pk])
        first, second = pages_of(back_office.get(url))
        assert "向沈立冬汇报履职情况" in first
        assert "走访" in second
        nothing = reverse("admin:deputies_liaisonplan_sheets", args=[plan.pk, other.pk])
        assert back_office.get(nothing).status_code == 404

    def test_sheets_of_the_selection(self, back_office, plan, office):
        generate_liaison_tasks(plan, actor=office)
        chosen = [str(task.pk) for task in LiaisonTask.objects.all()]
        response = back_office.post(
            reverse("admin:deputies_liaisontask_changelist"),
            {"action": "print_selected", "_selected_action": chosen},
        )
        assert response["Content-Type"] == "application/pdf"
        assert len(pages_of(response)) == 2

    def test_sheet_of_one_task(self, back_office, task):
        (text,) = pages_of(back_office.get(address(task, "print_sheet")))
        assert task.public_id in text

    def test_changed_line_is_saved_with_its_history(self, back_office, plan, member, term, office):
        added, row = serving(term), plan.assignments.get()
        sent = {
            "term": plan.term_id,
            "year": plan.year,
            "title": plan.title,
            "starts_on": "2026-10-01",
            "seen_version": plan.version,
            "assignments-TOTAL_FORMS": "1",
            "assignments-INITIAL_FORMS": "1",
            "assignments-0-id": row.pk,
            "assignments-0-plan": plan.pk,
            "assignments-0-member": member.deputy.pk,
            "assignments-0-order": "3",
            "assignments-0-groups": [group.pk for group in row.groups.all()],
            "assignments-0-deputies": [added.pk],
        }
        response = back_office.post(address(plan), sent)
        assert response.status_code == 302, response.context["errors"]
        row.refresh_from_db()
        assert (row.order, list(row.deputies.all())) == (3, [added])
        last = row.history.first()
        assert last.history_user == office
        assert [chosen.deputy for chosen in last.deputies.all()] == [added]
