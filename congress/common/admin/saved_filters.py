"""Conditions of a list that somebody keeps: links above the list, and the pages that keep them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from congress.common.admin.confirming import confirmation_page
from congress.common.exceptions import RuleViolation
from congress.common.models.filters import NAME_LENGTH, SavedFilter
from congress.common.saved_filters import (
    can_change_filter,
    can_share_filters,
    change_filter,
    drop_filter,
    filters_for,
    keep_filter,
    tidy_query,
)

# What a query may have beside filters.
_BESIDE = (SEARCH_VAR, ORDER_VAR)


class FilterForm(forms.Form):
    """What it is called, and whether others see it."""

    name = forms.CharField(
        max_length=NAME_LENGTH,
        label="名称",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="如：水利站逾期的",
    )
    is_shared = forms.BooleanField(
        required=False,
        label="共用",
        widget=UnfoldBooleanSwitchWidget,
        help_text="进得了工作台的人都能看到、点开。",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_share_filters(actor):
            del self.fields["is_shared"]

    @property
    def values(self) -> dict[str, Any]:
        return {"is_shared": False, **self.cleaned_data}


class SavesFilters:
    """Mixed into the admin page of a list that people filter in the same way again and again."""

    list_before_template = "admin/saved_filters.html"

    def get_urls(self: Any) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, self._filter_page
        return [
            path("filters/keep/", wrap(self.keep_filter_page), name=name("keep_filter")),
            path("filters/<int:key>/", wrap(self.change_filter_page), name=name("change_filter")),
            path("filters/<int:key>/drop/", wrap(self.drop_filter_page), name=name("drop_filter")),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def changelist_view(self: Any, request: HttpRequest, extra_context: Any = None) -> Any:
        """The page shows what is kept, which of it is open, and offers to keep what isn't."""
        response = super().changelist_view(request, extra_context)  # type: ignore[misc]
        context = getattr(response, "context_data", None) or {}
        if (shown := context.get("cl")) is not None and not shown.is_popup:
            context["kept_filters"] = self._kept(request, _conditions(shown, request))
        return response

    def keep_filter_page(self: Any, request: HttpRequest) -> HttpResponse:
        """Ask for a name; the conditions stand in this page's own address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = self._asked(request)
        back = self._list() + (f"?{query}" if query else "")
        form = _form(request)
        if request.method == "POST" and form.is_valid():
            try:
                keep_filter(
                    self._filter_page("changelist"), query=query, actor=request.user, **form.values
                )
            except RuleViolation as why:
                form.add_error(None, why.message)
            else:
                messages.success(request, f"已保存“{form.cleaned_data['name']}”，列在列表上方。")
                return redirect(back)
        return confirmation_page(
            self,
            request,
            title="保存这组条件",
            sentence="保存以后，列表上方有它的名称，一点就按这组条件列出。",
            button="保存",
            back=back,
            form=form,
        )

    def change_filter_page(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Another name; shared or not."""
        kept = self._own(request, key)
        form = _form(request, name=kept.name, is_shared=kept.is_shared)
        if request.method == "POST" and form.is_valid():
            try:
                change_filter(kept, actor=request.user, **form.values)
            except RuleViolation as why:
                form.add_error(None, why.message)
            else:
                messages.success(request, f"已保存“{kept.name}”。")
                return redirect(f"{self._list()}?{kept.query}")
        return confirmation_page(
            self,
            request,
            title="改名、共用",
            sentence="条件本身不变。要换条件，请在列表里重新筛选，另存一组。",
            button="保存",
            back=f"{self._list()}?{kept.query}",
            form=form,
        )

    def drop_filter_page(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Ask, then keep it no longer."""
        kept = self._own(request, key)
        if request.method == "POST":
            drop_filter(kept, actor=request.user)
            messages.success(request, f"已删除“{kept.name}”。")
            return redirect(self._list())
        others = "别人也看不到了。" if kept.is_shared else ""
        return confirmation_page(
            self,
            request,
            title=f"删除“{kept.name}”",
            sentence=f"只删除这组条件，列表里的记录不变。{others}",
            button="删除",
            back=f"{self._list()}?{kept.query}",
        )

    def _kept(self: Any, request: HttpRequest, query: str) -> dict[str, Any]:
        kept = list(filters_for(request.user, self._filter_page("changelist")))
        opened = next((one for one in kept if one.query == query), None)
        asked = f"?{query}" if query else ""
        mine = opened if opened and can_change_filter(request.user, opened) else None
        return {
            "links": [
                {
                    "name": one.name,
                    "query": one.query if self._is_understood(request, one.query) else "",
                    "is_open": one is opened,
                    "change": self._address("change_filter", one.pk),
                    "may_change": can_change_filter(request.user, one),
                }
                for one in kept
            ],
            "keep": self._address("keep_filter") + asked if query and opened is None else "",
            "change": self._address("change_filter", mine.pk) if mine else "",
            "drop": self._address("drop_filter", mine.pk) if mine else "",
        }

    def _own(self: Any, request: HttpRequest, key: int) -> SavedFilter:
        """The kept conditions, if this person sees them. 403 for those of others."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept = filters_for(request.user, self._filter_page("changelist")).filter(pk=key).first()
        if kept is None:
            raise Http404
        if not can_change_filter(request.user, kept):
            raise PermissionDenied
        return kept

    def _asked(self: Any, request: HttpRequest) -> str:
        """The conditions in the address, as the list itself understands them."""
        try:
            return _conditions(self.get_changelist_instance(request), request)
        except (IncorrectLookupParameters, SuspiciousOperation):
            return ""

    def _is_understood(self: Any, request: HttpRequest, query: str) -> bool:
        """Whether the list still has all that these conditions ask for."""
        filters = [each for each in self.get_list_filter(request) if isinstance(each, type)]
        known = {name for each in filters for name in _parameters(each)}
        fields = {field.name for field in self.model._meta.get_fields()}
        for name, value in QueryDict(query).items():
            if name in _BESIDE or name in known:
                continue
            if name.split("__")[0] not in fields or not self.lookup_allowed(name, value, request):
                return False
        return True

    def _filter_page(self: Any, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _address(self: Any, page: str, *args: Any) -> str:
        return reverse(f"admin:{self._filter_page(page)}", args=args)

    def _list(self: Any) -> str:
        return self._address("changelist")


def _form(request: HttpRequest, **initial: Any) -> FilterForm:
    posted = request.POST if request.method == "POST" else None
    return FilterForm(posted, initial=initial, actor=request.user)


def _conditions(shown: Any, request: HttpRequest) -> str:
    """Filters, search and order of a list; not which page of it is open."""
    asked = {name: request.GET.getlist(name) for name in _BESIDE}
    return tidy_query({**shown.get_filters_params(), **asked})


def _parameters(list_filter: Any) -> list[str]:
    """What a filter class that isn't about a field reads from the address."""
    name = list_filter.parameter_name
    return [name, f"{name}_from", f"{name}_to"]
