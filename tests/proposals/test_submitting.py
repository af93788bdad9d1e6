"""From the first word of a draft to the day on which it is brought."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from deputies.enums import MandateEnd
from deputies.models import Mandate
from proposals import services
from proposals.enums import Occasion, ProposalKind, ProposalStatus, SponsorshipStatus
from proposals.models import Proposal, ProposalSettings, Sponsorship, StepTaken
from proposals.permissions import can_view_proposal
from proposals.services.submitting import missing_for_submission
from tests.factories import SessionFactory
from tests.proposals.stage import DAY, fresh

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    return [message.text for message in Message.objects.filter(recipient=user).order_by("pk")]


def ended(deputy, day) -> None:
    cause = MandateEnd.RESIGNED if day else ""
    Mandate.objects.filter(deputy=deputy).update(ends_on=day, end_cause=cause)


class TestDrafts:
    def test_is_the_leads_own_in_the_session_that_is_on(self, stage):
        draft = stage.draft()
        lead = draft.sponsorships.get()
        assert (lead.deputy.name, lead.is_lead, lead.status) == ("甘霖", True, "confirmed")
        assert (draft.session, draft.occasion) == (stage.session, Occasion.IN_SESSION)
        assert can_view_proposal(stage.lead, draft)
        assert not any(can_view_proposal(u, draft) for u in (stage.office, stage.others[0]))

    def test_what_is_sent_twice_makes_one_draft(self, stage):
        key = uuid.uuid4()
        for title in ("关于路灯", "关于路灯的建议"):
            services.save_draft(services.DraftValues(title), actor=stage.lead, draft_key=key)
        assert [p.title for p in Proposal.objects.all()] == ["关于路灯的建议"]

    def test_a_key_opens_nobody_elses_draft(self, stage):
        key = uuid.uuid4()
        services.save_draft(services.DraftValues("关于路灯"), actor=stage.lead, draft_key=key)
        with pytest.raises(PermissionDenied):
            services.save_draft(services.DraftValues("改掉"), actor=stage.others[0], draft_key=key)

    def test_saving_nothing_new_leaves_no_trace(self, stage):
        draft = stage.draft()
        same = services.DraftValues(draft.title, grounds=draft.grounds, measures=draft.measures)
        services.save_draft(same, actor=stage.lead, proposal=draft)
        assert fresh(draft).version == 1
        assert draft.history.count() == 1

    def test_two_devices(self, stage):
        draft = stage.draft()
        change = services.DraftValues("换个说法")
        services.save_draft(change, actor=stage.lead, proposal=draft, seen_version=1)
        with pytest.raises(StaleRecord):
            services.save_draft(
                services.DraftValues("又一个说法"),
                actor=stage.lead,
                proposal=draft,
                seen_version=1,
            )
        assert fresh(draft).title == "换个说法"

    def test_deleting_settles_the_invitations(self, stage):
        draft = stage.draft()
        stage.invited(draft, stage.others[:1])
        services.discard_draft(fresh(draft), actor=stage.lead)
        assert not Proposal.objects.exists()
        assert Message.objects.get(recipient=stage.others[0]).settled_at
        assert Proposal.history.filter(history_type="-").count() == 1


class TestCosigning:
    def test_asked_and_confirmed_by_themselves(self, stage):
        draft = stage.draft()
        rows = stage.invited(draft, stage.others[:2])
        first, second = stage.others[:2]
        assert "甘霖请您联名提出" in told(first)[0]
        with pytest.raises(PermissionDenied):
            services.join_proposal(rows[first.deputy.pk], actor=second)
        services.join_proposal(rows[first.deputy.pk], actor=first)
        services.leave_proposal(rows[second.deputy.pk], actor=second)
        assert [s.status for s in draft.sponsorships.all()] == [
            "confirmed",
            "confirmed",
            "declined",
        ]
        assert told(stage.lead) == [
            "白露确认联名：关于疏通新洲村排水沟的建议。",
            "谷雨不参加联名：关于疏通新洲村排水沟的建议。",
        ]

    def test_another_text_is_confirmed_again(self, stage):
        draft = stage.joined(stage.draft(), stage.others[:1])
        services.save_draft(
            services.DraftValues(draft.title, grounds="完全是另一回事"),
            actor=stage.lead,
            proposal=draft,
        )
        assert draft.sponsorships.get(is_lead=False).status == SponsorshipStatus.INVITED
        assert "内容有改动" in told(stage.others[0])[-1]

    def test_who_read_an_older_text_is_told(self, stage):
        draft = stage.draft()
        row = stage.invited(draft, stage.others[:1])[stage.others[0].deputy.pk]
        seen = fresh(draft).version
        services.save_draft(
            services.DraftValues("换了案由"), actor=stage.lead, proposal=fresh(draft)
        )
        with pytest.raises(StaleRecord):
            services.join_proposal(row, actor=stage.others[0], seen_version=seen)

    def test_only_deputies_in_office(self, stage):
        gone = stage.others[0].deputy
        ended(gone, "2026-01-01")
        with pytest.raises(RuleViolation, match="白露在2026年1月15日不是在任代表"):
            stage.invited(stage.draft(), [stage.others[0]])

    def test_signatures_on_paper(self, stage):
        draft = stage.draft(ProposalKind.MOTION, title="关于修堤的议案")
        draft = services.submit_proposal(draft, actor=stage.lead, signed_on_paper=True)
        with pytest.raises(RuleViolation, match="还不能登记：议案要有5名以上在任代表联名"):
            services.register_proposal(draft, actor=stage.office)
        people = [user.deputy for user in stage.others[:4]]
        rows = services.record_signatures(draft, people, actor=stage.office, signed_on=DAY)
        assert {(r.status, r.is_on_paper, r.settled_by) for r in rows} == {
            ("confirmed", True, stage.office)
        }
        assert services.register_proposal(fresh(draft), actor=stage.office).number == 1
        draft = stage.submitted()
        with pytest.raises(PermissionDenied):
            services.record_signatures(draft, people, actor=stage.lead, signed_on=DAY)
        with pytest.raises(RuleViolation, match="还没有到"):
            services.record_signatures(
                draft, people, actor=stage.office, signed_on=DAY + dt.timedelta(1)
            )


class TestSubmitting:
    def test_a_motion_takes_five_in_office_with_the_lead(self, stage):
        draft = stage.joined(
            stage.draft(ProposalKind.MOTION, title="关于修堤的议案"), stage.others[:3]
        )
        assert missing_for_submission(draft) == [
            "议案要有5名以上在任代表联名，连领衔代表在内；现在确认了4名，还差1名。"
        ]
        draft = stage.joined(draft, stage.others[3:4])
        ended(stage.others[0].deputy, "2026-01-14")
        with pytest.raises(RuleViolation, match="还差1名"):
            services.submit_proposal(draft, actor=stage.lead)
        ended(stage.others[0].deputy, None)
        services.submit_proposal(draft, actor=stage.lead)
        assert fresh(draft).status == ProposalStatus.SUBMITTED

    def test_the_town_may_ask_for_more(self, stage):
        ProposalSettings.objects.create(motion_sponsors=6)
        draft = stage.joined(
            stage.draft(ProposalKind.MOTION, title="关于修堤的议案"), stage.others[:4]
        )
        assert "6名以上" in missing_for_submission(draft)[0]

    def test_a_motion_has_all_three_parts(self, stage):
        draft = stage.draft(ProposalKind.MOTION, title="", grounds=" ", measures="")
        missing = missing_for_submission(draft)
        assert missing[:3] == ["请写案由。", "议案要写案据。", "议案要写方案。"]

    def test_a_suggestion_says_something(self, stage):
        draft = stage.draft(grounds="", measures="")
        with pytest.raises(RuleViolation, match="请写清楚是什么情况"):
            services.submit_proposal(draft, actor=stage.lead)

    def test_a_motion_in_recess(self, stage, time_machine):
        draft = stage.joined(
            stage.draft(ProposalKind.MOTION, title="关于修堤的议案"), stage.others[:4]
        )
        time_machine.move_to("2026-03-01T09:00+08:00")
        with pytest.raises(RuleViolation, match="下一次会议的日期还没有登记"):
            services.submit_proposal(draft, actor=stage.lead)
        SessionFactory(term=stage.term, ordinal=6, starts_on="2027-01-12", ends_on="2027-01-14")
        with pytest.raises(RuleViolation, match="现在只能向镇十九届人大六次会议提出"):
            services.submit_proposal(draft, actor=stage.lead)
        values = services.DraftValues(
            draft.title,
            kind=draft.kind,
            occasion=Occasion.INTERSESSIONAL,
            grounds=draft.grounds,
            measures=draft.measures,
        )
        draft = services.save_draft(values, actor=stage.lead, proposal=fresh(draft))
        with pytest.raises(RuleViolation, match="议案只能向人民代表大会会议提出"):
            services.submit_proposal(draft, actor=stage.lead)

    def test_who_did_not_confirm_does_not_join(self, stage):
        draft = stage.draft()
        stage.invited(draft, stage.others[:2])
        services.submit_proposal(fresh(draft), actor=stage.lead)
        assert [s.deputy.name for s in draft.sponsorships.all()] == ["甘霖"]
        assert Sponsorship.history.filter(history_type="-").count() == 2

    def test_office_and_sponsors_hear_of_it(self, stage):
        proposal = stage.submitted(joining=1)
        assert told(stage.office) == ["新提出，请登记：关于疏通新洲村排水沟的建议。"]
        assert "已经提出，等人大办登记" in told(stage.others[0])[-1]
        step = StepTaken.objects.get()
        assert (step.from_status, step.to_status, step.taken_by) == (
            "cosigning",
            "submitted",
            stage.lead,
        )
        assert proposal.submitted_on == PartialDate.of(DAY)

    def test_put_right_it_keeps_day_and_number(self, stage, time_machine):
        proposal = stage.registered()
        services.send_back_proposal(proposal, actor=stage.office, reason="请写明是哪条沟。")
        time_machine.move_to("2026-02-20T09:00+08:00")
        better = services.DraftValues(proposal.title, grounds="新洲村三组的沟")
        draft = services.save_draft(better, actor=stage.lead, proposal=fresh(proposal))
        services.submit_proposal(draft, actor=stage.lead)
        again = services.register_proposal(fresh(proposal), actor=stage.office)
        assert (again.number, again.submitted_on) == (1, PartialDate.of(DAY))
        assert [s.step for s in again.steps.all()] == [
            "submit",
            "register",
            "send_back",
            "submit",
            "register",
        ]
