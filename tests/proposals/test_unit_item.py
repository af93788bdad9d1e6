"""The page of an item before its unit: what to do now; talks, opinions, more time."""

import datetime as dt

import pytest
from django.urls import reverse

from congress.common.models import Attachment
from proposals import services
from proposals.enums import AssignmentStatus, ContactForm, ExtensionState
from proposals.models import AssistingOpinion, Contact, Extension
from proposals.services import following, handling
from tests.attachments.reports import upload
from tests.proposals.stage import DAY
from tests.proposals.test_desk_writing import said
from tests.proposals.units import address, item, now, replied

pytestmark = pytest.mark.django_db


def open_page(client, proposal) -> str:
    return said(client.get(item(proposal)))


class TestTakingUp:
    def test_one_press_then_the_next_thing(self, as_user, alone):
        client = as_user(alone.user)
        page = open_page(client, alone.proposal)
        assert "镇水利站主办接办，或者退办请在2026年1月22日以前办，还有7天。" in page
        assert "不归本单位办" in page
        seen = {"seen_version": alone.lead.version}
        answer = client.post(address("accept", alone.lead), seen, follow=True)
        page = said(answer)
        assert "已经接办。请在2026年2月12日以前和代表联系。" in page
        assert "联系代表，录入面商请在2026年2月12日" in page
        assert "不归本单位办" not in page
        assert now(alone.lead).accepted_on == DAY
        answer = client.post(address("accept", alone.lead), {})
        assert "已经在2026年1月15日接办，不用再点。" in said(answer)

    def test_what_changed_meanwhile_is_read_first(self, as_user, alone):
        client = as_user(alone.user)
        for seen in (99, "x"):
            answer = client.post(address("accept", alone.lead), {"seen_version": seen})
            assert answer.status_code == 409
            assert "这件的办理有了变动" in said(answer)
        assert now(alone.lead).accepted_on is None

    def test_taken_away_meanwhile(self, as_user, alone):
        services.revoke_assignment(alone.lead, actor=alone.stage.office, reason="改由别的单位办")
        assert as_user(alone.user).post(address("accept", alone.lead), {}).status_code == 404

    def test_pressed_and_key_it_says_so(self, as_user, alone):
        office, member = alone.stage.office, alone.stage.others[2].deputy
        following.mark_key(alone.proposal, actor=office, is_key=True, member=member)
        pressed = {"pressed_on": DAY, "form": "letter", "content": "请十天内报方案。"}
        following.record_pressing(alone.proposal, actor=office, **pressed)
        page = open_page(as_user(alone.user), alone.proposal)
        assert f"重点督办（{member}负责）" in page
        assert "2026年1月15日，主席团发催办函。请十天内报方案。" in page

    def test_others_see_none_of_it(self, as_user, alone):
        for user in (alone.stage.lead, alone.stage.office):
            page = open_page(as_user(user), alone.proposal)
            assert "接办，或者退办" not in page
            assert "写答复" not in page


class TestTalks:
    def boxes(self, alone, **values):
        people = [str(row.pk) for row in handling.answered_sponsors(alone.lead)]
        boxes = {
            "held_on": "2026-01-15",
            "form": ContactForm.VISIT,
            "with_whom": people,
            "spoke_for_unit": "雷雨，站长",
            "content": "商定先清到村口。",
        }
        return boxes | values

    def test_how_with_whom_when_and_what(self, as_user, alone):
        client = as_user(alone.user)
        page = said(client.get(address("contact", alone.lead)))
        assert "甘霖（领衔）" in page
        assert "白露" in page
        answer = client.post(address("contact", alone.lead), self.boxes(alone), follow=True)
        assert "面商已经录入" in said(answer)
        assert "商定先清到村口。" in said(answer)
        talk = Contact.objects.get()
        assert (talk.held_on, talk.form, talk.spoke_for_unit) == (DAY, "visit", "雷雨，站长")
        assert talk.with_whom.count() == 2
        # A second tap over a bad line.
        answer = client.post(address("contact", alone.lead), self.boxes(alone))
        assert "这次面商已经录过了" in said(answer)
        assert Contact.objects.count() == 1

    def test_refused_with_what_was_typed(self, as_user, alone):
        client = as_user(alone.user)
        stranger = alone.stage.registered(title="关于别的事的建议").sponsorships.get()
        for values, why in (
            ({"held_on": "2026-01-14"}, "在交办（2026年1月15日）以前"),
            ({"held_on": "2026-01-16"}, "还没有到"),
            ({"held_on": "去年"}, "哪天"),
            ({"form": "none"}, "怎样联系"),
            ({"with_whom": []}, "请选和哪些代表谈的。"),
            ({"with_whom": [str(stranger.pk)]}, "和哪些代表"),
            ({"with_whom": ["9" * 30]}, "和哪些代表"),
            ({"content": ""}, "请写谈了什么。"),
        ):
            answer = client.post(address("contact", alone.lead), self.boxes(alone, **values))
            assert answer.status_code == 200
            assert why in said(answer), values
            assert "雷雨，站长" in answer.content.decode()
        assert not Contact.objects.exists()

    def test_none_after_the_reply(self, as_user, alone):
        replied(alone.user, alone.lead)
        answer = as_user(alone.user).post(address("contact", alone.lead), self.boxes(alone))
        assert "现在是“已答复”" in said(answer)
        assert "商定先清到村口。" in answer.content.decode()


class TestOpinion:
    def test_goes_to_the_leading_unit_with_its_files(self, as_user, handed_out):
        client = as_user(handed_out.helper)
        page = said(client.get(address("opinion", handed_out.co)))
        assert "交给主办单位镇水利站。请在2026年2月15日以前提出，还有31天。" in page
        boxes = {
            "content": "渠道归我站清理，三月前清完。",
            "seen_version": handed_out.co.version,
            "uploads-photos": upload("渠道.jpg"),
        }
        answer = client.post(address("opinion", handed_out.co), boxes, follow=True)
        assert "协办意见已经交给主办单位。" in said(answer)
        assert "渠道归我站清理，三月前清完。" in said(answer)
        opinion = AssistingOpinion.objects.get()
        assert Attachment.objects.of(opinion).shown().count() == 1
        assert now(handed_out.co).status == AssignmentStatus.REPLIED
        del boxes["uploads-photos"]
        answer = client.post(address("opinion", handed_out.co), boxes)
        assert "现在是“已答复”" in said(answer)

        page = open_page(as_user(handed_out.user), handed_out.proposal)
        assert "协办意见镇农业站2026年1月15日渠道归我站清理，三月前清完。" in page
        sponsor = open_page(as_user(handed_out.stage.lead), handed_out.proposal)
        assert "渠道归我站清理" not in sponsor

    def test_leading_unit_sees_who_still_owes_one(self, as_user, handed_out):
        handling.accept_assignment(handed_out.lead, actor=handed_out.user)
        client = as_user(handed_out.user)
        page = open_page(client, handed_out.proposal)
        assert "镇农业站还没有提，应在2026年2月15日以前，还有31天。" in page
        assert "镇农业站还没有提" in said(client.get(address("reply", handed_out.lead)))
        handling.waive_opinions(handed_out.lead, actor=handed_out.stage.office, reason="撤并")
        assert "还没有提" not in open_page(client, handed_out.proposal)

    def test_none_is_owed_once_the_answer_is_out(self, as_user, handed_out):
        handling.waive_opinions(handed_out.lead, actor=handed_out.stage.office, reason="撤并")
        replied(handed_out.user, handed_out.lead)
        client = as_user(handed_out.helper)
        assert "主办单位已经答复" in said(client.get(reverse("desk-proposals")))
        assert "写协办意见" not in open_page(client, handed_out.proposal)
        assert now(handed_out.co).history.first().history_change_reason == (
            "主办单位已经答复，不用再提协办意见"
        )

    def test_empty_is_refused(self, as_user, handed_out):
        client = as_user(handed_out.helper)
        seen = {"seen_version": handed_out.co.version}
        answer = client.post(address("opinion", handed_out.co), seen | {"content": " "})
        assert "请写协办意见。" in said(answer)
        answer = client.post(address("opinion", handed_out.co), {"content": "同意。", **_stale()})
        assert answer.status_code == 409
        assert "同意。" in answer.content.decode()
        assert not AssistingOpinion.objects.exists()

    def test_of_who_leads_there_is_none(self, as_user, handed_out):
        client = as_user(handed_out.user)
        answer = client.get(address("opinion", handed_out.lead), follow=True)
        assert "没有协办意见要提" in said(answer)
        answer = client.post(address("opinion", handed_out.lead), {"content": "同意。"})
        assert "镇水利站不是协办单位" in said(answer)


class TestMoreTime:
    def boxes(self, part, **values):
        seen = {"seen_version": part.version, "extension_reason": "要等汛期过后测量"}
        return seen | values

    def test_asked_with_a_reason_and_answered(self, as_user, alone):
        part = handling.accept_assignment(alone.lead, actor=alone.user)
        client = as_user(alone.user)
        assert "按期办不完，申请延期" in open_page(client, alone.proposal)
        page = said(client.get(address("extension", part)))
        assert (
            "现在应在2026年4月15日以前答复，还有90天。人大办同意的，最迟到2026年7月15日。" in page
        )
        answer = client.post(address("extension", part), self.boxes(part), follow=True)
        page = said(answer)
        assert "已经申请延期，等人大办决定。" in page
        assert "待同意2026年1月15日申请，原来应在2026年4月15日以前答复。" in page
        assert "按期办不完" not in page
        asked = Extension.objects.get()
        handling.decide_extension(asked, actor=alone.stage.office, approve=True, answer="抓紧办")
        page = open_page(client, alone.proposal)
        assert "人大办同意延期，2026年7月15日以前答复。抓紧办" in page
        answer = client.post(address("extension", part), self.boxes(now(part)))
        assert "已经在2026年1月15日申请过延期" in said(answer)

    def test_refused_with_its_reason_may_be_asked_again(self, as_user, alone):
        part = handling.accept_assignment(alone.lead, actor=alone.user)
        asked = handling.ask_extension(part, actor=alone.user, reason="人手不够")
        handling.decide_extension(asked, actor=alone.stage.office, approve=False, answer="能办完")
        page = open_page(as_user(alone.user), alone.proposal)
        assert "不同意2026年1月15日申请" in page
        assert "人大办不同意。能办完" in page
        assert "按期办不完，申请延期" in page

    def test_not_after_the_date(self, as_user, alone, time_machine):
        part = handling.accept_assignment(alone.lead, actor=alone.user)
        time_machine.move_to(dt.datetime(2026, 4, 16, 1, 0, tzinfo=dt.UTC))
        client = as_user(alone.user)
        why = "应在2026年4月15日以前答复，已经过了，不能再申请延期。"
        assert why in said(client.get(address("extension", part)))
        answer = client.post(address("extension", part), self.boxes(part))
        assert why in said(answer)
        assert "要等汛期过后测量" in answer.content.decode()
        assert not Extension.objects.exists()

    def test_needs_a_reason(self, as_user, alone):
        client = as_user(alone.user)
        for reason in ("", "  "):
            boxes = self.boxes(alone.lead, extension_reason=reason)
            answer = client.post(address("extension", alone.lead), boxes)
            assert "请写明为什么要延期。" in said(answer)
        answer = client.post(address("extension", alone.lead), self.boxes(alone.lead, **_stale()))
        assert answer.status_code == 409
        assert not Extension.objects.filter(state=ExtensionState.ASKED).exists()


def _stale() -> dict[str, int]:
    return {"seen_version": 99}
