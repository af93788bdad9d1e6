"""A unit writes its reply, has it signed, sends it; and once more in a second round."""

import pytest

from congress.common.models import Attachment
from congress.common.partial_dates import PartialDate
from proposals.enums import AssignmentStatus, DraftState, ProposalStatus, Satisfaction
from proposals.models import FeedbackRequest, Promise, Reply, ReplyDraft
from proposals.services import feedback, replying
from tests.attachments.reports import upload
from tests.proposals.stage import fresh, unit_user
from tests.proposals.test_desk_writing import said
from tests.proposals.units import (
    address,
    item,
    now,
    outcome,
    replied,
    says,
    to_sign,
    typed,
)

pytestmark = pytest.mark.django_db


class TestDraft:
    def test_is_saved_as_far_as_it_goes(self, as_user, alone):
        client = as_user(alone.user)
        boxes = typed(outcome="", content="先写一半")
        answer = client.post(address("reply", alone.lead), boxes, follow=True)
        assert "答复稿已经保存，还没有送签。" in said(answer)
        draft = ReplyDraft.objects.get()
        assert (draft.content, draft.outcome, draft.state) == ("先写一半", None, DraftState.WRITING)
        assert draft.contact_phone == "0716-5551234"
        assert "先写一半" in client.get(address("reply", alone.lead)).content.decode()

    def test_all_that_is_missing_is_said_at_once_and_nothing_lost(self, as_user, handed_out):
        client = as_user(handed_out.user)
        boxes = typed(content="", outcome=str(outcome("B").pk), then="sign")
        answer = client.post(address("reply", handed_out.lead), boxes, follow=True)
        page = said(answer)
        assert "还差3样，不能送签" in page
        assert "请写答复全文。" in page
        assert "请写计划落实什么。" in page
        assert "还没有收到镇农业站的协办意见" in page
        assert ReplyDraft.objects.get().document_number == "江水函〔2026〕3号"

    def test_files_go_along(self, as_user, alone):
        client = as_user(alone.user)
        boxes = typed(**{"uploads-photos": upload("清淤.jpg")})
        client.post(address("reply", alone.lead), boxes)
        draft = ReplyDraft.objects.get()
        photo = Attachment.objects.of(draft).get()
        # What is no longer ticked is taken away again.
        client.post(address("reply", alone.lead), typed(seen_version=draft.version))
        assert not Attachment.objects.of(draft).shown().exists()
        photo.refresh_from_db()
        assert photo.removed_by == alone.user

    def test_two_people_of_the_unit(self, as_user, alone):
        draft = replying.save_reply_draft(alone.lead, says(), actor=alone.user)
        client = as_user(alone.user)
        answer = client.post(address("reply", alone.lead), typed(content="我写的"))
        assert answer.status_code == 409
        assert "这份答复稿被本单位的人改过" in said(answer)
        assert "我写的" in answer.content.decode()
        assert "已经清淤三公里。" in said(answer)
        again = typed(content="我写的", seen_version=draft.version)
        client.post(address("reply", alone.lead), again)
        assert ReplyDraft.objects.get().content == "我写的"

    def test_sent_meanwhile_what_was_typed_stays(self, as_user, alone):
        replied(alone.user, alone.lead)
        answer = as_user(alone.user).post(address("reply", alone.lead), typed(content="我写的"))
        assert "现在是“已答复”" in said(answer)
        assert "我写的" in answer.content.decode()
        assert "看现在的情况" in said(answer)

    def test_bad_input_is_refused_with_a_sentence(self, as_user, alone):
        client = as_user(alone.user)
        for boxes, why in (
            ({"promised_for": "明年"}, "没有这个日期"),
            ({"outcome": "9" * 30}, "办理结果"),
            ({"content": "字" * 20001}, "20000"),
            ({"content": "\0"}, "答复全文"),
            ({"adoption": "nobody"}, "采纳情况"),
        ):
            answer = client.post(address("reply", alone.lead), typed(**boxes))
            assert answer.status_code == 200
            assert why in said(answer)
        assert client.post(address("reply", alone.lead), typed(seen_version="x")).status_code == 200
        assert not ReplyDraft.objects.exists()

    def test_of_others_there_is_none(self, as_user, handed_out):
        stranger, _ = unit_user("镇司法所", "sifa")
        for user in (stranger, handed_out.stage.lead, handed_out.stage.office):
            client = as_user(user)
            for name in ("reply", "sign", "contact", "opinion", "extension"):
                assert client.get(address(name, handed_out.lead)).status_code == 404, name
                assert client.post(address(name, handed_out.lead)).status_code == 404, name
            for name in ("accept", "rework"):
                assert client.post(address(name, handed_out.lead)).status_code == 404, name

    def test_assisting_unit_writes_none(self, as_user, handed_out):
        client = as_user(handed_out.helper)
        answer = client.get(address("reply", handed_out.co), follow=True)
        assert "协办单位不写答复。" in said(answer)
        answer = client.post(address("reply", handed_out.co), typed())
        assert "镇农业站是协办单位" in said(answer)


class TestSigning:
    def test_reads_as_it_goes_out_and_is_sent(self, as_user, alone):
        client = as_user(alone.user)
        boxes = typed(then="sign", **{"uploads-documents": upload("清淤.jpg")})
        answer = client.post(address("reply", alone.lead), boxes, follow=True)
        page = said(answer)
        assert "已经送签。" in page
        assert "关于江湾镇第十九届人民代表大会第五次会议第1号建议的答复" in page
        assert "甘霖、白露代表：" in page
        assert "已经清淤三公里，装了格栅。" in page
        assert "还没有录过面商" in page
        draft = ReplyDraft.objects.get()
        boxes = {"seen_version": draft.version, "signed_by": "雷雨", "confirmed": "on"}
        answer = client.post(address("sign", alone.lead), boxes, follow=True)
        assert "已经答复。请2名代表在2026年2月" in said(answer)
        reply = Reply.objects.get()
        assert (reply.signed_by, reply.document_number) == ("雷雨", "江水函〔2026〕3号")
        assert Attachment.objects.of(reply).shown().count() == 1
        assert fresh(alone.proposal).status == ProposalStatus.REPLIED
        answer = client.post(address("sign", alone.lead), boxes)
        assert "这份答复已经答复，没有再办一遍。" in said(answer)
        assert Reply.objects.count() == 1

    def test_needs_the_name_and_the_tick(self, as_user, alone):
        draft = to_sign(alone.user, alone.lead)
        client = as_user(alone.user)
        answer = client.post(address("sign", alone.lead), {"seen_version": draft.version})
        assert "请写签发人。" in said(answer)
        assert "请从头看一遍。" in said(answer)
        assert not Reply.objects.exists()

    def test_nobody_signs_another_text_than_he_read(self, as_user, alone):
        read = to_sign(alone.user, alone.lead)
        changed = to_sign(alone.user, alone.lead, says("C"))
        client = as_user(alone.user)
        boxes = {"seen_version": read.version, "signed_by": "雷雨", "confirmed": "on"}
        answer = client.post(address("sign", alone.lead), boxes)
        assert answer.status_code == 409
        assert "答复稿被改过" in said(answer)
        assert not Reply.objects.exists()
        client.post(address("sign", alone.lead), boxes | {"seen_version": changed.version})
        assert Reply.objects.get().outcome.letter == "C"

    def test_given_back_to_be_changed(self, as_user, alone):
        draft = to_sign(alone.user, alone.lead)
        client = as_user(alone.user)
        boxes = {"seen_version": draft.version, "rework_reason": " "}
        assert "请写明要改什么。" in said(client.post(address("rework", alone.lead), boxes))
        boxes["rework_reason"] = "写明清了几公里"
        answer = client.post(address("rework", alone.lead), boxes, follow=True)
        assert "签发人退改写明清了几公里" in said(answer)
        assert "按退改意见改答复稿" in said(client.get(item(alone.proposal)))
        answer = client.post(address("rework", alone.lead), boxes)
        assert "请刷新页面" in said(answer) or "被改过" in said(answer)

    def test_what_is_not_sent_to_be_signed(self, as_user, alone):
        client = as_user(alone.user)
        answer = client.get(address("sign", alone.lead), follow=True)
        assert "没有等签发的答复。" in said(answer)
        replying.save_reply_draft(alone.lead, says(), actor=alone.user)
        answer = client.get(address("sign", alone.lead), follow=True)
        assert "答复稿还没有送签。" in said(answer)

    def test_class_b_opens_a_promise(self, as_user, alone):
        client = as_user(alone.user)
        promised = {"promise": "雨季前清完", "promised_for": "2026年5月"}
        boxes = typed(outcome=str(outcome("B").pk), then="sign", **promised)
        client.post(address("reply", alone.lead), boxes)
        draft = ReplyDraft.objects.get()
        assert "雨季前清完，2026年5月以前。" in said(client.get(address("sign", alone.lead)))
        boxes = {"seen_version": draft.version, "signed_by": "雷雨", "confirmed": "on"}
        client.post(address("sign", alone.lead), boxes)
        assert Promise.objects.get().due_on == PartialDate(2026, 5)
        assert "雨季前清完" in said(client.get(item(alone.proposal)))


class TestSecondRound:
    @pytest.fixture
    def again(self, alone):
        replied(alone.user, alone.lead)
        request = FeedbackRequest.objects.order_by("pk").first()
        feedback.rate_reply(
            request,
            actor=alone.stage.lead,
            attitude=Satisfaction.SATISFIED,
            result=Satisfaction.DISSATISFIED,
            words="只清了一半",
        )
        return alone

    def test_opens_the_same_page_with_the_old_reply(self, as_user, again):
        client = as_user(again.user)
        page = said(client.get(item(again.proposal)))
        assert "重新办理，再次答复" in page
        assert "第2次办理" in page
        page = said(client.get(address("reply", again.lead)))
        assert "再次答复" in page
        assert "2026年1月15日的答复（A类）已经清淤三公里。" in page
        assert "甘霖：只清了一半（对办理态度满意，对办理结果不满意）" in page
        client.post(address("reply", again.lead), typed(then="sign", content="全部清完。"))
        boxes = {"seen_version": ReplyDraft.objects.get().version, "signed_by": "雷雨"}
        client.post(address("sign", again.lead), boxes | {"confirmed": "on"})
        assert [r.round for r in Reply.objects.order_by("pk")] == [1, 2]
        assert now(again.lead).status == AssignmentStatus.REPLIED
