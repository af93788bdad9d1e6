"""The whole portal below /rd/jiangwan/: nothing that is asked for lies outside."""

import re
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from congress.sub_path import mounted
from deputies.services import return_report
from tests.deputies.liaison import task_for
from tests.e2e.conftest import DESKTOP, PHONE, watched_screens
from tests.e2e.screen import Screen
from tests.imports.conftest import WITH_MISTAKES

BELOW = "/rd/jiangwan"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def sit_down_below(browser, settings, transactional_db) -> Iterator[Callable[..., Screen]]:
    """``sit_down`` before a portal that a proxy passes every address below BELOW to, unchanged.

    A request for anything outside is a complaint, which fails the test.
    """
    settings.FORCE_SCRIPT_NAME = BELOW
    settings.STATIC_URL = f"{BELOW}/static/"
    settings.SESSION_COOKIE_PATH = settings.CSRF_COOKIE_PATH = f"{BELOW}/"
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(mounted(WSGIHandler(), BELOW))
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with watched_screens(browser, address, BELOW) as sit_down:
            yield sit_down
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def path(screen: Screen) -> str:
    return urlsplit(screen.page.url).path


def test_visitor_never_leaves_the_sub_path(sit_down_below, released):
    visitor = sit_down_below(PHONE, scripts=False)
    visitor.open("/")
    visitor.follow("新洲村")
    assert path(visitor) == f"{BELOW}/deputies/"
    visitor.follow("大字", within="header")
    assert path(visitor) == f"{BELOW}/deputies/"
    assert [c["path"] for c in visitor.page.context.cookies()] == [f"{BELOW}/"]
    visitor.follow("工作报告", within="header")
    visitor.follow(re.compile(r"镇十九届人大\s?五次会议"))
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="下载PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    answer = visitor.page.request.get(f"{BELOW}/favicon.ico", max_redirects=0)
    assert answer.headers["location"] == f"{BELOW}/static/img/mark.svg"


def test_text_size_is_switched_below_the_sub_path_by_script_too(sit_down_below, town):
    visitor = sit_down_below(PHONE, scripts=True)
    visitor.open("/")
    visitor.page.locator("[data-text-size]").click()
    assert (
        visitor.page.context.cookies()[0] | {"path": f"{BELOW}/", "value": "large"}
        == (visitor.page.context.cookies()[0])
    )


def test_deputy_works_below_the_sub_path(sit_down_below, office, deputy, member):
    task = task_for(deputy.deputy, member.deputy)
    phone = sit_down_below(PHONE, scripts=False)
    phone.open(f"/desk/tasks/{task.public_id}/")
    assert path(phone) == f"{BELOW}/login/"
    phone.page.get_by_label("登录名").fill("deputy")
    phone.page.get_by_label("密码").fill("correct horse 9")
    phone.press("登录")
    assert path(phone) == f"{BELOW}/desk/tasks/{task.public_id}/"
    assert {c["path"] for c in phone.page.context.cookies()} == {f"{BELOW}/"}
    phone.page.get_by_label("地点").fill("沙湖村村委会")
    phone.page.get_by_label("反映的情况和问题").fill("机耕路雨后积水。")
    Session.objects.all().delete()
    phone.press("提交记录")
    phone.page.get_by_label("登录名").fill("deputy")
    phone.page.get_by_label("密码").fill("correct horse 9")
    phone.press("登录")
    assert path(phone) == f"{BELOW}/unsent/"
    assert "机耕路雨后积水。" in phone.text(".typed")
    phone.press("继续提交")
    assert path(phone) == f"{BELOW}/desk/tasks/{task.public_id}/"
    assert "记录已提交" in phone.text()
    return_report(task, actor=office, reason="请补写参加人员。")
    phone.follow(re.compile("^消息"), within="nav")
    phone.follow(re.compile("被退回"), within="main")
    assert path(phone) == f"{BELOW}/desk/tasks/{task.public_id}/"
    phone.follow("已完成", within="nav")
    phone.press("退出")
    assert path(phone) == f"{BELOW}/"


def test_clerk_works_below_the_sub_path(sit_down_below, office, peopled_town):
    clerk = sit_down_below(DESKTOP, scripts=True)
    clerk.open("/admin/deputies/deputy/")
    clerk.page.get_by_label("登录名").fill("office")
    clerk.page.get_by_label("密码").fill("correct horse 9")
    clerk.press("登录")
    assert path(clerk) == f"{BELOW}/admin/deputies/deputy/"
    clerk.click(clerk.page.get_by_role("link", name="2", exact=True).first)
    clerk.click(clerk.page.locator("#result_list tbody th a").first)
    clerk.page.locator(".field-village .select2-selection").first.click()
    clerk.page.locator(".select2-results__option", has_text="新洲村").first.click()
    clerk.press("保存")
    assert path(clerk) == f"{BELOW}/admin/deputies/deputy/"
    clerk.follow(re.compile("导入代表名册"), within="#nav-sidebar")
    clerk.page.locator("input[type=file]").set_input_files(WITH_MISTAKES)
    clerk.press("上传并核对")
    clerk.press("放弃")
    clerk.open("/admin/documents/workreport/")
