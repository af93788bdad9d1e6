"""The back office as a site: its own door, and the portal's pages where it says no."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin import sites
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from unfold.apps import BasicAppConfig
from unfold.sites import UnfoldAdminSite

from congress.common.addresses import number_in
from congress.common.permissions import can_open_back_office

# What the admin's addresses call the keys of a record and of its history.
_KEYS = ("object_id", "version_id")


class PortalAdminSite(UnfoldAdminSite):
    """Unfold's site behind the portal's one login; who may come in is a predicate's answer."""

    index_title = "今日"
    site_title = "人大办工作台"
    site_header = "人大办工作台"

    def has_permission(self, request: HttpRequest) -> bool:
        return can_open_back_office(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """403 for whom the back office doesn't open, who would be sent to log in once more.

        A key in the address that is no number belongs to no record: 404, not a fault.
        """
        shown = super().admin_view(view, cacheable)

        @wraps(shown)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            keys = [*args, *(kwargs[name] for name in _KEYS if name in kwargs)]
            if any(number_in(key) is None for key in keys):
                raise Http404
            return shown(request, *args, **kwargs)

        return checked

    def search(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Unfold asks for any page that the address names."""
        try:
            return super().search(request, extra_context)
        except InvalidPage as error:
            raise Http404 from error

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The portal's own login; somebody logged in without the right gets a page that says so."""
        way_on = request.GET.get("next") or reverse("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('login')}?{urlencode({'next': way_on})}")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Choices say more than the name where the model's admin has a ``choice_label``."""
        from congress.common.admin.choices import LabelledChoicesView

        return LabelledChoicesView.as_view(admin_site=self)(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One page for everybody's own password."""
        return redirect("password-change")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Leaving the back office is leaving the portal."""
        super().logout(request, extra_context)
        return redirect("home")


class PortalAdminConfig(BasicAppConfig):
    """Unfold, with our site as the one that every admin module registers with."""

    def ready(self) -> None:
        site = PortalAdminSite()
        admin.site = site
        sites.site = site
