"""Messages on the desk and in the back office: one's own only, unread first."""

import datetime as dt
import re

import pytest
from django.test import override_settings
from django.urls import reverse, set_script_prefix
from django.utils import timezone

from congress.common.messaging.permissions import can_view_message
from congress.common.messaging.services import notify, settle
from congress.common.models import Message
from congress.common.registry import Link, MessageKind, Urgency, Wording

pytestmark = pytest.mark.django_db

KIND = MessageKind("test-kind", "测试消息")


def tell(user, text="请办理。", link=None, key=None, **more) -> Message:
    """A message to the user."""
    wording = Wording(text, link, more.pop("urgency", Urgency.NOTICE))
    dedup_key = key or text
    return notify([user], KIND, wording, dedup_key=dedup_key, actor=None, **more)[0]


def text_of(response) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def badge(response) -> str:
    found = re.search(r'desk-nav__badge">(\d+)', response.content.decode())
    return found[1] if found else ""


@pytest.fixture
def desk(client, deputy):
    client.force_login(deputy)
    return client


class TestList:
    """What I was told."""

    def test_without_messages_the_page_says_when_some_will_come(self, desk):
        assert "还没有消息" in text_of(desk.get("/desk/messages/"))

    def test_unread_stand_above_what_was_read(self, desk, deputy):
        read, fresh = tell(deputy, "先看过。"), tell(deputy, "还没看。")
        desk.get(reverse("message", args=[read.public_id]))
        context = desk.get("/desk/messages/").context
        assert [list(context["unread"]), list(context["page"])] == [[fresh], [read]]

    def test_others_messages_are_not_listed(self, desk, other_deputy):
        tell(other_deputy, "给鲁大江的。")
        assert "给鲁大江的。" not in text_of(desk.get("/desk/messages/"))

    def test_detail_and_urgency_are_shown(self, desk, deputy):
        tell(deputy, detail="退回原因：请补写地点。", urgency=Urgency.LATE)
        text = text_of(desk.get("/desk/messages/"))
        assert "退回原因：请补写地点。" in text
        assert "逾期" in text

    def test_words_of_others_are_no_markup(self, desk, deputy):
        tell(deputy, "<b>粗</b>", detail="<script>alert(1)</script>")
        html = desk.get("/desk/messages/").content.decode()
        assert "<b>粗" not in html
        assert "<script>alert" not in html

    def test_settled_message_is_past(self, desk, deputy):
        tell(deputy, about=("x:1",))
        settle("x:1")
        assert "已办结" in text_of(desk.get("/desk/messages/"))
        assert badge(desk.get("/desk/messages/")) == ""

    @pytest.mark.parametrize("who", ["office", "chair", "member", "unit", "auditor"])
    def test_everybody_with_an_account_has_the_page(self, client, cast, who):
        client.force_login(getattr(cast, who))
        assert client.get("/desk/messages/").status_code == 200

    def test_visitors_have_to_log_in(self, client, town):
        for name in ("messages", "message-settings"):
            assert client.get(reverse(name))["Location"].startswith("/login/")

    @pytest.mark.parametrize("page", ["0", "x", "999", "-1"])
    def test_odd_page_numbers_are_no_fault(self, desk, deputy, page):
        tell(deputy)
        assert desk.get("/desk/messages/", {"page": page}).status_code == 200


class TestOpening:
    """Opening is reading."""

    def test_opening_marks_read_and_leads_on(self, desk, deputy):
        message = tell(deputy, link=Link("desk-done"))
        response = desk.get(reverse("message", args=[message.public_id]))
        assert response["Location"] == "/desk/done/"
        message.refresh_from_db()
        assert message.read_at

    def test_first_opening_counts(self, desk, deputy):
        message = tell(deputy, link=Link("desk"))
        desk.get(reverse("message", args=[message.public_id]))
        first = Message.objects.get().read_at
        desk.get(reverse("message", args=[message.public_id]))
        assert Message.objects.get().read_at == first

    def test_somebody_elses_message_is_not_found(self, desk, other_deputy):
        message = tell(other_deputy)
        assert desk.get(reverse("message", args=[message.public_id])).status_code == 404
        message.refresh_from_db()
        assert message.read_at is None

    def test_superuser_reads_nobodys_messages(self, client, admin_user, deputy):
        client.force_login(admin_user)
        message = tell(deputy)
        assert client.get(reverse("message", args=[message.public_id])).status_code == 404

    def test_looking_at_the_head_alone_reads_nothing(self, desk, deputy):
        message = tell(deputy)
        assert desk.head(reverse("message", args=[message.public_id])).status_code == 405

    def test_message_whose_page_is_gone_shows_itself(self, desk, deputy):
        message = tell(deputy, "说完了。", link=Link("no-such-page", {"a": 1}))
        assert "说完了。" in text_of(desk.get(reverse("message", args=[message.public_id])))

    def test_all_can_be_marked_read(self, desk, deputy, other_deputy):
        tell(deputy, "一")
        tell(deputy, "二")
        other = tell(other_deputy)
        assert desk.post(reverse("messages-read-all"))["Location"] == "/desk/messages/"
        assert not Message.objects.visible_to(deputy).unread().exists()
        other.refresh_from_db()
        assert other.is_unread

    def test_marking_all_needs_a_form(self, desk):
        assert desk.get(reverse("messages-read-all")).status_code == 405

    def test_link_follows_the_sub_path(self, deputy):
        message = tell(deputy, link=Link("desk-task", {"public_id": "k3b4c5d6f7"}, "#report"))
        set_script_prefix("/rd/jiangwan/")
        try:
            address = message.link.address
        finally:
            set_script_prefix("/")
        assert address == "/rd/jiangwan/desk/tasks/k3b4c5d6f7/#report"


class TestBadge:
    """The number of new messages, wherever one is."""

    def test_desk_shows_the_number(self, desk, deputy):
        assert badge(desk.get("/desk/")) == ""
        tell(deputy, "一")
        tell(deputy, "二")
        assert badge(desk.get("/desk/")) == "2"

    def test_back_office_shows_the_number(self, client, office):
        client.force_login(office)
        tell(office, "三件办理记录等待确认。")
        page = client.get("/admin/")
        assert "三件办理记录等待确认。" in text_of(page)
        assert re.search(r"我的消息</span>\s*<span[^>]*>\s*1\s*</span>", page.content.decode())

    def test_list_takes_the_same_queries_for_one_and_for_many(
        self, desk, deputy, django_assert_num_queries
    ):
        for number in (1, 30):
            for n in range(number):
                tell(deputy, f"第{number}-{n}条")
                tell(deputy, f"看过的第{number}-{n}条")
            Message.objects.filter(text__startswith="看过的").update(read_at=timezone.now())
            with django_assert_num_queries(17):
                desk.get("/desk/messages/")


def test_predicate_and_queryset_agree(cast):
    for user in vars(cast).values():
        tell(user, f"给{user}")
    for reader in vars(cast).values():
        visible = set(Message.objects.visible_to(reader))
        assert visible == {m for m in Message.objects.all() if can_view_message(reader, m)}
        assert len(visible) == 1


class TestSettings:
    """Whether messages come by e-mail too."""

    def test_without_a_server_the_page_says_so(self, desk):
        assert "不发电子邮件" in text_of(desk.get(reverse("message-settings")))

    @override_settings(MAIL_IS_ON=True)
    def test_choice_is_kept(self, desk, deputy):
        deputy.email = "he@example.cn"
        deputy.save()
        page = reverse("message-settings")
        assert "checked" in desk.get(page).content.decode()
        assert desk.post(page, {"email": "he@example.cn"})["Location"] == page
        assert "checked" not in desk.get(page).content.decode()

    @override_settings(MAIL_IS_ON=True)
    def test_address_is_ones_own_to_change(self, desk, deputy):
        desk.post(reverse("message-settings"), {"email": "he@example.cn", "by_mail": "on"})
        deputy.refresh_from_db()
        assert deputy.email == "he@example.cn"
        assert deputy.history.first().history_user == deputy

    @override_settings(MAIL_IS_ON=True)
    @pytest.mark.parametrize(
        ("email", "words"),
        [
            ("he@", "电子邮箱"),
            ("", "要收邮件，请填写电子邮箱"),
            ("a@b.cn\nBcc: x@y.cn", "电子邮箱"),
        ],
    )
    def test_what_is_no_address_is_refused(self, desk, deputy, email, words):
        response = desk.post(reverse("message-settings"), {"email": email, "by_mail": "on"})
        assert response.status_code == 200
        assert words in text_of(response)
        deputy.refresh_from_db()
        assert deputy.email == ""


def test_old_messages_are_tidied_away(deputy):
    from congress.common.messaging.services import tidy_messages

    old, young = tell(deputy, "旧的"), tell(deputy, "新的")
    now = timezone.now()
    Message.objects.filter(pk=old.pk).update(created_at=now - dt.timedelta(days=366))
    Message.objects.filter(pk=young.pk).update(created_at=now - dt.timedelta(days=364))
    assert tidy_messages(now) == 1
    assert list(Message.objects.all()) == [young]
