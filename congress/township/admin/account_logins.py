"""The page of an account's logins: where it is in, which phones know it, its card, what is locked.

For the clerk whom somebody calls: "I have lost my phone", "I have forgotten the number".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.decorators import action

from congress.accounts.card_addresses import (
    card_address,
    reaches_nobody,
    site_address,
    typing_address,
)
from congress.accounts.card_printing import (
    Card,
    card_holders,
    draw_cards,
    issue_cards,
    newest_card,
    take_turn,
)
from congress.accounts.lockout import locks_of
from congress.accounts.models import User
from congress.accounts.permissions import can_issue_card
from congress.accounts.policies import may_enter_by_card
from congress.accounts.services import revoke_logins, unlock_account
from congress.accounts.services.cards import has_pin, issue_link, reset_pin, revoke_card
from congress.accounts.services.phones import forget_chosen_phones, shut_out
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation

CARD = "履职卡"
_NOTHING = "没有选择要办的事。请点页面上的按钮。"


def card_step(request: HttpRequest, account: User, verb: str) -> HttpResponse | dict[str, Any]:
    """Print a card, make a link, have a new PIN chosen, take back: a file, or what to show.

    Raises PermissionDenied; RuleViolation with what to do.
    """
    if verb == "print":
        with transaction.atomic():
            take_turn(request.POST.get("seen", ""), account)
            cards = issue_cards([account], actor=request.user, address=card_address(request))
        return cards_response(request, cards)
    if verb == "link":
        code = issue_link(actor=request.user, account=account)
        return {"link": card_address(request)(code)}
    if verb == "pin":
        reset_pin(actor=request.user, account=account)
        messages.success(request, f"{account}下次用卡登录时，要重新设口令。")
    elif verb == "revoke":
        revoke_card(actor=request.user, account=account)
        messages.success(request, f"{account}的卡、链接和记住的手机都已失效。")
    else:
        raise RuleViolation(_NOTHING)
    return {}


def cards_response(request: HttpRequest, cards: Sequence[Card]) -> HttpResponse:
    """The sheets of cards; that somebody took them is recorded beside each card's own event."""
    pdf = draw_cards(cards, typed_at=typing_address(request))
    names = "、".join(card.name for card in cards)
    return pdf_response(pdf, f"{CARD}（{len(cards)}张）", actor=request.user, detail=names)


def address_context(request: HttpRequest) -> dict[str, Any]:
    """What a page says about the address that stands on cards."""
    return {"site": site_address(request), "reaches_nobody": reaches_nobody(request)}


class LoginPages:
    """Mixed into UserAdmin."""

    admin_site: Any
    model: Any
    _account: Any

    @action(description="登录和卡", icon="devices", url_path="logins", permissions=["account"])
    def logins_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything by which somebody is in or comes in, with a button to end it."""
        account = self._account(request, object_id)
        if account.pk == request.user.pk:
            return redirect("account")
        shown: dict[str, Any] = {}
        if request.method == "POST":
            try:
                answer = _done(request, account)
            except RuleViolation as why:
                messages.error(request, why.message)
                answer = {}
            if isinstance(answer, HttpResponse):
                return answer
            if not answer:
                return redirect("admin:accounts_user_logins_page", account.pk)
            shown = answer
        context = {
            **self.admin_site.each_context(request),
            **address_context(request),
            **_state(request, account),
            **shown,
            "title": f"{account}的登录和卡",
            "opts": self.model._meta,
            "original": account,
        }
        response = TemplateResponse(request, "admin/township/logins.html", context)
        response["Cache-Control"] = "no-store"
        return response


def _state(request: HttpRequest, account: User) -> dict[str, Any]:
    return {
        "account": account,
        "holder": card_holders([account])[account.pk],
        "logins": list(account.login_sessions.live()),
        "phones": list(account.phones.known()),
        "locks": locks_of(account),
        "card": account.login_cards.usable().cards().first(),
        "open_link": account.login_cards.usable().filter(is_link=True).first(),
        "has_pin": has_pin(account),
        "may_card": can_issue_card(request.user, account),
        "opens_by_card": may_enter_by_card(account),
        "seen": newest_card(account),
    }


def _done(request: HttpRequest, account: User) -> HttpResponse | dict[str, Any]:
    verb, actor = request.POST.get("do", ""), request.user
    if verb == "end":
        chosen = account.login_sessions.live().filter(public_id=request.POST.get("which", ""))
        count = revoke_logins(actor=actor, account=account, logins=chosen)
        messages.success(request, "那一处已经退出。" if count else "那一处早已退出了。")
    elif verb == "forget":
        phones = account.phones.known().filter(public_id=request.POST.get("which", ""))
        count = forget_chosen_phones(actor=actor, account=account, phones=phones)
        messages.success(request, "已忘记那部手机。" if count else "那部手机早已忘记了。")
    elif verb == "all":
        shut_out(actor=actor, account=account)
        messages.success(request, f"{account}已在各处退出，手机也都忘记了。")
    elif verb == "unlock":
        unlock_account(actor=actor, account=account)
        messages.success(request, f"{account}可以重新登录了。")
    else:
        return card_step(request, account, verb)
    return {}
