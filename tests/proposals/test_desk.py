"""Sponsors see what became of what they brought; a unit what it has to answer, and until when."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.imports.services import import_file
from congress.common.roles import Role
from congress.township.models import Organ
from deputies.models import Deputy
from proposals.enums import ProposalStatus
from proposals.models import Proposal
from tests.admin.pages import visible
from tests.conftest import give_role
from tests.factories import UserFactory
from tests.proposals.conftest import LEDGER
from tests.proposals.samples import joined, proposal_of

pytestmark = pytest.mark.django_db
INDEX = "desk-proposals"


@pytest.fixture
def imported(session):
    import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)


@pytest.fixture
def sit_down(client, imported):
    """The client as the account of a deputy, or of a unit."""

    def sit_down(name: str = "", unit: str = ""):
        user = UserFactory(username="somebody", display_name=name or unit)
        if unit:
            give_role(user, Role.UNIT, Organ.objects.get(name=unit))
        else:
            deputy = Deputy.objects.get(name=name)
            deputy.user = user
            deputy.save()
        client.force_login(user)
        return client

    return sit_down


def listed(answer) -> list[str]:
    assert answer.status_code == 200
    rows = answer.context["page"]
    return [getattr(row, "proposal", row).number_label for row in rows]


def said(answer) -> str:
    return "".join("".join(visible(answer.content.decode())).split())


def page_of(number, occasion="in_session") -> str:
    proposal = Proposal.objects.get(number=number, occasion=occasion)
    return reverse("desk-proposal", args=[proposal.public_id])


def test_deputy_sees_what_he_led_and_what_he_joined(sit_down):
    client = sit_down("丁海宝")
    assert set(listed(client.get(reverse(INDEX)))) == {"第2号", "第9号", "第13号", "第17号"}
    assert "议案建议" in said(client.get(reverse("desk")))


def test_deputy_reads_everybodys_and_finds_by_words(sit_down):
    client = sit_down("丁海宝")
    assert len(listed(client.get(reverse(INDEX), {"all": "1"}))) == 20
    found = client.get(reverse(INDEX), {"all": "1", "q": "校车 东岭"})
    assert listed(found) == ["第10号"]
    assert "没有找到" in said(client.get(reverse(INDEX), {"all": "1", "q": "没有这回事"}))


def test_story_is_told_in_order(sit_down):
    page = said(sit_down("丁海宝").get(page_of(9)))
    steps = [
        "2026年1月14日丁海宝提出，编为第9号（据台账）。",
        "2026年2月2日交镇财政所主办。",
        "2026年2月2日交交警中队协办。",
        "2026年4月7日镇财政所答复（江政函〔2026〕9号），办理结果：A已解决或基本解决，按时。",
        "丁海宝评价：对办理态度满意，对办理结果满意。",
    ]
    places = [page.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_not_answered_says_who_owes_it_until_when(sit_down):
    page = said(sit_down("丁海宝").get(page_of(1)))
    assert (
        "2026年4月30日镇水利站最迟在这时答复。这个日期怎么来的"
        "自交办之日起三个月内答复（代表法第五十一条）。从2026年1月31日算起。" in page
    )


def test_unit_begins_with_what_it_has_to_answer(sit_down):
    client = sit_down(unit="镇水利站")
    assert client.get(reverse("desk")).url == reverse(INDEX)
    found = listed(client.get(reverse(INDEX)))
    assert found[:4] == ["第1号", "第19号", "闭会第11号", "闭会第2号"]
    answer = client.get(reverse(INDEX))
    assert "2026年4月30日关于" in said(answer)
    assert client.get(page_of(1)).status_code == 200


def test_unit_sees_nothing_of_other_units(sit_down):
    client = sit_down(unit="卫生院")
    assert "第1号" not in listed(client.get(reverse(INDEX)))
    assert client.get(page_of(1)).status_code == 404


def test_draft_is_the_sponsors_and_of_who_is_asked(sit_down, session):
    client = sit_down("丁海宝")
    other = Deputy.objects.get(name="周淑")
    draft = proposal_of(other, session, status=ProposalStatus.COSIGNING, title="关于修桥的建议")
    page = reverse("desk-proposal", args=[draft.public_id])
    assert client.get(page).status_code == 404
    assert "关于修桥的建议" not in said(client.get(reverse(INDEX), {"all": "1", "q": "修桥"}))
    joined(draft, Deputy.objects.get(name="丁海宝"), status="invited")
    answer = client.get(page)
    assert "联名确认中" in said(answer)
    assert "请您确认联名" in said(answer)
    assert "未编号" not in said(answer)  # a draft has no number to speak of


def test_lists_ask_as_often_for_many_as_for_few(sit_down):
    client = sit_down("丁海宝")
    client.get(reverse(INDEX))
    asked = []
    for query in ({"all": "1", "q": "涉农收费公示"}, {"all": "1", "q": "关于"}):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(INDEX), query)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_who_has_nothing_to_follow_is_led_on(client, session):
    client.force_login(give_role(UserFactory(), Role.PARTY))
    assert client.get(reverse(INDEX)).url == reverse("desk")
