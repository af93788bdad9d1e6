"""Logging in, and where that leads."""

from django.contrib.auth import views as auth_views
from django.urls import reverse

from congress.accounts.forms import LoginForm
from congress.common.permissions import can_open_back_office


class LoginView(auth_views.LoginView):
    """The back office opens for its people, the desk for everybody else."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Used when no page asked for the login (``?next=``)."""
        # Just logged in, the request carries the user; so it does for who comes back to the page.
        return reverse("admin:index" if can_open_back_office(self.request.user) else "desk")
