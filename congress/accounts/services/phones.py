"""Phones that are remembered: known by a secret, kept by use, forgotten by their owner."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from congress.accounts.codes import digest
from congress.accounts.enums import EndCause
from congress.accounts.models import RememberedPhone, User
from congress.accounts.models.cards import RememberedPhoneQuerySet
from congress.accounts.permissions import can_change_account
from congress.accounts.policies import limits_by_card, may_enter_by_card
from congress.accounts.services.sessions import end_logins, revoke_logins
from congress.common.models import SecurityEventKind
from congress.common.security import record_event


def remember_phone(*, user: User, browser: str) -> tuple[RememberedPhone, str] | None:
    """Know this phone for the days of the policy: its row and its secret; None for no days."""
    days = limits_by_card(user).remember
    if not days:
        return None
    secret = secrets.token_urlsafe(24)
    phone = RememberedPhone.objects.create(
        user=user,
        secret_hash=digest(secret),
        browser=browser,
        expires_at=timezone.now() + days,
    )
    return phone, secret


def phone_of(secret: str) -> RememberedPhone | None:
    """The remembered phone of a secret; None when it isn't known, or opens nothing any more."""
    phones = RememberedPhone.objects.known().select_related("user")
    phone = phones.filter(secret_hash=digest(secret)).first()
    if phone is None or not may_enter_by_card(phone.user):
        return None
    return phone if limits_by_card(phone.user).remember else None


def keep_phone(phone: RememberedPhone) -> None:
    """A use of the phone begins its days anew."""
    phone.used_at = timezone.now()
    phone.expires_at = phone.used_at + limits_by_card(phone.user).remember
    phone.save(update_fields=["used_at", "expires_at"])


@transaction.atomic
def forget_chosen_phones(*, actor: Any, account: User, phones: RememberedPhoneQuerySet) -> int:
    """Some phones of an account have to scan the card again; what they do ends at once.

    One's own, or as the one who looks after the account (else PermissionDenied). Returns how many.
    """
    if actor.pk != account.pk and not can_change_account(actor, account):
        raise PermissionDenied
    chosen = list(phones.filter(user=account, revoked_at=None))
    RememberedPhone.objects.filter(pk__in=[phone.pk for phone in chosen]).update(
        revoked_at=timezone.now()
    )
    end_logins(account.login_sessions.filter(phone__in=chosen), EndCause.REVOKED)
    for phone in chosen:
        record_event(
            SecurityEventKind.PHONE_FORGOTTEN,
            user=actor,
            subject=account.label,
            detail=phone.browser,
        )
    return len(chosen)


@transaction.atomic
def shut_out(*, actor: Any, account: User) -> None:
    """End all logins of an account and forget all its phones. Raises PermissionDenied.

    Card, PIN and password stay: who has them comes in again.
    """
    revoke_logins(actor=actor, account=account, logins=account.login_sessions.live())
    phones = account.phones.filter(expires_at__gt=timezone.now())
    forget_chosen_phones(actor=actor, account=account, phones=phones)
