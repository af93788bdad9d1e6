"""Logging in and out, and where that leads."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from congress.accounts.enums import EndCause
from congress.accounts.forms import LoginForm
from congress.accounts.phones import enter_by_phone, forget_this_phone, let_rest, this_phone
from congress.accounts.services.sessions import ENDED
from congress.common.permissions import can_open_back_office


def first_page(user: Any) -> str:
    """Where somebody goes who asked for no page: the back office for its people, else the desk."""
    return reverse("admin:index" if can_open_back_office(user) else "desk")


def is_own_address(request: HttpRequest, address: str) -> bool:
    """Whether an address that came along leads to a page of this portal."""
    return bool(address) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


class LoginView(auth_views.LoginView):
    """Name and password; or nothing at all on a phone that is remembered.

    ``?by=password`` asks for the password in any case: a chair who came in by the deputy's card
    gets to the back office that way.
    """

    authentication_form = LoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("by") != "password":
            if request.user.is_authenticated:
                return HttpResponseRedirect(self._way_on())
            if request.method == "GET" and enter_by_phone(request, knocks=True) is not None:
                return HttpResponseRedirect(self._way_on())
        return super().dispatch(request, *args, **kwargs)

    def _way_on(self) -> str:
        """Never back to this page."""
        way_on = self.get_success_url()
        return self.get_default_redirect_url() if way_on == self.request.path else way_on

    def get_default_redirect_url(self) -> str:
        """Used when no page asked for the login (``?next=``)."""
        # Just logged in, the request carries the user; so it does for who comes back to the page.
        return first_page(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says why somebody stands here again who had logged in."""
        ended = str(self.request.session.get(ENDED, ""))
        reason = EndCause(ended).label if ended in EndCause else ""
        return super().get_context_data(reason=reason, **kwargs)


class LogoutView(auth_views.LogoutView):
    """Leaving; on a remembered phone the one question is whether it stays remembered."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = request.POST.get("phone")
        if choice is None and request.user.is_authenticated and this_phone(request) is not None:
            return render(request, "registration/logout.html")
        if choice == "forget":
            forget_this_phone(request)
        else:
            let_rest(request)
        return super().post(request, *args, **kwargs)
