"""Where a request comes from: the only reader of the peer's address.

Behind proxies the peer is the last of them. Each one appends to X-Forwarded-For whom it heard
from, so the part that our own outermost proxy wrote stands at a known place from the right;
whatever a client forges stands left of it and is never read. Counting is ours because the library
for it looks at a dozen more headers, which a client can set.
"""

import ipaddress
import re
from typing import Any

from django.conf import settings

# 203.0.113.7:4711 and [2001:db8::7]:4711, as some proxies write it
_WITH_PORT = re.compile(r"^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$")


def come_from(request: Any, address: str | None) -> None:
    """Give a request that nobody sent the address of whoever had it made."""
    request.META["REMOTE_ADDR"] = address or ""


def client_address(request: Any) -> str | None:
    """The address of the person's computer as PostgreSQL's inet takes it; None if unknown.

    ``settings.TRUSTED_PROXIES`` (PORTAL_PROXIES) proxies of our own stand before the portal. With
    fewer on the way than that, the farthest address known counts.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXIES:
        return parse_address(peer)
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    way = [*(part for part in forwarded if part.strip()), peer]
    # What is no address was written by a proxy that hides it: the next one is nearer and known.
    trusted = way[-settings.TRUSTED_PROXIES - 1 :]
    return next((address for part in trusted if (address := parse_address(part))), None)


def parse_address(text: str) -> str | None:
    """The address in its usual spelling, without port and zone; None if it is none."""
    text = text.strip()
    if match := _WITH_PORT.match(text):
        text = match[1] or match[2] or ""
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return None
    # An IPv4 caller as a socket for both kinds shows it: ::ffff:203.0.113.7
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
