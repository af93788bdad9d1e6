"""Two proposals that are answered together show each other, to who may see the other."""

import pytest
from django.urls import reverse

from proposals import services
from tests.factories import OrganFactory
from tests.proposals.stage import fresh, unit_user
from tests.proposals.test_desk_writing import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(stage):
    """One that 镇水利站 has to answer, and another that was merged into it."""
    other = stage.registered(title="关于疏通沙湖村排水沟的建议")
    unit, organ = unit_user()
    into = stage.assigned(services.UnitPart(organ))[0].proposal
    services.merge_proposal(other, into=into, actor=stage.office, reason="内容相同")
    return fresh(other), fresh(into), unit


@pytest.fixture
def read(client):
    def read(user, proposal) -> str:
        client.force_login(user)
        return said(client.get(reverse("desk-proposal", args=[proposal.public_id])))

    return read


def test_merged_one_says_by_when_the_other_is_answered(stage, pair, read):
    other, into, _ = pair
    page = read(stage.lead, other)
    assert f"并入“{into.title}”（{into.number_label}）一起办理，答复一并给您。" in page
    assert "镇水利站应在2026年4月15日以前答复。" in page


def test_remaining_one_names_what_was_merged_into_it(stage, pair, read):
    other, into, _ = pair
    named = f"并入这一件、一起答复的：“{other.title}”（{other.number_label}，甘霖提出）。"
    assert named in read(stage.others[0], into)
    services.reopen_proposal(other, actor=stage.office, reason="不是一回事")
    assert "并入这一件" not in read(stage.others[0], into)


def test_unit_sees_nothing_that_it_was_not_given(pair, read):
    other, into, unit = pair
    assert other.title not in read(unit, into)


def test_unit_is_told_the_last_day_to_give_it_back(pair, read):
    _, into, unit = pair
    assert "最迟2026年1月22日退办" in read(unit, into)


def test_of_several_units_the_first_date_counts(stage, read):
    parts = [
        services.UnitPart(OrganFactory(name=name), "separate") for name in ("镇水利站", "镇财政所")
    ]
    proposal = stage.assigned(*parts)[0].proposal
    assert "应在2026年4月15日以前答复。" in read(stage.lead, proposal)
