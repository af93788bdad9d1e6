"""Who has no mouse passes the menu of the back office by with one key."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["admin:index", "admin:proposals_proposal_changelist"])
def test_first_stop_leads_to_the_page_itself(client, office, page):
    client.force_login(office)
    html = client.get(reverse(page)).content.decode()
    body = html[html.index("<body") :]
    first = body[body.index("<a ") : body.index("</a>")]
    assert 'href="#content"' in first
    assert first.endswith("跳到正文")
    assert 'id="content"' in body
