"""Duty cards, one-time links and PINs: given out, used, taken back.

A secret is 128 random bits and known to the card alone; the PIN is tried five times, then it is
locked for half an hour whoever holds the card.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from congress.accounts.enums import CARD_ENTRIES, EndCause, Entry
from congress.accounts.models import LoginCard, LoginPin, RememberedPhone, User
from congress.accounts.permissions import can_issue_card
from congress.accounts.pins import require_good_pin
from congress.accounts.policies import limits_of, policies_of
from congress.accounts.services.sessions import end_logins
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEventKind
from congress.common.roles import roles_of
from congress.common.security import record_event

PIN_TRIES = 5
PIN_LOCK = dt.timedelta(minutes=30)
_WRONG = "口令不对。请核对后再输，还可以试{left}次。"
_LOCKED = "口令输错太多次，已锁住。请过半小时再试，或者打电话给人大办公室重设口令。"
_GONE = "这张卡或链接刚刚被收回或用过了。请打电话给人大办公室。"


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def usable_card(token: str) -> LoginCard | None:
    """The card or link of a secret; None when there is none that may still be used."""
    cards = LoginCard.objects.usable().select_related("user")
    card = cards.filter(token_hash=digest(token), user__is_superuser=False).first()
    return card if card and opens_anything(card.user) else None


def opens_anything(user: User) -> bool:
    """Whether any of the roles that the user holds today may be opened by a card."""
    return any(policy.card_allowed for policy in policies_of(roles_of(user)))


@transaction.atomic
def issue_card(*, actor: Any, account: User) -> str:
    """A new card for the account; returns its secret, which nobody can ask for again.

    Cards and links from before end, and so do the phones remembered by them. The PIN stays.
    Raises PermissionDenied; RuleViolation when no role of the account opens by card.
    """
    _require_holder(actor, account)
    _take_back(actor, account)
    return _issued(actor, account, is_link=False)


@transaction.atomic
def issue_link(*, actor: Any, account: User) -> str:
    """A link that can be used once within the days of the policy; returns its secret.

    The card stays as it is. Raises as ``issue_card``.
    """
    _require_holder(actor, account)
    _revoke(account.login_cards.usable().filter(is_link=True))
    return _issued(actor, account, is_link=True)


@transaction.atomic
def revoke_card(*, actor: Any, account: User) -> None:
    """Cards, links and remembered phones of the account end at once. Raises PermissionDenied."""
    if not can_issue_card(actor, account):
        raise PermissionDenied
    _take_back(actor, account)
    record_event(SecurityEventKind.CARD_REVOKED, user=actor, subject=account.label)


@transaction.atomic
def reset_pin(*, actor: Any, account: User) -> None:
    """The card asks for a new PIN when it is next used. Raises PermissionDenied."""
    if not can_issue_card(actor, account):
        raise PermissionDenied
    LoginPin.objects.filter(user=account).delete()
    forget_phones(account)
    record_event(SecurityEventKind.PIN_RESET, user=actor, subject=account.label)


def forget_phones(account: User) -> None:
    """Every remembered phone has to scan the card again; its logins end."""
    account.phones.filter(revoked_at=None).update(revoked_at=timezone.now())
    end_logins(account.login_sessions.filter(entered_by__in=CARD_ENTRIES), EndCause.REVOKED)


def needs_new_pin(card: LoginCard) -> bool:
    """Whether its owner has to choose a PIN first."""
    return not LoginPin.objects.filter(user=card.user_id).exists()


@transaction.atomic
def choose_first_pin(*, card: LoginCard, pin: str) -> None:
    """Keep the PIN of who uses his card for the first time, and use a link up.

    Raises RuleViolation for a weak PIN, or when somebody else was a moment faster.
    """
    require_good_pin(pin)
    _use(card)
    _, is_new = LoginPin.objects.get_or_create(
        user_id=card.user_id, defaults={"code": make_password(pin)}
    )
    if not is_new:
        raise RuleViolation("口令刚刚已经设好了。请回到上一页，输入那个口令。")


def check_pin(*, card: LoginCard, pin: str) -> None:
    """Compare the PIN, count a wrong one, use a link up. Raises RuleViolation with what to do."""
    # Raised outside of the transaction: the count has to stay.
    with transaction.atomic():
        problem = _problem(LoginPin.objects.select_for_update().get(user=card.user_id), pin)
        if problem is None:
            _use(card)
    if problem is not None:
        record_event(SecurityEventKind.LOGIN_FAILED, user=None, subject=card.user.label)
        raise RuleViolation(problem)


def _problem(known: LoginPin, pin: str) -> str | None:
    now = timezone.now()
    if known.locked_until and known.locked_until > now:
        return _LOCKED
    if check_password(pin, known.code):
        known.failed_tries, known.locked_until = 0, None
        known.save(update_fields=["failed_tries", "locked_until"])
        return None
    known.failed_tries += 1
    is_last = known.failed_tries >= PIN_TRIES
    if is_last:
        known.failed_tries, known.locked_until = 0, now + PIN_LOCK
        record_event(SecurityEventKind.LOCKED_OUT, user=None, subject=known.user.label)
    known.save(update_fields=["failed_tries", "locked_until"])
    return _LOCKED if is_last else _WRONG.format(left=PIN_TRIES - known.failed_tries)


def change_own_pin(*, actor: User, pin: str) -> None:
    """Replace one's own PIN. Raises RuleViolation for a weak one."""
    require_good_pin(pin)
    LoginPin.objects.update_or_create(
        user=actor,
        defaults={"code": make_password(pin), "chosen_at": timezone.now(), "failed_tries": 0},
    )
    record_event(SecurityEventKind.PIN_RESET, user=actor, subject=actor.label, detail="本人更换")


def remember_phone(*, user: User, browser: str) -> tuple[RememberedPhone, str] | None:
    """Know this phone for the days of the policy: its row and its secret; None for no days."""
    days = limits_of(user).remember
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
    """The remembered phone of a secret; None when it isn't known any more."""
    phones = RememberedPhone.objects.known().select_related("user")
    phone = phones.filter(secret_hash=digest(secret), user__is_superuser=False).first()
    return phone if phone and opens_anything(phone.user) else None


def keep_phone(phone: RememberedPhone, user: User) -> None:
    """A use of the phone begins its days anew."""
    phone.used_at = timezone.now()
    phone.expires_at = phone.used_at + limits_of(user).remember
    phone.save(update_fields=["used_at", "expires_at"])


@transaction.atomic
def forget_phone(*, actor: User, phone: RememberedPhone) -> None:
    """One of one's own phones has to scan the card again."""
    if phone.user_id != actor.pk:
        raise PermissionDenied
    phone.revoked_at = timezone.now()
    phone.save(update_fields=["revoked_at"])
    end_logins(actor.login_sessions.filter(phone=phone), EndCause.REVOKED)


def come_in_by(user: User, entry: Entry) -> User:
    """Mark how the user comes in: it decides which of his roles open."""
    user.entered_by = entry
    user.__dict__.pop("_roles_on", None)
    return user


def _require_holder(actor: Any, account: User) -> None:
    if not can_issue_card(actor, account):
        raise PermissionDenied
    if not opens_anything(account):
        raise RuleViolation(
            f"{account}现在没有可以用履职卡登录的角色，没有发卡。"
            "请核对代表资格，或者在“登录规则”里放开。"
        )


def _issued(actor: Any, account: User, *, is_link: bool) -> str:
    token, now = secrets.token_urlsafe(16), timezone.now()
    expires_at = now + limits_of(account).link if is_link else None
    LoginCard.objects.create(
        user=account,
        is_link=is_link,
        token_hash=digest(token),
        issued_by=actor,
        issued_at=now,
        expires_at=expires_at,
    )
    record_event(
        SecurityEventKind.CARD_ISSUED,
        user=actor,
        subject=account.label,
        detail="一次性链接" if is_link else "",
    )
    return token


def _take_back(actor: Any, account: User) -> None:
    _revoke(account.login_cards.usable())
    forget_phones(account)


def _revoke(cards: Iterable[LoginCard]) -> None:
    """One by one: each leaves its history."""
    for card in cards:
        card.revoked_at = timezone.now()
        card.save(update_fields=["revoked_at"])


def _use(card: LoginCard) -> None:
    """Use a link up; a card may be used again. Raises RuleViolation when it is gone meanwhile."""
    row = LoginCard.objects.usable().select_for_update(of=("self",)).filter(pk=card.pk).first()
    if row is None:
        raise RuleViolation(_GONE)
    if row.is_link:
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])
