"""E-mails behind messages, with a real server at the other end of the line."""

import datetime as dt
import socket

import pytest
from django.core.management import CommandError, call_command
from django.urls import set_script_prefix
from django.utils import timezone

from congress.common.messaging.mail import compose
from congress.common.messaging.outbox import flush_outbox
from congress.common.messaging.reminders import remind
from congress.common.messaging.services import choose_mails, notify, read_message, settle
from congress.common.models import DeliveryState, Message, MessageDelivery
from congress.common.registry import Link, MessageKind, Wording
from deputies.services import report_task, return_report
from tests.deputies.liaison import task_for
from tests.messaging.smtp import MailServer

pytestmark = pytest.mark.django_db

KIND = MessageKind("test-kind", "测试消息")
DUE = dt.date(2026, 12, 31)


@pytest.fixture
def server(settings):
    """A mail server that is set."""
    with MailServer() as server:
        settings.MAIL_IS_ON = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 3
        settings.DEFAULT_FROM_EMAIL = "江湾镇人大 <rd@example.cn>"
        settings.SITE_ORIGIN = "https://rd.example.cn"
        yield server


@pytest.fixture
def reader(deputy):
    deputy.email = "he@example.cn"
    deputy.save()
    return deputy


def tell(user, text="请办理。", link=None, **more) -> Message:
    return notify([user], KIND, Wording(text, link), dedup_key=text, actor=None, **more)[0]


def state() -> tuple[str, int, str]:
    row = MessageDelivery.objects.get()
    return row.state, row.tries, row.last_error


class TestSending:
    """What goes out, and to whom."""

    def test_mail_says_the_sentence_and_where_to_go_on(self, server, reader):
        message = tell(reader, "请在12月31日以前办好：走访新洲代表小组。", Link("desk"))
        assert flush_outbox().sent == 1
        (mail,) = server.mails
        assert mail["Subject"].strip() == message.text
        assert mail["To"] == "he@example.cn"
        assert mail["From"] == "江湾镇人大 <rd@example.cn>"
        body = mail.get_content()
        assert mail.get_content_type() == "text/plain"
        assert body.startswith(message.text)
        assert f"打开：https://rd.example.cn/desk/messages/{message.public_id}/" in body
        assert "https://rd.example.cn/desk/messages/settings/" in body
        assert state() == (DeliveryState.SENT, 1, "")

    def test_links_follow_the_sub_path(self, server, reader):
        set_script_prefix("/rd/jiangwan/")
        try:
            body = compose(tell(reader)).body
        finally:
            set_script_prefix("/")
        assert "https://rd.example.cn/rd/jiangwan/desk/messages/" in body

    def test_without_a_site_address_no_link_is_made_up(self, server, reader, settings):
        settings.SITE_ORIGIN = ""
        body = compose(tell(reader)).body
        assert "http" not in body
        assert "请登录门户查看" in body

    def test_what_somebody_wrote_by_hand_is_not_mailed(self, server, reader, office, member):
        task = task_for(reader.deputy, member.deputy)
        done = {"held_on": task.opens_on, "place": "沙湖村", "content": "积水。"}
        report_task(task, actor=reader, **done)
        return_report(task, actor=office, reason="王某家的电话13812345678写错了。")
        flush_outbox()
        (mail,) = server.mails
        assert "13812345678" not in mail.get_content()
        assert "具体说明请登录后查看。" in mail.get_content()

    def test_names_with_line_ends_make_no_header(self, server, reader):
        tell(reader, "王\r\nBcc: all@example.cn\n勇的记录被退回。")
        assert flush_outbox().sent == 1
        (mail,) = server.mails
        assert mail["Bcc"] is None
        assert mail["Subject"].strip() == "王 Bcc: all@example.cn 勇的记录被退回。"
        assert server.recipients == ["rcpt TO:<he@example.cn>"]

    @pytest.mark.parametrize("address", ["he@example.cn\nBcc: x@y.cn", "a b@c", "何@例子"])
    def test_address_that_is_none_fails_in_words(self, server, reader, address):
        tell(reader)
        type(reader).objects.update(email=address)
        assert flush_outbox().failed == 1
        assert state()[2] == "账号上的电子邮箱写法不对"
        assert server.mails == []

    def test_long_sentence_is_cut_in_the_subject_only(self, server, reader):
        text = "请办理" * 60
        tell(reader, text)
        flush_outbox()
        assert len(server.mails[0]["Subject"].strip()) == 60
        assert text in server.mails[0].get_content()

    def test_login_is_used_when_it_is_set(self, server, reader, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "rd@example.cn", "secret"
        tell(reader)
        flush_outbox()
        assert len(server.logins) == 1

    def test_many_mails_go_through_one_connection(self, server, reader, monkeypatch):
        for number in range(5):
            tell(reader, f"第{number}件")
        assert flush_outbox().sent == 5
        assert len(server.mails) == 5


class TestWhoGetsMail:
    """Nobody who has no address, declined, or knows already."""

    def test_without_a_server_nothing_is_queued(self, reader):
        tell(reader)
        assert MessageDelivery.objects.count() == 0
        assert flush_outbox().sent == 0

    def test_account_without_address_gets_none(self, server, deputy):
        tell(deputy)
        assert MessageDelivery.objects.count() == 0

    def test_who_declined_gets_none(self, server, reader):
        choose_mails(actor=reader, by_mail=False)
        tell(reader)
        assert MessageDelivery.objects.count() == 0

    def test_who_declines_later_gets_none_of_the_waiting(self, server, reader):
        tell(reader)
        choose_mails(actor=reader, by_mail=False)
        assert flush_outbox().dropped == 1
        assert state() == (DeliveryState.DROPPED, 1, "本人不收邮件")

    def test_what_was_read_is_not_mailed(self, server, reader):
        read_message(tell(reader), actor=reader)
        assert (flush_outbox().dropped, server.mails) == (1, [])

    def test_what_was_settled_is_not_mailed(self, server, reader):
        tell(reader, about=("x:1",))
        settle("x:1")
        assert (flush_outbox().dropped, server.mails) == (1, [])

    def test_closed_account_is_not_mailed(self, server, reader):
        tell(reader)
        reader.is_active = False
        reader.save()
        assert (flush_outbox().dropped, server.mails) == (1, [])

    def test_reminder_of_yesterday_is_not_mailed(self, clock, server, reader, member):
        task_for(reader.deputy, member.deputy)
        clock(DUE - dt.timedelta(days=5), 23, 50)
        remind(DUE - dt.timedelta(days=5))
        clock(DUE - dt.timedelta(days=4), 0, 5)
        assert (flush_outbox().dropped, server.mails) == (1, [])


class TestTrouble:
    """A server that fails breaks nothing, and says why."""

    def test_server_that_is_down_breaks_no_step(self, server, reader, office, member, settings):
        settings.EMAIL_PORT = _free_port()
        task = task_for(reader.deputy, member.deputy)
        done = {"held_on": task.opens_on, "place": "沙湖村", "content": "积水。"}
        report_task(task, actor=reader, **done)
        return_report(task, actor=office, reason="请补写地点。")
        assert flush_outbox().postponed == 1
        assert state()[:2] == (DeliveryState.WAITING, 1)
        assert "拒绝连接；请核对主机名和端口" in state()[2]

    def test_mail_goes_out_when_the_server_is_back(self, clock, server, reader, settings):
        today = timezone.localdate()
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, _free_port()
        clock(today, 8)
        tell(reader)
        flush_outbox()
        settings.EMAIL_PORT = port
        clock(today, 8, 5)
        assert flush_outbox().sent == 0
        clock(today, 8, 11)
        assert flush_outbox().sent == 1
        assert state() == (DeliveryState.SENT, 2, "")

    def test_after_two_days_it_is_given_up(self, clock, server, reader, settings):
        settings.EMAIL_PORT = _free_port()
        clock(dt.date(2026, 12, 1), 8)
        tell(reader)
        posted = []
        for number in (1, 2, 3):
            clock(dt.date(2026, 12, number), 7 + number)
            posted.append(flush_outbox())
        assert [one.postponed for one in posted] == [1, 1, 0]
        assert posted[2].failed == 1
        assert state()[0] == DeliveryState.FAILED

    def test_what_an_old_backup_brought_back_is_not_sent(self, clock, server, reader):
        clock(dt.date(2026, 12, 1))
        tell(reader)
        clock(dt.date(2026, 12, 5))
        assert (flush_outbox().failed, server.mails) == (1, [])
        assert state()[2] == "排队超过两天，没有发出"

    def test_one_trouble_with_the_server_spares_the_others_the_wait(self, server, reader, settings):
        settings.EMAIL_PORT = _free_port()
        for number in range(3):
            tell(reader, f"第{number}件")
        assert flush_outbox().postponed == 1
        assert MessageDelivery.objects.filter(tries=0).count() == 2

    def test_refused_recipient_is_not_tried_again(self, server, reader, other_deputy):
        other_deputy.email = "lu@example.cn"
        other_deputy.save()
        server.answers["RCPT"] = "550 5.1.1 <he@example.cn>: user unknown"
        tell(reader)
        tell(other_deputy)
        assert flush_outbox().failed == 2
        error = MessageDelivery.objects.first().last_error
        assert error.startswith("邮件服务器不收这个收件地址；请核对账号上的电子邮箱。")
        assert "he@example.cn" not in error
        assert "550 5.1.1 <（邮箱）>: user unknown" in error

    def test_recipient_that_is_busy_is_tried_again(self, server, reader):
        server.answers["RCPT"] = "450 4.2.1 mailbox busy"
        tell(reader)
        assert flush_outbox().postponed == 1

    def test_refused_content_is_not_tried_again(self, server, reader):
        server.answers["END"] = "554 5.7.1 spam"
        tell(reader)
        assert flush_outbox().failed == 1

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"AUTH": "535 5.7.8 bad credentials"}, "用户名和密码（授权码）"),
            ({"MAIL": "553 5.7.1 sender not owned"}, "请核对 PORTAL_EMAIL_FROM"),
            ({"EHLO": "421 too busy", "HELO": "421 too busy"}, "服务器的原话：421 too busy"),
        ],
    )
    def test_servers_trouble_is_explained(self, server, reader, settings, answers, words):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "rd@example.cn", "secret"
        server.answers |= answers
        tell(reader)
        assert flush_outbox().postponed == 1
        assert words in state()[2]

    def test_unknown_host_is_explained(self, server, reader, settings):
        settings.EMAIL_HOST = "no-such-host.invalid"
        tell(reader)
        flush_outbox()
        assert "找不到邮件服务器 no-such-host.invalid" in state()[2]

    def test_silent_server_is_explained(self, reader, settings, server):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
            tell(reader)
            flush_outbox()
        assert "没有应答" in state()[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestCommand:
    """manage.py send_test_mail."""

    def test_mail_arrives(self, server, town, capsys):
        call_command("send_test_mail", "clerk@example.cn")
        assert server.mails[0]["To"] == "clerk@example.cn"
        assert "邮件服务器收下了测试邮件" in capsys.readouterr().out

    def test_trouble_is_told(self, server, town):
        server.answers["RCPT"] = "550 unknown"
        with pytest.raises(CommandError, match="邮件服务器不收这个收件地址"):
            call_command("send_test_mail", "clerk@example.cn")

    def test_without_a_server_it_says_what_to_set(self, town):
        with pytest.raises(CommandError, match="PORTAL_EMAIL_URL"):
            call_command("send_test_mail", "clerk@example.cn")

    def test_what_is_no_address_is_refused(self, server, town):
        with pytest.raises(CommandError, match="不是电子邮箱"):
            call_command("send_test_mail", "clerk")
