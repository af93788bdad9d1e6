"""What a recorded thing is called, put together by the database from its columns.

Python's ``str`` of a record asks for its relations one by one; a list over all histories needs
the names of many records in one query, and looks for a text in the very names that it shows. So
each app says with ``register_audit_name`` what its models' names are made of::

    register_audit_name(RoleAssignment, record("user"), " ", label("role"))

A test compares them with ``str`` for a record of every kind. A name is that of the entry's own
time as far as the record itself goes; what it refers to is called as it is now, or, when it is
gone, as it was called last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    Model,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Replace
from simple_history.utils import get_history_model_for_model

from congress.common.numerals import chinese_number


@dataclass(frozen=True)
class Part:
    """``build(model, way)`` gives the expression; ``way`` leads to its columns, like "deputy__".

    ``can_lack``: the expression is NULL where the record isn't there any more.
    """

    build: Callable[[type[Model], str], Any]
    can_lack: bool = False


_names: dict[type[Model], tuple[Part, ...]] = {}
_GONE = "（已删除）"
_ORDINALS = ",".join(f"'{chinese_number(number)}'" for number in range(1, 200))


def register_audit_name(model: type[Model], *parts: Part | str) -> None:
    """Say what the model's records are called. Called from an app's ``ready``."""
    _names[model] = _parts(parts)


def audit_name(model: type[Model], way: str = "") -> Any:
    """The name as an expression; ``way`` leads to the record, like "task__".

    A model that nobody gave a name is called by its numbers: a test finds it before anybody does.
    """
    return _joined(_names.get(model, _parts(["编号", column(_key(model))])), model, way)


def has_audit_name(model: type[Model]) -> bool:
    """Whether an app has said what the model's records are called."""
    return model in _names


def words(text: str) -> Part:
    """The same for all."""
    return Part(lambda model, way: Value(text, output_field=TextField()))


def column(name: str) -> Part:
    """What stands in a column."""
    return Part(lambda model, way: Cast(F(f"{way}{name}"), TextField()), can_lack=True)


def either(first: str, second: str) -> Part:
    """A column, or another where the first is empty."""

    def part(model: type[Model], way: str) -> Any:
        found = Coalesce(NullIf(F(f"{way}{first}"), Value("")), F(f"{way}{second}"))
        return Cast(found, TextField())

    return Part(part, can_lack=True)


def label(name: str, *, unless: str = "") -> Part:
    """The word for a choice; with ``unless`` only where that column is empty."""

    def part(model: type[Model], way: str) -> Any:
        choices: Any = model._meta.get_field(name).flatchoices  # type: ignore[union-attr]
        whens = [When(**{f"{way}{name}": value}, then=Value(str(text))) for value, text in choices]
        if unless:
            taken = {f"{way}{unless}__gt": ""}
            whens.insert(0, When(**taken, then=F(f"{way}{unless}")))
        return Case(*whens, default=Value(""), output_field=TextField())

    return Part(part)


def record(name: str) -> Part:
    """What a foreign key points to, by its name."""

    def part(model: type[Model], way: str) -> Any:
        target: Any = model._meta.get_field(name).related_model
        now = audit_name(target, f"{way}{name}__")
        parts = _names.get(target, ())
        if len(parts) != 1 or not parts[0].can_lack:
            return now  # its parts see themselves to what is gone
        last = _last_name(target, f"{way}{name}_id")
        return Coalesce(now, last, Value(_GONE), output_field=TextField())

    return Part(part)


def _last_name(model: type[Model], key: str) -> Any:
    history = get_history_model_for_model(model)
    own_key = str(model._meta.pk.name)
    last = history.objects.filter(**{own_key: OuterRef(key)})
    last = last.order_by("-history_date", "-history_id")
    return Subquery(last.values_list(audit_name(model), flat=True)[:1])


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.name)


def ordinal(name: str) -> Part:
    """A number as terms and sessions are counted: 十九."""
    return Part(lambda model, way: _Ordinal(F(f"{way}{name}")))


def one_of(name: str, cases: Mapping[Any, Sequence[Part | str]]) -> Part:
    """Named in another way for each value of a column; the last stands for all others."""

    def part(model: type[Model], way: str) -> Any:
        built = {value: _joined(_parts(parts), model, way) for value, parts in cases.items()}
        *_, rest = built
        whens = [When(**{f"{way}{name}": v}, then=e) for v, e in built.items() if v != rest]
        return Case(*whens, default=built[rest], output_field=TextField())

    return Part(part)


def partial_date(name: str) -> Part:
    """A date of which the day may be unknown: 2026年5月."""
    return Part(lambda model, way: _DateInWords(Cast(F(f"{way}{name}"), CharField())))


def kept_columns(model: Any, column_name: str = "sensitive_changed") -> Any:
    """Names of columns, comma between, as the labels that people know them by."""
    labels = [
        (name, str(model._meta.get_field(name).verbose_name)) for name in model.sensitive_fields
    ]
    labels.append((",", "、"))
    found: Any = F(column_name)
    for name, text in labels:
        found = Replace(found, Value(name), Value(text))
    return found


def _parts(given: Sequence[Part | str]) -> tuple[Part, ...]:
    return tuple(words(part) if isinstance(part, str) else part for part in given)


def _joined(parts: Sequence[Part], model: type[Model], way: str) -> Any:
    built = [part.build(model, way) for part in parts]
    return built[0] if len(built) == 1 else Concat(*built, output_field=TextField())


class _Ordinal(Func):
    """From an array, because 99 cases a number make a long query."""

    template = f"(ARRAY[{_ORDINALS}]::text[])[%(expressions)s]"
    output_field = TextField()


class _DateInWords(Func):
    template = (
        "regexp_replace(regexp_replace(regexp_replace(%(expressions)s,"
        r" '^(\d+)-0?(\d+)-0?(\d+)$', '\1年\2月\3日'),"
        r" '^(\d+)-0?(\d+)$', '\1年\2月'), '^(\d+)$', '\1年')"
    )
    output_field = TextField()
