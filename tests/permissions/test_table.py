"""The table against the portal: every role at every address, with GET and with POST."""

from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.response import TemplateResponse
from django.test import Client

from tests.permissions.addresses import all_addresses
from tests.permissions.areas import AREAS
from tests.permissions.table import ROLES, Row

HOW_TO_ADD = """
These addresses have no entry in the table of permissions: {missing}

For a page write a Row into the file of its area in tests/permissions/areas/, for instance
    Row(
        "desk-task",
        args=lambda town: [town.task.public_id],
        get=codes(404, visitor=302, deputy=200),
        post=codes(404, visitor=302, deputy=302),
    ),
for a model in the back office a Policy into tests/permissions/areas/admin_records.py, and for the
pages that an admin adds beside the standard ones a Row with back_office(staff=200). See
tests/permissions/__init__.py.
"""


def test_every_address_has_an_entry():
    entered = {row.address for rows in AREAS.values() for row in rows}
    missing = [address for address in all_addresses() if address not in entered]
    assert not missing, HOW_TO_ADD.format(missing=", ".join(missing))


def test_every_entry_has_an_address():
    known = set(all_addresses())
    gone = {row.address for rows in AREAS.values() for row in rows} - known
    assert not gone, f"The portal has no such addresses any more: {gone}"


@pytest.mark.parametrize("area", AREAS)
def test_area_answers_as_the_table_says(portal, area):
    wrong: dict[tuple[str, int, int], list[str]] = {}
    for role in ROLES:
        client = _logged_in(portal.people[role])
        for row in AREAS[area]:
            for method, expected in (("get", row.get), ("post", row.post)):
                found = _status(client, method, row, portal)
                if found != expected[role]:
                    what = f"{method.upper()} {row.address} {row.note}".strip()
                    wrong.setdefault((what, found, expected[role]), []).append(role)
    assert not wrong, "".join(
        f"\n{what}: got {found}, the table says {expected}: {' '.join(roles)}"
        for (what, found, expected), roles in wrong.items()
    )


def _logged_in(user) -> Client:
    client = Client(raise_request_exception=False)
    if not isinstance(user, AnonymousUser):
        client.force_login(user)
    return client


def _status(client: Client, method: str, row: Row, portal) -> int:
    """What one request is answered with; what it did is taken back."""
    session = client.cookies.copy()
    with transaction.atomic():
        if method == "post":
            # What a refused form shows is what GET shows, and takes most of the time.
            with mock.patch.object(TemplateResponse, "rendered_content", ""):
                response = client.post(row.url(portal), row.data)
        else:
            response = client.get(row.url(portal))
        transaction.set_rollback(True)
    client.cookies = session
    return response.status_code
