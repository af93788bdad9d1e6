"""Pages that belong to no app: the size of the text, and what to do when a page can't be shown."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

TEXT_COOKIE = "text"
LARGE = "large"
NORMAL = "normal"
_YEAR = 365 * 24 * 60 * 60


def wants_large_text(request: HttpRequest) -> bool:
    """Whether the reader has asked for large text (适老化)."""
    return request.COOKIES.get(TEXT_COOKIE) == LARGE


@require_safe
def text_size(request: HttpRequest) -> HttpResponse:
    """Remember large or normal text (``?size=``) and go back to the page the reader came from.

    It is a link and not a form because public pages are cached and hold no token; it changes
    nothing but the reader's own cookie.
    """
    size = LARGE if request.GET.get("size") == LARGE else NORMAL
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(TEXT_COOKIE, size, max_age=_YEAR, path=reverse("home"), samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


def _way_back(request: HttpRequest) -> str:
    """Own path that the reader came from, filters included; else ``?next=``; else home.

    Where a path is a secret (a card's) the browser tells only the host: then ``?next=`` counts.
    """
    for candidate in (request.headers.get("Referer", ""), request.GET.get("next", "")):
        if candidate and _is_own(request, candidate):
            parts = urlsplit(candidate)
            path = parts.path if parts.path.startswith("/") else ""
            if path not in ("", "/", request.path) and not path.startswith("//"):
                return f"{path}?{parts.query}" if parts.query else path
    return reverse("home")


def _is_own(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for beside a PDF, which has no head to name its icon in."""
    return HttpResponseRedirect(static("img/mark.svg"))
