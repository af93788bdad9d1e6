"""Interpellation: only in session, ten in office, the government alone, half for another answer."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from congress.township.models.units import OrganKind
from supervision.enums import InterpellationState, InterpellationStep
from supervision.models import Interpellation
from supervision.services import questions as service
from tests.conftest import serving_deputy
from tests.factories import DeputyFactory, OrganFactory, SessionFactory
from tests.supervision.conftest import DAY

pytestmark = pytest.mark.django_db
S, Do = InterpellationState, InterpellationStep


@pytest.fixture
def government(town):
    return OrganFactory(name="江湾镇人民政府", kind=OrganKind.GOVERNMENT)


@pytest.fixture
def session(term):
    return SessionFactory(
        term=term, ordinal=6, starts_on=PartialDate(2026, 4, 9), ends_on=PartialDate(2026, 4, 11)
    )


@pytest.fixture
def movers(term):
    return [serving_deputy(term, f"甘{n}", f"m{n}").deputy for n in range(10)]


@pytest.fixture
def submit(office, session, government, movers):
    def submit(**changed):
        told = {
            "actor": office,
            "session": session,
            "unit": government,
            "title": "安全饮水",
            "content": "为什么停工？",
            "movers": movers,
        }
        return service.submit_interpellation(**{**told, **changed})

    return submit


def take(row, step, office, dissatisfied=5):
    row = Interpellation.objects.get(pk=row.pk)
    if step == Do.HAND_OVER:
        return service.hand_over_interpellation(row, actor=office)
    if step == Do.ANSWER:
        return service.answer_interpellation(
            row, actor=office, form="oral", answered_by="镇长", answer="六月复工。"
        )
    if step == Do.ASK_AGAIN:
        return service.ask_again(row, actor=office, dissatisfied=dissatisfied)
    if step == Do.CLOSE:
        return service.close_interpellation(row, actor=office, dissatisfied=0)
    return service.withdraw_interpellation(row, actor=office, reason="已经复工")


TABLE = {
    S.SUBMITTED: ([], {Do.HAND_OVER, Do.WITHDRAW}),
    S.HANDED_OVER: ([Do.HAND_OVER], {Do.ANSWER, Do.WITHDRAW}),
    S.ANSWERED: ([Do.HAND_OVER, Do.ANSWER], {Do.ASK_AGAIN, Do.CLOSE}),
    S.ASKED_AGAIN: ([Do.HAND_OVER, Do.ANSWER, Do.ASK_AGAIN], {Do.ANSWER}),
    S.CLOSED: ([Do.HAND_OVER, Do.ANSWER, Do.CLOSE], set()),
    S.WITHDRAWN: ([Do.WITHDRAW], set()),
}


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("step", Do)
def test_each_step_from_each_state(submit, office, state, step):
    way, allowed = TABLE[state]
    row = submit()
    for each in way:
        take(row, each, office)
    assert Interpellation.objects.get().state == state
    if step in allowed:
        take(row, step, office)
    else:
        with pytest.raises(RuleViolation, match=f"不能“{step.label}”"):
            take(row, step, office)
        assert Interpellation.objects.get().state == state


def test_ten_movers_are_needed_each_counted_once(submit, movers):
    with pytest.raises(RuleViolation, match="现在有9人"):
        submit(movers=[*movers[:9], movers[0]])


def test_movers_are_in_office(submit, movers):
    with pytest.raises(RuleViolation, match="老田在2026年4月10日不是在任代表"):
        submit(movers=[*movers[:9], DeputyFactory(name="老田")])


def test_only_the_township_government_is_asked(submit):
    with pytest.raises(RuleViolation, match="只能对镇人民政府提出"):
        submit(unit=OrganFactory(name="镇水利站", kind=OrganKind.STATION))


def test_only_in_session(submit, time_machine):
    with pytest.raises(RuleViolation, match="只能在大会期间提出"):
        submit(submitted_on=dt.date(2026, 4, 8))
    time_machine.move_to("2026-04-12T09:00+08:00")
    with pytest.raises(RuleViolation, match="只能在大会期间提出"):
        submit()


def test_half_of_the_movers_may_ask_again(submit, office):
    row = submit()
    take(row, Do.HAND_OVER, office)
    take(row, Do.ANSWER, office)
    with pytest.raises(RuleViolation, match="没有到半数"):
        take(row, Do.ASK_AGAIN, office, dissatisfied=4)
    with pytest.raises(RuleViolation, match="只有10人"):
        take(row, Do.ASK_AGAIN, office, dissatisfied=11)
    take(row, Do.ASK_AGAIN, office, dissatisfied=5)
    take(row, Do.ANSWER, office)
    assert [answer.dissatisfied for answer in row.answers.all()] == [5, None]


def test_movers_see_it_and_other_deputies_do_not(submit, deputy, movers, office, member):
    row = submit()
    assert set(Interpellation.objects.visible_to(movers[0].user)) == {row}
    assert set(Interpellation.objects.visible_to(member)) == {row}
    assert not Interpellation.objects.visible_to(deputy).exists()
    with pytest.raises(PermissionDenied):
        service.hand_over_interpellation(row, actor=deputy)


def test_answer_comes_after_it_was_handed_over(submit, office):
    row = submit()
    take(row, Do.HAND_OVER, office)
    with pytest.raises(RuleViolation, match="以前，请核对"):
        service.answer_interpellation(
            Interpellation.objects.get(),
            actor=office,
            form="written",
            answered_by="镇长",
            answer="好",
            answered_on=DAY - dt.timedelta(days=1),
        )
