"""Duty cards for deputies: an account is made on the way for who has none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from congress.accounts.card_printing import Card, issue_cards, take_turn
from congress.accounts.models import LoginCard, User
from congress.accounts.services.accounts import create_account_for_card
from congress.township.models import CongressTerm
from deputies.models import Deputy


def ensure_account(deputy: Deputy, *, actor: Any) -> User:
    """The deputy's account, made without a password if there is none. Raises PermissionDenied."""
    if deputy.user is None:
        with transaction.atomic():
            deputy.user = create_account_for_card(
                actor=actor, username=_free_name(deputy.pinyin), display_name=deputy.name
            )
            deputy.save_version()
    assert deputy.user is not None  # noqa: S101  for mypy
    return deputy.user


@transaction.atomic
def print_cards(
    keys: Sequence[int], *, actor: Any, address: Callable[[str], str], seen: str = ""
) -> list[Card]:
    """A new card for each deputy, in the order of the keys; accounts are made on the way.

    Raises as ``take_turn`` and ``issue_cards``: all or none.
    """
    take_turn(seen)
    people = Deputy.objects.select_related("user").in_bulk(keys)
    accounts = [ensure_account(people[key], actor=actor) for key in keys]
    return issue_cards(accounts, actor=actor, address=address)


def holders_of_cards() -> Any:
    """Keys of the accounts that have a card."""
    return LoginCard.objects.usable().cards().values("user")


def serving_for_cards(term: CongressTerm | None) -> Any:
    """Deputies in office, in the order in which cards are handed out: by group, then by name."""
    return Deputy.objects.serving(term=term).in_stroke_order().select_related("user")


def _free_name(wanted: str) -> str:
    """A login name that nobody has: zhangwei, zhangwei2."""
    wanted = wanted[:40] or "daibiao"
    taken = set(User.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    return next(
        name
        for name in (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
        if name not in taken
    )
