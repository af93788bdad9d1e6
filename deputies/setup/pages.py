"""Pages of the guided path: villages and districts, groups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.setup import go_on, require_setup_rights, setup_page
from congress.township.models import CongressTerm, ElectoralDistrict, Village
from deputies.models import DeputyGroup
from deputies.setup.forms import GroupsForm, PlacesForm, typed
from deputies.setup.services import add_groups, add_places

PLACES, GROUPS = 22, 24
_NO_TERM = "请先建立本届：选区和小组都属于一届。"


def places(request: HttpRequest) -> HttpResponse:
    """Villages and districts, as two lists. What is there already is left as it is."""
    require_setup_rights(request.user)
    term = CongressTerm.objects.current(timezone.localdate())
    if term is None:
        return _term_first(request)
    form = PlacesForm(typed(request))
    if form.is_bound and form.is_valid():
        try:
            added = add_places(actor=request.user, term=term, **form.cleaned_data)
        except RuleViolation as error:
            form.add_error("districts", error.message)
        else:
            messages.success(
                request, _said(("村（社区）", added.villages), ("选区", added.districts))
            )
            return go_on(PLACES)
    context: dict[str, Any] = {
        "title": "录入村和选区",
        "sentence": "名册里写了村和选区的，也可以先跳过，导入名册时自动建立。",
        "form": form,
        "can_skip": True,
        "existing": [
            ("村（社区）", list(Village.objects.filter(ends_on__isnull=True))),
            ("选区", list(ElectoralDistrict.objects.filter(term=term))),
        ],
    }
    return setup_page(request, "admin/setup/lists.html", PLACES, context)


def groups(request: HttpRequest) -> HttpResponse:
    """The deputy groups, as a list."""
    require_setup_rights(request.user)
    term = CongressTerm.objects.current(timezone.localdate())
    if term is None:
        return _term_first(request)
    form = GroupsForm(typed(request))
    if form.is_bound and form.is_valid():
        try:
            added = add_groups(actor=request.user, term=term, **form.cleaned_data)
        except RuleViolation as error:
            form.add_error("groups", error.message)
        else:
            messages.success(request, _said(("代表小组", added.groups)))
            return go_on(GROUPS)
    context = {
        "title": "录入代表小组",
        "sentence": "名册里写了小组的，也可以先跳过，导入名册时自动建立。",
        "form": form,
        "can_skip": True,
        "existing": [("代表小组", list(DeputyGroup.objects.filter(term=term)))],
    }
    return setup_page(request, "admin/setup/lists.html", GROUPS, context)


def _term_first(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _NO_TERM)
    return redirect("admin:setup_term")


def _said(*counts: tuple[str, int]) -> str:
    made = "，".join(f"{noun}{count}个" for noun, count in counts if count)
    return f"已建立{made}。" if made else "没有新的要建立，原有的没有改动。"
