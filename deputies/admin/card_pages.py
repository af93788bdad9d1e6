"""Giving out duty cards: for many on one page, for one on his own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget

from congress.accounts.card_addresses import card_address
from congress.accounts.card_printing import newest_card, take_turn
from congress.common.exceptions import RuleViolation
from congress.common.permissions import can_edit_accounts
from congress.common.setup import path_context
from congress.township.admin.account_logins import address_context, card_step, cards_response
from congress.township.models import CongressTerm
from deputies.models import Deputy
from deputies.services.cards import (
    ensure_account,
    holders_of_cards,
    print_cards,
    serving_for_cards,
)

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
                return self._printed(request, [deputy.pk for deputy in people])
            except RuleViolation as why:
                messages.error(request, why.message)
        context = {
            **self.admin_site.each_context(request),
            **path_context(STEP),
            **counts,
            "title": "发履职卡",
            **address_context(request),
            "seen": newest_card(),
            "opts": self.model._meta,
            "form": form,
        }
        return TemplateResponse(request, "admin/deputies/cards.html", context)

    def has_card_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        is_there = Deputy.objects.filter(pk=object_id).exists()
        return can_edit_accounts(request.user) and is_there

    @action(description="履职卡", icon="badge", url_path="card", permissions=["card"])
    def card_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The first card or link of a deputy; who has an account has a page for it."""
        deputy = get_object_or_404(Deputy.objects.select_related("user"), pk=object_id)
        if deputy.user is not None:
            return redirect("admin:accounts_user_logins_page", deputy.user.pk)
        shown: dict[str, Any] = {}
        if request.method == "POST":
            try:
                answer = self._first(request, deputy, request.POST.get("do", ""))
            except RuleViolation as why:
                messages.error(request, why.message)
                return redirect("admin:deputies_deputy_card_page", object_id)
            if isinstance(answer, HttpResponse):
                return answer
            shown = answer
        context = {
            **self.admin_site.each_context(request),
            **address_context(request),
            **shown,
            "title": f"{deputy}的履职卡",
            "opts": self.model._meta,
            "original": deputy,
        }
        response = TemplateResponse(request, "admin/deputies/card.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _first(
        self, request: HttpRequest, deputy: Deputy, verb: str
    ) -> HttpResponse | dict[str, Any]:
        if verb not in ("print", "link"):
            raise RuleViolation(f"{deputy}还没有账号，也就没有卡。请先发卡。")
        with transaction.atomic():  # no account without the card that it was made for
            take_turn("")
            deputy = Deputy.objects.select_related("user").get(pk=deputy.pk)
            if deputy.user is not None:
                raise RuleViolation("卡刚刚已经发过了：文件在另一个窗口里，里面的卡有效。")
            return card_step(request, ensure_account(deputy, actor=request.user), verb)

    def _printed(self, request: HttpRequest, people: list[int]) -> HttpResponse:
        if not people:
            raise RuleViolation("没有要打印的人：在任代表都有卡了，或者还没有导入名册。")
        cards = print_cards(
            people,
            actor=request.user,
            address=card_address(request),
            seen=request.POST.get("seen", ""),
        )
        return cards_response(request, cards)
