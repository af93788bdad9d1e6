"""Where a request comes from, behind none, one and two proxies of our own."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import reverse

from congress.accounts.lockout import address_to_count
from congress.common.client_address import client_address
from congress.secrets_file import ROOT_DIR
from congress.township.models import Village

PROXY, CLIENT, FORGED = "10.0.0.1", "203.0.113.7", "198.51.100.66"


def request_of(peer, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **headers)


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        (0, CLIENT, None, CLIENT),
        (0, CLIENT, FORGED, CLIENT),
        (1, PROXY, CLIENT, CLIENT),
        (1, PROXY, f"{FORGED}, {CLIENT}", CLIENT),
        (1, PROXY, f"{FORGED},{FORGED} , {CLIENT}", CLIENT),
        (1, PROXY, f"unknown, , {CLIENT}", CLIENT),
        (1, PROXY, None, PROXY),
        (1, PROXY, "", PROXY),
        (1, PROXY, "unknown", PROXY),
        (1, "", CLIENT, CLIENT),
        (2, PROXY, f"{CLIENT}, 10.0.0.2", CLIENT),
        (2, PROXY, f"{FORGED}, {CLIENT}, 10.0.0.2", CLIENT),
        (2, PROXY, "10.0.0.2", "10.0.0.2"),
        (1, PROXY, f"{CLIENT}:4711", CLIENT),
        (1, PROXY, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, PROXY, "2001:DB8:0:0::7", "2001:db8::7"),
        (0, "::ffff:203.0.113.7", None, CLIENT),
        (0, "fe80::1%eth0", None, "fe80::1"),
        (0, "", None, None),
        (0, "unix:", None, None),
        (1, PROXY, "1.2.3.4.5, <script>", PROXY),
    ],
)
def test_address_is_the_one_that_our_own_proxies_saw(settings, proxies, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(request_of(peer, forwarded)) == expected


def test_tries_from_one_network_of_ipv6_count_together():
    one, other = request_of("2001:db8:1:2::7"), request_of("2001:db8:1:2:ffff::9")
    assert address_to_count(one) == address_to_count(other) == "2001:db8:1:2::"
    assert address_to_count(request_of("2001:db8:1:3::7")) != address_to_count(one)
    assert address_to_count(request_of(CLIENT)) == CLIENT


def test_history_keeps_the_address_of_the_client(settings, client, office):
    settings.TRUSTED_PROXIES = 1
    client.force_login(office)
    address = reverse("admin:township_village_add")
    sent = {"name": "新洲村", "kind": "village", "order": "1"}
    client.post(address, sent, HTTP_X_FORWARDED_FOR=f"{FORGED}, {CLIENT}", REMOTE_ADDR=PROXY)
    assert Village.history.get().history_ip == CLIENT


def test_nobody_else_reads_the_peers_address():
    readers = re.compile("REMOTE_ADDR|X_FORWARDED_FOR|X-Forwarded-For", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT_DIR))
        for folder in ("congress", "deputies", "proposals", "supervision")
        for path in Path(ROOT_DIR, folder).rglob("*.py")
        if readers.search(path.read_text())
    ]
    assert found == ["congress/common/client_address.py"]
