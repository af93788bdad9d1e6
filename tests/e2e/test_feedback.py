"""A deputy reads on a phone what the unit answered, isn't satisfied, and says so."""

from django.urls import reverse

from proposals.enums import ProposalStatus
from proposals.models import ReplyRating
from proposals.services import UnitPart, replying
from tests.e2e.conftest import PHONE
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, Stage, fresh
from tests.proposals.test_answering import says


def test_not_satisfied_needs_words_and_has_it_done_again(
    sit_down, transactional_db, term, office, time_machine
):
    time_machine.move_to(f"{DAY}T09:00+08:00")
    stage = Stage(term, office)
    (part,) = stage.assigned(UnitPart(OrganFactory(name="镇水利站")))
    replying.enter_reply(part, says(), actor=office, signed_by="站长", replied_on=DAY)

    phone = sit_down(PHONE, scripts=True)
    phone.log_in(stage.lead.username)
    phone.follow("看答复，再评价")
    assert "已经清淤三公里。" in phone.text()
    for question in ("办理态度", "办理结果"):
        group = phone.page.get_by_role("group", name=question)
        group.get_by_label("不满意" if question == "办理结果" else "基本满意", exact=True).check()
    phone.press("提交评价")
    assert "请写明哪里不满意" in phone.text()
    assert phone.page.get_by_role("group", name="办理结果").get_by_label("不满意").is_checked()
    phone.page.get_by_label("意见").fill("只清了一半，三组还堵着")
    phone.press("提交评价")
    assert "由镇水利站重新办理" in phone.text()
    assert fresh(part.proposal).status == ProposalStatus.REHANDLING
    assert ReplyRating.objects.get().words == "只清了一半，三组还堵着"
    phone.open(reverse("desk"))
    assert "请您评价答复" not in phone.text()
