"""From a number to the records it counts: addresses of lists in the back office."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, get_script_prefix, reverse

# gunicorn refuses request lines of more than 4,094 characters.
_LONGEST = 3000


def records_url(model: type[Model], ids: Iterable[int], **conditions: Any) -> str:
    """The admin's list of exactly these rows; "" when the model has none.

    The ids themselves go into the address, so that it opens the same records later. Where they
    are too many, ``conditions`` (lookups on the model's own columns) stand for them.
    """
    options = model._meta
    try:
        address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    except NoReverseMatch:
        return ""
    listed = ",".join(str(pk) for pk in sorted(ids))
    if len(listed) <= _LONGEST:
        return f"{address}?id__in={listed or 0}"
    return f"{address}?{urlencode(conditions)}" if conditions else address


def kept_address(address: str) -> str:
    """An address as it is stored: from the portal's own root, wherever that is mounted today."""
    below = get_script_prefix()
    return f"/{address.removeprefix(below)}" if address.startswith(below) else address


def own_address(kept: str) -> str:
    """A stored address as a link of today."""
    return f"{get_script_prefix()}{kept.lstrip('/')}" if kept.startswith("/") else kept
