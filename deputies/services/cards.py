"""Duty cards for deputies: an account is made on the way for who has none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from congress.accounts.codes import written
from congress.accounts.models import LoginCard, User
from congress.accounts.services.accounts import create_account_for_card
from congress.accounts.services.cards import issue_card, issue_link
from congress.township.models import CongressTerm
from deputies.models import Deputy, Mandate


@dataclass(frozen=True)
class Card:
    """What is printed for one deputy; ``url`` and ``code`` are the secret and kept nowhere."""

    name: str
    group: str
    url: str
    code: str


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
    people: Sequence[Deputy], *, actor: Any, address: Callable[[str], str]
) -> list[Card]:
    """A new card for each, in the order given; ``address`` makes the URL of a secret.

    All or none: a card that wasn't printed must not end the one before it. Raises
    PermissionDenied and RuleViolation as ``issue_card``.
    """
    groups = _groups_of(people)
    cards = []
    for deputy in people:
        code = issue_card(actor=actor, account=ensure_account(deputy, actor=actor))
        group = groups.get(deputy.pk, "")
        cards.append(Card(deputy.name, group, address(code), written(code)))
    return cards


@transaction.atomic
def make_link(deputy: Deputy, *, actor: Any, address: Callable[[str], str]) -> str:
    """The URL of a link that can be used once. Raises as ``issue_link``."""
    return address(issue_link(actor=actor, account=ensure_account(deputy, actor=actor)))


def holders_of_cards() -> Any:
    """Keys of the accounts that have a card."""
    return LoginCard.objects.usable().cards().values("user")


def serving_for_cards(term: CongressTerm | None) -> Any:
    """Deputies in office, in the order in which cards are handed out: by group, then by name."""
    return Deputy.objects.serving(term=term).in_stroke_order().select_related("user")


def _groups_of(people: Sequence[Deputy]) -> dict[int, str]:
    mandates = Mandate.objects.township().serving().filter(deputy__in=people, group__isnull=False)
    return dict(mandates.values_list("deputy", "group__name"))


def _free_name(wanted: str) -> str:
    """A login name that nobody has: zhangwei, zhangwei2."""
    wanted = wanted[:40] or "daibiao"
    taken = set(User.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    return next(
        name
        for name in (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
        if name not in taken
    )
