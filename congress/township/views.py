"""The public home page: what the town's congress is, and what the apps have to say on it."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.registry import home_sections
from congress.township.models import Session, Township

_TEN_THOUSAND = 10_000
_FIGURES = ("area_km2", "farmland_mu", "levee_km", "population", "industrial_firms")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who represents me, what is on, what became of it: one section an app contributes."""
    sections = home_sections.collect(request)
    return render(
        request,
        "township/home.html",
        {
            "masthead": [s for s in sections if s.order < 10],
            "sections": [s for s in sections if s.order >= 10],
            "profile": profile_figures(Township.objects.first()),
            "next_session": _next_session(),
        },
    )


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


def _next_session() -> Session | None:
    today = timezone.localdate()
    upcoming = Session.objects.select_related("term").filter(starts_on__gte=today.isoformat())
    return upcoming.order_by("starts_on").first()
