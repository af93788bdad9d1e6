"""What is stored now beside what somebody typed, column by column, in words."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Manager, Model

from congress.common.conflicts.seen import (
    SEEN,
    Change,
    as_seen,
    changes_since,
    secret_columns_changed,
)
from congress.common.templatetags.portal import cn_date, cn_datetime

_NOTHING = "（空）"
_KEPT_CHANGED = "已被修改（保密，不显示）"
_KEPT_TYPED = "您填写了新的内容（保密，不显示）"
_KEPT_EMPTY = "您没有填写"


@dataclass(frozen=True)
class Difference:
    """A column whose stored value isn't what was typed. ``is_theirs``: changed by somebody else."""

    label: str
    stored: str
    typed: str
    is_theirs: bool = False


@dataclass(frozen=True)
class Conflict:
    """Why a save was refused: who was faster, and what differs.

    ``adopted`` names the boxes that the person left alone and that now hold what is stored;
    ``title`` says which row of the page it is, "" for the page's own record; ``message`` what
    has happened, where that is more than an edit.
    """

    changes: list[Change]
    differences: list[Difference]
    adopted: Sequence[str] = ()
    title: str = ""
    message: str = ""


def conflict_of(form: Any, *, record: Any, mark: int, title: str = "") -> Conflict:
    """Compare a bound form with ``record`` as it is stored now, which was opened at ``mark``.

    Boxes that were left alone take over what is stored; what was typed stays. Draw the form
    again afterwards: it carries the new mark (``see_again``) and may be saved deliberately.
    """
    before = as_seen(record, mark)
    differences, adopted = [], []
    for name, difference in _differences(form, record, before):
        untouched = difference.is_theirs and _is_untouched(form, name, before)
        if untouched and adopt(form, name, stored_value(record, name)):
            adopted.append(difference.label)
        else:
            differences.append(difference)
    secret = _secret_differences(form, record, mark)
    return Conflict(changes_since(record, mark), [*differences, *secret], adopted, title)


def differences(form: Any, record: Model) -> list[Difference]:
    """The visible boxes of a bound form that hold something else than ``record`` does."""
    return [difference for _, difference in _differences(form, record, None)]


def see_again(form: Any, mark: int | None) -> None:
    """Let the form, drawn again, carry the state that is shown beside what was typed."""
    data = _own_data(form)
    data[form.add_prefix(SEEN)] = "" if mark is None else str(mark)


def adopt(form: Any, name: str, value: Any) -> bool:
    """Put a stored value into a box of a bound form; False for boxes of several values."""
    field, data, html_name = form.fields[name], _own_data(form), form.add_prefix(name)
    if isinstance(field.widget, forms.MultiWidget | forms.SelectMultiple):
        return False
    if isinstance(field, forms.BooleanField) and isinstance(field.widget, forms.CheckboxInput):
        data.pop(html_name, None)
        if value:
            data[html_name] = "on"
        return True
    prepared = field.prepare_value(value)
    if isinstance(field.widget, forms.TextInput | forms.Textarea | forms.HiddenInput):
        prepared = field.widget.format_value(prepared)
    data[html_name] = "" if prepared is None else str(prepared)
    return True


def stored_value(record: Any, name: str) -> Any:
    """What a record holds in a column: keys for records, a list of them for several."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return list(getattr(record, name).values_list("pk", flat=True)) if record.pk else []
    return field.value_from_object(record)


def in_words(field: forms.Field, value: Any) -> str:
    """A value of a form's field as the form shows it: labels of choices, names of records."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "、".join(field.label_from_instance(one) for one in value or ()) or _NOTHING
    if isinstance(value, Model):
        label = getattr(field, "label_from_instance", str)
        return str(label(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, forms.ChoiceField) and value not in (None, ""):
        return str(dict(_flat(list(field.choices))).get(str(value), value))  # type: ignore[arg-type]
    if isinstance(value, dt.datetime):
        return cn_datetime(value)
    if isinstance(value, dt.date):
        return cn_date(value)
    text = str(value if value is not None else "").replace("\r\n", "\n").strip()
    return text or _NOTHING


def typed_in_words(field: forms.Field, raw: Any) -> str:
    """The same of what was typed; what can't be understood is shown as it was typed."""
    try:
        if isinstance(field, forms.ModelMultipleChoiceField):
            return in_words(field, field.clean(raw) if raw else [])
        return in_words(field, field.to_python(raw))
    except ValidationError:
        if isinstance(field, forms.ModelChoiceField):
            return "已经不能选的一项"
        return str(raw)


def _differences(form: Any, record: Any, before: Any) -> Iterator[tuple[str, Difference]]:
    columns = {field.name for field in (*record._meta.fields, *record._meta.many_to_many)}
    hidden = set(getattr(record, "sensitive_fields", ()))
    for name, field in form.fields.items():
        if name not in columns or name in hidden or form[name].is_hidden or field.disabled:
            continue
        stored, raw = stored_value(record, name), form[name].data
        if not _has_changed(field, stored, raw):
            continue
        now, typed = in_words(field, _present(record, name)), typed_in_words(field, raw)
        theirs = _knows(before, name) and _was(before, name) != stored
        yield name, Difference(str(field.label or ""), now, typed, theirs)


def _secret_differences(form: Any, record: Any, mark: int) -> Iterator[Difference]:
    for name in sorted(secret_columns_changed(record, mark)):
        label = str(record._meta.get_field(name).verbose_name)
        boxes = (form.add_prefix(box) for box in (name, f"new_{name}"))
        typed = any(form.data.get(box) for box in boxes)
        yield Difference(
            label, _KEPT_CHANGED, _KEPT_TYPED if typed else _KEPT_EMPTY, is_theirs=True
        )


def _is_untouched(form: Any, name: str, before: Any) -> bool:
    """Whether the box holds what the record held when the page was opened."""
    return not _has_changed(form.fields[name], _was(before, name), form[name].data)


def _knows(before: Any, name: str) -> bool:
    """Whether a row of history kept the column: not secret ones, nor those of several values."""
    return before is not None and any(f.name == name for f in type(before).tracked_fields)


def _was(before: Any, name: str) -> Any:
    return before._meta.get_field(name).value_from_object(before)


def _has_changed(field: forms.Field, stored: Any, raw: Any) -> bool:
    if isinstance(stored, str) and isinstance(raw, str):  # browsers end lines with two characters
        return stored.replace("\r\n", "\n").strip() != raw.replace("\r\n", "\n").strip()
    return bool(field.has_changed(stored, raw))


def _present(record: Any, name: str) -> Any:
    """The value as the form would hold it: records instead of keys."""
    try:
        value = getattr(record, name)
    except ObjectDoesNotExist:
        return None
    return list(value.all()) if isinstance(value, Manager) else value


def _own_data(form: Any) -> Any:
    """The form's data, its own and open to changes: a request's are neither."""
    if not getattr(form, "_owns_data", False):
        form.data = form.data.copy()
        form._owns_data = True  # noqa: SLF001
    return form.data


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
