"""Public pages of the deputies. Only those in office, only what may be public."""

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.partial_dates import in_force
from congress.township.models import CongressTerm, TownSettings
from deputies import directory
from deputies.directory import DirectoryOrder
from deputies.models import (
    CongressLevel,
    Deputy,
    LiaisonAssignment,
    Mandate,
    PresidiumPost,
    PresidiumRole,
)

_SEARCH_LENGTH = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The directory: by group, village, strokes or pinyin, and found by name or pinyin."""
    today = timezone.localdate()
    term = CongressTerm.objects.current(today)
    order = _order(request.GET.get("by", ""))
    search = request.GET.get("q", "").replace("\x00", "").strip()[:_SEARCH_LENGTH]
    found = (
        directory.entries(term, on=today, search=search)
        if term and TownSettings.load().publishes_deputies
        else []
    )
    return render(
        request,
        "deputies/index.html",
        {
            "order": order,
            "orders": DirectoryOrder,
            "search": search,
            "count": len(found),
            "headings": directory.headings(order, found),
        },
    )


def _order(given: str) -> DirectoryOrder:
    return DirectoryOrder(given) if given in DirectoryOrder.values else DirectoryOrder.GROUP


@require_safe
def deputy(request: HttpRequest, public_id: str) -> HttpResponse:
    """One deputy in office."""
    settings = TownSettings.load()
    if not settings.publishes_deputies:
        raise Http404
    today = timezone.localdate()
    person = get_object_or_404(Deputy.objects.select_related("village"), public_id=public_id)
    serving = Mandate.objects.serving(on=today).filter(deputy=person)
    mandates = list(serving.select_related("term", "district", "group").order_by("-term__ordinal"))
    own = next((m for m in mandates if m.level == CongressLevel.TOWNSHIP), None)
    if own is None:
        raise Http404
    contact = LiaisonAssignment.objects.filter(deputies=person, plan__starts_on__lte=today)
    return render(
        request,
        "deputies/deputy.html",
        {
            "deputy": person,
            "mandate": own,
            "facts": directory.public_facts(person, own, settings),
            "other_levels": [
                m.get_level_display() for m in mandates if m.level != CongressLevel.TOWNSHIP
            ],
            "posts": PresidiumPost.objects.filter(in_force(today), deputy=person, term=own.term),
            "contacted_by": contact.select_related("member").order_by("-plan__starts_on").first(),
        },
    )


@require_safe
def presidium(request: HttpRequest) -> HttpResponse:
    """The presidium of the current term by post, in stroke order."""
    today = timezone.localdate()
    term = CongressTerm.objects.current(today)
    holders: dict[str, list[Deputy]] = {role: [] for role in PresidiumRole.values}
    if TownSettings.load().publishes_deputies:
        posts = PresidiumPost.objects.filter(in_force(today), term=term)
        by_person = defaultdict(list)
        for person_id, role in posts.values_list("deputy_id", "role"):
            by_person[person_id].append(role)
        for person in Deputy.objects.serving(on=today, term=term).in_stroke_order():
            for role in by_person[person.pk]:
                holders[role].append(person)
    shown = [(PresidiumRole(role).label, people) for role, people in holders.items() if people]
    return render(request, "deputies/presidium.html", {"posts": shown, "term": term})
