"""The number on the desk's and the back office's navigation."""

from typing import Any

from django.http import HttpRequest

from congress.common.models import Message


def unread_messages(request: HttpRequest) -> int:
    """How many messages the user hasn't opened; counted once a request."""
    known: dict[str, Any] = request.__dict__
    if "unread_messages" not in known:
        known["unread_messages"] = Message.objects.visible_to(request.user).unread().count()
    return int(known["unread_messages"])
