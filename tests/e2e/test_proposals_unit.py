"""A clerk takes a matter up, enters a talk, writes the reply, has it signed, sends it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals import services
from proposals.enums import Occasion, ProposalKind, ProposalStatus
from proposals.models import Assignment, Contact, Proposal, Reply, ReplyDraft
from tests.e2e.conftest import PHONE
from tests.factories import SessionFactory
from tests.proposals.samples import town_lists

TITLE = "关于疏通新洲村排水沟的建议"
CONTENT = "已经清淤三公里，装了格栅。"


@pytest.fixture
def assigned(transactional_db, term, office, deputy, unit) -> Assignment:
    """A suggestion of the deputy that 镇水利站 has since yesterday."""
    town_lists()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    paper = services.PaperProposal(
        session=SessionFactory(term=term, ordinal=5),
        occasion=Occasion.INTERSESSIONAL,
        kind=ProposalKind.SUGGESTION,
        title=TITLE,
        submitted_on=yesterday,
        grounds="沟堵了三年，下雨就淹田。",
        measures="请清淤，装格栅。",
        lead=deputy.deputy,
    )
    proposal = services.enter_proposal(paper, actor=office, register=True)
    proposal = services.accept_proposal(proposal, actor=office)
    station = unit.role_assignments.get().organ
    parts = [services.UnitPart(station)]
    return services.assign_proposal(proposal, parts, actor=office, assigned_on=yesterday)[0]


def test_from_the_queue_to_the_reply_on_a_phone(sit_down, assigned):
    phone = sit_down(PHONE, scripts=True)
    phone.log_in("unit")
    assert "要办的1件：等接办1件" in phone.text()
    phone.follow(TITLE)
    phone.press("接办")
    assert "已经接办" in phone.text()

    phone.follow("录入面商")
    phone.page.get_by_label("上门征求意见").check()
    phone.page.get_by_label("谈了什么").fill("商定先清到村口。")
    phone.press("录入面商")
    assert "商定先清到村口。" in phone.text()
    assert Contact.objects.get().with_whom.count() == 1

    # Nothing is lost when the page is closed before it was saved.
    phone.follow("写答复")
    phone.page.get_by_label("答复全文").fill(CONTENT)
    phone.page.wait_for_timeout(500)
    phone.open(reverse("desk-part-reply", args=[assigned.public_id]))
    phone.page.get_by_role("button", name="找回").click()
    assert phone.page.get_by_label("答复全文").input_value() == CONTENT
    phone.press("核对并送签")
    assert "还差1样，不能送签" in phone.text()
    assert ReplyDraft.objects.get().content == CONTENT
    phone.page.get_by_label("办理结果").select_option(label="A 已解决或基本解决")
    phone.page.get_by_label("答复文号").fill("江水函〔2026〕3号")
    phone.press("核对并送签")
    assert CONTENT in phone.text(".letter")
    assert "江水函〔2026〕3号" in phone.text(".letter")

    phone.page.get_by_label("签发人").fill("雷雨")
    phone.page.get_by_label("看过全文").check()
    phone.press("签发并答复")
    assert "已经答复。请1名代表在" in phone.text()
    assert CONTENT in phone.text()
    assert Reply.objects.get().signed_by == "雷雨"
    assert Proposal.objects.get().status == ProposalStatus.REPLIED
