"""Who is the same person: month of birth decides, the clerk where it can't."""

import pytest

from congress.common.partial_dates import PartialDate
from deputies.imports.matching import better_date, same_month
from deputies.models import Deputy, Mandate
from tests.factories import DeputyFactory, MandateFactory, VillageFactory
from tests.imports.conftest import roster, run_roster

D = PartialDate


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (D(1974, 10), D(1974, 10, 14), True),
        (D(1974, 10), D(1974, 10), True),
        (D(1974, 10, 3), D(1974, 10, 14), True),
        (D(1974), D(1974, 10), False),
        (D(1974, 9), D(1974, 10), False),
        (None, D(1974, 10), False),
        (None, None, False),
    ],
)
def test_same_month_needs_both_months(one, other, expected):
    assert same_month(one, other) is same_month(other, one) is expected


@pytest.mark.parametrize(
    ("stored", "written", "kept"),
    [
        (D(1974, 10), D(1974, 10, 14), D(1974, 10, 14)),
        (D(1974, 10, 14), D(1974, 10), D(1974, 10, 14)),
        (D(1974, 10, 14), D(1974, 10, 15), D(1974, 10, 15)),
        (None, D(1974, 10), D(1974, 10)),
        (D(1974, 10), None, D(1974, 10)),
    ],
)
def test_better_date_is_the_fuller(stored, written, kept):
    assert better_date(stored, written) == kept


def _person(term, born_on, name="张伟", **fields):
    deputy = DeputyFactory(name=name, born_on=born_on, **fields)
    return MandateFactory(deputy=deputy, term=term).deputy


def test_fuller_birth_refines_a_vaguer_one(term):
    _person(term, D(1974, 10))
    plan, _ = run_roster(roster(["张伟", "男", "1974.10.14", None]))
    assert plan.counts["changed"] == 1
    assert Deputy.objects.get().born_on == D(1974, 10, 14)


def test_vaguer_birth_changes_nothing(term):
    _person(term, D(1974, 10, 14))
    plan, _ = run_roster(roster(["张伟", "男", "1974年10月", None]))
    assert plan.counts["unchanged"] == 1
    assert Deputy.objects.get().born_on == D(1974, 10, 14)


@pytest.mark.parametrize("born_on", [None, D(1974), D(1980, 2)])
def test_unknown_or_other_birth_is_asked(term, born_on):
    deputy = _person(term, born_on, village=VillageFactory(name="沙湖村"))
    plan, run = run_roster(roster(["张伟", "男", "1974.10", None]))
    assert run is None
    assert "请在导入预览里选择" in plan.bad_rows[0].reason
    question = plan.rows[0].question
    assert [candidate.key for candidate in question.candidates] == [deputy.public_id]
    assert "沙湖村" in question.candidates[0].label


def test_two_of_the_same_month_are_asked(term):
    _person(term, D(1974, 10, 3))
    _person(term, D(1974, 10, 20))
    plan, _ = run_roster(roster(["张伟", "男", "1974.10", None]))
    assert len(plan.rows[0].question.candidates) == 2
    exact, _ = run_roster(roster(["张伟", "男", "1974.10.20", None]))
    assert exact.counts["unchanged"] == 1


def test_chosen_person_is_updated(term):
    deputy = _person(term, None)
    _person(term, D(1990, 1))
    decisions = {"3": {"person": deputy.public_id}}
    plan, _ = run_roster(roster(["张伟", "男", "1974.10", None]), decisions=decisions)
    assert plan.counts["changed"] == 1
    deputy.refresh_from_db()
    assert deputy.born_on == D(1974, 10)


def test_chosen_as_new_makes_a_second_person(term):
    _person(term, D(1980, 2))
    decisions = {"3": {"person": "new"}}
    run_roster(roster(["张伟", "男", "1974.10", None]), decisions=decisions)
    assert Deputy.objects.filter(name="张伟").count() == 2


def test_no_birth_anywhere_means_the_only_one_of_that_name(term):
    content = roster(["张伟", "男", None, None])
    run_roster(content)
    plan, _ = run_roster(content)
    assert plan.counts["unchanged"] == 1
    assert Mandate.objects.count() == 1


def test_same_name_with_other_birth_in_one_file_is_two_persons(term):
    run_roster(roster(["张伟", "男", "1971.09", None], ["张伟", "男", "2000.10", None]))
    assert Deputy.objects.count() == 2


@pytest.mark.parametrize(
    "births", [("1980.01", "1980.01"), ("1980.01", "1980.01.05"), (None, None)]
)
def test_repeated_row_is_refused(term, births):
    rows = [["王芳", "女", birth, None] for birth in births]
    plan, _ = run_roster(roster(*rows))
    assert [(row.number, row.reason) for row in plan.bad_rows] == [(4, "与第3行重复。")]


def test_repeated_row_may_be_a_namesake(term):
    rows = [["王芳", "女", "1980.01", None]] * 2
    plan, _ = run_roster(roster(*rows), decisions={"4": {"person": "new"}})
    assert plan.counts["new"] == 2
    assert Deputy.objects.filter(name="王芳").count() == 2


def test_padded_name_is_the_same_name(term):
    _person(term, D(1974, 10), name="王勇")
    plan, _ = run_roster(roster(["王　勇", "男", "1974.10", None]))
    assert plan.counts["unchanged"] == 1
