"""Assigned to units: who does what, until when and by which rule; given back, given anew."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from proposals import services
from proposals.enums import AssignmentStatus, ProposalStatus, UnitRole
from proposals.models import Assignment, ProposalSettings
from proposals.services import UnitPart
from tests.factories import OrganFactory
from tests.proposals.stage import fresh, unit_user

pytestmark = pytest.mark.django_db


def roles(*names_and_roles):
    return [UnitPart(OrganFactory(name=name), role) for name, role in names_and_roles]


def test_clocks_are_stored_with_their_rules(stage, time_machine):
    time_machine.move_to("2026-11-30T09:00+08:00")
    parts = roles(("镇水利站", UnitRole.LEAD), ("镇农业站", UnitRole.CO))
    lead, co = stage.assigned(*parts)
    assert (lead.due_on, lead.due_rule) == (
        PartialDate(2027, 2, 28),
        "自交办之日起三个月内答复（代表法第五十一条）",
    )
    assert (co.due_on, co.due_rule) == (
        PartialDate(2026, 12, 30),
        "自交办之日起一个月内提出协办意见（本镇规定）",
    )
    assert lead.return_due_on == dt.date(2026, 12, 7)
    assert lead.contact_due_on == dt.date(2026, 12, 28)
    assert co.contact_due_on is None
    assert fresh(lead.proposal).status == ProposalStatus.IN_HANDLING


def test_broad_and_hard_takes_six_months_and_the_town_may_be_stricter(stage):
    ProposalSettings.objects.create(reply_months=2, broad_reply_months=4)
    (broad,) = stage.assigned(is_broad=True)
    assert broad.due_on == PartialDate(2026, 5, 15)
    assert broad.due_rule.startswith("涉及面广、处理难度大的，自交办之日起四个月内")
    (usual,) = stage.assigned(UnitPart(OrganFactory(name="镇城建办")))
    assert usual.due_on == PartialDate(2026, 3, 15)


def test_several_each_for_itself(stage):
    rows = stage.assigned(*roles(("甲站", UnitRole.SEPARATE), ("乙站", UnitRole.SEPARATE)))
    assert {row.due_on for row in rows} == {PartialDate(2026, 4, 15)}


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ([UnitRole.LEAD, UnitRole.LEAD], "主办单位只能有一个"),
        ([UnitRole.LEAD, UnitRole.SEPARATE], "不能混在一起"),
        ([UnitRole.CO], "还要选一个主办单位"),
        ([], "请选承办单位"),
    ],
)
def test_roles_that_do_not_go_together(stage, wanted, says):
    parts = roles(*((f"第{n}站", role) for n, role in enumerate(wanted)))
    proposal = stage.accepted()
    with pytest.raises(RuleViolation, match=says):
        services.assign_proposal(proposal, parts, actor=stage.office)
    assert not Assignment.objects.exists()


def test_days_and_units_that_cannot_be(stage):
    proposal, unit = stage.accepted(), OrganFactory(name="镇水利站")
    gone = OrganFactory(name="镇水产站", ends_on=PartialDate(2025, 12))
    for part, day, says in (
        (UnitPart(unit), dt.date(2026, 1, 14), "交办日期2026年1月14日在那以前"),
        (UnitPart(unit), dt.date(2026, 1, 16), "还没有到"),
        (UnitPart(gone), None, "已经在2025年12月撤并"),
    ):
        with pytest.raises(RuleViolation, match=says):
            services.assign_proposal(proposal, [part], actor=stage.office, assigned_on=day)
    services.assign_proposal(proposal, [UnitPart(unit)], actor=stage.office)
    with pytest.raises(RuleViolation, match="已经交给镇水利站"):
        services.assign_proposal(fresh(proposal), [UnitPart(unit, UnitRole.CO)], actor=stage.office)


def test_one_unit_is_chosen_once_and_not_before_another_gave_it_back(stage, time_machine):
    unit, other = OrganFactory(name="镇水利站"), OrganFactory(name="镇农业站")
    both = [UnitPart(unit), UnitPart(unit, UnitRole.CO)]
    proposal = stage.accepted()
    with pytest.raises(RuleViolation, match="镇水利站选了两次"):
        services.assign_proposal(proposal, both, actor=stage.office)
    (part,) = services.assign_proposal(proposal, [UnitPart(unit)], actor=stage.office)
    time_machine.move_to("2026-01-20T09:00+08:00")
    services.return_assignment(part, actor=stage.office, reason="属镇农业站")
    early = dt.date(2026, 1, 19)
    with pytest.raises(RuleViolation, match="镇水利站是2026年1月20日退办的"):
        services.assign_proposal(
            fresh(proposal), [UnitPart(other)], actor=stage.office, assigned_on=early
        )
    services.assign_proposal(fresh(proposal), [UnitPart(other)], actor=stage.office)


def test_the_unit_gives_it_back_within_its_days(stage, time_machine):
    user, unit = unit_user()
    (assignment,) = stage.assigned(UnitPart(unit))
    assert "请在2026年4月15日以前答复" in Message.objects.get(recipient=user).text
    stranger, _ = unit_user("镇司法所", "sifa")
    with pytest.raises(PermissionDenied):
        services.return_assignment(assignment, actor=stranger, reason="看错了")
    with pytest.raises(RuleViolation, match="请写明为什么退办"):
        services.return_assignment(assignment, actor=user, reason="")
    services.return_assignment(assignment, actor=user, reason="属镇农业站")
    row = Assignment.objects.get()
    assert (row.status, row.return_reason) == (AssignmentStatus.RETURNED, "属镇农业站")
    assert row.reassign_due_on == dt.date(2026, 1, 22)
    assert row.reassign_due_rule == "退回后5个工作日内重新交办（本镇规定）"
    proposal = fresh(assignment.proposal)
    assert proposal.status == ProposalStatus.ACCEPTED
    assert (
        "请在2026年1月22日以前重新交办"
        in Message.objects.filter(recipient=stage.office).latest("pk").text
    )
    again = OrganFactory(name="镇农业站")
    services.assign_proposal(proposal, [UnitPart(again)], actor=stage.office)
    assert [a.unit.name for a in proposal.assignments.current()] == ["镇农业站"]


def test_too_late_for_the_unit_but_not_for_the_office(stage, time_machine):
    user, unit = unit_user()
    (assignment,) = stage.assigned(UnitPart(unit))
    time_machine.move_to("2026-01-23T09:00+08:00")
    with pytest.raises(RuleViolation, match="退办要在2026年1月22日以前"):
        services.return_assignment(assignment, actor=user, reason="属镇农业站")
    services.return_assignment(assignment, actor=stage.office, reason="来函退办")
    with pytest.raises(RuleViolation, match="现在是“已退办”"):
        services.return_assignment(assignment, actor=stage.office, reason="来函退办")


def test_the_others_go_on_when_one_gives_it_back(stage):
    rows = stage.assigned(*roles(("甲站", UnitRole.SEPARATE), ("乙站", UnitRole.SEPARATE)))
    services.return_assignment(rows[0], actor=stage.office, reason="不归甲站")
    assert fresh(rows[0].proposal).status == ProposalStatus.IN_HANDLING
    services.revoke_assignment(rows[1], actor=stage.office, reason="改由丙站办")
    proposal = fresh(rows[0].proposal)
    assert proposal.status == ProposalStatus.ACCEPTED
    steps = [s.step for s in proposal.steps.all()]
    assert steps[-3:] == ["assign", "return", "take_back"]


def test_many_at_once_what_cannot_be_is_named(stage):
    rows = [stage.accepted(title=f"关于第{n}件事的建议") for n in range(2)]
    rest = stage.registered(title="关于还没受理的建议")
    unit = OrganFactory(name="镇水利站")
    done, refused = services.assign_many([*rows, rest], [UnitPart(unit)], actor=stage.office)
    assert done == rows
    assert len(refused) == 1
    assert "“关于还没受理的建议”现在是“已登记”，不能“交办”" in refused[0]
    assert Assignment.objects.count() == 2


def test_a_unit_hears_of_many_in_one_message(stage):
    user, unit = unit_user()
    rows = [stage.accepted(title=f"关于第{n}件事的建议") for n in range(3)]
    services.assign_many(rows, [UnitPart(unit)], actor=stage.office)
    message = Message.objects.get(recipient=user)
    assert message.text == (
        "今天交给镇水利站3件，最近一件请在2026年4月15日以前答复：关于第2件事的建议。"
    )
