"""Every address of the table of permissions before axe, in a real browser.

A page that is added to the table is looked at here by itself. ``sit_down`` fails as well on
whatever a page complains of in the console (its policy broken, a script at fault) and, outside
the back office, on one that is wider than the screen.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.admin.pages import english
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_accessibility import findings
from tests.permissions.areas import AREAS
from tests.permissions.conftest import filled, people, portal  # noqa: F401  the town
from tests.permissions.table import ROLES

# Names and texts of the town of the table that are in Latin letters.
NAMES = (r"://\S+", *ROLES, "vice_", "other_", "Chrome", "Linux")
# Names of kinds of files, which are Latin letters in Chinese too.
NAMES += ("JPE?G", "PNG", "WebP", "HEIC", "Word", "Excel", "WPS", "PPT", "OFD", "PDF", "KB", "MB")
# Deleting shows what the change page shows; a record as it was is a list of what the page shows.
_ALIKE = ("_add", "_delete", "_history", "_simple_history")
# Parts of pages that a script fetches: into the box that searches, below a title being typed.
_PIECES = {"admin:search", "desk-proposals-similar"}


@pytest.fixture
def town_of_table(transactional_db, portal) -> SimpleNamespace:  # noqa: F811
    """The town of the table, in a database that the browser's server sees as well."""
    return portal


def _pages(town: SimpleNamespace, role: str, *, in_back_office: bool) -> Iterator[str]:
    """The addresses that show a page to the role, each once."""
    client, seen = Client(), set()
    if role != "visitor":
        client.force_login(town.people[role])
    for rows in AREAS.values():
        for row in rows:
            is_inside = row.address.startswith("admin")
            skipped = row.address.endswith(_ALIKE) or row.address in seen | _PIECES
            if row.get[role] != 200 or is_inside != in_back_office or skipped:
                continue
            seen.add(row.address)
            url = row.url(town)
            response = client.get(url)
            assert response.status_code == 200, url  # else the page behind it is looked at twice
            kind = response.headers.get("Content-Type", "")
            if kind.startswith("text/html") and "Refresh" not in response.headers:
                yield url


def _look(screen, addresses: list[str], *, worst_only: bool = False) -> list[str]:
    """What axe finds, and texts that aren't Chinese."""
    found: list[str] = []
    for address in addresses:
        screen.open(address)
        found += findings(screen, worst_only=worst_only)
        words = english(screen.page.content(), NAMES)
        found += [f"{address}: English: {text}" for text in words]
    return found


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_public_pages_of_the_table_are_accessible(sit_down, town_of_table, width):
    addresses = list(_pages(town_of_table, "visitor", in_back_office=False))
    assert "/" in addresses
    found = _look(sit_down(width, scripts=True), addresses)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("role", ["deputy", "unit"])
def test_desk_pages_of_the_table_are_accessible(sit_down, town_of_table, role, width):
    addresses = list(_pages(town_of_table, role, in_back_office=False))
    if role == "unit":  # the public pages, and those that everybody has, were looked at before
        addresses = [address for address in addresses if address.startswith("/desk/proposals/")]
    assert any(address.startswith("/desk/") for address in addresses)
    somebody = sit_down(width, scripts=True)
    somebody.log_in(role)
    found = _look(somebody, addresses)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ["office", "auditor"])
def test_back_office_of_the_table_has_nothing_serious(sit_down, town_of_table, role):
    addresses = list(_pages(town_of_table, role, in_back_office=True))
    accepts = any("/group-below-three/" in address for address in addresses)
    assert accepts == (role == "office")
    somebody = sit_down(DESKTOP, scripts=True)
    somebody.log_in(role)
    found = _look(somebody, addresses, worst_only=True)
    assert not found, "\n".join(found)
