"""The office publishes: each text beside the one for all, personal data are seen."""

import pytest
from django.urls import reverse

from proposals.models import MotionVote, Proposal, ProposalSettings, Publication, Reply
from proposals.services import feedback
from proposals.services.replying import enter_reply
from tests.proposals.backoffice import Desk, errors
from tests.proposals.stage import DAY, fresh
from tests.proposals.units import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, stage):
    client.force_login(stage.office)
    return Desk(client)


@pytest.fixture
def answered(alone):
    ProposalSettings.objects.create(publishes_outcomes=True)
    alone.reply = enter_reply(
        alone.lead, says(), actor=alone.stage.office, signed_by="闻水生", replied_on=DAY
    )
    return alone


def boxes(answered, **changes):
    """All boxes as the page fills them in."""
    proposal = answered.proposal
    values = {"title": proposal.title, "grounds": proposal.grounds, "shows_sponsors": "on"}
    for reply in Reply.objects.all():
        values |= {f"reply-{reply.pk}": reply.content, f"shows-{reply.pk}": "on"}
    return {"measures": proposal.measures, **values, **changes}


def public(client, proposal):
    return client.get(reverse("proposals:outcome", args=[proposal.public_id]))


def test_published_with_what_was_left_out_nowhere(desk, client, answered):
    proposal, reply = answered.proposal, answered.reply
    assert "公开" in desk.buttons(proposal)
    sent = boxes(answered, grounds="", **{f"reply-{reply.pk}": "已经\r\n清淤"})
    desk.done(proposal, "publish", **sent)
    row = Publication.objects.get()
    assert (row.grounds, row.measures) == ("", proposal.measures)
    assert [each.content for each in row.replies.all()] == ["已经\n清淤"]
    page = public(client, proposal).content.decode()
    assert proposal.measures in page
    assert proposal.grounds not in page
    buttons = desk.buttons(proposal)
    assert {"改公开的内容", "撤下"} <= set(buttons)
    assert "公开" not in buttons
    assert f"{answered.stage.office}：公开。" in desk.text(proposal)


def test_page_shows_the_original_beside_each_text(desk, answered):
    page = desk.client.get(step(answered, "publish")).content.decode()
    for text in ("沟堵了三年", "请清淤", "已经清淤三公里"):
        assert page.count(text) == 2
    assert "镇水利站，2026年1月15日答复，A 已解决或基本解决" in page


def step(answered, slug):
    return reverse("admin:proposals_proposal_step", args=[answered.proposal.pk, slug])


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda a: ProposalSettings.objects.update(publishes_outcomes=False), "本镇没有打开"),
        (lambda a: refuse(a.proposal), "代表不同意公开"),
    ],
)
def test_why_not_stands_in_place_of_the_form(desk, answered, spoil, why):
    spoil(answered)
    answer = desk.client.get(step(answered, "publish"))
    assert why in answer.context["sentence"]
    assert answer.context["form"] is None
    sent = boxes(answered) | {"seen_version": fresh(answered.proposal).version}
    answer = desk.client.post(step(answered, "publish"), sent)
    assert why in errors(answer)[0]
    assert not Publication.objects.exists()


def refuse(proposal):
    proposal = fresh(proposal)
    proposal.may_be_public = False
    proposal.save()


def test_personal_data_are_pointed_out_before_they_go_out(desk, answered):
    proposal, reply = answered.proposal, answered.reply
    sent = boxes(answered, **{f"reply-{reply.pk}": "请打13800138000。"})
    answer = desk.step(proposal, "publish", checked="on", **sent)
    assert "可能有个人信息" in errors(answer)[0]
    assert "请核对：手机号13800138000" in answer.content.decode()
    assert not Publication.objects.exists()
    looked = {"looked_at": answer.context["form"].marks}
    assert errors(desk.step(proposal, "publish", **sent, **looked))
    other = sent | {"grounds": "身份证42102219800101123X"}
    assert errors(desk.step(proposal, "publish", checked="on", **other, **looked))
    assert not Publication.objects.exists()
    desk.done(proposal, "publish", checked="on", **sent, **looked)
    assert Publication.objects.get().reply_text == "请打13800138000。"


def test_name_in_the_text_of_one_whose_name_is_not_shown(desk, answered):
    sent = boxes(answered, grounds="甘霖代表说，沟堵了")
    del sent["shows_sponsors"]
    answer = desk.step(answered.proposal, "publish", **sent)
    assert "请核对：代表姓名甘霖" in answer.content.decode()
    sent["grounds"] = "沟堵了"
    desk.done(answered.proposal, "publish", **sent)
    assert not Publication.objects.get().shows_sponsors


def test_reply_kept_inside_stays_inside_when_the_rest_is_changed(desk, answered):
    proposal, reply = answered.proposal, answered.reply
    sent = boxes(answered)
    del sent[f"shows-{reply.pk}"]
    desk.done(proposal, "publish", **sent)
    assert not Publication.objects.get().replies.exists()
    form = desk.client.get(step(answered, "republish")).context["form"]
    assert not form[f"shows-{reply.pk}"].value()
    sent["title"] = "关于疏通排水沟的建议"
    desk.done(proposal, "republish", **sent)
    row = Publication.objects.get()
    assert (row.title, row.replies.count()) == ("关于疏通排水沟的建议", 0)


def test_answer_after_the_publication_is_told_and_goes_out_deliberately(desk, client, answered):
    proposal, office = answered.proposal, answered.stage.office
    desk.done(proposal, "publish", **boxes(answered))
    feedback.rehandle_proposal(fresh(proposal), answered.lead, actor=office, reason="又堵了")
    assert "撤下" in desk.buttons(proposal)
    assert "改公开的内容" not in desk.buttons(proposal)
    answered.lead.refresh_from_db()
    again = enter_reply(answered.lead, says(), actor=office, signed_by="闻水生", replied_on=DAY)
    assert Publication.objects.get().answered_again_on == DAY
    answer = desk.client.get(step(answered, "republish"))
    assert "2026年1月15日又有新的答复，群众还看不到" in answer.content.decode()
    assert answer.context["form"][f"shows-{again.pk}"].value()
    desk.done(proposal, "republish", **boxes(answered))
    row = Publication.objects.get()
    assert (row.answered_again_on, [r.reply for r in row.replies.all()]) == (None, [again])


def test_taken_down_with_a_reason(desk, client, answered):
    proposal = answered.proposal
    desk.done(proposal, "publish", **boxes(answered))
    assert public(client, proposal).status_code == 200
    assert errors(desk.step(proposal, "take-down", reason=" ")) == ["请写理由。"]
    desk.done(proposal, "take-down", reason="写了住址")
    assert public(client, proposal).status_code == 404
    assert "撤下公开：写了住址" in desk.text(proposal)
    page = desk.client.get(step(answered, "publish")).content.decode()
    assert "撤下过。理由：写了住址" in page


def test_second_of_two_is_told_and_loses_nothing(desk, answered):
    proposal = answered.proposal
    seen = fresh(proposal).version
    desk.done(proposal, "publish", **boxes(answered))
    sent = boxes(answered, grounds="我改过的案据") | {"seen_version": seen}
    late = desk.client.post(step(answered, "publish"), sent)
    assert late.status_code == 409
    assert "已经办了“公开”" in late.content.decode()
    assert "我改过的案据" in late.content.decode()
    assert Publication.objects.get().grounds == proposal.grounds
    late = desk.client.post(step(answered, "republish"), sent)
    assert late.context["conflicts"]
    assert Publication.objects.get().grounds == proposal.grounds


def listed(client, **query):
    answer = client.get(reverse("admin:proposals_proposal_changelist"), query)
    return [row.number for row in answer.context["cl"].result_list]


def lines(client):
    start = client.get(reverse("admin:index"))
    return {line.label: line.count for line in start.context["lines"]}


def found(client):
    return {key: listed(client, public=key) for key in ("ready", "yes", "again", "down", "no")}


def test_lists_first_page_and_item_follow_what_is_public(desk, client, answered):
    proposal, stage = answered.proposal, answered.stage
    nothing = {"ready": [], "yes": [], "again": [], "down": [], "no": []}
    secret = stage.accepted(title="关于保密的建议")
    refuse(secret)
    assert found(client) == nothing | {"ready": [1], "no": [2]}
    assert "还没有公开。" in desk.text(proposal)
    assert lines(client)["可以公开，还没有公开"] == 1
    desk.done(proposal, "publish", **boxes(answered))
    assert found(client) == nothing | {"yes": [1], "no": [2]}
    assert f"2026年1月15日公开，公开的案由是“{proposal.title}”。" in desk.text(proposal)
    feedback.rehandle_proposal(fresh(proposal), answered.lead, actor=stage.office, reason="堵了")
    answered.lead.refresh_from_db()
    enter_reply(answered.lead, says(), actor=stage.office, signed_by="闻水生", replied_on=DAY)
    assert found(client) == nothing | {"yes": [1], "again": [1], "no": [2]}
    assert "公开后有新答复（2026年1月15日），群众还看不到。" in desk.text(proposal)
    assert lines(client)["公开后有新答复"] == 1
    desk.done(proposal, "take-down", reason="写了住址")
    assert found(client) == nothing | {"down": [1], "no": [2]}
    assert "撤下：写了住址" in desk.text(proposal)
    assert lines(client)["公开后有新答复"] == 0
    assert listed(client, public="nothing") == [1, 2]


def test_start_page_counts_what_was_answered_and_what_was_voted_on(answered):
    stage = answered.stage
    motion = stage.motion()
    Proposal.objects.filter(pk=motion.pk).update(status="adopted")
    assert [p.pk for p in Proposal.objects.publishable()] == [answered.proposal.pk]
    day = "2026-01-15"
    votes = {"all_deputies": 6, "present": 6, "in_favour": 5, "against": 1, "abstained": 0}
    MotionVote.objects.create(proposal=motion, voted_on=day, **votes)
    assert Proposal.objects.publishable().count() == 2
    assert Proposal.objects.count_publishable(1000) == 2
    assert Proposal.objects.filter(pk=motion.pk).count_publishable(1000) == 1


def test_town_that_publishes_nothing_is_not_asked_to(desk, client, answered):
    desk.done(answered.proposal, "publish", **boxes(answered))
    ProposalSettings.objects.update(publishes_outcomes=False)
    assert "可以公开，还没有公开" not in lines(client)
    assert "本镇没有打开“公开议案建议和答复”" in desk.text(answered.proposal)


def test_settings_of_the_second_half_are_on_one_page(desk, client, answered):
    address = reverse("admin:proposals_proposalsettings_changelist")
    page = client.get(address, follow=True)
    fields = page.context["adminform"].form.fields
    names = {"publishes_outcomes", "second_months", "feedback_working_days", "feedback_from"}
    assert names <= set(fields)
    ours = set(fields) - {"seen_version", "change_reason"}
    assert [name for name in ours if not fields[name].help_text] == []


@pytest.mark.parametrize(
    "bad",
    [
        {"title": "字" * 101},
        {"title": " "},
        {"grounds": "字" * 10001},
        {"measures": "a\x00b"},
        {"looked_at": "\x00,,"},
        {"seen_version": "9" * 40},
    ],
)
def test_bad_input_is_said_in_words(desk, answered, bad):
    proposal = answered.proposal
    sent = {"seen_version": fresh(proposal).version} | boxes(answered) | bad
    answer = desk.client.post(step(answered, "publish"), sent)
    assert answer.status_code == 200
    assert not Publication.objects.exists()
