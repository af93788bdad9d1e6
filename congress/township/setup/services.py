"""Writing what a new town says of itself: one verb a function, recorded."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from congress.common.setup import require_setup_rights
from congress.township.models import CongressTerm, TownSettings, Township


@transaction.atomic
def save_profile(*, actor: Any, town: Township, contact: Mapping[str, str]) -> Township:
    """The town's profile as filled in, and the office's telephone and address.

    Raises PermissionDenied; StaleRecord when somebody saved meanwhile.
    """
    require_setup_rights(actor)
    if town.pk:
        town.save_version()
    else:
        town.save()
    settings = TownSettings.load()
    for name, value in contact.items():
        setattr(settings, name, value)
    if settings.pk:
        settings.save_version()
    else:
        settings.save()
    return town


@transaction.atomic
def open_term(*, actor: Any, term: CongressTerm) -> CongressTerm:
    """The first term that the portal knows. Raises PermissionDenied."""
    require_setup_rights(actor)
    town = Township.objects.first()
    term.town_name = town.name if town else term.town_name
    term.save()
    return term
