"""The office takes steps on a proposal's page: asked, told, never over somebody else's step."""

import pytest
from django.urls import reverse

from proposals import services
from proposals.enums import ProposalStatus as S
from tests.attachments.reports import upload
from tests.factories import OrganFactory
from tests.proposals.backoffice import Desk, errors
from tests.proposals.stage import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, stage):
    """The office, with what it sees and sends about one proposal."""
    client.force_login(stage.office)
    return Desk(client)


def test_suggestion_goes_from_submitted_to_the_unit(desk, stage):
    proposal = stage.submitted()
    assert desk.buttons(proposal)[0] == "登记"
    assert desk.done(proposal, "register").number == 1
    assert desk.buttons(proposal) == ["受理", "并案", "退回补正", "不作为建议处理", "录入撤回"]
    assert desk.done(proposal, "accept", reason="").status == S.ACCEPTED
    assert desk.buttons(proposal)[0] == "交办"
    unit, helper = OrganFactory(name="镇水利站"), OrganFactory(name="镇财政所")
    parts = {"lead": unit.pk, "co": [helper.pk], "assigned_on": "2026-01-15", "note": "先看现场"}
    assert desk.done(proposal, "assign", **parts).status == S.IN_HANDLING
    text = desk.text(proposal)
    for said in (
        "应答复日期 2026年4月15日 （自交办之日起三个月内答复（代表法第五十一条））",
        "应联系日期 2026年2月",
        "交办后20个工作日内与代表联系（本镇规定）",
        "退办截止 2026年1月22日",
        "交办意见：先看现场",
        f"{stage.office}：登记：编为第1号。",
        f"{stage.office}：交办：交镇水利站主办，镇财政所协办。先看现场。",
    ):
        assert said in text


def test_units_that_do_not_go_together_are_refused_with_all_that_was_typed(desk, stage):
    proposal = stage.accepted()
    unit, other = OrganFactory(name="镇水利站"), OrganFactory(name="镇财政所")
    answer = desk.step(
        proposal, "assign", co=[other.pk], assigned_on="2026-01-15", note="请抓紧", is_broad="on"
    )
    assert answer.status_code == 200
    assert errors(answer) == [f"“{proposal.title}”有协办单位，还要选一个主办单位。"]
    page = answer.content.decode()
    assert "请抓紧" in page
    assert f'<option value="{other.pk}" selected' in page
    answer = desk.step(proposal, "assign", lead=unit.pk, assigned_on="2027-01-15")
    assert "还没有到" in errors(answer)[0]


def test_unit_gives_back_and_another_gets_it(desk, stage):
    proposal = stage.assigned()
    own = proposal[0].proposal
    assert {"退办", "改办"} <= set(desk.buttons(own))
    part = own.assignments.get()
    data = {"assignment": part.pk, "returned_on": "2026-01-15", "reason": "不归本站管"}
    letter = {"scans-documents": upload("退办函.pdf")}
    assert desk.done(own, "return", **data, **letter).status == S.ACCEPTED
    assert [f.is_scan for f in own.attachments.all()] == [True]
    assert "重新交办截止 2026年1月22日" in desk.text(own)
    unit = OrganFactory(name="镇农办")
    desk.done(own, "assign", lead=unit.pk, assigned_on="2026-01-15")
    answer = desk.step(own, "revoke", assignment=own.assignments.current().get().pk, reason="错了")
    assert answer.url == reverse("admin:proposals_proposal_step", args=[own.pk, "assign"])


def test_motion_is_decided_at_a_meeting_and_voted_on(desk, stage):
    motion = stage.motion()
    assert desk.buttons(motion)[:2] == ["列入议程", "转为建议"]
    assert errors(desk.step(motion, "put-on-agenda")) == ["请选主席团会议。"]
    assert desk.done(motion, "put-on-agenda", meeting=stage.meeting.pk).status == S.ON_AGENDA
    tally = {"voted_on": "2026-01-15", "all_deputies": 6, "present": 6, "against": 0}
    answer = desk.step(motion, "vote", **tally, in_favour=7, abstained=0)
    assert errors(answer) == ["赞成、反对、弃权合计7票，多于出席的6名，请核对。"]
    assert desk.done(motion, "vote", **tally, in_favour=5, abstained=1).status == S.ADOPTED
    desk.done(motion, "resolution", title="关于修建长江干堤的决议", text="同意修建。")
    text = desk.text(motion)
    assert "全体代表6名，出席6名；赞成5票，反对0票，弃权1票；须4票通过。" in text
    assert "关于修建长江干堤的决议" in text
    assert f"由{stage.meeting}决定" in text


def test_converted_motion_is_assigned_like_a_suggestion(desk, stage):
    motion = stage.motion()
    now = desk.done(motion, "convert", meeting=stage.meeting.pk, reason="已有计划")
    assert (now.status, now.number) == (S.ACCEPTED, motion.number)
    assert desk.buttons(motion)[0] == "交办"


def test_merged_ones_name_each_other(desk, stage):
    first, second = stage.registered(), stage.registered(title="关于清淤的建议")
    assert "不能并入自己，请另选一件。" in errors(desk.step(first, "merge", into=first.pk))
    assert desk.done(second, "merge", into=first.pk).merged_into == first
    assert "第2号“关于清淤的建议”并入这一件。" in desk.text(first)
    assert f"并入第1号“{first.title}”" in desk.text(second)
    assert desk.buttons(second) == ["恢复审查"]
    assert desk.done(second, "reopen", reason="地点不同").status == S.REGISTERED


def test_one_about_the_same_is_offered_before_one_is_looked_for(desk, stage):
    first, second = stage.registered(), stage.registered(title="关于疏通新洲村排水沟渠的建议")
    far = stage.registered(title="关于增加校车的建议")
    address = reverse("admin:proposals_proposal_step", args=[second.pk, "merge"])
    offered = desk.client.get(address).context["form"].fields["likely"].choices
    assert [key for key, _ in offered] == [str(first.pk), "no"]
    assert f"第1号 {first.title}（已登记）" in offered[0][1]
    assert errors(desk.step(second, "merge")) == ["请选并入哪一件。"]
    both = desk.step(second, "merge", likely=first.pk, into=far.pk)
    assert errors(both) == ["上面选了一件，这里又找了另一件，请只留一件。"]
    assert "没有这一件" in errors(desk.step(second, "merge", likely=far.pk))[0]
    assert desk.done(second, "merge", likely="no", into=far.pk).merged_into == far
    desk.done(second, "reopen", reason="并错了")
    assert desk.done(second, "merge", likely=first.pk).merged_into == first


def test_ground_and_reason_are_told(desk, stage):
    proposal = stage.registered()
    assert errors(desk.step(proposal, "set-aside", reason="看不出地点")) == ["请选一种情形。"]
    desk.done(proposal, "set-aside", ground=stage.ground.pk, reason="看不出地点")
    assert "不作为建议处理，情形是“没有具体内容”：看不出地点。" in desk.text(proposal)


def test_what_came_on_paper_is_entered_with_its_scan(desk, stage):
    proposal = stage.submitted()
    signer = stage.others[0].deputy
    scan = upload("签名页.pdf")
    data = {"deputies": [signer.pk], "signed_on": "2026-01-14", "scans-documents": scan}
    now = desk.done(proposal, "signatures", **data)
    assert now.sponsorships.get(deputy=signer).is_on_paper
    assert f"附议：{signer}，2026年1月14日纸面签名" in desk.text(proposal)
    assert f"领衔：{stage.lead.deputy}，2026年1月15日在线确认" in desk.text(proposal)
    assert [f.is_scan for f in now.attachments.all()] == [True]
    both = [s.pk for s in now.sponsorships.all()]
    data = {"reason": "重复", "agreed_on": "2026-01-15", "sponsorships": both[:1]}
    assert desk.done(proposal, "withdraw", **data).status == S.SUBMITTED
    assert desk.done(proposal, "stay").withdrawal_asked_on is None
    data["sponsorships"] = both
    assert desk.done(proposal, "withdraw", **data).status == S.WITHDRAWN


def test_motion_leaves_the_agenda_when_all_and_the_presidium_agree(desk, stage):
    motion = services.put_on_agenda(stage.motion(), actor=stage.office, meeting=stage.meeting)
    assert "同意从议程撤回" not in desk.buttons(motion)
    signed = [s.pk for s in motion.sponsorships.all()]
    data = {"reason": "要再调研", "agreed_on": "2026-01-15", "sponsorships": signed}
    assert desk.done(motion, "withdraw", **data).status == S.ON_AGENDA
    assert desk.done(motion, "leave-agenda", meeting=stage.meeting.pk).status == S.WITHDRAWN


def test_second_of_two_is_told_what_the_first_did(client, desk, stage):
    proposal = stage.registered()
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "set-aside"])
    seen = client.get(address).context["form"]["seen_version"].value()
    services.accept_proposal(proposal, actor=stage.office)
    values = {"seen_version": seen, "ground": stage.ground.pk, "reason": "重复提出的"}
    second = client.post(address, values)
    page = second.content.decode()
    assert "您打开这一页以后，有人动过这件" in page
    assert f"{stage.office}已经办了“受理”" in page
    assert "重复提出的" in page
    assert fresh(proposal).status == S.ACCEPTED
    again = second.context["form"]["seen_version"].value()
    assert client.post(address, {**values, "seen_version": again}).status_code == 302


def test_step_whose_time_has_passed_gives_back_what_was_typed(client, desk, stage):
    proposal = stage.registered()
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "send-back"])
    services.accept_proposal(proposal, actor=stage.office)
    late = client.post(address, {"seen_version": proposal.version, "reason": "请写明地点"})
    assert late.status_code == 409
    assert "请写明地点" in late.content.decode()
    assert "已经办了“受理”" in late.content.decode()
    gone = client.get(address, follow=True)
    assert "现在是“已受理”，不能“退回补正”" in gone.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"lead": "\0", "assigned_on": "\0", "note": "\0"},
        {"lead": "9" * 5000, "assigned_on": "9" * 5000, "seen_version": "9" * 5000},
        {"lead": "x", "co": ["x", "\0"], "separate": ["0"], "note": "水" * 100000},
    ],
)
def test_nonsense_is_refused_in_words(desk, stage, data):
    proposal = stage.accepted()
    assert desk.step(proposal, "assign", **data).status_code == 200
    assert fresh(proposal).status == S.ACCEPTED


def test_no_such_step_or_proposal(client, desk, stage):
    proposal = stage.registered()
    for pk, slug in ((proposal.pk, "nothing"), (10**17, "register")):
        assert client.get(f"/admin/proposals/proposal/{pk}/step/{slug}/").status_code == 404


def test_other_one_is_found_by_number_words_or_name(client, desk, stage):
    first, second = stage.registered(), stage.registered(title="关于清淤的建议")
    asked = {"app_label": "proposals", "model_name": "proposal", "field_name": "merged_into"}
    for typed, found in (("第2号", [second]), ("清淤", [second, first]), ("甘霖", [second, first])):
        answer = client.get(reverse("admin:autocomplete"), {**asked, "term": typed})
        texts = {row["text"] for row in answer.json()["results"]}
        assert texts == {f"{p.number_label} {p.title}（已登记）" for p in found}, typed
