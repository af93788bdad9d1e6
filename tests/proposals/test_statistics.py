"""Rates with what they divide, told from facts; and the facts from what was recorded."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.enums import ContactForm, Satisfaction, SponsorshipStatus
from proposals.models import (
    Assignment,
    Category,
    Contact,
    FeedbackRequest,
    OutcomeClass,
    Proposal,
    Reply,
    ReplyRating,
)
from proposals.statistics import measures
from proposals.statistics.facts import ItemFact, PartFact, facts_of
from proposals.statistics.scopes import latest_scope, scope_of, scopes, session_scope, year_scope
from proposals.statistics.tables import Dimension, items_of, league, table
from tests.factories import OrganFactory, SessionFactory
from tests.proposals.samples import answered, assigned, joined, proposal_of, town_lists

GOOD, FAIR, BAD, NONE = "satisfied", "basically", "dissatisfied", "unstated"


def part(unit=1, **values):
    values = {
        "is_answered": True,
        "is_overdue": False,
        "in_time": True,
        "met": True,
        "letter": "A",
        "is_solved": True,
        "round": 1,
    } | values
    return PartFact(unit, **values)


def waiting(unit=1, **values):
    return part(
        unit, is_answered=False, in_time=None, met=None, letter="", is_solved=False, **values
    )


def item(pk, *parts, **values):
    values = {
        "kind": "suggestion",
        "occasion": "in_session",
        "status": "replied",
        "year": 2026,
        "session": 5,
        "category": 1,
        "group": 1,
        "lead": 1,
        "is_key": False,
    } | values
    return ItemFact(pk, parts=parts, **values)


def rate(items, key):
    found = next(each for each in measures.rates(items) if each.key == key)
    return found.part, found.whole


def number(items, key):
    return measures.count(items, key).number


def test_nothing_to_divide_by_is_a_dash():
    assert {each.shown for each in measures.rates([])} == {"—"}
    assert {each.percent for each in measures.rates([item(1)])} == {"—"}


def test_answered_when_every_unit_that_answers_separately_has():
    items = [item(1, part(1), part(2)), item(2, part(1), waiting(2)), item(3, waiting()), item(4)]
    assert rate(items, "answer_rate") == (1, 3)
    assert measures.count(items, "answered").items == (1,)
    assert measures.count(items, "unanswered").items == (2, 3)


def test_in_time_counts_what_is_overdue_and_leaves_out_what_nobody_can_tell():
    items = [
        item(1, part()),
        item(2, part(in_time=False)),
        item(3, part(in_time=None)),
        item(4, waiting(is_overdue=True)),
        item(5, waiting()),
        item(6, part(), part(2, in_time=False)),
    ]
    assert rate(items, "in_time_rate") == (1, 4)
    assert measures.count(items, "late").items == (2, 4, 6)
    assert measures.count(items, "undated").items == (3,)
    assert number(items, "overdue") == 1


def test_met_only_where_the_records_tell():
    items = [item(1, part()), item(2, part(met=False)), item(3, part(met=None)), item(4, waiting())]
    assert rate(items, "met_rate") == (1, 2)
    assert number(items, "met_unknown") == 1


def test_solved_of_all_that_have_a_class_and_the_last_letter_of_several():
    items = [
        item(1, part()),
        item(2, part(letter="B", is_solved=False)),
        item(3, part(), part(2, letter="C", is_solved=False)),
        item(4, part(letter="", is_solved=False)),
        item(5, waiting()),
    ]
    assert rate(items, "solved_rate") == (1, 3)
    assert [(c.label, c.items) for c in measures.classes(items)] == [
        ("A类", (1,)),
        ("B类", (2,)),
        ("C类", (3,)),
    ]
    assert number(items, "unclassed") == 1


def test_ratings_count_sponsors_and_who_is_silent_counts_until_he_was_reminded_in_vain():
    items = [
        item(1, part(ratings=((GOOD, GOOD), (GOOD, FAIR)), silent=1, excused=1)),
        item(2, part(ratings=((GOOD, BAD), (NONE, NONE), ("", GOOD)))),
    ]
    assert rate(items, "satisfied_rate") == (2, 6)
    assert rate(items, "content_rate") == (3, 6)
    assert rate(items, "attitude_rate") == (3, 5)
    assert measures.count(items, "content").items == (1, 2)
    assert measures.count(items, "dissatisfied").items == (2,)
    assert number(items, "excused") == 1


def test_second_rounds():
    items = [item(1, part(round=2)), item(2, part(), status="rehandling"), item(3, part())]
    assert measures.count(items, "second").items == (1, 2)


def test_a_key_that_does_not_exist():
    assert measures.test_of("class-") is None
    assert measures.test_of("nonsense") is None
    with pytest.raises(KeyError):
        measures.count([], "nonsense")


def test_a_unit_stands_with_its_own_part_alone():
    items = [item(1, part(1), waiting(2, is_overdue=True))]
    assert rate(items_of(items, Dimension.UNIT, 1), "answer_rate") == (1, 1)
    assert rate(items_of(items, Dimension.UNIT, 2), "in_time_rate") == (0, 1)
    assert items_of(items, Dimension.UNIT, 3) == []


# From the records


@pytest.fixture
def unit():
    return OrganFactory(name="镇水利站")


@pytest.fixture
def reply(deputy, session, unit):
    return answered(proposal_of(deputy.deputy, session, status="closed"), unit)


def only(scope, **values):
    (fact,) = facts_of(scope, on=values.pop("on", dt.date(2026, 11, 24)))
    return fact


@pytest.mark.django_db
def test_facts_of_an_answer(reply, session, deputy, unit):
    fact = only(session_scope(session))
    assert (fact.lead, fact.session, fact.status) == (deputy.deputy.pk, session.pk, "closed")
    (one,) = fact.parts
    assert one == part(unit.pk, met=None, ratings=((GOOD, GOOD),))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("replied", "due", "told"),
    [
        ("2026-04-30", "2026-04-30", True),
        ("2026-05-01", "2026-04-30", False),
        ("2026-05", "2026-04", False),
        ("2026-04", "2026-04", True),
        ("2026-04", "2026-04-15", None),
        (None, "2026-04-30", None),
        ("2026-04-30", None, None),
    ],
)
def test_in_time_as_far_as_the_dates_tell(reply, session, replied, due, told):
    Reply.objects.filter(pk=reply.pk).update(replied_on=replied)
    Assignment.objects.filter(pk=reply.assignment_id).update(due_on=due)
    assert only(session_scope(session)).parts[0].in_time is told


@pytest.mark.django_db
def test_the_first_reply_tells_whether_it_was_in_time_the_last_one_its_class(reply, session):
    Reply.objects.filter(pk=reply.pk).update(due_on="2026-04-30")
    Assignment.objects.filter(pk=reply.assignment_id).update(due_on="2026-07-01", round=2)
    lower = OutcomeClass.objects.get(letter="B")
    Reply.objects.create(
        assignment=reply.assignment, round=2, outcome=lower, replied_on="2026-08-01"
    )
    (one,) = only(session_scope(session)).parts
    assert (one.in_time, one.letter, one.round, one.ratings) == (True, "B", 2, ())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on_reply", "talk", "told"),
    [
        ("", None, None),
        (ContactForm.NONE, None, False),
        (ContactForm.TELEPHONE, None, False),
        (ContactForm.MEETING, None, True),
        (ContactForm.TELEPHONE, ContactForm.VISIT, True),
    ],
)
def test_met_is_to_sit_together(reply, session, on_reply, talk, told):
    Reply.objects.filter(pk=reply.pk).update(contact_form=on_reply)
    if talk:
        day = dt.date(2026, 3, 1)
        Contact.objects.create(assignment=reply.assignment, held_on=day, form=talk)
    assert only(session_scope(session)).parts[0].met is told


@pytest.mark.django_db
def test_overdue_from_the_day_after_the_limit(deputy, session, unit):
    assigned(proposal_of(deputy.deputy, session, status="in_handling"), unit, due_on="2026-04-30")
    scope = session_scope(session)
    assert not only(scope, on=dt.date(2026, 4, 30)).parts[0].is_overdue
    assert only(scope, on=dt.date(2026, 5, 1)).parts[0].is_overdue


@pytest.mark.django_db
def test_who_leaves_the_denominator(reply, session, other_deputy):
    asked = joined(reply.assignment.proposal, other_deputy.deputy)
    due = dt.date(2026, 5, 8)
    row = FeedbackRequest.objects.create(reply=reply, sponsorship=asked, due_on=due)
    scope = session_scope(session)

    def told(day):
        one = only(scope, on=day).parts[0]
        return one.silent, one.excused

    assert told(dt.date(2026, 6, 1)) == (1, 0)  # never reminded
    FeedbackRequest.objects.filter(pk=row.pk).update(reminded_on=dt.date(2026, 5, 1))
    assert told(due) == (1, 0)  # he has still the day
    assert told(dt.date(2026, 5, 9)) == (0, 1)
    ReplyRating.objects.create(reply=reply, sponsorship=asked, result=Satisfaction.BASICALLY)
    assert told(dt.date(2026, 5, 9)) == (0, 0)


@pytest.mark.django_db
def test_assisting_units_and_what_was_given_back_have_nothing_to_answer(deputy, session, unit):
    proposal = proposal_of(deputy.deputy, session, status="in_handling")
    assigned(proposal, unit, role="co")
    assigned(proposal, OrganFactory(name="镇农业站"), status="returned")
    assert only(session_scope(session)).parts == ()


@pytest.mark.django_db
def test_drafts_are_not_brought(deputy, session):
    proposal_of(deputy.deputy, session, status="draft")
    assert facts_of(session_scope(session)) == []


@pytest.mark.django_db
def test_years_go_by_the_day_it_was_brought_else_by_the_session(deputy, term):
    session = SessionFactory(term=term, ordinal=6, starts_on="2026-01-14")
    dated = proposal_of(deputy.deputy, session, submitted_on="2025-12-30")
    undated = proposal_of(deputy.deputy, session)
    assert [fact.pk for fact in facts_of(year_scope(2025))] == [dated.pk]
    assert [fact.pk for fact in facts_of(year_scope(2026))] == [undated.pk]
    both = facts_of(year_scope(2025, 2026))
    assert {fact.pk: fact.year for fact in both} == {dated.pk: 2025, undated.pk: 2026}
    assert [row.label for row in table(both, Dimension.YEAR)] == ["2026年", "2025年"]


@pytest.mark.django_db
def test_scopes_that_can_be_chosen(reply, session, term):
    SessionFactory(term=term, ordinal=9)
    found = [scope.key for scope in scopes()]
    assert found[0] == f"session-{session.pk}"
    assert found[-1] == f"term-{term.pk}"
    assert latest_scope().key == f"session-{session.pk}"
    assert all(scope_of(key).key == key for key in found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["", "session-", "session-0", "session-99999999999999999999", "year-0", "x-1", "term-x"]
)
def test_a_scope_that_does_not_exist(key):
    assert scope_of(key) is None


@pytest.mark.django_db
def test_lines_have_their_names_and_order(deputy, session, unit):
    town_lists()
    farming = Category.objects.get(name="农业农村")
    answered(proposal_of(deputy.deputy, session, category=farming), unit)
    proposal_of(deputy.deputy, session)
    facts = facts_of(session_scope(session))
    rows = table(facts, Dimension.CATEGORY)
    assert [(row.label, row.brought.number) for row in rows] == [("农业农村", 1), ("未分类", 1)]
    (of_unit,) = table(facts, Dimension.UNIT)
    assert (of_unit.label, of_unit.rate("answer_rate").shown) == ("镇水利站", "100.0%（1/1）")


@pytest.mark.django_db
def test_the_league_begins_with_who_answers_best(session):
    late, silent, best = (OrganFactory(name=name) for name in ("甲站", "乙站", "丙站"))
    items = [
        item(1, part(late.pk, in_time=False)),
        item(2, waiting(silent.pk, is_overdue=True)),
        item(3, part(best.pk)),
    ]
    assert [row.label for row in league(items)] == ["丙站", "甲站", "乙站"]


@pytest.mark.django_db
def test_as_many_queries_for_many_as_for_one(deputy, session, unit):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            facts_of(session_scope(session))
        return len(queries)

    answered(proposal_of(deputy.deputy, session), unit)
    first = asked()
    for _ in range(5):
        answered(proposal_of(deputy.deputy, session), unit)
    assert asked() == first <= 8


def test_a_fact_can_be_changed_for_one_unit_without_touching_the_other():
    whole = item(1, part(1), part(2))
    assert whole.of_unit(2) == replace(whole, parts=(part(2),))
    assert len(whole.parts) == 2


@pytest.mark.django_db
def test_ledgers_invited_sponsors_do_not_lead(deputy, other_deputy, session):
    proposal = proposal_of(deputy.deputy, session)
    joined(proposal, other_deputy.deputy, status=SponsorshipStatus.INVITED)
    assert only(session_scope(session)).lead == deputy.deputy.pk
    assert Proposal.objects.count() == 1
