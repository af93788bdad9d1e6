"""One's own password."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from congress.accounts.enums import EndCause
from congress.accounts.models import User
from congress.accounts.services.sessions import end_logins
from congress.common.models import SecurityEventKind
from congress.common.security import record_event


def store_password(account: User, password: str, *, must_change: bool) -> None:
    """Write a password that has been checked, and whether its owner must replace it."""
    account.set_password(password)
    account.password_set_at = timezone.now()
    account.must_change_password = must_change
    account.save(update_fields=["password", "password_set_at", "must_change_password"])


@transaction.atomic
def change_own_password(*, actor: User, password: str, session_key: str | None = None) -> None:
    """Replace one's own password; all logins end but the one of ``session_key``.

    Raises ValidationError when the new one is too weak.
    """
    validate_password(password, actor)
    store_password(actor, password, must_change=False)
    end_logins(actor.login_sessions.exclude(session_key=session_key or ""), EndCause.PASSWORD)
    record_event(SecurityEventKind.PASSWORD_CHANGED, user=actor, subject=actor.label)
