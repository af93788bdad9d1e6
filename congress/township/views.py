"""The public home page: what the town's congress is, and what the apps have to say on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congress.common.registry import home_sections
from congress.township.models import Township
from congress.township.setup.first_account import is_untouched


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
            "is_untouched": not Township.objects.exists() and is_untouched(),
        },
    )
