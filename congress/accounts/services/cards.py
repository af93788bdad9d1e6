"""Duty cards, one-time links and PINs: given out, used, taken back.

A code is known to the card alone. Wrong PINs and codes are counted by django-axes like wrong
passwords (congress.accounts.lockout), a person's PINs apart from his password.
"""

from typing import Any

from axes.utils import reset as forget_failed_tries
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from congress.accounts.codes import digest, new_code
from congress.accounts.enums import CARD_ENTRIES, EndCause
from congress.accounts.models import LoginCard, LoginPin, User
from congress.accounts.permissions import can_change_account, can_issue_card
from congress.accounts.pins import lock_name, require_good_pin
from congress.accounts.policies import limits_by_card, may_enter_by_card
from congress.accounts.services.sessions import end_logins
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEventKind
from congress.common.security import record_event

_USED = "这个链接已经用过了，只能用一次。请向人大办公室要一个新的。"


@transaction.atomic
def issue_card(*, actor: Any, account: User) -> str:
    """A new card for the account; returns its code, which nobody can ask for again.

    Cards and links from before end, and so do the phones remembered by them. The PIN stays.
    Raises PermissionDenied; RuleViolation when no role of the account opens by card.
    """
    _require_holder(actor, account)
    _take_back(account)
    return _issued(actor, account, is_link=False)


@transaction.atomic
def issue_link(*, actor: Any, account: User) -> str:
    """A link that can be used once within the days of the policy; returns its code.

    The card stays as it is. Raises as ``issue_card``.
    """
    _require_holder(actor, account)
    for link in account.login_cards.usable().filter(is_link=True):
        _end(link)
    return _issued(actor, account, is_link=True)


@transaction.atomic
def revoke_card(*, actor: Any, account: User) -> None:
    """Cards, links and remembered phones of the account end at once. Raises PermissionDenied."""
    _require_giver(actor, account)
    _take_back(account)
    record_event(SecurityEventKind.CARD_REVOKED, user=actor, subject=account.label)


@transaction.atomic
def reset_pin(*, actor: Any, account: User) -> None:
    """The card asks for a new PIN when it is next used. Raises PermissionDenied."""
    _require_giver(actor, account)
    LoginPin.objects.filter(user=account).delete()
    forget_failed_tries(username=lock_name(account))
    forget_phones(account)
    record_event(SecurityEventKind.PIN_RESET, user=actor, subject=account.label)


def forget_phones(account: User) -> None:
    """Every remembered phone has to scan the card again; its logins end."""
    account.phones.filter(revoked_at=None).update(revoked_at=timezone.now())
    end_logins(account.login_sessions.filter(entered_by__in=CARD_ENTRIES), EndCause.REVOKED)


def has_pin(account: User) -> bool:
    """Whether the owner has chosen a PIN."""
    return LoginPin.objects.filter(user=account).exists()


@transaction.atomic
def choose_first_pin(*, account: User, pin: str) -> None:
    """Keep the PIN of who uses his card for the first time.

    Raises RuleViolation for a weak PIN, or when somebody else was a moment faster.
    """
    require_good_pin(pin)
    try:
        with transaction.atomic():
            LoginPin.objects.create(user=account, code=make_password(pin))
    except IntegrityError as error:
        raise RuleViolation("口令刚刚已经设好了，请输入那个口令。") from error
    record_event(SecurityEventKind.PIN_SET, user=account, subject=account.label)


@transaction.atomic
def change_own_pin(*, actor: User, pin: str) -> None:
    """Replace one's own PIN. Raises RuleViolation for a weak one, or the same again."""
    require_good_pin(pin)
    known = LoginPin.objects.select_for_update().get(user=actor)
    if check_password(pin, known.code):
        raise RuleViolation("新口令不能和现在的一样。")
    known.code, known.chosen_at = make_password(pin), timezone.now()
    known.save()
    record_event(SecurityEventKind.PIN_SET, user=actor, subject=actor.label)


def good_card(code: str) -> LoginCard:
    """The card or link of a code. Raises RuleViolation, with what to do, if it lets nobody in."""
    card = LoginCard.objects.filter(token_hash=digest(code)).select_related("user").first()
    if card is None:
        raise RuleViolation("没有找到这张卡。请核对卡号，或者重新扫卡上的二维码。")
    measured = "这个链接" if card.is_link else "这张卡"
    if card.revoked_at is not None:
        raise RuleViolation(f"{measured}已经收回，或者换了新的。请用新的，或向人大办公室领。")
    if card.used_at is not None and card.is_link:
        raise RuleViolation(_USED)
    if card.expires_at is not None and card.expires_at <= timezone.now():
        raise RuleViolation("这个链接过期了。请向人大办公室要一个新的。")
    if not may_enter_by_card(card.user):
        raise RuleViolation(f"{measured}现在不能登录。有疑问请打电话给人大办公室。")
    return card


@transaction.atomic
def use_card(card: LoginCard) -> None:
    """Somebody comes in by it: a link is used up. Raises RuleViolation if it is gone meanwhile."""
    row = LoginCard.objects.usable().select_for_update(of=("self",)).filter(pk=card.pk).first()
    if row is None:
        raise RuleViolation(_USED if card.is_link else "这张卡刚刚被收回了。")
    forget_failed_tries(username=lock_name(card.user))
    if row.is_link:
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])


def _require_giver(actor: Any, account: User) -> None:
    """Taking back is allowed also where nothing may be given out any more."""
    if not can_change_account(actor, account):
        raise PermissionDenied


def _require_holder(actor: Any, account: User) -> None:
    if not can_issue_card(actor, account):
        raise PermissionDenied
    if not may_enter_by_card(account):
        raise RuleViolation(
            f"{account}现在没有可以用履职卡登录的角色，没有发卡。"
            "请核对代表资格，或者在“登录规则”里放开。"
        )


def _issued(actor: Any, account: User, *, is_link: bool) -> str:
    code, now = new_code(), timezone.now()
    LoginCard.objects.create(
        user=account,
        is_link=is_link,
        token_hash=digest(code),
        issued_by=actor,
        issued_at=now,
        expires_at=now + limits_by_card(account).link if is_link else None,
    )
    record_event(
        SecurityEventKind.CARD_ISSUED,
        user=actor,
        subject=account.label,
        detail="一次性链接" if is_link else "",
    )
    return code


def _take_back(account: User) -> None:
    for card in account.login_cards.usable():
        _end(card)
    forget_phones(account)


def _end(card: LoginCard) -> None:
    card.revoked_at = timezone.now()
    card.save(update_fields=["revoked_at"])
