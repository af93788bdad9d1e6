"""From the unit that has it to what the sponsors say of its reply."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from proposals import services
from proposals.enums import (
    AssignmentStatus,
    ContactForm,
    DraftState,
    FeedbackFrom,
    PromiseState,
    ProposalStatus,
    Satisfaction,
    UnitRole,
)
from proposals.models import (
    Assignment,
    FeedbackRequest,
    OutcomeClass,
    Promise,
    ProposalSettings,
    Reply,
    ReplyDraft,
    ReplyRating,
)
from proposals.services import UnitPart, feedback, following, handling, replying
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, fresh, unit_user

pytestmark = pytest.mark.django_db
GOOD = {"attitude": Satisfaction.SATISFIED, "result": Satisfaction.SATISFIED}
BAD = {"attitude": Satisfaction.SATISFIED, "result": Satisfaction.DISSATISFIED}


@pytest.fixture
def office_of(stage):
    """A unit with its account that leads one suggestion with a co-sponsor."""
    user, unit = unit_user()
    proposal = services.accept_proposal(stage.registered(joining=1), actor=stage.office)
    (part,) = services.assign_proposal(proposal, [UnitPart(unit)], actor=stage.office)
    return user, part


def says(letter="A", **values):
    outcome = OutcomeClass.objects.get(letter=letter)
    return replying.ReplyValues(content="已经清淤三公里。", outcome=outcome, **values)


def replied(user, part, values=None):
    draft = replying.save_reply_draft(part, values or says(), actor=user)
    draft = replying.ask_for_signature(draft, actor=user)
    return replying.sign_reply(draft, actor=user, signed_by="站长")


class TestUnit:
    def test_takes_it_up_once(self, office_of, stage):
        user, part = office_of
        handling.accept_assignment(part, actor=user)
        with pytest.raises(RuleViolation, match="已经在2026年1月15日接办"):
            handling.accept_assignment(part, actor=user)
        stranger, _ = unit_user("镇司法所", "sifa")
        with pytest.raises(PermissionDenied):
            handling.record_contact(part, actor=stranger, held_on=DAY, form=ContactForm.TELEPHONE)

    def test_talks_with_the_deputies(self, office_of, stage, time_machine):
        user, part = office_of
        sponsors = list(part.proposal.sponsorships.all())
        contact = handling.record_contact(
            part, actor=user, held_on=DAY, form=ContactForm.VISIT, with_whom=sponsors
        )
        assert contact.history.first().with_whom.count() == 2
        for day, form, why in (
            (DAY - dt.timedelta(1), ContactForm.VISIT, "在交办（2026年1月15日）以前"),
            (DAY + dt.timedelta(1), ContactForm.VISIT, "还没有到"),
            (DAY, ContactForm.NONE, "没有联系就不用录"),
        ):
            with pytest.raises(RuleViolation, match=why):
                handling.record_contact(part, actor=user, held_on=day, form=form)

    def test_waits_for_the_assisting_opinion_unless_told_not_to(self, stage):
        lead_user, lead_unit = unit_user()
        co_user, co_unit = unit_user("镇农业站", "nongye")
        lead, co = stage.assigned(UnitPart(lead_unit), UnitPart(co_unit, UnitRole.CO))
        with pytest.raises(RuleViolation, match="还没有收到镇农业站的协办意见"):
            replied(lead_user, lead)
        with pytest.raises(RuleViolation, match="是协办单位"):
            replying.save_reply_draft(co, says(), actor=co_user)
        with pytest.raises(RuleViolation, match="不是协办单位"):
            handling.give_opinion(lead, actor=lead_user, content="同意")
        with pytest.raises(PermissionDenied):
            handling.waive_opinions(lead, actor=lead_user, reason="等不及")
        handling.give_opinion(co, actor=co_user, content="渠道归我站清理。")
        assert (
            "镇农业站的协办意见到了"
            in Message.objects.filter(recipient=lead_user).latest("pk").text
        )
        assert replied(lead_user, lead).pk

    def test_office_lets_it_go_without(self, stage):
        lead_user, lead_unit = unit_user()
        lead, _ = stage.assigned(UnitPart(lead_unit), UnitPart(OrganFactory(), UnitRole.CO))
        handling.waive_opinions(lead, actor=stage.office, reason="协办单位撤并")
        assert replied(lead_user, lead).pk


class TestExtension:
    def test_moves_the_date_to_the_limit_from_the_assignment(self, office_of, stage):
        user, part = office_of
        extension = handling.ask_extension(part, actor=user, reason="要等汛期过后测量")
        handling.decide_extension(extension, actor=stage.office, approve=True)
        part.refresh_from_db()
        assert part.due_on == PartialDate(2026, 7, 15)
        assert part.due_rule == "经同意延期，自交办之日起六个月内答复"
        extension.refresh_from_db()
        assert extension.was_due_on == PartialDate(2026, 4, 15)
        with pytest.raises(RuleViolation, match="申请过延期"):
            handling.ask_extension(part, actor=user, reason="再延")

    def test_only_before_the_date(self, office_of, time_machine):
        user, part = office_of
        time_machine.move_to("2026-04-16T09:00+08:00")
        with pytest.raises(RuleViolation, match="已经过了，不能再申请延期"):
            handling.ask_extension(part, actor=user, reason="忘了")

    def test_refused_it_stays_and_may_be_asked_again(self, office_of, stage):
        user, part = office_of
        extension = handling.ask_extension(part, actor=user, reason="人手不够")
        with pytest.raises(PermissionDenied):
            handling.decide_extension(extension, actor=user, approve=True)
        with pytest.raises(RuleViolation, match="请写明为什么不同意"):
            handling.decide_extension(extension, actor=stage.office, approve=False)
        handling.decide_extension(extension, actor=stage.office, approve=False, answer="能按期办")
        assert Assignment.objects.get().due_on == PartialDate(2026, 4, 15)
        with pytest.raises(RuleViolation, match="结果是“不同意”"):
            handling.decide_extension(extension, actor=stage.office, approve=True)
        assert handling.ask_extension(part, actor=user, reason="汛期").pk

    def test_nothing_is_longer_than_what_is_broad(self, stage):
        user, unit = unit_user()
        (part,) = stage.assigned(UnitPart(unit), is_broad=True)
        with pytest.raises(RuleViolation, match="最迟只能到2026年7月15日"):
            handling.ask_extension(part, actor=user, reason="复杂")


class TestReply:
    def test_written_signed_and_sent_to_every_sponsor(self, office_of, stage):
        user, part = office_of
        reply = replied(user, part, says(document_number="江水函〔2026〕3号"))
        assert (reply.signed_by, reply.round, reply.due_on) == (
            "站长",
            1,
            PartialDate(2026, 4, 15),
        )
        assert reply.contact_form == ContactForm.NONE
        assert not ReplyDraft.objects.exists()
        assert fresh(part.proposal).status == ProposalStatus.REPLIED
        asked = {r.sponsorship.deputy.name for r in FeedbackRequest.objects.all()}
        assert asked == {"甘霖", "白露"}
        text = Message.objects.filter(recipient=stage.others[0]).latest("pk").text
        assert "镇水利站已经答复，请在2026年2月" in text

    def test_or_the_lead_alone(self, office_of):
        ProposalSettings.objects.create(feedback_from=FeedbackFrom.LEAD)
        replied(*office_of)
        assert [r.sponsorship.deputy.name for r in FeedbackRequest.objects.all()] == ["甘霖"]

    def test_sponsors_of_what_was_merged_are_answered_too(self, office_of, stage):
        user, part = office_of
        other = stage.registered(title="关于同一条沟的建议")
        services.merge_proposal(other, into=fresh(part.proposal), actor=stage.office)
        replied(user, part)
        assert FeedbackRequest.objects.count() == 3
        assert FeedbackRequest.objects.filter(sponsorship__proposal=other).exists()

    def test_what_is_missing_is_said_at_once(self, office_of):
        user, part = office_of
        draft = replying.save_reply_draft(part, replying.ReplyValues(), actor=user)
        with pytest.raises(RuleViolation, match="请写答复全文。请选办理结果（类别）。"):
            replying.ask_for_signature(draft, actor=user)
        draft = replying.save_reply_draft(part, says("B"), actor=user)
        with pytest.raises(RuleViolation, match="请写计划落实什么"):
            replying.ask_for_signature(draft, actor=user)

    def test_who_signs_wants_it_changed(self, office_of):
        user, part = office_of
        draft = replying.save_reply_draft(part, says(), actor=user)
        with pytest.raises(RuleViolation, match="还没有送签"):
            replying.sign_reply(draft, actor=user, signed_by="站长")
        draft = replying.ask_for_signature(draft, actor=user)
        draft = replying.return_draft(draft, actor=user, reason="写明清了几公里")
        assert (draft.state, draft.returned_because) == (DraftState.WRITING, "写明清了几公里")
        same = replying.save_reply_draft(part, says(), actor=user, seen_version=1)
        assert same.version == draft.version  # sent twice over a bad line
        with pytest.raises(StaleRecord):
            replying.save_reply_draft(part, says("C"), actor=user, seen_version=1)
        with pytest.raises(StaleRecord):
            replying.ask_for_signature(draft, actor=user, seen_version=1)

    def test_office_enters_it_from_paper(self, office_of, stage):
        user, part = office_of
        with pytest.raises(PermissionDenied):
            replying.enter_reply(part, says(), actor=user, signed_by="站长", replied_on=DAY)
        with pytest.raises(RuleViolation, match="请写签发人。答复日期在交办"):
            replying.enter_reply(
                part,
                says(),
                actor=stage.office,
                signed_by="",
                replied_on=DAY - dt.timedelta(1),
            )
        replying.enter_reply(part, says(), actor=stage.office, signed_by="站长", replied_on=DAY)
        assert Reply.objects.get().replied_on == PartialDate.of(DAY)
        with pytest.raises(RuleViolation, match="现在是“已答复”"):
            replying.enter_reply(part, says(), actor=stage.office, signed_by="站长", replied_on=DAY)

    def test_several_units_each_reply(self, stage):
        rows = stage.assigned(
            UnitPart(OrganFactory(name="甲站"), UnitRole.SEPARATE),
            UnitPart(OrganFactory(name="乙站"), UnitRole.SEPARATE),
        )
        day = {"signed_by": "站长", "replied_on": DAY}
        replying.enter_reply(rows[0], says(), actor=stage.office, **day)
        assert fresh(rows[0].proposal).status == ProposalStatus.IN_HANDLING
        replying.enter_reply(rows[1], says(), actor=stage.office, **day)
        assert fresh(rows[0].proposal).status == ProposalStatus.REPLIED
        steps = [s.step for s in rows[0].proposal.steps.all()]
        assert steps[-2:] == ["reply", "complete"]


class TestFeedback:
    def test_all_satisfied_closes_it(self, office_of, stage):
        replied(*office_of)
        first, second = FeedbackRequest.objects.order_by("pk")
        feedback.rate_reply(first, actor=stage.lead, **GOOD)
        assert fresh(office_of[1].proposal).status == ProposalStatus.REPLIED
        with pytest.raises(PermissionDenied):
            feedback.rate_reply(second, actor=stage.lead, **GOOD)
        feedback.rate_reply(second, actor=stage.others[0], **GOOD)
        assert fresh(office_of[1].proposal).status == ProposalStatus.CLOSED

    def test_one_who_is_not_opens_a_second_round(self, office_of, stage, time_machine):
        user, part = office_of
        reply = replied(user, part)
        first, second = FeedbackRequest.objects.order_by("pk")
        time_machine.move_to("2026-01-31T09:00+08:00")
        with pytest.raises(RuleViolation, match="请写明哪里不满意"):
            feedback.rate_reply(first, actor=stage.lead, **BAD)
        feedback.rate_reply(first, actor=stage.lead, words="只清了一半", **BAD)
        part.refresh_from_db()
        assert (part.status, part.round, part.due_on) == (
            AssignmentStatus.ASSIGNED,
            2,
            PartialDate(2026, 2, 28),
        )
        assert part.due_rule == "代表不满意，自重新办理之日起一个月内再次答复（本镇规定）"
        assert fresh(part.proposal).status == ProposalStatus.REHANDLING
        with pytest.raises(RuleViolation, match="已经重新办理，请等新的答复"):
            feedback.rate_reply(second, actor=stage.others[0], **GOOD)
        again = replied(user, part)
        assert (again.round, reply.round) == (2, 1)
        assert fresh(part.proposal).status == ProposalStatus.REPLIED
        assert FeedbackRequest.objects.filter(reply=again).count() == 2

    def test_second_round_closes_though_somebody_never_rated_the_first(self, office_of, stage):
        user, part = office_of
        replied(user, part)
        first = FeedbackRequest.objects.order_by("pk").first()
        feedback.rate_reply(first, actor=stage.lead, words="只清了一半", **BAD)
        again = replied(user, part)
        lead, other = again.requests.order_by("pk")
        feedback.rate_reply(lead, actor=stage.lead, **GOOD)
        assert fresh(part.proposal).status == ProposalStatus.REPLIED
        feedback.rate_reply(other, actor=stage.others[0], **GOOD)
        assert fresh(part.proposal).status == ProposalStatus.CLOSED

    def test_nobody_rates_twice(self, office_of, stage):
        replied(*office_of)
        first = FeedbackRequest.objects.first()
        feedback.rate_reply(first, actor=stage.office, **GOOD)
        with pytest.raises(RuleViolation, match="已经评价过这份答复"):
            feedback.rate_reply(first, actor=stage.lead, **GOOD)
        assert ReplyRating.objects.get().entered_by == stage.office

    def test_silence_counts_out_only_after_a_reminder_and_the_limit(self, office_of, stage):
        replied(*office_of)
        request = FeedbackRequest.objects.first()
        late = request.due_on + dt.timedelta(1)
        assert not feedback.waits_in_vain(request, late)
        request = feedback.remind_sponsor(request, actor=stage.office, how="打电话")
        assert not feedback.waits_in_vain(request, request.due_on)
        assert feedback.waits_in_vain(request, late)

    def test_presidium_has_closed_matters_handled_again(self, office_of, stage):
        user, part = office_of
        replied(user, part)
        services_close = feedback.close_proposal
        services_close(fresh(part.proposal), actor=stage.office, reason="代表外出")
        feedback.rehandle_proposal(
            fresh(part.proposal), part, actor=stage.office, reason="沟又堵了"
        )
        assert fresh(part.proposal).status == ProposalStatus.REHANDLING


class TestPromises:
    def test_opened_by_class_b_and_kept(self, office_of, stage):
        user, part = office_of
        replied(user, part, says("B", promise="雨季前清完", promised_for=PartialDate(2026, 5)))
        promise = Promise.objects.get()
        assert (promise.content, promise.due_on) == ("雨季前清完", PartialDate(2026, 5))
        following.report_promise(promise, actor=user, report="清了两公里")
        with pytest.raises(PermissionDenied):
            following.strike_off_promise(promise, actor=user, reason="不清了")
        following.keep_promise(promise, actor=user, report="全部清完")
        promise.refresh_from_db()
        assert (promise.state, promise.settled_on) == (PromiseState.KEPT, DAY)
        with pytest.raises(RuleViolation, match="现在是“已经落实”"):
            following.strike_off_promise(promise, actor=stage.office, reason="不清了")

    def test_a_later_date_has_its_reason(self, office_of, stage):
        user, part = office_of
        replied(user, part, says("B", promise="雨季前清完", promised_for=PartialDate(2026, 5)))
        promise = Promise.objects.get()
        following.move_promise(
            promise, actor=stage.office, due_on=PartialDate(2026, 9), reason="资金晚到"
        )
        assert Promise.objects.get().due_on == PartialDate(2026, 9)
        assert promise.history.first().history_change_reason == "改落实时限：资金晚到"

    def test_nothing_is_promised_for_a_day_before_the_reply(self, office_of, stage):
        user, part = office_of
        early = PartialDate(2025, 12)
        with pytest.raises(RuleViolation, match="落实时限（2025年12月）在答复日期以前"):
            replied(user, part, says("B", promise="雨季前清完", promised_for=early))
        replied(user, part, says("B", promise="雨季前清完", promised_for=PartialDate(2026, 1)))
        with pytest.raises(RuleViolation, match="落实时限在答复（2026年1月15日）以前"):
            following.move_promise(
                Promise.objects.get(), actor=stage.office, due_on=early, reason="写错了"
            )


class TestPressing:
    def test_the_unit_is_pressed(self, office_of, stage):
        user, part = office_of
        following.record_pressing(
            part.proposal, actor=stage.office, pressed_on=DAY, form="telephone"
        )
        assert (
            "主席团督办，应在2026年4月15日以前答复"
            in Message.objects.filter(recipient=user).latest("pk").text
        )

    def test_not_before_it_was_given_to_the_unit_or_answered(self, office_of, stage):
        user, part = office_of
        early = DAY - dt.timedelta(days=1)

        def pressed(form, on):
            return following.record_pressing(
                part.proposal, actor=stage.office, pressed_on=on, form=form
            )

        with pytest.raises(RuleViolation, match="督办日期在交办（2026年1月15日）以前"):
            pressed("letter", early)
        replied(user, part)
        with pytest.raises(RuleViolation, match="回访日期在答复（2026年1月15日）以前"):
            pressed("return_visit", early)
        with pytest.raises(RuleViolation, match="回访日期是2026年1月16日，还没有到"):
            pressed("return_visit", DAY + dt.timedelta(days=1))
        assert pressed("return_visit", DAY).pk

    def test_key_items_have_somebody_in_charge(self, office_of, stage):
        proposal = office_of[1].proposal
        with pytest.raises(RuleViolation, match="请选负责督办的"):
            following.mark_key(proposal, actor=stage.office, is_key=True)
        following.mark_key(proposal, actor=stage.office, is_key=True, member=stage.others[0].deputy)
        assert fresh(proposal).key_member == stage.others[0].deputy
