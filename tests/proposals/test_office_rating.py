"""The office enters ratings from paper, reminds, has it handled again, closes it, presses."""

import pytest
from django.urls import reverse

from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from deputies.models import PresidiumPost, PresidiumRole
from proposals.enums import AssignmentStatus, PromiseState
from proposals.enums import ProposalStatus as S
from proposals.models import FeedbackRequest, Pressing, Promise, ReplyRating
from proposals.services.replying import enter_reply
from tests.proposals.backoffice import Desk, errors
from tests.proposals.stage import DAY, fresh
from tests.proposals.units import says

pytestmark = pytest.mark.django_db
TODAY = DAY.isoformat()
GOOD, BAD = "satisfied", "dissatisfied"


@pytest.fixture
def desk(client, stage):
    client.force_login(stage.office)
    return Desk(client)


@pytest.fixture
def answered(alone):
    """第1号 answered on the day; 甘霖 leads, 白露 joined; both are asked."""
    reply = enter_reply(
        alone.lead, says(), actor=alone.stage.office, signed_by="闻水生", replied_on=DAY
    )
    alone.reply = reply
    alone.first, alone.second = reply.requests.order_by("-sponsorship__is_lead")
    return alone


def said(request, attitude, result, words=""):
    """The boxes of one sponsor's row."""
    return {
        f"attitude-{request.pk}": attitude,
        f"result-{request.pk}": result,
        f"words-{request.pk}": words,
    }


def test_sheets_of_several_sponsors_are_entered_on_one_page(desk, answered):
    proposal = answered.proposal
    assert desk.buttons(proposal)[0] == "录入代表评价"
    none = desk.step(proposal, "rate", rated_on=TODAY)
    assert errors(none) == ["还没有选评价，请至少录入一名代表的。"]
    half = desk.step(proposal, "rate", rated_on=TODAY, **said(answered.first, GOOD, ""))
    assert errors(half) == ["甘霖：请对办理态度和办理结果各选一项。"]
    early = said(answered.first, GOOD, GOOD)
    early = desk.step(proposal, "rate", rated_on="2026-01-14", **early)
    assert errors(early) == ["评价日期在答复（2026年1月15日）以前，请核对。"]
    both = said(answered.first, GOOD, GOOD) | said(answered.second, GOOD, "basically")
    assert desk.done(proposal, "rate", rated_on=TODAY, **both).status == S.CLOSED
    assert ReplyRating.objects.count() == 2
    assert "白露：办理态度满意，办理结果基本满意（2026年1月15日）" in desk.text(proposal)


def test_two_who_are_dissatisfied_on_paper_both_count(desk, answered):
    proposal = answered.proposal
    both = said(answered.first, GOOD, BAD, "只清了一半") | said(answered.second, BAD, BAD, "没来")
    assert desk.done(proposal, "rate", rated_on=TODAY, **both).status == S.REHANDLING
    assert ReplyRating.objects.count() == 2
    answered.lead.refresh_from_db()
    assert (answered.lead.round, str(answered.lead.due_on)) == (2, "2026年2月15日")
    text = desk.text(proposal)
    assert "甘霖不满意：只清了一半；白露不满意：没来" in text
    assert "第2次办理" in text
    assert desk.buttons(proposal)[0] == "录入答复"


def test_one_who_is_not_satisfied_has_to_say_with_what(desk, answered):
    row = said(answered.first, GOOD, BAD)
    answer = desk.step(answered.proposal, "rate", rated_on=TODAY, **row)
    assert errors(answer)[0].startswith("甘霖：不满意的，请写明哪里不满意")
    assert not ReplyRating.objects.exists()


def test_who_says_nothing_leaves_only_when_reminded_and_late(desk, answered, time_machine):
    proposal = answered.proposal
    assert "还没有评价，截止" in desk.text(proposal)
    data = {"requests": [answered.first.pk], "how": "电话", "on": TODAY}
    desk.done(proposal, "remind", **data)
    row = FeedbackRequest.objects.get(pk=answered.first.pk)
    assert (row.reminded_on, row.how, row.reminded_by) == (DAY, "电话", answered.stage.office)
    told = Message.objects.filter(recipient=answered.stage.lead, text__contains="请评价对")
    assert told.count() == 1
    assert not Message.objects.filter(
        recipient=answered.stage.others[0], text__contains="请评价对"
    ).exists()
    time_machine.move_to("2026-03-20T09:00+08:00")
    desk.client.force_login(answered.stage.office)
    text = desk.text(proposal)
    assert "2026年1月15日已提醒（电话），不计入满意率" in text
    assert "没有提醒过，仍计入满意率" in text
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "close"])
    page = desk.client.get(address).content.decode()
    assert "2026年1月15日电话过" in page
    assert "没有提醒过" in page
    assert errors(desk.step(proposal, "close")) == ["请写理由。"]
    assert desk.done(proposal, "close", reason="多次提醒，没有意见").status == S.CLOSED
    assert "录入代表评价" not in desk.buttons(proposal)


def test_what_was_closed_is_handled_again(desk, answered):
    proposal = answered.proposal
    desk.done(proposal, "close", reason="代表口头同意")
    part = {"assignment": answered.lead.pk, "reason": "现场还是堵的"}
    assert desk.done(proposal, "rehandle", **part).status == S.REHANDLING
    answered.lead.refresh_from_db()
    assert answered.lead.status == AssignmentStatus.ASSIGNED


def test_second_of_two_who_enter_the_same_sheet_is_told(desk, answered):
    proposal = answered.proposal
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "rate"])
    seen = desk.client.get(address).context["form"]["seen_version"].value()
    row = said(answered.first, GOOD, BAD, "只清了一半")
    desk.done(proposal, "rate", rated_on=TODAY, **row)
    late = desk.client.post(address, {"seen_version": seen, "rated_on": TODAY, **row})
    assert late.status_code == 409
    assert "已经办了“重新办理”" in late.content.decode()
    assert ReplyRating.objects.count() == 1


@pytest.fixture
def member(alone):
    """白露, of the presidium."""
    deputy = alone.stage.others[0].deputy
    PresidiumPost.objects.create(
        deputy=deputy, term=alone.stage.term, role=PresidiumRole.MEMBER, starts_on="2022-01-01"
    )
    return deputy


def test_key_item_has_a_member_in_charge_who_is_told(desk, alone, member):
    proposal = alone.proposal
    assert errors(desk.step(proposal, "key")) == ["请选负责督办的主席团成员。"]
    outsider = alone.stage.others[2].deputy.pk
    assert errors(desk.step(proposal, "key", member=outsider))
    now = desk.done(proposal, "key", member=member.pk)
    assert (now.is_key, now.key_member) == (True, member)
    assert "重点督办，白露负责。" in desk.text(proposal)
    told = Message.objects.filter(recipient=member.user, text__startswith="列为重点督办，请您负责")
    assert told.count() == 1
    assert not fresh(desk.done(proposal, "not-key")).is_key


def test_pressing_and_return_visits_are_recorded(desk, answered, member):
    proposal, stage = answered.proposal, answered.stage
    assert "录入督办" not in desk.buttons(proposal)
    talk = {"pressed_on": TODAY, "member": member.pk, "content": "沟通了，还有一段没清"}
    desk.done(proposal, "visit", **talk)
    again = desk.step(proposal, "visit", **talk)
    assert errors(again) == ["这次督办已经录过了，不用再录。"]
    part = {"assignment": answered.lead.pk, "reason": "还有一段没清"}
    desk.done(proposal, "rehandle", **part)
    assert errors(desk.step(proposal, "press", pressed_on=TODAY)) == ["请选方式。"]
    press = {"pressed_on": TODAY, "form": "meeting", "meeting": stage.meeting.pk, "content": "抓紧"}
    desk.done(proposal, "press", **press)
    assert [p.form for p in Pressing.objects.all()] == ["return_visit", "meeting"]
    assert Message.objects.filter(recipient=answered.user, text__startswith="主席团督办").exists()
    text = desk.text(proposal)
    assert "回访代表 提出的代表，白露 沟通了，还有一段没清" in text
    assert "开会督办 所有承办单位" in text


@pytest.fixture
def promise(alone):
    values = says("B", promise="修好泵站", promised_for=PartialDate.of("2026-03"))
    reply = enter_reply(
        alone.lead, values, actor=alone.stage.office, signed_by="闻水生", replied_on=DAY
    )
    return reply.promised


def test_ledger_of_promises_marks_what_is_late(client, stage, promise, time_machine):
    client.force_login(stage.office)
    address = reverse("admin:proposals_promise_changelist")
    assert "到期未落实</span>" not in client.get(address).content.decode()
    time_machine.move_to("2026-04-01T09:00+08:00")
    client.force_login(stage.office)
    for query, found in (
        ({"late": "late"}, 1),
        ({"late": "soon"}, 0),
        ({"state__exact": "kept"}, 0),
        ({"unit": promise.reply.assignment.unit_id}, 1),
        ({"due_from": "2026-03", "due_to": "2026-03"}, 1),
        ({"due_from": "2026-05"}, 0),
        ({"q": "泵站"}, 1),
        ({"unit": "9" * 50, "late": "x"}, 1),
    ):
        answer = client.get(address, query)
        assert answer.status_code == 200, (query, answer.headers)
        assert answer.context["cl"].result_count == found, query
    assert "到期未落实" in client.get(address).content.decode()
    start = client.get(reverse("admin:index")).content.decode()
    assert "承诺事项到期未落实" in start


def test_promise_is_reported_moved_kept(client, stage, promise):
    client.force_login(stage.office)

    def step(slug, **data):
        address = reverse("admin:proposals_promise_step", args=[promise.pk, slug])
        seen = client.get(address).context["form"]["seen_version"].value()
        return client.post(address, {"seen_version": seen, **data})

    assert step("report", report="已招标").status_code == 302
    assert errors(step("move", due_on="2026-06-31", reason="汛期")) != []
    assert step("move", due_on="2026-06", reason="汛期不能施工").status_code == 302
    assert errors(step("keep", report="修好了", kept_on="2026-01-16"))[0].startswith("落实日期")
    stale = reverse("admin:proposals_promise_step", args=[promise.pk, "keep"])
    answer = client.post(stale, {"seen_version": 1, "report": "修好了", "kept_on": TODAY})
    assert answer.status_code == 200
    assert "修好了" in answer.content.decode()
    assert Promise.objects.get().state == PromiseState.OPEN
    assert step("keep", report="修好了", kept_on=TODAY).status_code == 302
    row = Promise.objects.get()
    assert (row.state, row.settled_on, str(row.due_on)) == ("kept", DAY, "2026年6月")
    assert client.get(stale).status_code == 302
    page = client.get(reverse("admin:proposals_promise_change", args=[promise.pk]))
    assert page.context["promise_links"] == []


def test_promise_is_struck_off_only_with_a_reason(client, stage, promise):
    client.force_login(stage.office)
    address = reverse("admin:proposals_promise_step", args=[promise.pk, "strike-off"])
    assert errors(client.post(address, {"reason": " "})) == ["请写理由。"]
    assert client.post(address, {"reason": "泵站已拆除"}).status_code == 302
    assert Promise.objects.get().state == PromiseState.STRUCK_OFF


def listed(client, **query):
    answer = client.get(reverse("admin:proposals_proposal_changelist"), query)
    return [row.number for row in answer.context["cl"].result_list]


def test_lists_and_first_page_follow_what_is_open(client, answered, time_machine):
    stage = answered.stage
    client.force_login(stage.office)
    assert listed(client, follow="rating") == [1]
    assert listed(client, follow="unreminded") == []
    time_machine.move_to("2026-03-20T09:00+08:00")
    client.force_login(stage.office)
    assert listed(client, follow="unreminded") == [1]
    start = client.get(reverse("admin:index"))
    lines = {line.label: line.count for line in start.context["lines"]}
    assert lines["代表评价到期，还没有提醒"] == 1
    assert lines["单位申请延期，要决定是否同意"] == 0
    assert listed(client, follow="dissatisfied") == []
    assert listed(client, follow="second") == []
    assert listed(client, limit="30", decide="extension") == []
    assert listed(client, follow="nothing") == [1]


def test_many_are_pressed_reminded_and_marked(client, answered, member):
    stage = answered.stage
    client.force_login(stage.office)
    other = stage.accepted(title="关于路灯的建议")

    def send(slug, **data):
        ids = f"?ids={answered.proposal.pk},{other.pk}"
        address = reverse("admin:proposals_proposal_many", args=[slug]) + ids
        looked = client.post(address, data).context["form"]["looked"].value()
        assert looked
        return client.post(address, {**data, "looked": looked}, follow=True).content.decode()

    page = send("remind", how="短信", on=TODAY)
    assert "已提醒评价1件（第1号）" in page
    assert "“关于路灯的建议”没有等着评价的代表，不用提醒。" in page
    assert {r.how for r in FeedbackRequest.objects.all()} == {"短信"}
    address = reverse("admin:proposals_proposal_many", args=["press"])
    ids = f"?ids={answered.proposal.pk},{other.pk}"
    tried = client.post(address + ids, {"pressed_on": TODAY, "form": "telephone", "content": ""})
    assert "没有等着答复的单位，不用催办。" in tried.content.decode()
    assert not Pressing.objects.exists()
    assert "已重点督办2件（第1号、第2号）。" in send("key", member=member.pk)
    assert fresh(other).key_member == member
