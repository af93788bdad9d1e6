"""What everybody reads: published outcomes and figures, and nothing that wasn't published."""

import re

import pytest
from django.urls import reverse

from proposals.enums import Occasion, ProposalStep
from proposals.models import (
    Assignment,
    Category,
    MotionVote,
    OutcomeClass,
    Promise,
    ProposalSettings,
    Publication,
    Reply,
    StepTaken,
)
from proposals.services.publishing import PublicText, publish_proposal
from tests.factories import OrganFactory, SessionFactory
from tests.proposals.samples import answered, assigned, joined, proposal_of
from tests.proposals.stage import fresh

pytestmark = pytest.mark.django_db
INDEX = "/proposals/"
SECRET = "王大爷家住江堤路8号"


@pytest.fixture
def town_publishes():
    return ProposalSettings.objects.create(publishes_outcomes=True)


@pytest.fixture
def unit():
    return OrganFactory(name="镇水利站")


@pytest.fixture
def published(deputy, other_deputy, session, office, unit, town_publishes):
    """Published with its text cut; what was cut out must not appear anywhere."""
    proposal = proposal_of(
        deputy.deputy, session, status="closed", grounds=SECRET, measures=SECRET, remark=SECRET
    )
    joined(proposal, other_deputy.deputy)
    reply = answered(proposal, unit, letter="B", result="basically")
    reply.content, reply.document_number, reply.signed_by = SECRET, "江水〔2026〕3号", "站长老周"
    reply.contact_phone = "13812345678"
    reply.save()
    reply.ratings.update(words=SECRET)
    Promise.objects.create(reply=reply, content=SECRET, due_on="2026-05")
    step(proposal, ProposalStep.CLOSE, reason=SECRET, taken_by=office)
    text = PublicText("关于疏通排水沟的建议", "沟堵了三年。", "请清淤。", {reply.pk: "已经清完。"})
    return publish_proposal(fresh(proposal), text, actor=office)


def step(proposal, step, **values):
    StepTaken.objects.create(
        proposal=proposal, step=step, from_status="replied", to_status="closed", **values
    )


def page_of(client, publication):
    address = reverse("proposals:outcome", args=[publication.proposal.public_id])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(page):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def test_the_page_says_what_was_asked_answered_and_thought(client, published, deputy):
    said = words(page_of(client, published))
    for each in (
        "关于疏通排水沟的建议",
        "沟堵了三年。",
        "已经清完。",
        "正在解决或列入计划解决（B类）",
        "江水〔2026〕3号",
        "2026年5月以前落实，正在落实",
        "对办理结果，基本满意1人。",
        "交镇水利站主办，应在2026年4月30日以前答复。",
        "办结。",
        str(deputy.deputy),
    ):
        assert each in said, each


def test_what_was_left_out_is_nowhere(client, published):
    pages = [page_of(client, published), client.get(INDEX).content.decode()]
    pages.append(client.get("/search/", {"q": "江堤路"}).content.decode())
    pages.append(client.get(INDEX, {"q": "江堤路"}).content.decode())
    for page in pages:
        assert "王大爷" not in page
        assert "138" not in page
        assert "老周" not in page
        assert "小秦" not in page


def test_names_of_sponsors_can_be_kept_back(client, published, deputy, other_deputy):
    Publication.objects.update(shows_sponsors=False)
    page = page_of(client, published)
    assert "2名代表" in page
    assert str(deputy.deputy) not in page
    assert str(other_deputy.deputy) not in page


@pytest.mark.parametrize("changed", ["settings", "taken", "consent"])
def test_gone_at_once(client, published, changed):
    address = reverse("proposals:outcome", args=[published.proposal.public_id])
    assert client.get(address).status_code == 200
    if changed == "settings":
        ProposalSettings.objects.update(publishes_outcomes=False)
    elif changed == "taken":
        Publication.objects.update(taken_back_on="2026-06-01")
    else:
        published.proposal.may_be_public = False
        published.proposal.save()
    assert client.get(address).status_code == 404
    assert "排水沟" not in client.get(INDEX).content.decode()
    assert "排水沟" not in client.get("/search/", {"q": "排水"}).content.decode()
    assert "排水沟" not in client.get("/").content.decode()


def test_navigation_and_home_lead_there_only_where_a_town_publishes(client, published):
    home = client.get("/").content.decode()
    assert f'href="{INDEX}"' in home
    assert "关于疏通排水沟的建议" in home
    ProposalSettings.objects.update(publishes_outcomes=False)
    assert f'href="{INDEX}"' not in client.get("/").content.decode()


def test_found_by_words_session_and_category(client, published, deputy, term, office, unit):
    farming = Category.objects.create(name="防汛抗旱")
    later = SessionFactory(term=term, ordinal=6)
    other = proposal_of(
        deputy.deputy, later, title="关于修路的建议", status="closed", category=farming
    )
    reply = answered(other, unit)
    publish_proposal(other, PublicText("关于修路的建议", replies={reply.pk: ""}), actor=office)

    def found(**query):
        page = client.get(INDEX, query).context["page"]
        return [row.title for row in page.object_list]

    assert found() == ["关于修路的建议", "关于疏通排水沟的建议"]
    assert found(q="清完") == ["关于疏通排水沟的建议"]
    assert found(session=later.public_id) == ["关于修路的建议"]
    assert found(category=farming.pk) == ["关于修路的建议"]
    assert found(q="没有的字") == []
    assert found(session="x' --", category="9" * 40, page="-1") == found()


def test_a_search_of_the_portal_finds_it(client, published):
    page = client.get("/search/", {"q": "清完"}).content.decode()
    assert reverse("proposals:outcome", args=[published.proposal.public_id]) in page


def test_handled_again_it_says_so_and_shows_the_reply_that_was_published(client, published):
    proposal = fresh(published.proposal)
    proposal.status = "rehandling"
    proposal.save()
    step(proposal, ProposalStep.REHANDLE, reason=SECRET)
    said = words(page_of(client, published))
    assert "单位正在重新办理" in said
    assert "已经清完。" in said
    proposal.status = "replied"
    proposal.save()
    part = Assignment.objects.get()
    Reply.objects.create(assignment=part, round=2, content=SECRET, replied_on="2026-07-01")
    said = words(page_of(client, published))
    assert "新的答复还没有公开" in said
    assert "再次答复" in said
    assert "王大爷" not in said


def test_a_motion_shows_its_vote(client, deputy, session, office, town_publishes):
    motion = proposal_of(deputy.deputy, session, kind="motion", status="adopted")
    MotionVote.objects.create(
        proposal=motion,
        voted_on="2026-01-15",
        all_deputies=80,
        present=76,
        in_favour=70,
        against=2,
        abstained=3,
        resolution_title="关于修建干堤的决议",
        resolution="会议同意。",
    )
    publication = publish_proposal(fresh(motion), PublicText(motion.title), actor=office)
    said = words(page_of(client, publication))
    assert "大会通过" in said
    assert "赞成70票" in said
    assert "关于修建干堤的决议会议同意。" in said


# The figures of a session


def handling(client, session):
    return client.get(reverse("proposals:handling", args=[session.public_id]))


def test_figures_of_a_session_count_what_is_kept_back(client, published, deputy, session, unit):
    kept = proposal_of(
        deputy.deputy, session, title="关于个人的建议", may_be_public=False, status="in_handling"
    )
    kept.occasion = Occasion.INTERSESSIONAL
    kept.save()
    assigned(kept, unit, due_on="2020-01-01")
    response = handling(client, session)
    said = words(response.content.decode())
    assert "代表提出议案和建议2件（闭会期间提出1件），交有关单位办理2件，已答复1件。" in said
    assert "答复率50.0%（1/2）" in said
    assert "满意率0.0%（0/1）" in said
    assert "满意和基本满意率100.0%（1/1）" in said
    assert "关于个人" not in said


def test_figures_in_a_town_with_a_class_of_its_own_name(client, published, session):
    OutcomeClass.objects.filter(letter="B").update(name="分年解决")
    assert "分年解决" in handling(client, session).content.decode()


def test_no_figures_without_a_unit_or_in_a_town_that_publishes_nothing(
    client, published, session, term
):
    assert handling(client, SessionFactory(term=term, ordinal=8)).status_code == 404
    ProposalSettings.objects.update(publishes_outcomes=False)
    assert handling(client, session).status_code == 404


def test_as_many_queries_for_many_as_for_one(
    client, published, deputy, session, office, unit, django_assert_max_num_queries
):
    for number in range(12):
        other = proposal_of(deputy.deputy, session, title=f"关于第{number}条沟的建议")
        other.status = "closed"
        other.save()
        reply = answered(other, unit)
        publish_proposal(other, PublicText(other.title, replies={reply.pk: "好"}), actor=office)
    for address in (INDEX, handling(client, session).wsgi_request.path):
        with django_assert_max_num_queries(26):
            client.get(address)
