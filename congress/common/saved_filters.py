"""Keeping the conditions of a list under a name: who may, and doing it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from congress.common.exceptions import RuleViolation
from congress.common.models.filters import QUERY_LENGTH, SavedFilter
from congress.common.permissions import can_edit_records
from congress.common.records import delete_record, save_record

MOST_FILTERS = 30


def can_share_filters(user: Any) -> bool:
    """Whether others see what the user keeps and shares."""
    return can_edit_records(user)


def can_change_filter(user: Any, kept: SavedFilter) -> bool:
    """One's own; what is shared belongs to the office, which outlives who made it."""
    return kept.owner_id == user.pk or (kept.is_shared and can_share_filters(user))


def filters_for(user: Any, page: str) -> QuerySet[SavedFilter]:
    """One's own and those that are shared, by name."""
    return SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True), page=page)


def tidy_query(parameters: dict[str, list[str]]) -> str:
    """A query in one order, without what is empty: the same conditions are the same text."""
    query = QueryDict(mutable=True)
    for name in sorted(parameters):
        values = [value for value in parameters[name] if value]
        if values:
            query.setlist(name, values)
    return query.urlencode()


def keep_filter(page: str, *, name: str, query: str, is_shared: bool, actor: Any) -> SavedFilter:
    """Keep the conditions ``query`` (from ``tidy_query``) of a list under a name.

    Raises RuleViolation when there are none or too many, or when the name is taken.
    """
    if not query:
        raise RuleViolation("列表还没有筛选或搜索，没有可保存的条件。请先筛选，再保存。")
    if len(query) > QUERY_LENGTH:
        raise RuleViolation("条件太长，没有保存。请少选几项，再保存。")
    if SavedFilter.objects.filter(owner=actor, page=page).count() >= MOST_FILTERS:
        raise RuleViolation(f"最多保存{MOST_FILTERS}组条件。请先删除不用的，再保存。")
    kept = SavedFilter(owner=actor, page=page, query=query)
    _store(kept, name, is_shared, actor)
    return kept


def change_filter(kept: SavedFilter, *, name: str, is_shared: bool, actor: Any) -> None:
    """Call it otherwise; share it or keep it to oneself. Raises RuleViolation as keep_filter."""
    _store(kept, name, is_shared, actor)


def drop_filter(kept: SavedFilter, *, actor: Any) -> None:
    """Keep it no longer."""
    delete_record(kept, actor=actor)


def _store(kept: SavedFilter, name: str, is_shared: bool, actor: Any) -> None:
    kept.name = name.strip()
    kept.is_shared = is_shared and can_share_filters(actor)
    try:
        with transaction.atomic():
            save_record(kept, actor=actor)
    except IntegrityError as error:
        raise RuleViolation(f"已经有一组条件叫“{kept.name}”。请换一个名称。") from error
