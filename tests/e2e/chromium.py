"""The browser of the tests, which is not waited for for ever."""

from __future__ import annotations

import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Playwright

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Chromium:
    """The system's Chromium, started once, and again after it had to be killed.

    Some of Playwright's calls have no time limit of their own. Where the browser no longer
    answers, killing it makes the call fail there and then, with the line that waited.
    """

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._mark = f"--run-of-tests={secrets.token_hex(8)}"  # by which its process is found
        self._browser: Browser | None = None

    @property
    def browser(self) -> Browser:
        """The running browser."""
        if self._browser is None or not self._browser.is_connected():
            program = os.environ.get("PORTAL_CHROMIUM") or "/usr/bin/chromium"
            self._browser = self._playwright.chromium.launch(
                executable_path=program, args=[*_FLAGS, self._mark]
            )
        return self._browser

    @contextmanager
    def for_at_most(self, seconds: float) -> Iterator[Browser]:
        """The browser; who still waits for it after this time gets an error."""
        timer = threading.Timer(seconds, self.kill)
        timer.daemon = True
        browser = self.browser
        timer.start()
        try:
            yield browser
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End the browser without asking it."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self._mark.encode() in (folder / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)

    def close(self) -> None:
        """Let it end in order."""
        if self._browser is not None and self._browser.is_connected():
            self._browser.close()
