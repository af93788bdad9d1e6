"""Before the public, one by one: a text of its own, never against a sponsor's no."""

import pytest

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Message
from proposals.models import Assignment, ProposalSettings, Publication, Reply, StepTaken
from proposals.services import publishing
from proposals.services.feedback import rehandle_proposal
from proposals.services.publishing import PublicText
from tests.factories import OrganFactory
from tests.proposals.samples import answered, proposal_of
from tests.proposals.stage import fresh

pytestmark = pytest.mark.django_db
WORDS = "王大爷家门口的沟已经疏通"


@pytest.fixture
def reply(deputy, session):
    proposal = proposal_of(deputy.deputy, session, status="replied", grounds="沟堵了")
    reply = answered(proposal, OrganFactory(name="镇水利站"))
    reply.content = WORDS
    reply.save()
    return reply


@pytest.fixture
def proposal(reply):
    return reply.assignment.proposal


@pytest.fixture(autouse=True)
def town_publishes(db):
    settings = ProposalSettings.load()
    settings.publishes_outcomes = True
    settings.save()
    return settings


def published(proposal, office, **values):
    text = publishing.suggested_text(proposal)
    text = PublicText(**{**text.__dict__, **values})
    return publishing.publish_proposal(fresh(proposal), text, actor=office)


def test_it_begins_with_everything_as_it_stands(proposal, reply):
    text = publishing.suggested_text(proposal)
    assert (text.title, text.grounds) == (proposal.title, "沟堵了")
    assert text.replies == {reply.pk: WORDS}
    assert text.shows_sponsors


def test_what_is_left_out_is_nowhere_in_what_the_public_is_searched_in(
    proposal, reply, office, town_publishes
):
    published(proposal, office, grounds="", replies={reply.pk: "已经疏通"})
    (row,) = Publication.objects.public()
    assert "王大爷" not in row.search_text
    assert "沟堵了" not in row.search_text
    assert "已经疏通" in row.search_text
    assert [each.content for each in row.replies.all()] == ["已经疏通"]
    assert Reply.objects.get(pk=reply.pk).content == WORDS


def test_once_more_replaces_the_text_and_says_so(proposal, reply, office, town_publishes):
    published(proposal, office)
    told = Message.objects.count()
    published(proposal, office, title="关于疏通排水沟的建议", replies={})
    (row,) = Publication.objects.public()
    assert row.title == "关于疏通排水沟的建议"
    assert not row.replies.exists()
    assert WORDS not in row.search_text
    assert Message.objects.count() == told
    last = StepTaken.objects.filter(proposal=proposal).last()
    assert (last.step, last.reason) == ("publish", "改了公开的内容")
    assert "改公开的内容" in row.history.first().history_change_reason


def test_nothing_is_public_in_a_town_that_publishes_nothing(proposal, office, town_publishes):
    published(proposal, office)
    town_publishes.publishes_outcomes = False
    town_publishes.save()
    assert not Publication.objects.public().exists()
    with pytest.raises(RuleViolation, match="请先在“议案建议设置”里打开"):
        published(proposal, office)


def test_a_sponsors_no_stands_in_the_way(proposal, office):
    proposal.may_be_public = False
    proposal.save()
    with pytest.raises(RuleViolation, match="代表不同意公开"):
        published(proposal, office)
    assert not Publication.objects.exists()


def test_a_no_that_is_entered_later_takes_it_away(proposal, office, town_publishes):
    published(proposal, office)
    proposal.may_be_public = False
    proposal.save()
    assert not Publication.objects.public().exists()


def test_without_an_answer_there_is_nothing_to_publish(deputy, session, office):
    proposal = proposal_of(deputy.deputy, session, status="closed")
    with pytest.raises(RuleViolation, match="还没有答复"):
        published(proposal, office)


@pytest.mark.parametrize(
    ("title", "said"), [("  ", "请写公开的案由"), ("字" * 101, "最多100字，现在有101字")]
)
def test_a_title_it_must_have(proposal, office, title, said):
    with pytest.raises(RuleViolation, match=said):
        published(proposal, office, title=title)


def test_taken_down_with_a_reason_and_published_again(proposal, office, town_publishes):
    published(proposal, office)
    with pytest.raises(RuleViolation, match="为什么撤下"):
        publishing.take_down_proposal(fresh(proposal), actor=office, reason=" ")
    publishing.take_down_proposal(fresh(proposal), actor=office, reason="写了住址")
    assert not Publication.objects.public().exists()
    with pytest.raises(RuleViolation, match="没有公开，不用撤下"):
        publishing.take_down_proposal(fresh(proposal), actor=office, reason="写了住址")
    published(proposal, office)
    assert Publication.objects.public().get().taken_back_because == ""


def test_the_second_of_two_is_told(proposal, office):
    seen = proposal.version
    published(proposal, office)
    text = publishing.suggested_text(proposal)
    with pytest.raises(StaleRecord, match="公开"):
        publishing.publish_proposal(proposal, text, actor=office, seen_version=seen)


def test_a_second_round_stays_public_and_its_reply_goes_out_deliberately(
    proposal, reply, office, town_publishes
):
    Assignment.objects.filter(pk=reply.assignment_id).update(status="replied")
    published(proposal, office)
    rehandle_proposal(fresh(proposal), reply.assignment, actor=office, reason="又堵了")
    assert Publication.objects.public().count() == 1
    with pytest.raises(RuleViolation, match="重新办理"):
        published(proposal, office)
    again = Reply.objects.create(assignment=reply.assignment, round=2, content="换了管子")
    assert [r.pk for r in publishing.public_replies(proposal)] == [again.pk]
    assert "换了管子" not in Publication.objects.get().search_text


def test_many_at_once_leave_what_is_public_alone(proposal, office):
    publishing.publish_as_written(fresh(proposal), actor=office)
    with pytest.raises(RuleViolation, match="已经公开"):
        publishing.publish_as_written(fresh(proposal), actor=office)
    publishing.take_down_proposal(fresh(proposal), actor=office, reason="写了住址")
    with pytest.raises(RuleViolation, match=r"撤下过（写了住址）"):
        publishing.publish_as_written(fresh(proposal), actor=office)


def test_sponsors_hear_of_it(proposal, office):
    published(proposal, office)
    assert "已经公开" in Message.objects.get().text


def test_a_unit_may_not(proposal, deputy):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        published(proposal, deputy)
