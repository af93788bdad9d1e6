"""The addresses that stand on cards and in links: those that their owners can reach."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def site_address(request: HttpRequest, path: str = "") -> str:
    """The address as people reach it: the town's own, else the one that the office uses."""
    path = path or reverse("home")
    return settings.SITE_ORIGIN + path if settings.SITE_ORIGIN else request.build_absolute_uri(path)


def card_address(request: HttpRequest) -> Callable[[str], str]:
    """A function from a card's code to the address that its picture holds."""
    return lambda code: site_address(request, reverse("card", args=[code]))


def typing_address(request: HttpRequest) -> str:
    """Where a code is typed."""
    return site_address(request, reverse("card-enter"))


def reaches_nobody(request: HttpRequest) -> bool:
    """Whether the address on the cards would be this very computer's."""
    host = urlsplit(site_address(request)).hostname or ""
    return host == "localhost" or host.startswith("127.") or host == "::1"
