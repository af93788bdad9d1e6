"""What units owe, what waits for the office, who was asked to join: said in time, and once."""

import datetime as dt

import pytest

from congress.common.messaging.reminders import remind
from congress.common.models import Message
from proposals import services
from proposals.models import Assignment
from proposals.services import UnitPart
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, fresh, unit_user

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 4, 15)


@pytest.fixture
def morning(time_machine):
    """``morning(day)``: the round of that day; what it said by kind."""

    def run(day):
        time_machine.move_to(f"{day}T08:00+08:00")
        return dict(remind(day).messages)

    return run


def said(user) -> str:
    return Message.objects.filter(recipient=user).latest("pk").text


def test_a_unit_hears_before_on_and_after_the_day(stage, morning):
    user, unit = unit_user()
    stage.assigned(UnitPart(unit))
    days = [DUE + dt.timedelta(n) for n in range(-8, 10)]
    spoken = [(day - DUE).days for day in days if morning(day).get("proposal-reply-due")]
    assert spoken == [-5, -1, 0, 7]
    assert said(user) == "已逾期7天，请尽快答复：关于疏通新洲村排水沟的建议。"


def test_several_are_one_message(stage, morning):
    user, unit = unit_user()
    stage.assigned(UnitPart(unit))
    stage.assigned(UnitPart(unit))
    assert morning(DUE)["proposal-reply-due"] == 1
    assert said(user).startswith("有2件要答复：关于疏通新洲村排水沟的建议、")
    assert said(user).endswith("最早的一件今天到期。")


def test_a_limit_that_is_a_month_ends_with_it(stage, morning):
    user, unit = unit_user()
    (part,) = stage.assigned(UnitPart(unit))
    Assignment.objects.filter(pk=part.pk).update(due_on="2026-04")
    assert "proposal-reply-due" not in morning(DUE)
    assert morning(dt.date(2026, 4, 30))["proposal-reply-due"] == 1
    assert "今天到期" in said(user)


def test_what_was_given_back_presses_nobody(stage, morning):
    user, unit = unit_user()
    (part,) = stage.assigned(UnitPart(unit))
    services.return_assignment(part, actor=user, reason="不归本站")
    assert morning(dt.date(2026, 1, 22)) == {"proposal-returned": 1}
    assert said(stage.office) == (
        "镇水利站退办的还没有重新交办，今天到期：关于疏通新洲村排水沟的建议。"
    )
    services.assign_proposal(fresh(part.proposal), [UnitPart(OrganFactory())], actor=stage.office)
    assert morning(dt.date(2026, 1, 30)) == {}


def test_the_office_hears_of_what_waits(stage, morning):
    stage.submitted()
    stage.submitted()
    assert morning(DAY + dt.timedelta(2)) == {}
    assert morning(DAY + dt.timedelta(3)) == {"proposal-arrived": 1}
    assert said(stage.office) == "有2件议案建议等待登记，最早的已经等了3天。"


def test_who_was_asked_and_says_nothing(stage, morning):
    rows = stage.invited(stage.draft(), stage.others[:1])
    assert morning(DAY + dt.timedelta(3)) == {"proposal-cosign-asked": 1}
    assert said(stage.others[0]) == (
        "请您答复是否联名提出，已经等了3天：关于疏通新洲村排水沟的建议。"
    )
    services.leave_proposal(rows[stage.others[0].deputy.pk], actor=stage.others[0])
    assert morning(DAY + dt.timedelta(10)) == {}


def test_queries_do_not_grow(stage, django_assert_max_num_queries):
    from proposals.reminders import due_things

    _, unit = unit_user()
    for _ in range(3):
        stage.assigned(UnitPart(unit))
    with django_assert_max_num_queries(18):
        assert sum(each.kind.slug == "proposal-reply-due" for each in due_things(DUE)) == 3
