"""One's own password."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from congress.accounts.models import User
from congress.common.models import SecurityEventKind
from congress.common.security import record_event


def store_password(account: User, password: str, *, must_change: bool) -> None:
    """Write a password that has been checked, and whether its owner must replace it."""
    account.set_password(password)
    account.password_set_at = timezone.now()
    account.must_change_password = must_change
    account.save(update_fields=["password", "password_set_at", "must_change_password"])


@transaction.atomic
def change_own_password(*, actor: User, password: str) -> None:
    """Replace one's own password; whoever is logged in elsewhere with the old one no longer is.

    Raises ValidationError when the new one is too weak.
    """
    validate_password(password, actor)
    store_password(actor, password, must_change=False)
    record_event(SecurityEventKind.PASSWORD_CHANGED, user=actor, subject=actor.label)
