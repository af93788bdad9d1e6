"""How Unfold's admin looks and what its side bar lists."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

# 600 is the accent of the public pages; the others are the same hue, lighter and deeper.
_ACCENT = {
    "50": "#fdf6f5",
    "100": "#f8eceb",
    "200": "#f0d6d5",
    "300": "#e2b0b1",
    "400": "#cc7a7e",
    "500": "#b8464f",
    "600": "#a3222c",
    "700": "#8c1b25",
    "800": "#7d141d",
    "900": "#5f1118",
    "950": "#3a070c",
}
_INK_AND_PAPER = {
    "50": "#fbf9f5",
    "100": "#f4f0e8",
    "200": "#e4dfd6",
    "300": "#cfc8bb",
    "400": "#8a8377",
    "500": "#6b655b",
    "600": "#5d5850",
    "700": "#443f38",
    "800": "#2f2b26",
    "900": "#1f1d1a",
    "950": "#131210",
}


def _town(request: HttpRequest) -> Any:
    """The town, read once a request."""
    from congress.township.context import portal

    return portal(request)["township"]


def site_title(request: HttpRequest) -> str:
    """江湾镇人大工作台; without the town's name while none is entered."""
    town = _town(request)
    return f"{town.name}人大工作台" if town else "人大工作台"


def home_address(request: HttpRequest) -> str:
    """The public pages, wherever the portal is mounted."""
    return reverse("home")


def environment(request: HttpRequest) -> list[str] | None:
    """The badge in every page's head when the data are invented."""
    town = _town(request)
    return ["演示数据", "warning"] if town and town.is_demonstration else None


def tokens(request: HttpRequest) -> str:
    """The values that all pages share; the corrections below are made of them."""
    return static("css/tokens.css")


def stylesheet(request: HttpRequest) -> str:
    """Our corrections to Unfold's own style sheet."""
    return static("css/admin.css")


def attachments(request: HttpRequest) -> str:
    """Files of a record look alike on every page."""
    return static("css/attachments.css")


def typed(request: HttpRequest) -> str:
    """Both versions of a record, and typed text that is given back."""
    return static("css/typed.css")


def favicon(request: HttpRequest) -> str:
    """The same mark as on the public pages."""
    return static("img/mark.svg")


def select_labels(request: HttpRequest) -> str:
    """Names for screen readers where the boxes lack them."""
    return static("js/admin-select-labels.js")


def controls(request: HttpRequest) -> str:
    """Names and keys for controls that have only an icon or listen only to the mouse."""
    return static("js/admin-controls.js")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "congress.admin_theme.site_title",
    "SITE_HEADER": "congress.admin_theme.site_title",
    "SITE_ICON": favicon,
    "SITE_URL": "congress.admin_theme.home_address",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": favicon}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "COLORS": {"primary": _ACCENT, "base": _INK_AND_PAPER},
    "STYLES": [tokens, stylesheet, attachments, typed],
    "SCRIPTS": [select_labels, controls],
    "ENVIRONMENT": "congress.admin_theme.environment",
    "DASHBOARD_CALLBACK": "congress.common.office_page.office_page",
    "COMMAND": {"search_callback": "congress.common.search_pages.office_found"},
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "navigation": "congress.admin_navigation.navigation",
    },
    "ACCOUNT": {"navigation": "congress.admin_navigation.account_links"},
}
