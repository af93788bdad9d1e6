"""What stands between having logged in and the pages."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from congress.accounts.password_rules import needs_new_password

# Where somebody may go who has to choose a password first: there, out, and to larger text.
_OPEN = {"password-change", "logout", "text-size"}


class NewPasswordMiddleware:
    """Leads to the page for a new password while the present one must be replaced."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and needs_new_password(user) and not _is_open(request):
            way_back = request.get_full_path() if request.method == "GET" else ""
            query = f"?{urlencode({'next': way_back})}" if way_back else ""
            return HttpResponseRedirect(reverse("password-change") + query)
        return self.get_response(request)


def _is_open(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in _OPEN
    except Resolver404:
        return False
