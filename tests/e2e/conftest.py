"""A real browser on the project's own pages; each page is watched while it is used."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from congress.common.imports.services import import_file
from congress.common.partial_dates import PartialDate
from congress.documents.models import WorkReport
from congress.documents.services import create_report, finalise_report, release_report
from congress.township.models import TownSettings
from tests.e2e.chromium import Chromium
from tests.e2e.screen import Screen
from tests.factories import SessionFactory
from tests.imports.conftest import ROSTER

PHONE, DESKTOP = 360, 1280
# A page that hasn't answered after this many milliseconds is broken; the default would be 30 s.
_PATIENCE = 15_000
_TEST = 240  # seconds for one test: the longest opens every page of the back office


def pytest_itemcollected(item: pytest.Item) -> None:
    """A browser that stopped answering and was killed says nothing of the portal: once more."""
    item.add_marker("e2e")
    item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["has been closed"]))
    item.add_marker(pytest.mark.timeout(2 * _TEST + 60))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The system's Chromium, started once."""
    # Playwright keeps an event loop in this thread, where Django would then refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = Chromium(playwright)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Browser]:
    """The browser, for as long as a test may take."""
    with chromium.for_at_most(_TEST) as browser:
        yield browser


@pytest.fixture
def sit_down(browser, live_server) -> Iterator[Callable[..., Screen]]:
    """Give somebody a screen of their own: ``sit_down(width=360, scripts=False)``.

    The test fails when a page complains in the console, asks another host for something, or a
    public page or desk is wider than the screen.
    """
    with watched_screens(browser, live_server.url) as sit_down:
        yield sit_down


@contextmanager
def watched_screens(
    browser: Browser, address: str, below: str = ""
) -> Iterator[Callable[..., Screen]]:
    """``sit_down`` for the portal at ``address``, mounted at the path ``below``."""
    screens: list[Screen] = []

    def sit_down(width: int, *, scripts: bool, user_agent: str | None = None) -> Screen:
        context = browser.new_context(
            user_agent=user_agent,
            base_url=address,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(_PATIENCE)
        screen = Screen(context.new_page(), below)
        _watch(context, screen.complaints, f"{address}{below}/")
        screens.append(screen)
        return screen

    yield sit_down
    complaints = [complaint for screen in screens for complaint in screen.complaints]
    for screen in screens:
        screen.page.context.close()
    assert complaints == []


def _watch(context: BrowserContext, complaints: list[str], root: str) -> None:
    """Note what a careful person would see in the browser's tools."""

    def on_console(message) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"console: {message.text}")

    def on_request(request) -> None:
        scheme = urlsplit(request.url).scheme
        if scheme in ("http", "https", "ws", "wss") and not request.url.startswith(root):
            complaints.append(f"not ours: {request.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("request", on_request)


@pytest.fixture
def peopled_town(transactional_db, term):
    """江湾镇 with its 80 deputies, whom it has made public."""
    plan, _ = import_file("roster", ROSTER, {"create_missing": True})
    assert plan.counts["new"] == 80
    TownSettings.objects.update_or_create(singleton=True, defaults={"publishes_deputies": True})
    return term


@pytest.fixture
def released(peopled_town, office, monkeypatch) -> WorkReport:
    """The report to the fifth session, open to everybody. Its file is drawn in other tests."""
    monkeypatch.setattr("congress.documents.services.render_report", lambda _: b"%PDF-1.7")
    session = SessionFactory(term=peopled_town, ordinal=5, starts_on=PartialDate(2026, 1, 14))
    report = finalise_report(create_report(session, actor=office), actor=office)
    return release_report(report, actor=office)
