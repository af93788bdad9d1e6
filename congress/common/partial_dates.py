"""Dates as clerks know them: 1974年, 1974年10月 or 1974年10月14日, as one value and one field.

Stored as ISO text cut to what is known ("1974", "1974-10", "1974-10-14") in collation "C", so
that the database sorts it and compares it with whole days. What a vague date means depends on
the question: a start that is only known to the month counts from the first day of the month, an
end until its last day. ``started_by`` and ``lasts_until`` say so in SQL, ``earliest`` and
``latest`` in Python.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, Lookup, Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import GreaterThan

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_LOOSE = re.compile(
    r"(\d{4})\s*[年./\-—]?\s*(?:(\d{1,2})\s*[月./\-]?\s*(?:(\d{1,2})\s*[日号]?)?)?\Z"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?\Z")
HOW_TO_WRITE = "请写成 2026、2026年5月 或 2026年5月3日。"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. Raises ValueError when there is no such date."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        if not 1800 <= self.year <= 2200:
            raise ValueError("year out of range")
        dt.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read what a person wrote. Raises ValueError when it is no date.

        Numbers that lost a zero (1980.1) are the importer's business, not this function's: text
        "1980.1" is read as January.
        """
        text = unicodedata.normalize("NFKC", text).strip()
        found = _ISO.match(text) or _COMPACT.match(text) or _LOOSE.match(text)
        if not found:
            raise ValueError(f"not a date: {text!r}")
        return cls(*(int(part) for part in found.groups() if part))

    @classmethod
    def of(cls, value: Any) -> PartialDate | None:
        """Whatever stands for a date (None, text, date, datetime) as a PartialDate."""
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, dt.date):
            return cls(value.year, value.month, value.day)
        return cls.parse(str(value))

    @property
    def iso(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def earliest(self) -> dt.date:
        """First day that this may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> dt.date:
        """Last day that this may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def refines(self, vaguer: PartialDate) -> bool:
        """Whether this says the same as ``vaguer``, or more without contradicting it."""
        mine, other = self.iso, vaguer.iso
        return mine == other or mine.startswith(other + "-")

    def __lt__(self, other: PartialDate) -> bool:
        return self.iso < other.iso

    def __str__(self) -> str:
        text = f"{self.year}年"
        if self.month is not None:
            text += f"{self.month}月"
        if self.day is not None:
            text += f"{self.day}日"
        return text


class PartialDateFormField(forms.CharField):
    """One text box that takes a year, a month or a day."""

    default_error_messages = {"invalid_date": "没有这个日期：%(value)s。" + HOW_TO_WRITE}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "可只写到年或月：2026、2026年5月、2026-05-03")
        kwargs["max_length"] = 20
        kwargs.pop("empty_value", None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        try:
            return PartialDate.of(super().to_python(value))
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid_date"], "invalid_date", {"value": str(value)[:20]}
            ) from error

    def prepare_value(self, value: Any) -> str:
        return str(value) if value is not None else ""

    def run_validators(self, value: Any) -> None:
        """Length limits are for text; a parsed date has none."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return PartialDate.of(initial) != PartialDate.of(data)
        except ValueError:
            return True


class PartialDateField(CharField):
    """A model field that holds a PartialDate or None."""

    # What django-stubs reads to know the types of the attribute.
    _pyi_private_set_type: PartialDate | str | dt.date  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    description = "A date of which the day, or the month and the day, may be unknown"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate.of(value)

    def to_python(self, value: Any) -> PartialDate | None:
        try:
            return PartialDate.of(value)
        except ValueError as error:
            raise ValidationError(f"没有这个日期：{value}。{HOW_TO_WRITE}") from error

    def get_prep_value(self, value: Any) -> str | None:
        date = PartialDate.of(value)
        return date.iso if date else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def run_validators(self, value: Any) -> None:
        """The length is the type's business."""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("choices_form_class", None)
        return super(CharField, self).formfield(
            **{"form_class": PartialDateFormField, **kwargs, "max_length": 20}
        )


class _AgainstDay(Lookup):
    """Compares with a whole day; the right-hand side is a date."""

    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        day = PartialDate.of(value)
        return "%s", [day.iso if day else None]


@PartialDateField.register_lookup
class StartedBy(_AgainstDay):
    """``field__started_by=day``: the earliest day it may mean is not after ``day``."""

    lookup_name = "started_by"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        # A prefix sorts before everything that it begins, so plain comparison is right.
        return f"{lhs} <= {rhs}", [*lhs_params, *rhs_params]


@PartialDateField.register_lookup
class LastsUntil(_AgainstDay):
    """``field__lasts_until=day``: the latest day it may mean is ``day`` or later."""

    lookup_name = "lasts_until"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        # "~" sorts after every digit and dash: 2026-05 ends with its month.
        return f"""{lhs} || '~' >= {rhs} COLLATE "C" """, [*lhs_params, *rhs_params]


def in_force(on: dt.date, start: str = "starts_on", end: str = "ends_on") -> Q:
    """Rows whose period holds ``on``, first and last day included; an unknown side is open."""
    begun = Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__started_by": on})
    going = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__lasts_until": on})
    return begun & going


def is_in_force(on: dt.date, starts_on: PartialDate | None, ends_on: PartialDate | None) -> bool:
    """The same as ``in_force`` for values in hand."""
    begun = starts_on is None or starts_on.earliest() <= on
    return begun and (ends_on is None or ends_on.latest() >= on)


def is_reversed() -> Q:
    """Rows whose ``ends_on`` is over before ``starts_on`` begins; never where one is unknown."""
    end = Concat(F("ends_on"), Value("~"), output_field=CharField(db_collation="C"))
    return Q(ends_on__isnull=False) & Q(GreaterThan(F("starts_on"), end))
