"""One person before one screen."""

import re

from playwright.sync_api import Locator, Page, Response

PASSWORD = "correct horse 9"
_TOO_WIDE = """() => {
  const root = document.documentElement;
  return root.scrollWidth - root.clientWidth;
}"""


class Screen:
    """A page, and what there was to complain about while it was used.

    ``below`` is the path that the portal is mounted at, "" for the root of its host.
    """

    def __init__(self, page: Page, below: str = "") -> None:
        self.page = page
        self.below = below
        self.complaints: list[str] = []

    def open(self, address: str) -> None:
        """Type an address of the portal."""
        self._seen(self.page.goto(f"{self.below}{address}"))

    def log_in(self, username: str) -> None:
        self.open("/login/")
        self.page.get_by_label("登录名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")

    def press(self, name: str) -> None:
        """Press the button of exactly this name, and wait for the page that follows."""
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str | re.Pattern[str], within: str = "#content") -> None:
        """Follow the first link of this name (or one that fits the pattern)."""
        place = self.page.locator(within)
        self.click(place.get_by_role("link", name=name, exact=True).first)

    def text(self, within: str = "body") -> str:
        """What is read, without the spaces and line ends of layout."""
        return re.sub(r"\s+", "", self.page.locator(within).inner_text())

    def click(self, control: Locator) -> None:
        """Click what leads to another page, and wait for it."""
        with self.page.expect_navigation() as arrival:
            control.click()
        self._seen(arrival.value)

    def _seen(self, response: Response | None) -> None:
        """Look at the page that has come: an answer without error, no wider than the screen."""
        if response is not None and response.status >= 400:
            self.complaints.append(f"{response.status}: {self.page.url}")
        # The tables of the back office may be wider than a phone; nobody else's pages may.
        if "/admin/" not in self.page.url and (excess := self.page.evaluate(_TOO_WIDE)) > 0:
            self.complaints.append(f"{excess} px too wide: {self.page.url}")
