"""A browser that no longer answers costs one test, not the run."""

import pytest
from playwright.sync_api import Error


def test_nobody_waits_for_the_browser_for_ever(chromium):
    with chromium.for_at_most(1) as browser, pytest.raises(Error, match="closed"):
        browser.new_page().evaluate("new Promise(() => {})")
    page = chromium.browser.new_page()
    assert page.evaluate("6 * 7") == 42
    page.context.close()
