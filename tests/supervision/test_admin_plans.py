"""The annual plan in the back office: items with what became of each, agreed, reopened, dropped."""

import datetime as dt

import pytest
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from supervision.enums import PlanItemKind, PlanState
from supervision.models import PlanItem, SupervisionPlan, WorkReportHearing
from supervision.progress import ItemState, done_on, figures, state_of
from supervision.services import plans
from tests.supervision.conftest import DAY
from tests.supervision.samples import project_of, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(station):
    return SupervisionPlan.objects.create(year=2026)


def item_of(plan, title="视察防汛准备", month=None, **values):
    told = {"kind": PlanItemKind.INSPECTION, "order": plan.items.count() + 1}
    return PlanItem.objects.create(plan=plan, title=title, month=month, **{**told, **values})


def page(record, name="change"):
    return reverse(f"admin:supervision_{record._meta.model_name}_{name}", args=[record.pk])


def step(record, slug):
    name = f"admin:supervision_{record._meta.model_name}_step"
    return reverse(name, args=[record.pk, slug])


class TestState:
    def test_by_what_was_recorded(self, plan, station, meeting):
        ahead, late = item_of(plan, month=PartialDate(2026, 4)), item_of(plan, month="2026-03")
        visited, heard = item_of(plan, month="2026-03"), item_of(plan, month="2026-02")
        dropped, noted = item_of(plan, month="2026-03"), item_of(plan, done_on="2026-03")
        some_day = item_of(plan)
        visit_of(plan_item=visited)
        WorkReportHearing.objects.create(title="报告", heard_on="2026-02", plan_item=heard)
        dropped.dropped_on = DAY
        dropped.save()
        states = {
            item.pk: state_of(item, DAY)
            for item in PlanItem.objects.with_doings().filter(plan=plan)
        }
        assert [states[item.pk] for item in (ahead, late, visited, heard, dropped, noted)] == [
            ItemState.WAITING,
            ItemState.LATE,
            ItemState.DONE,
            ItemState.DONE,
            ItemState.DROPPED,
            ItemState.DONE,
        ]
        assert states[some_day.pk] == ItemState.WAITING
        assert state_of(some_day, dt.date(2027, 1, 1)) == ItemState.LATE
        rows = PlanItem.objects.with_doings().filter(plan=plan)
        assert str(figures(rows, DAY)) == "计划7项，已完成3项，未到时间2项，逾期1项，取消1项"

    def test_period_lasts_until_its_end(self, plan):
        item = item_of(plan, month="2026-01", until=PartialDate(2026, 4))
        assert state_of(item, dt.date(2026, 4, 30)) == ItemState.WAITING
        assert state_of(item, dt.date(2026, 5, 1)) == ItemState.LATE

    def test_midyear_counts_what_was_done_by_then(self, plan):
        item = item_of(plan, month="2026-03")
        visit_of(plan_item=item, held_on=PartialDate(2026, 4, 8))
        rows = PlanItem.objects.with_doings().filter(plan=plan)
        assert figures(rows, dt.date(2026, 4, 7)).late == 1
        assert figures(rows, dt.date(2026, 4, 8)).done == 1

    def test_project_items_end_with_their_last_project(self, plan):
        item = item_of(plan, kind=PlanItemKind.PROJECT)
        first = project_of(plan_item=item, finished_on=PartialDate(2026, 2))
        project_of(name="跃进闸", plan_item=item)
        assert done_on(item) is None
        assert item in PlanItem.objects.undone()
        last = item.projects.exclude(pk=first.pk).get()
        last.finished_on = PartialDate(2026, 3)
        last.save()
        assert done_on(item) == PartialDate(2026, 3)
        assert item not in PlanItem.objects.undone()

    def test_overdue_agrees_with_the_state(self, plan, office):
        items = [
            item_of(plan, month=PartialDate(2026, 3)),
            item_of(plan, month=PartialDate(2026, 1), until=PartialDate(2026, 4)),
            item_of(plan),
            item_of(plan, month=PartialDate(2026)),
        ]
        assert not PlanItem.objects.overdue(on=DAY).exists()  # nobody agreed to it yet
        plans.agree_plan(plan, actor=office)
        for day in (DAY, dt.date(2026, 5, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)):
            late = {item for item in items if state_of(item, day) == ItemState.LATE}
            assert set(PlanItem.objects.overdue(on=day)) == late, day


class TestPages:
    @pytest.fixture(autouse=True)
    def _at_office(self, office, client):
        client.force_login(office)

    def test_page_lists_items_with_what_happened(self, plan, client, office, member):
        item = item_of(plan, month="2026-04", basis="第3号议案", member=member.deputy)
        work = visit_of(plan_item=item)
        late = item_of(plan, title="农业法执法检查", month="2026-03")
        html = client.get(page(plan)).content.decode()
        assert "到今天：计划2项，已完成1项，逾期1项。" in html
        assert "依据：第3号议案" in html and f"{member.deputy}负责" in html
        assert str(work) in html and "逾期10天" in html
        assert page(late) in html

    def test_item_is_entered_into_the_plan_and_the_next_follows(self, plan, client):
        add = f"{reverse('admin:supervision_planitem_add')}?plan={plan.pk}"
        html = client.get(add).content.decode()
        assert 'name="order" value="1"' in html
        sent = {
            "plan": plan.pk,
            "order": 1,
            "kind": "law_check",
            "title": "农业法执法检查",
            "month": "2026年5月",
            "_addanother": "1",
        }
        response = client.post(add, sent)
        assert response.url == add
        assert plan.items.get().month == PartialDate(2026, 5)
        assert 'name="order" value="2"' in client.get(add).content.decode()
        del sent["_addanother"]
        assert client.post(add, {**sent, "order": 2}).url == page(plan)
        wrong = client.post(add, {**sent, "until": "2026年4月"})
        assert "2026年4月在2026年5月以前" in wrong.content.decode()

    def test_agreed_then_fixed_until_reopened(self, plan, client, meeting):
        empty = client.post(step(plan, "agree"), {"seen_version": plan.version})
        assert "请先写上今年要监督什么" in empty.content.decode()
        item = item_of(plan)
        sent = {"meeting": meeting.pk, "seen_version": plan.version}
        assert client.post(step(plan, "agree"), sent).status_code == 302
        plan.refresh_from_db()
        assert (plan.state, plan.agreed_on, plan.agreed_at) == (PlanState.AGREED, DAY, meeting)
        html = client.get(page(item)).content.decode()
        assert 'name="title"' not in html and 'name="done_on"' in html
        add = reverse("admin:supervision_planitem_add")
        refused = client.post(add, {"plan": plan.pk, "order": 2, "kind": "other", "title": "加的"})
        assert "请先在计划里点“重新起草”" in refused.content.decode()
        assert client.post(page(item, "delete"), {"post": "yes"}).status_code == 403
        again = client.post(step(plan, "reopen"), {"reason": " ", "seen_version": plan.version})
        assert again.status_code == 200
        sent = {"reason": "县里加了任务", "seen_version": plan.version}
        assert client.post(step(plan, "reopen"), sent).status_code == 302
        plan.refresh_from_db()
        assert plan.state == PlanState.DRAFT

    def test_item_is_dropped_and_restored(self, plan, client):
        item = item_of(plan)
        client.post(step(item, "drop"), {"reason": "并到县里检查", "seen_version": item.version})
        item.refresh_from_db()
        assert item.dropped_because == "并到县里检查"
        html = client.get(page(plan)).content.decode()
        assert "plan-item--dropped" in html and "并到县里检查" in html
        client.post(step(item, "restore"), {"seen_version": item.version})
        item.refresh_from_db()
        assert item.dropped_on is None

    def test_second_of_two_people_is_told(self, plan, client):
        item_of(plan)
        seen = plan.version
        plan.summary = "别人写的"
        plan.save_version()
        refused = client.post(step(plan, "agree"), {"seen_version": seen, "agreed_on": DAY})
        assert "被别人改过" in refused.content.decode()
        plan.refresh_from_db()
        assert plan.state == PlanState.DRAFT

    def test_midyear_check_stands_beside_what_was_counted(self, plan, client):
        item = item_of(plan, month="2026-03")
        sent = {"year": 2026, "checked_on": "2026-04-05", "check_words": "进度慢", "summary": ""}
        assert client.post(page(plan), {**sent, "seen_version": plan.version}).status_code == 302
        visit_of(plan_item=item, held_on=PartialDate(2026, 4, 8))
        html = client.get(page(plan)).content.decode()
        assert "到2026年4月5日：计划1项，已完成0项，逾期1项" in html
        assert "计划1项，已完成1项" in html

    def test_queries_do_not_grow_with_items(self, plan, client, django_assert_max_num_queries):
        item_of(plan)
        client.get(page(plan))
        with django_assert_max_num_queries(200) as few:
            client.get(page(plan))
        for number in range(30):
            visit_of(plan_item=item_of(plan, title=f"第{number}项"))
        with django_assert_max_num_queries(200) as many:
            client.get(page(plan))
        # Records on the page are asked for kind by kind.
        assert len(many) <= len(few) + 2

    def test_released_with_the_list_of_items(self, plan, client, office):
        item_of(plan, month="2026-04")
        plans.agree_plan(plan, actor=office)
        html = client.get(step(plan, "release")).content.decode()
        assert "1. 视察防汛准备，视察，2026年4月。" in html
        plan.refresh_from_db()
        client.post(step(plan, "release"), {"text": "今年视察", "seen_version": plan.version})
        plan.refresh_from_db()
        assert plan.is_released and plan.public_text == "今年视察"


def test_settings_page_saves(office, client, town):
    client.force_login(office)
    add = client.get(reverse("admin:supervision_supervisionsettings_changelist")).url
    sent = {"opinion_months": 7, "rectification_days": 30, "interpellation_movers": 10}
    assert client.post(add, sent).status_code == 200
    assert client.post(add, {**sent, "opinion_months": 2}).status_code == 302
