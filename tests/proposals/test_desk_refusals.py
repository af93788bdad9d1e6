"""What the desk answers to old pages, strangers and nonsense: a sentence or 404, never a fault."""

import itertools
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from proposals import services
from proposals.enums import AssignmentStatus, ProposalKind, ProposalStatus, SponsorshipStatus
from proposals.models import Assignment, Proposal
from tests.admin.pages import visible
from tests.proposals.stage import fresh, unit_user

pytestmark = pytest.mark.django_db

# Every address of one proposal on the desk, with what its form sends.
STEPS = {
    "desk-proposal-edit": {"title": "关于路灯的建议", "kind": "suggestion"},
    "desk-proposal-submit": {"one_matter": "on"},
    "desk-proposal-sponsors": {"deputies": ["x"]},
    "desk-proposal-remove": {"deputy": "x"},
    "desk-proposal-join": {},
    "desk-proposal-leave": {},
    "desk-proposal-discard": {},
    "desk-proposal-withdraw": {"withdrawal_reason": "已经解决"},
    "desk-proposal-agree": {},
    "desk-proposal-drop": {},
    "desk-proposal-return": {"assignment": "x", "return_reason": "不归本站办"},
}
LONG = "长" * 1_000_000
NONSENSE = ("", "\0", "9" * 400, "-1", LONG, "<script>alert(1)</script>")


def said(answer) -> str:
    return "".join("".join(visible(answer.content.decode())).split())


def go(client, user, name, proposal, **data):
    """Post as somebody; what is not given is the newest version and what the form sends."""
    client.force_login(user)
    sent = STEPS[name] | {"seen_version": fresh(proposal).version} | data
    return client.post(reverse(name, args=[proposal.public_id]), sent)


@pytest.mark.parametrize("name", STEPS)
def test_strangers_know_nothing_of_a_draft(client, stage, name):
    draft = stage.draft()
    unit, _ = unit_user()
    for user in (stage.others[0], stage.office, unit):
        assert go(client, user, name, draft).status_code == 404
    draft = fresh(draft)
    assert (draft.version, draft.title) == (1, "关于疏通新洲村排水沟的建议")


@pytest.mark.parametrize("name", STEPS)
def test_nobody_acts_on_what_does_not_exist(client, stage, name):
    client.force_login(stage.lead)
    for public_id in ("nothing", "9" * 200):
        assert client.post(reverse(name, args=[public_id]), STEPS[name]).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_nonsense_is_no_fault_and_changes_nothing(client, stage, name):
    """The lead's own page; every box holds the same."""
    draft = stage.joined(stage.draft(), stage.others[:1])
    client.force_login(stage.lead)
    boxes = {*STEPS[name], "seen_version", "draft_key", "occasion", "category", "uploads", "group"}
    for nonsense in NONSENSE:
        with transaction.atomic():
            sent = dict.fromkeys(boxes, nonsense)
            answer = client.post(reverse(name, args=[draft.public_id]), sent)
            assert answer.status_code in (200, 302, 400, 403, 404, 409, 413), nonsense[:9]
            kept = Proposal.objects.filter(pk=draft.pk).first()
            if name != "desk-proposal-discard":
                assert kept is not None
                assert (kept.status, kept.title) == (draft.status, draft.title), nonsense[:9]
            transaction.set_rollback(True)


def test_saving_nonsense_is_answered_in_words(client, stage):
    client.force_login(stage.lead)
    boxes = ("draft_key", "proposal", "seen_version", "kind", "occasion", "category", "title")
    for nonsense, name in itertools.product(NONSENSE, boxes):
        sent = {
            "writer": stage.lead.public_id,
            "draft_key": str(uuid.uuid4()),
            "title": "关于路灯的建议",
            "seen_version": "0",
        }
        answer = client.post(reverse("desk-proposal-save"), sent | {name: nonsense})
        assert answer.status_code in (200, 404, 409, 422), (name, nonsense[:9])
        if answer.status_code == 422:
            assert answer.json()["message"]


@pytest.mark.parametrize(
    ("name", "by_lead"),
    [
        ("desk-proposal-edit", True),
        ("desk-proposal-submit", True),
        ("desk-proposal-discard", True),
        ("desk-proposal-join", False),
    ],
)
def test_an_old_page_changes_nothing_and_says_so(client, stage, name, by_lead):
    draft = stage.draft()
    stage.invited(draft, stage.others[:1])
    old = fresh(draft).version
    values = services.DraftValues("关于疏通排水沟的建议", grounds="沟堵了。", measures="清淤。")
    services.save_draft(values, actor=stage.lead, proposal=fresh(draft))
    user = stage.lead if by_lead else stage.others[0]
    answer = go(client, user, name, draft, seen_version=old, occasion="in_session")
    assert answer.status_code == 409
    assert "您打开这一页以后" in said(answer)
    assert fresh(draft).title == "关于疏通排水沟的建议"
    assert fresh(draft).status == ProposalStatus.COSIGNING
    row = draft.sponsorships.get(is_lead=False)
    assert row.status == SponsorshipStatus.INVITED


@pytest.mark.parametrize("name", ["desk-proposal-sponsors", "desk-proposal-remove"])
def test_an_old_list_of_sponsors_changes_nobody(client, stage, name):
    draft = stage.draft()
    stage.invited(draft, stage.others[:1])
    old = fresh(draft).version - 1
    who = stage.others[1 if name.endswith("sponsors") else 0].deputy.public_id
    answer = go(client, stage.lead, name, draft, seen_version=old, deputies=[who], deputy=who)
    assert answer.status_code == 409
    assert draft.sponsorships.count() == 2


@pytest.mark.parametrize("name", ["desk-proposal-edit", "desk-proposal-submit"])
def test_a_second_tap_is_told_that_it_is_done(client, stage, name):
    done = stage.submitted()
    answer = go(client, stage.lead, name, done, occasion="in_session", grounds="别的内容")
    assert "已提出" in said(answer)
    assert "甘霖已经办了“提交”" in said(answer)
    assert fresh(done).grounds == "沟堵了三年，下雨就淹田。"
    assert fresh(done).steps.count() == 1


def test_who_is_taken_off_the_list_hears_it(client, stage):
    draft = stage.draft()
    row = stage.invited(draft, stage.others[:1])[stage.others[0].deputy.pk]
    services.remove_sponsor(row, actor=stage.lead)
    answer = go(client, stage.others[0], "desk-proposal-join", draft)
    assert answer.status_code == 404
    assert "从“关于疏通新洲村排水沟的建议”的联名名单里去掉" in said(answer)


def test_who_confirms_too_late_hears_what_happened(client, stage):
    draft = stage.draft()
    stage.invited(draft, stage.others[:1])
    services.submit_proposal(fresh(draft), actor=stage.lead)
    for name in ("desk-proposal-join", "desk-proposal-leave"):
        answer = go(client, stage.others[0], name, draft)
        assert "甘霖已经办了“提交”" in said(answer)
        assert go(client, stage.others[1], name, draft).status_code == 403
    assert draft.sponsorships.count() == 1


def test_who_was_never_asked_hears_nothing_of_a_deleted_draft(client, stage):
    draft = stage.draft()
    stage.invited(draft, stage.others[:1])
    services.discard_draft(fresh(draft), actor=stage.lead)
    client.force_login(stage.others[0])
    page = reverse("desk-proposal", args=[draft.public_id])
    assert "草稿已经删除（甘霖" in said(client.get(page))
    client.force_login(stage.others[1])
    assert draft.title not in said(client.get(page))


def test_agreeing_to_what_nobody_asks_any_more_says_so(client, stage):
    proposal = stage.submitted(ProposalKind.MOTION, joining=4, title="关于修建长江干堤的议案")
    services.ask_to_withdraw(proposal, actor=stage.lead, reason="并入规划")
    services.drop_withdrawal(fresh(proposal), actor=stage.others[1])
    answer = go(client, stage.others[0], "desk-proposal-agree", proposal)
    assert "没有人申请撤回" in said(answer)
    assert fresh(proposal).status == ProposalStatus.SUBMITTED


class TestReturning:
    @pytest.fixture
    def part(self, stage):
        self.user, unit = unit_user()
        return stage.assigned(services.UnitPart(unit))[0]

    def back(self, client, part, **data):
        part = Assignment.objects.get(pk=part.pk)
        sent = {"assignment": part.public_id, "seen_version": part.version} | data
        return go(client, self.user, "desk-proposal-return", part.proposal, **sent)

    def test_needs_a_reason(self, client, part):
        answer = self.back(client, part, return_reason=" ")
        assert "请写明为什么退办" in said(answer)
        assert Assignment.objects.get().status == AssignmentStatus.ASSIGNED

    def test_an_old_page_keeps_the_reason(self, client, part):
        answer = self.back(client, part, seen_version=part.version - 1)
        assert answer.status_code == 409
        assert "不归本站办" in answer.content.decode()
        assert Assignment.objects.get().status == AssignmentStatus.ASSIGNED

    def test_is_over_after_its_days(self, client, part, time_machine):
        time_machine.move_to("2026-03-02T09:00+08:00")
        answer = self.back(client, part)
        assert "退办要在" in said(answer)
        assert Assignment.objects.get().status == AssignmentStatus.ASSIGNED

    def test_anybody_elses_part_is_not_there(self, client, stage, part):
        other, _ = unit_user("镇财政所", "caizheng")
        client.force_login(other)
        page = reverse("desk-proposal-return", args=[part.proposal.public_id])
        sent = {"assignment": part.public_id, "return_reason": "不归本站办"}
        assert client.post(page, sent).status_code == 404
        client.force_login(stage.lead)
        assert client.post(page, sent).status_code == 403
