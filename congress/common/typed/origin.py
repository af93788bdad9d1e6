"""Whether a posted form came from a page of the portal itself."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this.

    Asked where Django's own token is missing or out of date, before what was sent is given back
    with a button: otherwise another site could have somebody send what it wrote.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(source).netloc == request.get_host()
    except DisallowedHost:
        return False


def is_trusted(request: HttpRequest) -> bool:
    """Whether the form's token was checked, or the browser vouches for where it comes from."""
    return getattr(request, "csrf_processing_done", False) or is_same_origin(request)
