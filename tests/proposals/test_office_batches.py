"""Many at once: registered, taken up, assigned; each that was refused is named with its reason."""

import pytest
from django.urls import reverse

from congress.common.models import Message
from proposals.enums import ProposalStatus as S
from proposals.models import Proposal
from tests.admin.pages import visible
from tests.factories import OrganFactory
from tests.proposals.stage import fresh

pytestmark = pytest.mark.django_db
LIST = "admin:proposals_proposal_changelist"


@pytest.fixture
def send(client, stage):
    """Tick in the list, choose, and answer what is asked."""
    client.force_login(stage.office)

    def send(action, proposals, **data):
        ticked = {"action": action, "_selected_action": [p.pk for p in proposals]}
        asked = client.post(reverse(LIST), ticked)
        assert asked.status_code == 302
        assert client.get(asked.url).status_code == 200
        answer = client.post(asked.url, data, follow=True)
        form = answer.context.get("form")
        if form is None or not form.is_bound or not form["looked"].value():
            return answer
        return client.post(asked.url, {**data, "looked": form["looked"].value()}, follow=True)

    return send


def ids(*proposals):
    return {"ids": ",".join(str(p.pk) for p in proposals)}


def text(answer):
    return " ".join(visible(answer.content.decode()))


def test_many_are_registered_in_the_order_they_came(send, stage):
    first, second = stage.submitted(), stage.submitted(title="关于清淤的建议")
    answer = send("register_ticked", [second, first])
    assert "已登记2件（第1号、第2号）。" in text(answer)
    assert [fresh(p).number for p in (first, second)] == [1, 2]


def test_what_is_refused_is_named_and_the_rest_is_done(send, stage):
    ready, done = stage.registered(), stage.accepted(title="关于清淤的建议")
    motion = stage.motion()
    answer = text(send("accept_ticked", [ready, done, motion]))
    assert "已受理1件（第1号）。没有受理的2件，原因如下。" in answer
    assert "“关于清淤的建议”现在是“已受理”，不能“受理”。" in answer
    assert "“关于修建长江干堤的议案”是议案，不能“受理”。" in answer
    assert fresh(ready).status == S.ACCEPTED


def test_many_go_to_the_same_units(send, stage):
    first, second = stage.accepted(), stage.accepted(title="关于清淤的建议")
    early = stage.registered(title="关于路灯的建议")
    unit = OrganFactory(name="镇水利站")
    sent = {"lead": unit.pk, "assigned_on": "2026-01-15", "note": "请抓紧"}
    answer = text(send("assign_ticked", [first, second, early], **sent))
    assert "已交办2件（第1号、第2号）。没有交办的1件" in answer
    assert "“关于路灯的建议”现在是“已登记”，不能“交办”。" in answer
    assert {str(a.due_on) for a in unit.assignments.all()} == {"2026年4月15日"}
    assert [fresh(p).status for p in (first, early)] == [S.IN_HANDLING, S.REGISTERED]


def test_what_would_happen_is_shown_and_nothing_is_done_yet(client, send, stage):
    first, second = stage.submitted(), stage.accepted(title="关于清淤的建议")
    told = client.get(
        reverse("admin:proposals_proposal_many", args=["register"]), ids(first, second)
    )
    page = text(told)
    assert "能登记1件： 第2号 关于疏通新洲村排水沟的建议 不能登记1件：" in page
    assert "不能登记1件： “关于清淤的建议”现在是“已受理”，没有登记。" in page
    assert fresh(first).number is None
    unit, other = OrganFactory(name="镇水利站"), OrganFactory(name="镇农办")
    address = (
        f"{reverse('admin:proposals_proposal_many', args=['assign'])}?ids={first.pk},{second.pk}"
    )
    sent = {"lead": unit.pk, "assigned_on": "2026-01-15"}
    before = Message.objects.count()
    told = client.post(address, sent)
    page = text(told)
    assert "镇水利站主办，应答复日期2026年4月15日（自交办之日起三个月内答复" in page
    assert "不能交办1件： “关于疏通新洲村排水沟的建议”现在是“已提出”，不能“交办”。" in page
    assert (unit.assignments.count(), Message.objects.count()) == (0, before)
    looked = told.context["form"]["looked"].value()
    # What was changed after looking is shown again before it is done.
    again = client.post(address, {**sent, "lead": other.pk, "looked": looked})
    assert "镇农办主办" in text(again)
    assert fresh(second).status == S.ACCEPTED
    client.post(address, {**sent, "looked": looked})
    assert unit.assignments.get().proposal == second


def test_form_keeps_what_was_typed_while_nothing_could_be_done(send, stage):
    proposal, helper = stage.accepted(), OrganFactory(name="镇财政所")
    answer = send(
        "assign_ticked", [proposal], co=[helper.pk], assigned_on="2026-01-15", note="请抓紧"
    )
    assert "还要选一个主办单位" in text(answer)
    assert "请抓紧" in answer.content.decode()
    assert fresh(proposal).status == S.ACCEPTED


@pytest.mark.parametrize("ids", ["", "x", "9" * 5000, "0"])
def test_nothing_ticked_leads_back_to_the_list(client, send, ids):
    address = reverse("admin:proposals_proposal_many", args=["assign"])
    answer = client.get(address, {"ids": ids}, follow=True)
    assert "没有选中的件" in answer.content.decode()
    assert client.get(reverse("admin:proposals_proposal_many", args=["no"])).status_code == 404


def test_first_page_counts_what_waits_and_opens_its_list(client, stage):
    client.force_login(stage.office)
    stage.submitted()
    stage.registered(title="关于清淤的建议")
    stage.motion()
    stage.accepted(title="关于路灯的建议")
    lines = {line.label: line for line in client.get(reverse("admin:index")).context["lines"]}
    for label, status in (
        ("议案建议待登记", S.SUBMITTED),
        ("建议待审查", S.REGISTERED),
        ("议案待主席团会议决定", S.REGISTERED),
        ("建议待交办", S.ACCEPTED),
    ):
        assert lines[label].count == 1
        listed = client.get(lines[label].url).context["cl"].result_list
        assert [p.status for p in listed] == [status]
    assert Proposal.objects.to_decide().get().kind == "motion"


def test_first_page_tells_what_units_gave_back(client, stage, django_assert_num_queries):
    from proposals import services
    from proposals.office_page import today_lines

    part = stage.assigned()[0]
    services.return_assignment(part, actor=stage.office, reason="不归本站管")
    with django_assert_num_queries(5):
        lines = {line.label: line for line in today_lines(part.assigned_on.latest())}
    assert lines["建议待交办"].note == (
        "其中1件是单位退办的，最早一件应在2026年1月22日以前重新交办"
    )
