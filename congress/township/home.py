"""What the institution itself says on the public home page: the next session, and the town."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection
from congress.township.models import Session, Township

_TEN_THOUSAND = 10_000
_FIGURES = ("area_km2", "farmland_mu", "levee_km", "population", "industrial_firms")


def sections(request: HttpRequest) -> Iterable[HomeSection]:
    """The next session where one is planned, the town where something is filled in."""
    session = _next_session(timezone.localdate())
    if session:
        yield HomeSection(25, "township/home_session.html", {"session": session})
    town = Township.objects.first()
    figures = profile_figures(town)
    if town and (figures or town.introduction):
        yield HomeSection(90, "township/home_profile.html", {"town": town, "figures": figures})


def profile_figures(town: Township | None) -> list[tuple[str, str]]:
    """(label, number) of the town's figures that are filled in; 约 where it is approximate."""
    figures = []
    for name in _FIGURES if town else ():
        value = getattr(town, name)
        if value is not None:
            label = str(Township._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            number = _in_words(value)
            figures.append((label, f"约{number}" if town and town.is_approximate(name) else number))
    return figures


def _in_words(value: Decimal | int) -> str:
    """Numbers as people say them: 41.5, 6.6万."""
    if value >= _TEN_THOUSAND:
        return f"{Decimal(value) / _TEN_THOUSAND:.2f}".rstrip("0").rstrip(".") + "万"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _next_session(day: dt.date) -> Session | None:
    upcoming = Session.objects.select_related("term").filter(starts_on__gte=day.isoformat())
    return upcoming.order_by("starts_on").first()
