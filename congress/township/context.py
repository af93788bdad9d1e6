"""What every page knows of the town."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from congress.township.models import CongressTerm, TownSettings, Township


def portal(request: HttpRequest) -> dict[str, Any]:
    """Template context: the town, its current term and settings, and how to show the page."""
    town = Township.objects.first()
    return {
        "township": town,
        "current_term": CongressTerm.objects.current(timezone.localdate()),
        "town_settings": TownSettings.load(),
        "is_demonstration": bool(town and town.is_demonstration),
        "large_text": request.COOKIES.get("text") == "large",
    }
