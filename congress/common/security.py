"""Recording what must be traceable although it changes no record."""

from typing import Any

from django.http import HttpRequest

from congress.common.client_address import client_address
from congress.common.history import current_address
from congress.common.models import SecurityEvent, SecurityEventKind

_LONGEST = 200


def record_event(
    kind: SecurityEventKind,
    *,
    user: Any,
    subject: str,
    detail: str = "",
    request: HttpRequest | None = None,
) -> SecurityEvent:
    """Keep that something happened, with the address that it came from.

    ``user`` is who did it, None (or a visitor) when nobody is known. ``subject`` names what it was
    done to, ``detail`` says more; both are cut to what the columns hold and must not contain
    personal data. Without ``request`` the address is that of the request being answered, if any.
    """
    return SecurityEvent.objects.create(
        kind=kind,
        user=user if getattr(user, "is_authenticated", False) else None,
        ip=current_address() if request is None else client_address(request),
        subject=subject[:_LONGEST],
        detail=detail[:_LONGEST],
    )
