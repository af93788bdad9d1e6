"""Duty cards on paper: what stands on one, and who knows it.

The apps above know whose an account is and draw the sheets; they register both here, so that the
page of any account can print its card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from congress.accounts.codes import written
from congress.accounts.models import LoginCard, User
from congress.accounts.services.cards import issue_card
from congress.common.exceptions import RuleViolation


@dataclass(frozen=True)
class Holder:
    """Whose card it is: its heading, his name, what stands below, his own page in the office.

    Without a name the account's counts.
    """

    heading: str
    name: str = ""
    line: str = ""
    page: str = ""


@dataclass(frozen=True)
class Card:
    """What is printed for one account; ``url`` and ``code`` are the secret and kept nowhere."""

    name: str
    holder: Holder
    url: str
    code: str


HolderSource = Callable[[Sequence[int]], Mapping[int, Holder]]
_sources: list[HolderSource] = []
Printer = Callable[[Sequence[Card], str], bytes]
_printers: list[Printer] = []
_UNKNOWN = Holder("登录卡")
_TURN = 7_240_517_003  # any number that no other advisory lock has


def register_card_holders(source: HolderSource) -> None:
    """Add a function (keys of accounts) → those that it knows. Called from an app's ``ready``.

    Of several that know an account the last registered counts: it stands highest.
    """
    _sources.append(source)


def register_card_printer(printer: Printer) -> None:
    """Say what draws cards: (cards, where a code is typed) → PDF. Called from ``ready``."""
    _printers[:] = [printer]


def card_holders(accounts: Sequence[User]) -> dict[int, Holder]:
    """Whose each account is, by its key."""
    keys = [account.pk for account in accounts]
    found = dict.fromkeys(keys, _UNKNOWN)
    for source in _sources:
        found.update(source(keys))
    return found


def newest_card(account: User | None = None) -> int:
    """The key of the newest card (of an account), 0 for none: what a page was opened with."""
    cards = LoginCard.objects.cards() if account is None else account.login_cards.cards()
    return cards.order_by("-pk").values_list("pk", flat=True).first() or 0


def take_turn(seen: str, account: User | None = None) -> None:
    """Wait until nobody else prints, inside a transaction.

    Whoever presses twice would make the cards void that he has just printed: RuleViolation where
    there are newer cards than the page knew (``seen``, "" for a page that doesn't say).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    if seen and seen != str(newest_card(account)):
        raise RuleViolation(
            "这一页打开以后，卡已经发过了：文件在另一个窗口里，里面的卡有效。没有重新发。"
            "确实要再发一次，请再点一次。"
        )


@transaction.atomic
def issue_cards(
    accounts: Sequence[User], *, actor: Any, address: Callable[[str], str]
) -> list[Card]:
    """A new card for each, in the order given; ``address`` makes the URL of a code.

    All or none: a card that wasn't printed must not end the one before it. Raises
    PermissionDenied and RuleViolation as ``issue_card``.
    """
    holders = card_holders(accounts)
    cards = []
    for account in accounts:
        code = issue_card(actor=actor, account=account)
        holder = holders[account.pk]
        cards.append(Card(holder.name or str(account), holder, address(code), written(code)))
    return cards


def draw_cards(cards: Sequence[Card], *, typed_at: str) -> bytes:
    """The sheets as a PDF. ``typed_at`` is the address where a code is typed."""
    return _printers[0](cards, typed_at)
