"""What every page knows of the town."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from congress.common.registry import public_places
from congress.common.views import wants_large_text
from congress.township.models import CongressTerm, TownSettings, Township
from congress.township.working_days import working_calendar


def portal(request: HttpRequest) -> dict[str, Any]:
    """Template context: the town, its current term and settings, and how to show the page.

    Asked once a request: the back office renders dozens of small templates, each with a context.
    """
    known: dict[str, Any] = request.__dict__
    if "portal_context" not in known:
        known["portal_context"] = _portal(request)
    return dict(known["portal_context"])


def _portal(request: HttpRequest) -> dict[str, Any]:
    town = Township.objects.first()
    return {
        "township": town,
        "current_term": CongressTerm.objects.current(timezone.localdate()),
        "town_settings": TownSettings.load(),
        "is_demonstration": bool(town and town.is_demonstration),
        # Asked only by pages that show a date on which something is due.
        "working_calendar": SimpleLazyObject(working_calendar),
        # Asked only by pages with the public navigation.
        "public_places": SimpleLazyObject(public_places.collect),
        "large_text": wants_large_text(request),
    }
