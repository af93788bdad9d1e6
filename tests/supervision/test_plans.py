"""The annual plan, releasing to the public, and the county's tasks."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from supervision.models import (
    CountyTask,
    PlanItem,
    SupervisionPlan,
    SupervisionProject,
    SupervisionSettings,
)
from supervision.services import plans
from supervision.services.releasing import release, take_back
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, project_of, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    plan = SupervisionPlan.objects.create(year=2026)
    PlanItem.objects.create(plan=plan, kind="inspection", title="视察防汛准备")
    return plan


class TestPlan:
    def test_is_agreed_at_a_meeting_and_then_read_by_deputies(self, plan, office, deputy, meeting):
        assert not SupervisionPlan.objects.visible_to(deputy).exists()
        plans.agree_plan(plan, actor=office, meeting=meeting)
        plan.refresh_from_db()
        assert (plan.agreed_on, plan.agreed_at) == (DAY, meeting)
        assert SupervisionPlan.objects.visible_to(deputy).exists()
        with pytest.raises(RuleViolation, match="已经通过"):
            plans.agree_plan(plan, actor=office)
        plans.reopen_plan(plan, actor=office, reason="加一项")
        assert not SupervisionPlan.objects.visible_to(deputy).exists()

    def test_empty_one_is_not_agreed(self, office):
        empty = SupervisionPlan.objects.create(year=2027)
        with pytest.raises(RuleViolation, match="还没有事项"):
            plans.agree_plan(empty, actor=office)

    def test_item_is_done_by_what_is_recorded_of_it(self, plan):
        item = plan.items.get()
        assert list(PlanItem.objects.undone()) == [item]
        visit_of(plan_item=item)
        assert not PlanItem.objects.undone().exists()

    def test_item_is_dropped_with_the_reason(self, plan, office):
        item = plan.items.get()
        with pytest.raises(RuleViolation, match="为什么取消"):
            plans.drop_plan_item(item, actor=office, reason="")
        plans.drop_plan_item(item, actor=office, reason="并入执法检查")
        assert not PlanItem.objects.undone().exists()
        plans.restore_plan_item(item, actor=office)
        assert PlanItem.objects.undone().exists()

    def test_deputies_agree_to_nothing(self, plan, deputy):
        with pytest.raises(PermissionDenied):
            plans.agree_plan(plan, actor=deputy)


class TestRelease:
    def test_nothing_is_public_before_both_act_and_setting(self, office):
        project = project_of()
        assert not SupervisionProject.objects.public().exists()
        release(project, actor=office, text="闸修好了。")
        assert not SupervisionProject.objects.public().exists()
        SupervisionSettings.objects.create(publishes_supervision=True)
        assert list(SupervisionProject.objects.public()) == [project]
        take_back(project, actor=office, reason="数字要核对")
        assert not SupervisionProject.objects.public().exists()

    def test_needs_its_own_text_and_the_right(self, office, deputy):
        project = project_of()
        with pytest.raises(RuleViolation, match="请写公开的内容"):
            release(project, actor=office, text=" ")
        with pytest.raises(PermissionDenied):
            release(project, actor=deputy, text="好")
        with pytest.raises(RuleViolation, match="没有公开"):
            take_back(project, actor=office, reason="误点")

    def test_draft_is_not_released(self, office, station):
        with pytest.raises(RuleViolation, match="未发出"):
            release(demand_of(station.unit), actor=office, text="整改")


class TestCountyTask:
    def create(self, **values):
        told = {
            "kind": "petition",
            "title": "反映沟渠",
            "source_organ": "县人大",
            "received_on": DAY,
        }
        return CountyTask.objects.create(**{**told, **values})

    def test_is_read_by_the_staff_alone(self, office, chair, auditor, member, deputy, station):
        task = self.create()
        for user in (office, chair):
            assert list(CountyTask.objects.visible_to(user)) == [task]
        for user in (auditor, member, deputy, station):
            assert not CountyTask.objects.visible_to(user).exists()

    def test_name_in_the_trail_names_nobody(self):
        task = self.create(source_number="江人信〔2026〕3号")
        assert str(task) == "县人大交办的信访件江人信〔2026〕3号"

    def test_overdue_and_unreported(self):
        self.create(due_on=PartialDate(2026, 4))
        assert not CountyTask.objects.overdue(on=DAY.replace(day=30)).exists()
        assert CountyTask.objects.overdue(on=DAY.replace(month=5, day=1)).exists()
        self.create(done_on=PartialDate(2026, 4), result="清了淤")
        assert CountyTask.objects.unreported().count() == 1

    def test_reported_one_has_a_result(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.create(reported_on=PartialDate(2026, 4))
