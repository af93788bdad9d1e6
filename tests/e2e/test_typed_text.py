"""Nothing that was typed is lost: two people, an expired login, a fault, a dead battery."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import include, path, reverse
from django.utils import timezone

from congress.common.typed import typed_text
from deputies.models import Deputy, TaskReport
from deputies.services import report_task
from tests.deputies.liaison import task_for
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_accessibility import violations
from tests.factories import DeputyFactory, UserFactory, VillageFactory

WORDS = "机耕路雨后积水，农机下不了田。"
CONTENT = "反映的情况和问题"


def broken(request):
    if typed_text(request):
        raise RuntimeError("broken")


urlpatterns = [
    path("desk/tasks/<slug:public_id>/", broken),
    path("", include("congress.urls")),
]
handler500 = "congress.common.typed.faults.server_error"


@pytest.fixture
def task(transactional_db, deputy, member):
    return task_for(deputy.deputy, member.deputy)


def open_task(screen, task, username="deputy"):
    screen.log_in(username)
    screen.open(reverse("desk-task", args=[task.public_id]))


def expects(screen, status: int) -> None:
    """A refusal that belongs to the story is no complaint."""
    wanted = [c for c in screen.complaints if c.startswith(f"{status}:") or f" {status} " in c]
    assert wanted
    for complaint in wanted:
        screen.complaints.remove(complaint)


def test_two_clerks_at_one_deputy(sit_down, office, term):
    from congress.common.roles import Role
    from tests.conftest import give_role

    give_role(UserFactory(username="second", display_name="文书小顾"), Role.OFFICE)
    VillageFactory(name="新洲村")
    deputy = DeputyFactory(name="张伟", post="", employer="")
    page = reverse("admin:deputies_deputy_change", args=[deputy.pk])
    screens = {}
    for name in ("office", "second"):
        screens[name] = sit_down(DESKTOP, scripts=True)
        screens[name].log_in(name)
        screens[name].open(page)
    one, other = screens["office"].page, screens["second"].page
    one.get_by_label("现任职务（职业）").fill("村主任")
    one.get_by_label("工作单位").fill("新洲合作社")
    screens["office"].press("保存")
    other.get_by_label("现任职务（职业）").fill("养殖大户")
    screens["second"].press("保存")
    told = screens["second"].text(".conflict")
    assert "文书小秦改过。" in told
    assert "现任职务（职业）村主任别人刚改的养殖大户" in told
    assert other.get_by_label("现任职务（职业）").input_value() == "养殖大户"
    assert other.get_by_label("工作单位").input_value() == "新洲合作社"
    screens["second"].press("保存")
    deputy = Deputy.objects.get()
    assert (deputy.post, deputy.employer) == ("养殖大户", "新洲合作社")


def test_deputy_and_office_at_one_task(sit_down, office, task):
    phone, clerk = sit_down(PHONE, scripts=False), sit_down(DESKTOP, scripts=True)
    open_task(phone, task)
    clerk.log_in("office")
    clerk.open(reverse("admin:deputies_liaisontask_report_on_behalf", args=[task.pk]))
    clerk.page.get_by_label(CONTENT).fill("电话里说水渠堵了。")
    clerk.page.get_by_label("地点").fill("沙湖村")
    clerk.press("保存记录")
    phone.page.get_by_label("地点").fill("新洲村")
    phone.page.get_by_label(CONTENT).fill(WORDS)
    phone.press("提交记录")
    expects(phone, 409)
    told = phone.text(".conflict")
    assert "文书小秦改过。" in told
    assert "电话里说水渠堵了。" in told
    assert WORDS in told
    assert phone.page.get_by_label(CONTENT).input_value() == WORDS


def test_login_runs_out_over_a_form(sit_down, task):
    phone = sit_down(PHONE, scripts=False)
    open_task(phone, task)
    phone.page.get_by_label("地点").fill("新洲村")
    phone.page.get_by_label(CONTENT).fill(WORDS)
    Session.objects.all().delete()
    phone.press("提交记录")
    assert "登录以后可以继续提交" in phone.text()
    phone.page.get_by_label("登录名").fill("deputy")
    phone.page.get_by_label("密码").fill("correct horse 9")
    phone.press("登录")
    assert "您已重新登录。刚才填写的内容还在" in phone.text()
    assert WORDS in phone.text(".typed")
    assert not TaskReport.objects.exists()
    phone.press("继续提交")
    assert "记录已提交，等人大办确认。" in phone.text()
    assert TaskReport.objects.get().content == WORDS


def test_login_in_another_window_changes_the_token(sit_down, office, term):
    deputy = DeputyFactory(name="张伟")
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.open(reverse("admin:deputies_deputy_change", args=[deputy.pk]))
    clerk.page.get_by_label("现任职务（职业）").fill("养殖大户")
    window = clerk.page.context.new_page()
    window.goto("/desk/")
    window.context.clear_cookies(name="sessionid")
    window.goto("/login/")
    window.get_by_label("登录名").fill("office")
    window.get_by_label("密码").fill("correct horse 9")
    with window.expect_navigation():
        window.get_by_role("button", name="登录", exact=True).click()
    window.close()
    clerk.press("保存")
    expects(clerk, 403)
    assert "刚才填写的内容还没有提交，但都还在" in clerk.text()
    clerk.press("继续提交")
    assert Deputy.objects.get().post == "养殖大户"


def test_fault_gives_the_words_back(sit_down, settings, task):
    phone = sit_down(PHONE, scripts=False)
    open_task(phone, task)
    phone.page.get_by_label("地点").fill("新洲村")
    phone.page.get_by_label(CONTENT).fill(WORDS)
    settings.ROOT_URLCONF = __name__
    phone.press("提交记录")
    expects(phone, 500)
    assert WORDS in phone.text(".typed")
    settings.ROOT_URLCONF = "congress.urls"
    phone.press("再试一次")
    assert "记录已提交" in phone.text()
    assert TaskReport.objects.get().content == WORDS


def test_pages_that_give_text_back_are_accessible(sit_down, office, task):
    phone = sit_down(PHONE, scripts=True)
    open_task(phone, task)
    report_task(
        task, actor=office, held_on=timezone.localdate(), place="沙湖村", content="水渠堵了。"
    )
    phone.page.get_by_label("地点").fill("新洲村")
    phone.page.get_by_label(CONTENT).fill(WORDS)
    phone.press("提交记录")
    expects(phone, 409)
    found = violations(phone)
    Session.objects.all().delete()
    phone.page.locator("form.form").evaluate("form => form.requestSubmit()")
    phone.page.wait_for_url("**/login/**")
    phone.page.get_by_label("登录名").fill("deputy")
    phone.page.get_by_label("密码").fill("correct horse 9")
    phone.press("登录")
    assert found + violations(phone) == []


class TestDraft:
    """What a phone keeps by itself, with scripts."""

    @pytest.fixture
    def phone(self, sit_down, task):
        phone = sit_down(PHONE, scripts=True)
        open_task(phone, task)
        return phone

    def kept(self, phone) -> int:
        return phone.page.evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('portal-draft:')).length"
        )

    def write(self, phone) -> None:
        """Type, and give the page the moment after which it keeps what was typed."""
        phone.page.get_by_label(CONTENT).fill(WORDS)
        phone.page.wait_for_timeout(400)
        assert self.kept(phone) == 1

    def again(self, phone, task) -> None:
        phone.page.on("dialog", lambda dialog: dialog.accept())
        phone.open(reverse("desk-task", args=[task.public_id]))

    def test_page_closed_by_accident_is_offered_again(self, phone, task):
        self.write(phone)
        self.again(phone, task)
        assert phone.page.get_by_label(CONTENT).input_value() == ""
        phone.page.get_by_role("button", name="找回").click()
        assert phone.page.get_by_label(CONTENT).input_value() == WORDS
        assert not phone.page.get_by_text("找回上次没有提交的内容？").is_visible()

    def test_network_that_fails_loses_nothing(self, phone, task):
        self.write(phone)
        phone.page.context.set_offline(True)
        phone.page.get_by_role("button", name="提交记录").click()
        phone.page.wait_for_timeout(300)
        phone.page.context.set_offline(False)
        phone.complaints.clear()
        self.again(phone, task)
        phone.page.get_by_role("button", name="找回").click()
        assert phone.page.get_by_label(CONTENT).input_value() == WORDS

    def test_offer_may_be_declined(self, phone, task):
        self.write(phone)
        self.again(phone, task)
        phone.page.get_by_role("button", name="不要了").click()
        assert self.kept(phone) == 0

    def test_draft_goes_when_the_form_was_taken(self, phone):
        phone.page.get_by_label("地点").fill("新洲村")
        self.write(phone)
        phone.press("提交记录")
        assert "记录已提交" in phone.text()
        assert self.kept(phone) == 0

    def test_draft_goes_when_it_was_taken_after_another_login(self, phone):
        phone.page.get_by_label("地点").fill("新洲村")
        self.write(phone)
        Session.objects.all().delete()
        phone.press("提交记录")
        phone.page.get_by_label("登录名").fill("deputy")
        phone.page.get_by_label("密码").fill("correct horse 9")
        phone.press("登录")
        assert self.kept(phone) == 1
        phone.press("继续提交")
        assert "记录已提交" in phone.text()
        assert self.kept(phone) == 0

    def test_draft_outlives_what_else_is_done(self, phone, task, member):
        other = task_for(task.assignee, member.deputy, quarter=3)
        self.write(phone)
        phone.page.context.set_offline(True)
        phone.page.get_by_role("button", name="提交记录").click()
        phone.page.wait_for_timeout(300)
        phone.page.context.set_offline(False)
        phone.complaints.clear()
        phone.page.on("dialog", lambda dialog: dialog.accept())
        phone.open(reverse("desk-task", args=[other.public_id]))
        phone.page.get_by_label("地点").fill("新洲村")
        phone.page.get_by_label(CONTENT).fill("别的事。")
        phone.press("提交记录")
        assert "记录已提交" in phone.text()
        phone.open(reverse("desk-task", args=[task.public_id]))
        phone.page.get_by_role("button", name="找回").click()
        assert phone.page.get_by_label(CONTENT).input_value() == WORDS

    def test_draft_stays_while_the_form_has_errors(self, phone):
        phone.page.get_by_label("地点").fill("")
        self.write(phone)
        phone.press("提交记录")
        assert "请填写地点。" in phone.text()
        assert self.kept(phone) == 1
        assert not phone.page.get_by_text("找回上次没有提交的内容？").is_visible()

    def test_draft_goes_with_the_logout(self, phone):
        self.write(phone)
        phone.page.on("dialog", lambda dialog: dialog.accept())
        phone.press("退出")
        assert self.kept(phone) == 0
