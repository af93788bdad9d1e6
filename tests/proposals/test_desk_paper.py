"""A motion whose other sponsors sign on paper is submitted from the phone all the same."""

import pytest
from django.urls import reverse

from proposals import services
from proposals.enums import ProposalKind, ProposalStatus
from tests.admin.pages import visible
from tests.proposals.stage import fresh

pytestmark = pytest.mark.django_db
BOX = "其余代表在纸上签名，签名件交人大办"
TITLE = "关于修建长江干堤的议案"


def said(answer) -> str:
    return "".join("".join(visible(answer.content.decode())).split())


@pytest.fixture
def page(client, stage):
    client.force_login(stage.lead)
    return lambda proposal: reverse("desk-proposal-submit", args=[proposal.public_id])


def boxes(proposal, **more):
    return {"seen_version": fresh(proposal).version, "one_matter": "on"} | more


def test_short_of_sponsors_paper_is_offered(client, stage, page):
    motion = stage.joined(stage.draft(ProposalKind.MOTION, TITLE), stage.others[:1])
    answer = client.get(page(motion))
    assert "现在确认了2名，还差3名" in said(answer)
    assert BOX in said(answer)
    assert "还差3名" in said(client.post(page(motion), boxes(motion)))
    assert fresh(motion).status == ProposalStatus.COSIGNING
    answer = client.post(page(motion), boxes(motion, signed_on_paper="on"), follow=True)
    assert "请把签名件交给人大办。" in said(answer)
    assert "请把其余代表的签名件交给人大办，录入以后人数够了，才能登记。" in said(answer)
    assert fresh(motion).status == ProposalStatus.SUBMITTED


@pytest.mark.parametrize(
    ("kind", "joining", "values"),
    [
        (ProposalKind.MOTION, 4, {}),
        (ProposalKind.MOTION, 1, {"measures": ""}),
        (ProposalKind.SUGGESTION, 0, {}),
    ],
)
def test_nothing_but_signatures_can_come_on_paper(client, stage, page, kind, joining, values):
    proposal = stage.draft(kind, TITLE, **values)
    if joining:
        proposal = stage.joined(proposal, stage.others[:joining])
    assert BOX not in said(client.get(page(proposal)))


def test_once_they_have_signed_nothing_is_asked_for(client, stage, page):
    motion = stage.draft(ProposalKind.MOTION, TITLE)
    client.post(page(motion), boxes(motion, signed_on_paper="on"))
    detail = reverse("desk-proposal", args=[motion.public_id])
    assert "签名件" in said(client.get(detail))
    signers = [user.deputy for user in stage.others[:4]]
    day = fresh(motion).submitted_on.earliest()
    services.record_signatures(fresh(motion), signers, actor=stage.office, signed_on=day)
    assert "签名件" not in said(client.get(detail))
