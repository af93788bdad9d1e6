"""Giving out duty cards: for many on one page, for one on his own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget

from congress.accounts.models import LoginCard, LoginPin
from congress.accounts.services.cards import reset_pin, revoke_card
from congress.common.exceptions import RuleViolation
from congress.common.permissions import can_edit_accounts
from congress.common.setup import path_context
from congress.township.models import CongressTerm
from deputies.card_sheets import TITLE, cards_pdf
from deputies.models import Deputy
from deputies.services.cards import (
    holders_of_cards,
    make_link,
    print_cards,
    serving_for_cards,
)
from deputies.sheets import sheet_response

STEP = 35
WITHOUT, ALL = "without", "all"


class ManyCardsForm(forms.Form):
    """Whose cards are printed."""

    whose = forms.ChoiceField(
        label="给谁打印",
        widget=UnfoldAdminRadioSelectWidget(),
        error_messages={"required": "请选给谁打印。"},
    )

    def __init__(self, *args: Any, without: int, everybody: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(WITHOUT, f"还没有卡的{without}人")] if without else []
        choices.append((ALL, f"全部在任代表{everybody}人（以前的卡作废，手机要重新扫卡）"))
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]
        self.fields["whose"].initial = choices[0][0]


def absolute(request: HttpRequest, path: str) -> str:
    """The address as deputies reach it: the town's own, else the one that the office uses."""
    return settings.SITE_ORIGIN + path if settings.SITE_ORIGIN else request.build_absolute_uri(path)


def card_address(request: HttpRequest) -> Callable[[str], str]:
    """A function from a card's code to the address that its picture holds."""
    return lambda code: absolute(request, reverse("card", args=[code]))


def reaches_nobody(request: HttpRequest) -> bool:
    """Whether the address on the cards would be this very computer's."""
    host = urlsplit(absolute(request, "/")).hostname or ""
    return host == "localhost" or host.startswith("127.") or host == "::1"


class CardPages:
    """Mixed into DeputyAdmin."""

    admin_site: Any
    model: Any

    def has_cards_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_edit_accounts(request.user)

    @action(description="打印履职卡", icon="badge", url_path="cards", permissions=["cards"])
    def cards_page(self, request: HttpRequest) -> HttpResponse:
        """Cards of all deputies in office, or of those who have none, as one PDF."""
        term = CongressTerm.objects.current(timezone.localdate())
        everybody = serving_for_cards(term)
        without = everybody.exclude(user__in=holders_of_cards())
        counts = {"everybody": everybody.count(), "without": without.count()}
        form = ManyCardsForm(request.POST if request.method == "POST" else None, **counts)
        if form.is_bound and form.is_valid():
            people = without if form.cleaned_data["whose"] == WITHOUT else everybody
            try:
                return self._printed(request, list(people))
            except RuleViolation as why:
                messages.error(request, why.message)
        context = {
            **self.admin_site.each_context(request),
            **path_context(STEP),
            **counts,
            "title": "发履职卡",
            "site": absolute(request, reverse("home")),
            "reaches_nobody": reaches_nobody(request),
            "opts": self.model._meta,
            "form": form,
        }
        return TemplateResponse(request, "admin/deputies/cards.html", context)

    def has_card_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        is_there = Deputy.objects.filter(pk=object_id).exists()
        return can_edit_accounts(request.user) and is_there

    @action(description="履职卡", icon="badge", url_path="card", permissions=["card"])
    def card_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One deputy's card: print, a link to send, a new PIN, take back."""
        deputy = get_object_or_404(Deputy.objects.select_related("user"), pk=object_id)
        shown: dict[str, Any] = {}
        if request.method == "POST":
            try:
                answer = self._done(request, deputy, request.POST.get("do", ""))
            except RuleViolation as why:
                messages.error(request, why.message)
                answer = None
            if isinstance(answer, HttpResponse):
                return answer
            shown = answer or {}
        account = deputy.user
        context = {
            **self.admin_site.each_context(request),
            **shown,
            "title": f"{deputy}的履职卡",
            "site": absolute(request, reverse("home")),
            "reaches_nobody": reaches_nobody(request),
            "opts": self.model._meta,
            "original": deputy,
            "card": LoginCard.objects.usable().cards().filter(user=account).first()
            if account
            else None,
            "has_pin": bool(account) and LoginPin.objects.filter(user=account).exists(),
            "phones": list(account.phones.known()) if account else [],
        }
        response = TemplateResponse(request, "admin/deputies/card.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _done(
        self, request: HttpRequest, deputy: Deputy, verb: str
    ) -> HttpResponse | dict[str, Any]:
        if verb == "print":
            return self._printed(request, [deputy])
        if verb == "link":
            link = make_link(deputy, actor=request.user, address=card_address(request))
            return {"link": link}
        account = deputy.user
        if account is None:
            raise RuleViolation(f"{deputy}还没有账号，也就没有卡。请先打印履职卡。")
        if verb == "pin":
            reset_pin(actor=request.user, account=account)
            messages.success(request, f"{deputy}下次扫卡时要重新设口令。")
        elif verb == "revoke":
            revoke_card(actor=request.user, account=account)
            messages.success(request, f"{deputy}的履职卡、链接和记住的手机都已失效。")
        else:
            raise RuleViolation("没有选择要办的事。请点页面上的按钮。")
        return redirect("admin:deputies_deputy_card_page", deputy.pk)

    def _printed(self, request: HttpRequest, people: list[Deputy]) -> HttpResponse:
        if not people:
            raise RuleViolation("没有要打印的人：在任代表都有卡了，或者还没有导入名册。")
        if not can_edit_accounts(request.user):
            raise PermissionDenied
        cards = print_cards(people, actor=request.user, address=card_address(request))
        return sheet_response(
            cards_pdf(cards, typed_at=absolute(request, reverse("card-enter"))), TITLE
        )
