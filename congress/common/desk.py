"""The navigation of the desk, which apps fill together."""

from dataclasses import replace

from django.http import HttpRequest

from congress.common.registry import DeskPlace, desk_places


def desk_nav(request: HttpRequest) -> list[DeskPlace]:
    """The places of this user's desk; the one that is open is marked."""
    places = desk_places.collect(request)
    return [replace(place, is_current=request.path == place.url) for place in places]
