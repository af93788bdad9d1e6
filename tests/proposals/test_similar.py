"""While a title is typed, what is about the same appears, with what became of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Proposal, TitlePair
from proposals.similar import similar_to
from tests.admin.pages import visible
from tests.conftest import serving_deputy
from tests.factories import OrganFactory, SessionFactory, VillageFactory
from tests.proposals.samples import answered, assigned, proposal_of

pytestmark = pytest.mark.django_db
PAGE = "desk-proposals-similar"


@pytest.fixture
def brought(deputy, term):
    """Proposals of two sessions by their titles."""
    for name in ("新洲村", "石桥村"):
        VillageFactory(name=name)
    sessions = [SessionFactory(term=term, ordinal=n, starts_on=f"{2019 + n}-01") for n in (3, 5)]
    made = {}
    for place, title in enumerate(
        [
            "关于修缮新洲村机耕路的建议",
            "关于新洲村增加路灯的建议",
            "关于石桥村路灯不亮的建议",
            "关于疏通石桥村排水沟的议案",
            "关于修缮石桥村老年活动室的建议",
        ]
    ):
        made[title] = proposal_of(
            deputy.deputy,
            sessions[place % 2],
            title=title,
            submitted_on=f"{2022 + place % 2 * 2}-01-14",
        )
    return made


def titles(text, user, **options) -> list[str]:
    return [each.proposal.title for each in similar_to(text, user=user, **options)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("关于安装新洲村路灯的建议", "关于新洲村增加路灯的建议"),
        ("石桥村装路灯", "关于石桥村路灯不亮的建议"),
        ("机耕路坑坑洼洼", "关于修缮新洲村机耕路的建议"),
        ("排水沟", "关于疏通石桥村排水沟的议案"),
    ],
)
def test_nearest_comes_first(office, brought, typed, first):
    assert titles(typed, office)[0] == first


def test_same_place_alone_is_not_the_same_matter(office, brought):
    assert titles("关于新洲村修建公厕的建议", office) == []
    assert "关于修缮石桥村老年活动室的建议" not in titles("石桥村的路灯", office)


@pytest.mark.parametrize("typed", ["", "路", "关于的建议", "。", "𠀀" * 99, "路灯" * 50_000])
def test_what_says_nothing_finds_nothing_and_breaks_nothing(client, office, brought, typed):
    client.force_login(office)
    answer = client.get(reverse(PAGE), {"q": typed})
    assert answer.status_code == 200
    assert typed.startswith("路灯") or not answer.content.strip()


def test_equally_near_the_latest_first(office, deputy, term, brought):
    later = SessionFactory(term=term, ordinal=6, starts_on="2026-01")
    for day in ("2026-01-13", "2026-01-15", "2026-01-14"):
        title = "关于石桥村修水渠的建议"
        proposal_of(deputy.deputy, later, title=title, submitted_on=day)
    found = similar_to("石桥村修水渠", user=office)
    assert [str(each.proposal.submitted_on) for each in found] == [
        "2026年1月15日",
        "2026年1月14日",
        "2026年1月13日",
    ]
    assert len(similar_to("石桥村修水渠", user=office, limit=2)) == 2


def test_nobodys_draft_is_told_of_nor_the_one_being_written(office, deputy, term, brought):
    own = proposal_of(
        deputy.deputy,
        SessionFactory(term=term, ordinal=6),
        title="关于新洲村增加路灯的建议",
        status="draft",
    )
    assert len(titles("新洲村增加路灯", deputy)) == 2
    assert own not in [each.proposal for each in similar_to("新洲村增加路灯", user=office)]
    first = brought["关于新洲村增加路灯的建议"]
    assert first.title not in titles("新洲村增加路灯", deputy, exclude=first)


def test_sentence_says_what_became_of_it(office, brought):
    unit = OrganFactory(name="镇水利站")
    answered(brought["关于疏通石桥村排水沟的议案"], unit)
    assigned(brought["关于修缮新洲村机耕路的建议"], unit)
    brought["关于修缮石桥村老年活动室的建议"].status = "withdrawn"
    brought["关于修缮石桥村老年活动室的建议"].save()
    said = {
        typed: similar_to(typed, user=office)[0].became
        for typed in ("排水沟", "机耕路", "路灯不亮", "老年活动室")
    }
    assert said == {
        "排水沟": "镇水利站2026年4月6日答复，办理结果：A 已解决或基本解决。",
        "机耕路": "交镇水利站办理，还没有答复。",
        "路灯不亮": "已登记。",
        "老年活动室": "已撤回。",
    }


def test_piece_of_the_page_says_session_number_and_outcome(client, deputy, brought):
    client.force_login(deputy)
    answer = client.get(reverse(PAGE), {"q": "关于疏通排水沟的建议"})
    text = "".join("".join(visible(answer.content.decode())).split())
    proposal = brought["关于疏通石桥村排水沟的议案"]
    assert proposal.title in text
    assert f"{proposal.session}，建议，{proposal.number_label}".replace(" ", "") in text
    assert "已登记。" in text
    assert reverse("desk-proposal", args=[proposal.public_id]) in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_asks_as_often_for_many_as_for_one(office, brought):
    similar_to("路灯", user=office)
    asked = []
    for typed in ("机耕路", "路灯"):
        with CaptureQueriesContext(connection) as captured:
            assert [each.became for each in similar_to(typed, user=office)]
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_pairs_follow_the_title(office, brought):
    proposal = brought["关于修缮新洲村机耕路的建议"]
    proposal.title = "关于新建码头的建议"
    proposal.save()
    pairs = TitlePair.objects.filter(proposal=proposal).order_by("pk")
    assert {str(pair) for pair in pairs} == {"新建", "建码", "码头"}
    assert titles("机耕路", office) == []
    key = proposal.pk
    proposal.sponsorships.all().delete()
    proposal.delete()
    assert not TitlePair.objects.filter(proposal=key).exists()
    assert Proposal.objects.filter(title__contains="码头").count() == 0


def test_who_writes_nothing_is_not_told(client, unit, brought, term):
    client.force_login(unit)
    assert client.get(reverse(PAGE), {"q": "路灯"}).status_code == 403
    client.force_login(serving_deputy(term, "何水生", "somebody"))
    assert client.get(reverse(PAGE), {"q": "路灯"}).status_code == 200
    assert client.post(reverse(PAGE), {"q": "路灯"}).status_code == 405
