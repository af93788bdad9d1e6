"""The office's pages for what came on paper and for what was finished long ago."""

import pytest
from django.urls import reverse

from congress.common.models import Attachment
from proposals.enums import Proposer
from proposals.models import Proposal
from tests.admin.pages import visible
from tests.attachments.reports import upload
from tests.factories import OrganFactory

pytestmark = pytest.mark.django_db
ENTER = "admin:proposals_proposal_enter_page"
FINISHED = "admin:proposals_proposal_finished_page"


def text_of(answer) -> str:
    return "".join("".join(visible(answer.content.decode())).split())


@pytest.fixture
def sitting(client, stage):
    client.force_login(stage.office)
    return client


def on_paper(stage, **values):
    return {
        "session": stage.session.pk,
        "occasion": "in_session",
        "kind": "suggestion",
        "proposer": "deputies",
        "lead": "甘霖",
        "co": "白露、谷雨",
        "submitted_on": "2026-01-15",
        "title": "关于安装路灯的建议",
        "grounds": "夜里看不见路。",
        "may_be_public": "on",
        "register": "on",
    } | values


def test_what_came_on_paper(sitting, stage):
    opened = sitting.get(reverse(ENTER))
    assert opened.context["form"]["session"].value() == stage.session.pk
    answer = sitting.post(reverse(ENTER), on_paper(stage), follow=True)
    assert "已经录入，第1号：关于安装路灯的建议。" in text_of(answer)
    assert Proposal.objects.get().sponsorships.count() == 3


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"lead": "王大"}, "本届没有叫“王大”的代表"),
        ({"lead": "甘霖、白露"}, "领衔代表只有一名"),
        ({"co": "甘霖"}, "有领衔代表甘霖本人"),
        ({"kind": "motion"}, "议案要写方案"),
        ({"session": "9" * 30}, "没有这次会议"),
        ({"submitted_on": "明天"}, "没有这个日期"),
        ({"title": "a" * 101}, "100"),
        ({"kind": "gossip"}, "类别里没有这一项"),
        ({"lead": ""}, "请选领衔代表"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(sitting, stage, values, says):
    answer = sitting.post(reverse(ENTER), on_paper(stage, **values))
    assert answer.status_code == 200
    assert says in text_of(answer)
    assert "夜里看不见路。" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_pile_of_finished_matters(sitting, stage):
    OrganFactory(name="镇城建办")
    row = {
        "session": stage.session.pk,
        "kind": "建议",
        "occasion": "大会期间",
        "title": "关于修桥的建议",
        "proposer": "deputies",
        "lead": "甘霖",
        "submitted_on": "2025年1月",
        "unit": "镇城建办",
        "assigned_on": "2025-02-10",
        "replied_on": "2025年5月",
        "outcome": "A",
        "may_be_public": "是",
    }
    answer = sitting.post(reverse(FINISHED), row, follow=True)
    assert "已经补录，第1号：关于修桥的建议。" in text_of(answer)
    kept = answer.context["form"]
    assert kept["submitted_on"].value() == "2025年1月"
    assert kept["title"].value() is None
    wrong = sitting.post(reverse(FINISHED), row | {"number": "1", "lead": "王大"})
    assert "本届没有叫“王大”的代表" in text_of(wrong)
    assert Proposal.objects.count() == 1


def finished(stage, **values):
    row = {
        "session": stage.session.pk,
        "kind": "议案",
        "occasion": "大会期间",
        "proposer": "government",
        "title": "关于修建长江干堤的议案",
        "may_be_public": "是",
    }
    return row | values


def test_a_finished_motion_of_the_government_with_its_scan(sitting, stage):
    answer = sitting.post(
        reverse(FINISHED), finished(stage, **{"scans-documents": upload("议案.jpg")}), follow=True
    )
    assert "已经补录，第1号：关于修建长江干堤的议案。" in text_of(answer)
    motion = Proposal.objects.get()
    assert motion.proposer == Proposer.GOVERNMENT
    assert not motion.sponsorships.exists()
    assert [file.is_scan for file in Attachment.objects.of(motion)] == [True]
    change = sitting.get(reverse("admin:proposals_proposal_change", args=[motion.pk]))
    assert "镇人民政府" in text_of(change)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"lead": "甘霖"}, "没有领衔代表，请空着"),
        ({"kind": "建议"}, "镇人民政府只提议案。请核对类别。"),
        ({"co": "白露"}, "提出的没有附议代表"),
        ({"proposer": "deputies"}, "请填写领衔代表。"),
        ({"proposer": "mayor"}, "提出人里没有这一项"),
        ({"proposer": ""}, "请选提出人。"),
    ],
)
def test_who_brought_a_finished_matter_has_to_fit(sitting, stage, values, says):
    answer = sitting.post(reverse(FINISHED), finished(stage, **values))
    assert says in text_of(answer)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("page", [ENTER, FINISHED])
@pytest.mark.parametrize("value", ["\0", "9" * 5000, "\ud7ff" * 200])
def test_nothing_odd_breaks_it(sitting, stage, page, value):
    sent = on_paper(stage) if page == ENTER else {"session": stage.session.pk}
    for name in ("session", "lead", "co", "title", "number", "submitted_on", "due_on", "unit"):
        answer = sitting.post(reverse(page), sent | {name: value})
        assert answer.status_code in (200, 302), name
