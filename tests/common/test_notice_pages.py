"""Pages that say what went wrong say also what to do; they stand in an empty installation."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied

from congress.common.exceptions import RuleViolation
from congress.common.middleware import RuleViolationMiddleware
from congress.common.typed.faults import bad_request, server_error
from congress.township.models import TownSettings

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def request_of(user=None):
    request = RequestFactory().get("/somewhere/")
    request.user = user or AnonymousUser()
    request.session = {}
    return request


def text(response) -> str:
    return response.content.decode()


def test_missing_page_leads_to_the_first_page(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "没有这一页" in text(response)
    assert 'href="/"' in text(response)


def test_forbidden_page_asks_a_stranger_to_sign_in(db):
    page = text(permission_denied(request_of(), PermissionDenied()))
    assert "请先登录" in page
    assert 'href="/login/?next=/somewhere/"' in page


def test_forbidden_page_tells_a_member_whom_to_ask(office):
    TownSettings.objects.create(contact_phone="0799-5550123")
    page = text(permission_denied(request_of(office), PermissionDenied()))
    assert "没有这一项的权限" in page
    assert "0799-5550123" in page
    assert "请先登录" not in page


def test_rule_violation_page_shows_the_sentence(db):
    middleware = RuleViolationMiddleware(lambda request: None)
    response = middleware.process_exception(request_of(), RuleViolation("小组至少要有3人。"))
    assert response.status_code == 409
    assert "小组至少要有3人。" in text(response)


def test_stale_form_page_says_how_to_keep_the_words(db):
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})
    assert response.status_code == 403
    assert "这一页放得太久了" in text(response)


@pytest.fixture
def _no_manifest(settings):
    """As if collectstatic had never run: ``{% static %}`` would fail."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


@pytest.mark.usefixtures("_no_manifest")
def test_fault_page_needs_neither_database_nor_manifest():
    assert "<h1>系统出了问题</h1>" in text(server_error(request_of()))


@pytest.mark.usefixtures("_no_manifest")
def test_bad_request_page_needs_no_manifest(db):
    assert "<h1>看不懂这个请求</h1>" in text(bad_request(request_of(), ValueError()))


def test_login_names_the_congress(client, town):
    page = text(client.get("/login/"))
    words = re.sub(r"<[^>]+>|\s", "", page[page.index("<h1>") : page.index("</h1>")])
    assert words == town.congress_name


def test_login_stands_without_a_town(client, db):
    assert re.search(r"<h1>人大履职门户\s*</h1>", text(client.get("/login/")))


def test_login_says_in_chinese_that_the_password_is_wrong(client, office):
    response = client.post("/login/", {"username": "office", "password": "wrong"})
    assert "登录名或密码不对" in text(response)


def test_login_locks_after_the_set_number_of_tries_and_says_until_when(client, office):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/login/", {"username": "office", "password": "wrong"})
    assert response.status_code == 429
    assert f"连续{settings.AXES_FAILURE_LIMIT}次输错" in text(response)
    assert "请过30分钟再试" in text(response)


def test_demonstration_is_named_on_every_page(client, town):
    assert "演示数据" not in text(client.get("/login/"))
    type(town).objects.update(is_demonstration=True)
    assert "演示数据" in text(client.get("/login/"))
    assert "演示数据" in text(client.get("/no/such/page/"))


def test_footer_is_absent_until_something_is_set(client, town):
    assert "site-footer" not in text(client.get("/login/"))
    TownSettings.objects.create(icp_number="某ICP备00000000号")
    page = text(client.get("/login/"))
    assert "某ICP备00000000号" in page
    assert "电话：" not in page
