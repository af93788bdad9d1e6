"""A form that meets a fault, a refusal or a limit: what was typed is given back."""

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.urls import include, path

from congress.common.exceptions import RuleViolation
from tests.boxes import boxes_of

WORDS = "机耕路雨后积水，农机下不了田。"


def raising(error):
    def view(request):
        raise error

    return view


def broken_once(request):
    """Fails, and when it is tried again says what it got."""
    from django.http import HttpResponse

    if request.GET.get("broken") == "1" and not SEEN:
        SEEN.append(1)
        raise RuntimeError("broken")
    return HttpResponse(request.POST["content"])


SEEN: list[int] = []
urlpatterns = [
    path("fault/", raising(RuntimeError("broken"))),
    path("once/", broken_once),
    path("database/", raising(OperationalError("gone"))),
    path("forbidden/", raising(PermissionDenied())),
    path("missing/", raising(Http404())),
    path("rule/", raising(RuleViolation("小组至少要有3人。"))),
    path("", include("congress.urls")),
]
handler400 = "congress.common.typed.faults.bad_request"
handler500 = "congress.common.typed.faults.server_error"


@pytest.fixture
def browser(settings, db):
    settings.ROOT_URLCONF = __name__
    SEEN.clear()
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def post(browser, address, data, **headers):
    """Post with a valid token, as a page of the portal would."""
    token = boxes_of(browser.get("/login/"))["csrfmiddlewaretoken"]
    return browser.post(address, {**data, "csrfmiddlewaretoken": token}, headers=headers)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/fault/", 500),
        ("/database/", 500),
        ("/forbidden/", 403),
        ("/missing/", 404),
        ("/rule/", 409),
    ],
)
def test_refused_form_gives_back_what_was_typed(browser, address, status):
    answer = post(browser, address, {"content": f"{WORDS}\n<b>", "place": "沙湖村"})
    assert answer.status_code == status
    assert re.search(r"<dt>[^<]+</dt><dd>沙湖村</dd>", text(answer))
    assert f"<dd>{WORDS}<br>&lt;b&gt;</dd>" in text(answer)


def test_fault_is_tried_again_by_a_button(browser):
    answer = post(browser, "/once/?broken=1", {"content": WORDS})
    assert answer.status_code == 500
    assert "再试一次" in text(answer)
    assert 'action="/once/?broken=1"' in text(answer)
    again = browser.post("/once/?broken=1", boxes_of(answer))
    assert text(again) == WORDS


def test_fault_without_words_is_the_plain_page(browser):
    answer = post(browser, "/fault/", {"do": "save", "password": "my secret"})
    assert "再试一次" not in text(answer)
    assert "my secret" not in text(answer)
    assert "您刚才填写的内容" not in text(answer)


def test_words_are_given_back_while_the_database_is_away(browser, monkeypatch, deputy):
    browser.force_login(deputy)
    token = boxes_of(browser.get("/login/", follow=True))["csrfmiddlewaretoken"]

    def away(self):
        raise OperationalError("the database is away")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = browser.post("/desk/", {"content": WORDS, "csrfmiddlewaretoken": token})
    assert answer.status_code == 500
    # The fault came before the token was checked, and no browser vouches for the form.
    assert WORDS not in text(answer)
    headers = {"sec-fetch-site": "same-origin"}
    answer = browser.post(
        "/desk/", {"content": WORDS, "csrfmiddlewaretoken": token}, headers=headers
    )
    assert WORDS in text(answer)


def test_too_much_text_is_refused_in_words(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
    answer = post(browser, "/fault/", {"content": "长" * 1024 * 1024})
    assert answer.status_code == 413
    assert "一次提交的文字太多，最多2MB（约20万字），所以没有保存。" in text(answer)
    assert "请按浏览器的返回键" in text(answer)


def test_too_many_boxes_are_refused_in_words(browser, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = post(browser, "/fault/", {f"box{n}": "1" for n in range(20)})
    assert answer.status_code == 400
    assert "一次提交的栏目太多，最多10个，所以没有保存。" in text(answer)


def test_longest_report_is_not_too_much(settings):
    """Twenty sections of fifty thousand characters, each nine bytes long on its way."""
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE > 20 * 50_000 * 9


def test_words_of_another_site_are_not_given_back(browser):
    headers = {"sec-fetch-site": "cross-site", "origin": "https://example.org"}
    answer = browser.post("/fault/", {"content": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert WORDS not in text(answer)
