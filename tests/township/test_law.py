"""Numbers that follow from the statutes."""

import pytest

from congress.township.law import majority, quorum, statutory_deputy_number


@pytest.mark.parametrize(
    ("population", "deputies"),
    [(0, 45), (1499, 45), (1500, 46), (60_000, 85), (172_500, 160), (500_000, 160)],
)
def test_statutory_deputy_number_is_45_and_one_for_1500_up_to_160(population, deputies):
    assert statutory_deputy_number(population) == deputies


@pytest.mark.parametrize(("deputies", "needed"), [(79, 53), (78, 52), (3, 2), (1, 1)])
def test_quorum_is_two_thirds_rounded_up(deputies, needed):
    assert quorum(deputies) == needed


@pytest.mark.parametrize(("deputies", "needed"), [(79, 40), (80, 41), (1, 1)])
def test_majority_is_more_than_half_of_all(deputies, needed):
    assert majority(deputies) == needed
