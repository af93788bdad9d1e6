"""Logging in, and where that leads."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.urls import reverse

from congress.accounts.enums import EndCause
from congress.accounts.forms import LoginForm
from congress.accounts.services.sessions import ENDED
from congress.common.permissions import can_open_back_office


def first_page(user: Any) -> str:
    """Where somebody goes who asked for no page: the back office for its people, else the desk."""
    return reverse("admin:index" if can_open_back_office(user) else "desk")


class LoginView(auth_views.LoginView):
    """Name and password."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Used when no page asked for the login (``?next=``)."""
        # Just logged in, the request carries the user; so it does for who comes back to the page.
        return first_page(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says why somebody stands here again who had logged in."""
        ended = str(self.request.session.get(ENDED, ""))
        reason = EndCause(ended).label if ended in EndCause else ""
        return super().get_context_data(reason=reason, **kwargs)
