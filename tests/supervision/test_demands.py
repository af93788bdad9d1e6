"""Opinions and rectifications: every step from every state, limits, extension, who may."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from supervision.enums import DemandKind, DemandState, DemandStepKind
from supervision.models import Demand, DemandStep
from supervision.services import demand_extensions as extensions
from supervision.services import demands as service
from tests.factories import OrganFactory
from tests.proposals.stage import unit_user
from tests.supervision.conftest import DAY
from tests.supervision.samples import demand_of, visit_of

pytestmark = pytest.mark.django_db
S, Do = DemandState, DemandStepKind
LATER = dt.date(2026, 6, 1)
# What may be done, written down once more.
TABLE = {
    S.DRAFT: {Do.ISSUE: S.ISSUED, Do.DROP: S.DROPPED},
    S.ISSUED: {
        Do.REPORT: S.REPORTED,
        Do.EXTEND: S.ISSUED,
        Do.ESCALATE: S.ESCALATED,
        Do.DROP: S.DROPPED,
    },
    S.REPORTED: {
        Do.REPORT: S.REPORTED,
        Do.SEND_BACK: S.SENT_BACK,
        Do.CLOSE: S.CLOSED,
        Do.ESCALATE: S.ESCALATED,
    },
    S.SENT_BACK: {
        Do.REPORT: S.REPORTED,
        Do.EXTEND: S.SENT_BACK,
        Do.ESCALATE: S.ESCALATED,
        Do.DROP: S.DROPPED,
    },
    S.ESCALATED: {Do.REPORT: S.REPORTED, Do.CLOSE: S.CLOSED},
    S.CLOSED: {Do.REOPEN: S.SENT_BACK},
    S.DROPPED: {},
}


def fresh(demand):
    return Demand.objects.get(pk=demand.pk)


def take(demand, step, office):
    demand = fresh(demand)
    if step == Do.ISSUE:
        return service.issue_demand(demand, actor=office)
    if step == Do.REPORT:
        return service.report_on_demand(demand, actor=office, words="换了启闭机。")
    if step == Do.SEND_BACK:
        return service.send_back_demand(demand, actor=office, words="还漏水。", due_on=LATER)
    if step == Do.CLOSE:
        return service.close_demand(demand, actor=office, verdict="satisfied")
    if step == Do.ESCALATE:
        return service.escalate_demand(demand, actor=office, words="报县水利局。")
    if step == Do.EXTEND:
        row = extensions.ask_demand_extension(
            demand, actor=office, until=dt.date(2026, 7, 1), reason="等材料"
        )
        return extensions.decide_demand_extension(row, actor=office, approve=True)
    if step == Do.REOPEN:
        return service.reopen_demand(demand, actor=office, words="又锈了。", due_on=LATER)
    return service.drop_demand(demand, actor=office, words="已经拆除。")


WAYS = {
    S.DRAFT: [],
    S.ISSUED: [Do.ISSUE],
    S.REPORTED: [Do.ISSUE, Do.REPORT],
    S.SENT_BACK: [Do.ISSUE, Do.REPORT, Do.SEND_BACK],
    S.ESCALATED: [Do.ISSUE, Do.ESCALATE],
    S.CLOSED: [Do.ISSUE, Do.REPORT, Do.CLOSE],
    S.DROPPED: [Do.DROP],
}


@pytest.fixture
def led_to(station, office):
    def led_to(state, **values):
        demand = demand_of(station.unit, **values)
        for step in WAYS[state]:
            take(demand, step, office)
        return fresh(demand)

    return led_to


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("step", Do)
def test_each_step_from_each_state(led_to, office, state, step):
    demand = led_to(state)
    assert demand.state == state
    before = DemandStep.objects.count()
    if step in TABLE[state]:
        take(demand, step, office)
        assert fresh(demand).state == TABLE[state][step]
        assert DemandStep.objects.count() == before + 1
        assert fresh(demand).history.latest().history_user == office
    else:
        with pytest.raises(RuleViolation) as refused:
            take(demand, step, office)
        assert state.label in refused.value.message
        assert step.label in refused.value.message
        assert fresh(demand).version == demand.version
        assert DemandStep.objects.count() == before


def test_limit_of_an_opinion_follows_the_town(led_to):
    demand = led_to(S.ISSUED, kind=DemandKind.REVIEW_OPINION)
    assert demand.due_on == PartialDate(2026, 7, 10)
    assert demand.due_rule == "自发出之日起三个月内报告办理情况（本镇规定）"


def test_limit_of_a_rectification_follows_the_town(led_to):
    demand = led_to(S.ISSUED)
    assert demand.due_on == PartialDate(2026, 5, 10)
    assert demand.due_rule == "自发出之日起30天内整改"


def test_limit_that_the_letter_names(station, office):
    demand = demand_of(station.unit)
    service.issue_demand(demand, actor=office, due_on=dt.date(2026, 4, 30))
    assert fresh(demand).due_on == PartialDate(2026, 4, 30)
    other = demand_of(station.unit, kind=DemandKind.DEPUTY_OPINION)
    with pytest.raises(RuleViolation, match="最多六个月"):
        service.issue_demand(other, actor=office, due_on=dt.date(2026, 10, 11))
    service.issue_demand(other, actor=office, due_on=dt.date(2026, 10, 10))
    with pytest.raises(RuleViolation, match="在发出日期以前"):
        service.issue_demand(demand_of(station.unit), actor=office, due_on=dt.date(2026, 4, 9))


def test_nothing_goes_out_without_its_words(station, office):
    with pytest.raises(RuleViolation, match="还没有写发现的问题"):
        service.issue_demand(demand_of(station.unit, content=" "), actor=office)


def test_overdue_ends_with_the_last_day(led_to):
    demand = led_to(S.ISSUED)
    assert not Demand.objects.overdue(on=dt.date(2026, 5, 10)).exists()
    assert not demand.is_overdue(dt.date(2026, 5, 10))
    assert list(Demand.objects.overdue(on=dt.date(2026, 5, 11))) == [demand]
    assert demand.is_overdue(dt.date(2026, 5, 11))
    assert list(Demand.objects.due_soon(on=dt.date(2026, 4, 26))) == [demand]
    assert not Demand.objects.due_soon(on=dt.date(2026, 4, 25)).exists()


def test_unit_reports_with_its_own_account_and_others_may_not(led_to, station, office):
    demand = led_to(S.ISSUED)
    told = Message.objects.filter(recipient=station, kind="demand-issued")
    assert told.get().text == (
        "主席团发来整改事项，请在2026年5月10日以前报告办理情况：闸门启闭机锈蚀。"
    )
    stranger, _ = unit_user("镇财政所", "caizheng")
    with pytest.raises(PermissionDenied):
        service.report_on_demand(demand, actor=stranger, words="办好了。")
    with pytest.raises(RuleViolation, match="请写明办理情况"):
        service.report_on_demand(demand, actor=station, words="  ")
    service.report_on_demand(demand, actor=station, words="换了。", measure="换启闭机")
    step = DemandStep.objects.get(step=Do.REPORT)
    assert (step.measure, step.words, step.taken_by) == ("换启闭机", "换了。", station)
    assert Message.objects.filter(recipient=office, kind="demand-reported").count() == 1
    assert told.get().settled_at is not None
    with pytest.raises(PermissionDenied):
        service.close_demand(fresh(demand), actor=station)


def test_second_of_two_people_is_told(led_to, station, office):
    demand = led_to(S.ISSUED)
    service.report_on_demand(demand, actor=station, words="换了。", seen_version=demand.version)
    with pytest.raises(StaleRecord, match="被别人改过"):
        service.report_on_demand(demand, actor=office, words="换", seen_version=demand.version)
    with pytest.raises(RuleViolation, match="已经办了“报告办理情况”"):
        service.drop_demand(demand, actor=office, words="不用了")


def test_dissatisfied_presidium_does_not_close(led_to, office):
    with pytest.raises(RuleViolation, match="退回再办"):
        service.close_demand(led_to(S.REPORTED), actor=office, verdict="dissatisfied")


class TestExtension:
    def ask(self, demand, until=dt.date(2026, 6, 30), **values):
        told = {"actor": values.pop("actor"), "until": until, "reason": "等材料"}
        return extensions.ask_demand_extension(demand, **{**told, **values})

    def test_moves_the_limit_once_it_is_approved(self, led_to, station, office):
        demand = led_to(S.ISSUED)
        row = self.ask(demand, actor=station)
        assert list(Demand.objects.asking_extension()) == [demand]
        assert fresh(demand).due_on == PartialDate(2026, 5, 10)
        extensions.decide_demand_extension(row, actor=office, approve=True)
        assert fresh(demand).due_on == PartialDate(2026, 6, 30)
        assert fresh(demand).due_rule == "经同意延期到2026年6月30日"
        row.refresh_from_db()
        assert row.was_due_on == PartialDate(2026, 5, 10)
        with pytest.raises(RuleViolation, match="不用再办"):
            extensions.decide_demand_extension(row, actor=office, approve=True)

    def test_is_refused_with_the_reason(self, led_to, station, office):
        row = self.ask(led_to(S.ISSUED), actor=station)
        with pytest.raises(RuleViolation, match="请写明理由"):
            extensions.decide_demand_extension(row, actor=office, approve=False)
        extensions.decide_demand_extension(row, actor=office, approve=False, answer="汛期前要办好")
        assert Demand.objects.get().due_on == PartialDate(2026, 5, 10)
        news = Message.objects.get(recipient=station, kind="demand-news")
        assert news.text.startswith("不同意延期，仍请在2026年5月10日以前报告")

    def test_is_asked_before_the_date_and_ends_after_six_months(self, led_to, station, office):
        demand = led_to(S.ISSUED)
        with pytest.raises(RuleViolation, match="最多六个月"):
            self.ask(demand, actor=station, until=dt.date(2026, 10, 11))
        with pytest.raises(RuleViolation, match="要在2026年5月10日以后"):
            self.ask(demand, actor=station, until=dt.date(2026, 5, 10))
        self.ask(demand, actor=station, until=dt.date(2026, 10, 10))
        with pytest.raises(RuleViolation, match="已经申请过延期"):
            self.ask(demand, actor=station)

    def test_is_too_late_after_the_date(self, led_to, station, time_machine):
        demand = led_to(S.ISSUED)
        time_machine.move_to("2026-05-11T09:00+08:00")
        with pytest.raises(RuleViolation, match="已经过了"):
            self.ask(demand, actor=station)

    def test_ends_with_the_report(self, led_to, station):
        demand = led_to(S.ISSUED)
        self.ask(demand, actor=station)
        service.report_on_demand(fresh(demand), actor=station, words="办好了。")
        assert demand.extensions.get().state == "refused"


def test_who_sees_what(led_to, station, office, deputy, other_deputy, member, auditor):
    work = visit_of(leader=deputy.deputy)
    mine = led_to(S.ISSUED, field_work=work)
    draft = led_to(S.DRAFT)
    other = demand_of(OrganFactory(name="镇财政所"), state=S.ISSUED)
    everything = {mine, draft, other}
    seen = {
        user: set(Demand.objects.visible_to(user))
        for user in (office, auditor, member, station, deputy, other_deputy)
    }
    assert seen[office] == seen[auditor] == seen[member] == everything
    assert seen[station] == {mine}
    assert seen[deputy] == {mine}
    assert seen[other_deputy] == set()


def test_dates_before_the_issue_are_refused(led_to, office):
    demand = led_to(S.ISSUED)
    early = DAY - dt.timedelta(days=1)
    with pytest.raises(RuleViolation, match="在发出（2026年4月10日）以前"):
        service.report_on_demand(demand, actor=office, words="好了", reported_on=early)
    with pytest.raises(RuleViolation, match="还没有到"):
        service.report_on_demand(demand, actor=office, words="好了", reported_on=LATER)
