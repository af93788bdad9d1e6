"""No page wants more than its policy gives: not one violation in a real browser's console."""

import pytest
from django.contrib import admin
from django.urls import include, path, reverse

from congress.common.exceptions import RuleViolation
from tests.admin.conftest import filled  # noqa: F401
from tests.admin.pages import address
from tests.deputies.liaison import task_for
from tests.e2e.conftest import DESKTOP
from tests.e2e.screen import PASSWORD


def broken(request):
    raise RuntimeError("broken")


def refused(request):
    raise RuleViolation("小组至少要有3人。")


urlpatterns = [
    path("broken/", broken),
    path("refused/", refused),
    path("admin/broken/", broken),
    path("", include("congress.urls")),
]


@pytest.fixture
def violations(browser, live_server, settings):
    """What the browser refused on the pages at these addresses, read by this person."""
    settings.ROOT_URLCONF = __name__
    contexts = []

    def violations(*addresses: str, username: str = "") -> list[str]:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": DESKTOP, "height": 800}
        )
        contexts.append(context)
        said: list[str] = []
        context.on("console", lambda message: said.append(message.text))
        page = context.new_page()
        if username:
            page.goto("/login/")
            page.get_by_label("登录名").fill(username)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
        found = []
        for one in addresses:
            page.goto(one)
            found += [f"{one}: {text}" for text in said if "Content Security Policy" in text]
            said.clear()
        return found

    yield violations
    for context in contexts:
        context.close()


def test_pages_for_everybody_and_pages_that_refuse(violations, released):
    person = released.session.term.mandates.select_related("deputy").first().deputy
    public = [
        *(reverse(name) for name in ("home", "presidium", "login", "deputies:index")),
        reverse("deputies:deputy", args=[person.public_id]),
        reverse("documents:reports"),
        reverse("documents:report", args=[released.public_id]),
    ]
    refusals = ["/no/such/page/", "/broken/", "/refused/", "/?a=%00"]
    assert violations(*public, *refusals) == []


def test_desk(violations, deputy, member, auditor, transactional_db):
    task = task_for(deputy.deputy, member.deputy)
    desk = [
        *(reverse(name) for name in ("desk", "desk-done")),
        reverse("desk-task", args=[task.public_id]),
        reverse("admin:index"),  # 403
    ]
    assert violations(*desk, username="deputy") == []


def test_back_office(violations, transactional_db, filled):  # noqa: F811
    filled.office.is_superuser = True
    filled.office.save()
    pages = [reverse("admin:index"), "/admin/broken/", "/admin/no/such/page/"]
    for model in admin.site._registry:
        some = model._default_manager.first()
        pages += [address(model, "changelist"), address(model, "add")]
        pages += [address(model, page, some.pk) for page in ("change", "history")] if some else []
    pages.append(reverse("admin:imports_upload", args=["roster"]))
    assert violations(*filter(None, pages), username="office") == []
