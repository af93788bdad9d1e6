"""A form that comes after the login has run out: kept, shown again, sent by its writer alone."""

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.accounts.services import cards
from congress.common.jobs import daily_tasks
from congress.common.typed.labels import is_password
from congress.common.typed.unsent import MOST_CHARACTERS, WRITER
from deputies.models import Deputy, TaskReport
from tests.accounts.test_cards import choose
from tests.boxes import boxes_of
from tests.deputies.liaison import task_for
from tests.factories import DeputyFactory

PASSWORD = "correct horse 9"
WORDS = "机耕路雨后积水，\n农机下不了田。"


@pytest.fixture
def task(deputy, member):
    return task_for(deputy.deputy, member.deputy, opens_on=timezone.localdate())


@pytest.fixture
def phone(deputy, task):
    """A phone with the task's form open (``phone.boxes``), whose login is over since."""
    phone = Client()
    phone.force_login(deputy)
    phone.boxes = boxes_of(phone.get(page(task))) | {"place": "沙湖村", "content": WORDS}
    Session.objects.all().delete()
    return phone


def page(task):
    return reverse("desk-task", args=[task.public_id])


def log_in(client, username="deputy"):
    return client.post(reverse("login"), {"username": username, "password": PASSWORD})


def text(response):
    return response.content.decode()


def test_form_sent_after_the_login_ran_out_is_sent_again_by_its_writer(phone, task):
    refused = phone.post(page(task), phone.boxes)
    assert refused.url.startswith(reverse("login"))
    assert "登录以后可以继续提交" in text(phone.get(refused.url))
    assert not TaskReport.objects.exists()

    assert log_in(phone).url == reverse("unsent")
    shown = phone.get(reverse("unsent"))
    assert "您已重新登录。刚才填写的内容还在" in text(shown)
    assert "<dt>反映的情况和问题</dt><dd>机耕路雨后积水，<br>农机下不了田。</dd>" in text(shown)
    assert "以何秋萍的名义提交到任务的办理记录" in text(shown)
    assert not TaskReport.objects.exists()

    sent = phone.post(page(task), boxes_of(shown), follow=True)
    assert "记录已提交" in text(sent)
    report = TaskReport.objects.get()
    assert (report.place, report.content) == ("沙湖村", WORDS)
    assert phone.get(reverse("unsent")).status_code == 302


def test_page_of_the_back_office_is_sent_again(office, term):
    deputy = DeputyFactory(name="张伟")
    clerk, address = Client(), reverse("admin:deputies_deputy_change", args=[deputy.pk])
    clerk.force_login(office)
    boxes = boxes_of(clerk.get(address)) | {"post": "养殖大户", "new_phone": "13812345678"}
    Session.objects.all().delete()
    assert clerk.post(address, boxes).status_code == 302
    log_in(clerk, "office")
    shown = clerk.get(reverse("unsent"))
    assert "<dt>现任职务（职业）</dt><dd>养殖大户</dd>" in text(shown)
    assert "提交到后台“代表”" in text(shown)
    assert "已填写（保密，不显示）" in text(shown)
    assert clerk.post(address, boxes_of(shown)).status_code == 302
    deputy = Deputy.objects.get()
    assert (deputy.post, deputy.phone) == ("养殖大户", "13812345678")


def test_another_person_sees_nothing_of_it(phone, task, office):
    phone.post(page(task), phone.boxes)
    answer = log_in(phone, "office")
    assert answer.url != reverse("unsent")
    first = text(phone.get("/admin/"))
    assert "上一位使用者有内容没有提交。您不是那一位，所以已经清除。" in first
    assert phone.get(reverse("unsent")).status_code == 302
    assert WORDS[:8] not in first


def test_several_pages_are_kept_and_sent_one_by_one(phone, task, deputy, member):
    other = task_for(deputy.deputy, member.deputy, quarter=3, opens_on=timezone.localdate())
    phone.post(page(task), phone.boxes)
    phone.post(page(other), phone.boxes | {"content": "别的事。"})
    phone.post(page(other), phone.boxes | {"content": "别的事，改过。"})
    log_in(phone)
    shown = text(phone.get(reverse("unsent")))
    assert shown.count("继续提交</button>") == 2
    assert "第一份：任务的办理记录" in shown
    assert "第二份：任务的办理记录" in shown
    assert "别的事，改过。" in shown
    answer = phone.post(page(task), phone.boxes, follow=True)
    assert f'还有填写过的内容没有提交。<a href="{reverse("unsent")}">看一看</a>' in text(answer)
    left = phone.get(reverse("unsent"))
    assert boxes_of(left)["content"] == "别的事，改过。"


def test_fourth_page_takes_the_place_of_the_oldest(phone, task, deputy, member):
    tasks = [
        task_for(deputy.deputy, member.deputy, quarter=n, opens_on=timezone.localdate())
        for n in (1, 2, 3)
    ]
    for one in (task, *tasks):
        phone.post(page(one), phone.boxes)
    log_in(phone)
    shown = text(phone.get(reverse("unsent")))
    assert [page(one) in shown for one in (task, *tasks)] == [False, True, True, True]


def test_what_an_earlier_version_kept_is_still_offered(phone, task):
    phone.post(page(task), phone.boxes)
    stored = phone.session
    [stored["unsent"]] = stored["unsent"]
    stored.save()
    assert log_in(phone).url == reverse("unsent")
    assert "沙湖村" in text(phone.get(reverse("unsent")))


def test_wrong_password_loses_nothing(phone, task):
    phone.post(page(task), phone.boxes)
    phone.post(reverse("login"), {"username": "deputy", "password": "wrong"})
    assert log_in(phone).url == reverse("unsent")


def test_card_leads_to_what_was_kept_as_well(phone, task, deputy, office):
    code = cards.issue_card(actor=office, account=deputy)
    phone.post(page(task), phone.boxes)
    assert choose(phone, code).url == reverse("unsent")
    assert phone.post(page(task), boxes_of(phone.get(reverse("unsent")))).status_code == 302
    assert TaskReport.objects.get().content == WORDS


def test_remembered_phone_sends_its_form_without_another_login(phone, task, deputy, office):
    choose(phone, cards.issue_card(actor=office, account=deputy))
    Session.objects.all().delete()
    answer = phone.post(page(task), phone.boxes)
    assert answer.url == page(task)
    assert TaskReport.objects.get().content == WORDS


def test_what_is_kept_is_sealed(phone, task):
    phone.post(page(task), phone.boxes)
    stored = phone.session
    assert stored["unsent"]
    assert "沙湖村" not in str(dict(stored.items()))


def test_kept_text_may_be_thrown_away(phone, task):
    phone.post(page(task), phone.boxes)
    log_in(phone)
    elsewhere = {"discard": page(task) + "1/"}
    assert phone.post(reverse("unsent"), elsewhere).url == reverse("unsent")
    assert phone.post(reverse("unsent"), {"discard": page(task)}).url == reverse("desk")
    assert phone.get(reverse("unsent")).url == reverse("desk")
    assert not TaskReport.objects.exists()


def test_kept_text_is_forgotten_after_half_a_day(phone, task):
    phone.post(page(task), phone.boxes)
    log_in(phone)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=13), tick=False):
        assert phone.session["unsent"]
        assert phone.get(reverse("unsent")).status_code == 302


def test_right_to_the_page_is_asked_again(phone, task, other_deputy):
    phone.post(page(task), phone.boxes)
    task.assignee = other_deputy.deputy
    task.save()
    log_in(phone)
    answer = phone.post(page(task), boxes_of(phone.get(reverse("unsent"))))
    assert answer.status_code == 403
    assert "农机下不了田。" in text(answer)
    assert not TaskReport.objects.exists()


def test_new_key_of_the_server_loses_nothing(phone, task, deputy, settings):
    phone.force_login(deputy)
    settings.SECRET_KEY = "another key, after a restart"
    assert phone.post(page(task), phone.boxes).url.startswith(reverse("login"))
    assert log_in(phone).url == reverse("unsent")
    assert "沙湖村" in text(phone.get(reverse("unsent")))


@pytest.mark.parametrize("name", ["", "{}:forged"])
def test_browser_that_nobody_is_known_on_has_nothing_kept(phone, task, deputy, name):
    phone.cookies[WRITER] = name.format(deputy.public_id)
    assert phone.post(page(task), phone.boxes).status_code == 302
    assert "unsent" not in phone.session


def test_text_that_is_too_long_to_keep_is_given_back(phone, task):
    long = phone.boxes | {"content": "长" * (MOST_CHARACTERS + 1)}
    answer = phone.post(page(task), long)
    assert "请先把下面的内容复制下来" in text(answer)
    assert answer["Cache-Control"] == "private, no-store"


def test_file_has_to_be_chosen_again(phone, task):
    file = SimpleUploadedFile("走访照片.jpg", b"\xff\xd8\xff", content_type="image/jpeg")
    phone.post(page(task), phone.boxes | {"uploads-photos": file})
    log_in(phone)
    shown = text(phone.get(reverse("unsent")))
    assert "文件没有保留，请重新选择：走访照片.jpg。" in shown


def test_form_without_words_is_not_kept(deputy, phone):
    boxes = {"csrfmiddlewaretoken": "x", "post": "yes", "action": "confirm"}
    phone.post("/admin/deputies/deputy/1/delete/", boxes)
    assert "unsent" not in phone.session


def test_other_sites_can_put_nothing_there(task, deputy):
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(deputy)
    phone.get("/desk/")
    Session.objects.all().delete()
    headers = {"sec-fetch-site": "cross-site", "origin": "https://example.org"}
    answer = phone.post(page(task), {"content": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert "农机" not in text(answer)
    log_in(phone)
    assert "unsent" not in phone.session


class TestToken:
    """The form's token is out of date: a login in another window, a page open for days."""

    @pytest.fixture
    def careful(self, deputy, task):
        client = Client(enforce_csrf_checks=True)
        client.force_login(deputy)
        boxes = boxes_of(client.get(page(task))) | {"place": "沙湖村", "content": WORDS}
        client.boxes = boxes | {"csrfmiddlewaretoken": "a" * 64}
        return client

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "same-origin"},
            {"origin": "http://testserver"},
            {"referer": "http://testserver/desk/"},
        ],
    )
    def test_own_form_is_offered_again_with_a_new_token(self, careful, task, headers):
        answer = careful.post(page(task), careful.boxes, headers=headers)
        assert answer.status_code == 403
        assert "刚才填写的内容还没有提交，但都还在" in text(answer)
        again = careful.post(page(task), boxes_of(answer), headers=headers)
        assert again.status_code == 302
        assert TaskReport.objects.get().content == WORDS

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "none"},
            {"origin": "null"},
            {"origin": "http://example.org"},
            {},
        ],
    )
    def test_form_from_elsewhere_is_not(self, careful, task, headers):
        answer = careful.post(page(task), careful.boxes, headers=headers)
        assert answer.status_code == 403
        assert "农机" not in text(answer)
        assert "继续提交" not in text(answer)

    def test_password_is_never_given_back(self, careful):
        sent = {"username": "deputy", "password": PASSWORD, "csrfmiddlewaretoken": "a" * 64}
        careful.logout()
        headers = {"sec-fetch-site": "same-origin"}
        answer = careful.post(reverse("login"), sent, headers=headers)
        assert "这一页放得太久了" in text(answer)
        assert PASSWORD not in text(answer)

    def test_visitor_of_the_desk_is_asked_to_log_in_and_goes_on(self, careful, task):
        Session.objects.all().delete()
        headers = {"sec-fetch-site": "same-origin"}
        offered = careful.post(page(task), careful.boxes, headers=headers)
        again = careful.post(page(task), boxes_of(offered), headers=headers)
        assert again.url.startswith(reverse("login"))
        boxes = boxes_of(careful.get(again.url)) | {"username": "deputy", "password": PASSWORD}
        assert careful.post(reverse("login"), boxes, headers=headers).url == reverse("unsent")


def test_login_that_was_idle_too_long_loses_nothing(office, term):
    deputy = DeputyFactory(name="张伟")
    clerk, address = Client(), reverse("admin:deputies_deputy_change", args=[deputy.pk])
    log_in(clerk, "office")
    boxes = boxes_of(clerk.get(address)) | {"post": "养殖大户"}
    with time_machine.travel(timezone.now() + dt.timedelta(hours=10), tick=False):
        refused = clerk.post(address, boxes)
        assert "登录以后可以继续提交" in text(clerk.get(refused.url, follow=True))
        assert log_in(clerk, "office").url == reverse("unsent")
        answer = clerk.post(address, boxes_of(clerk.get(reverse("unsent"))))
    assert answer.status_code == 302
    assert Deputy.objects.get().post == "养殖大户"


def test_new_password_asked_for_meanwhile_loses_nothing(deputy, task):
    phone = Client()
    log_in(phone)
    boxes = boxes_of(phone.get(page(task))) | {"place": "沙湖村", "content": WORDS}
    type(deputy).objects.update(must_change_password=True)
    # The answer comes before the token is looked at: the browser vouches for the form.
    refused = phone.post(page(task), boxes, headers={"sec-fetch-site": "same-origin"})
    assert refused.url == f"{reverse('password-change')}?next=%2Funsent%2F"
    new = "Liu-Shu-2026-jiang"
    sent = boxes_of(phone.get(refused.url)) | {"old_password": PASSWORD}
    sent |= {"new_password1": new, "new_password2": new}
    assert phone.post(refused.url, sent).url == reverse("unsent")
    assert phone.post(page(task), boxes_of(phone.get(reverse("unsent")))).status_code == 302
    assert TaskReport.objects.get().content == WORDS


def test_sessions_that_are_over_are_deleted_every_day(phone, task):
    phone.post(page(task), phone.boxes)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(minutes=1))
    [clearing] = [one for one in daily_tasks() if one.name == "clear-sessions"]
    clearing.function(timezone.localdate())
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("password", True),
        ("new_password1", True),
        ("pin", True),
        ("old_pin2", True),
        ("cards-0-pin", True),
        ("token", True),
        ("mail_secret", True),
        ("opinion", False),
        ("rows-0-pinned", False),
        ("secretary", False),
        ("secretariat-0-name", False),
    ],
)
def test_passwords_are_known_by_whole_words(name, is_one):
    assert is_password(name) is is_one
