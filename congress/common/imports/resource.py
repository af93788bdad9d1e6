"""The base of all import resources: django-import-export, with rows that say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import tablib
from django.core.exceptions import FieldDoesNotExist, ValidationError
from import_export.fields import Field
from import_export.resources import ModelResource

from congress.common.cells import Row, safe_for_export
from congress.common.imports.plan import Outcome, Problem, RowPlan
from congress.common.imports.table import Table

ROW_NUMBER = "#"


class PortalField(Field):
    """A column: the attribute it fills, its Chinese name, the headings that towns give it.

    An empty cell leaves the value as it is. ``attribute`` may name what isn't stored in the
    record itself (``extras__…``).
    """

    def __init__(
        self, attribute: str, column_name: str, *, widget: Any, synonyms: str = "", **kwargs: Any
    ) -> None:
        super().__init__(attribute, column_name, widget=widget, saves_null_values=False, **kwargs)
        self.synonyms = (column_name, *synonyms.split())


class Extras:
    """What a row says beside the record's own columns; attributes as the resource declares."""

    def __init__(self, names: Iterable[str]) -> None:
        for name in names:
            setattr(self, name, None)


class PortalResource(ModelResource):
    """Plans an import row by row; writing is the kind's business, once the plan is accepted.

    Cells go in as they were read (congress.common.cells), so that no formula is evaluated and no
    type is guessed. Every row is cleaned in full, choices included; uniqueness is the matching's
    task, since a query a row would cost minutes.
    """

    class Meta:
        # The base has no model; use_bulk keeps django-import-export from saving row by row.
        use_bulk = True
        batch_size = None
        skip_diff = True
        skip_html_diff = True
        report_skipped = True
        clean_model_instances = True

    required: dict[str, str] = {}

    def __init__(self, *, actor: Any = None, **kwargs: Any) -> None:
        """``actor`` is who imports, None for a command."""
        super().__init__(**kwargs)
        self.actor = actor
        self.plans: list[RowPlan] = []
        self.current = RowPlan(0)
        self.sheet = ""
        self.parsed: dict[str, Any] = {}
        self.errors: dict[str, list[str]] = {}
        self._extras = [
            field.attribute.removeprefix("extras__")
            for field in self.fields.values()
            if field.attribute.startswith("extras__")
        ]
        self._checked = self._fields_to_check()

    @classmethod
    def synonyms(cls) -> dict[str, tuple[str, ...]]:
        """The headings by which each field is recognised."""
        return {name: field.synonyms for name, field in cls.fields.items()}

    @classmethod
    def field_labels(cls) -> dict[str, str]:
        """The Chinese name of each field."""
        return {name: cls.fields[name].column_name for name in cls._meta.fields}

    # From a table to plans

    def plan_rows(self, table: Table) -> list[RowPlan]:
        """What would become of every row of the table. Writes nothing."""
        self.sheet = table.sheet
        result = self.import_data(self.dataset(table), dry_run=True, raise_errors=False)
        # What stopped the beginning is the cause of whatever went wrong in the rows.
        for error in result.base_errors:
            raise error.error
        for row in result.rows:
            for error in row.errors:
                raise error.error
        return self.plans

    def dataset(self, table: Table) -> tablib.Dataset:
        """The table with our column names; each cell is a Cell."""
        columns = table.by_field
        names = [self.fields[name].column_name for name in columns]
        dataset = _Rows(headers=[ROW_NUMBER, *names])
        dataset.source = table.rows
        dataset.columns = list(columns.values())
        return dataset

    # django-import-export's hooks, in the order in which they are called

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self.current = RowPlan(row[ROW_NUMBER], sheet=self.sheet)
        self.plans.append(self.current)
        self.parsed, self.errors = {}, {}
        for name, field in self.fields.items():
            if field.column_name in row:
                try:
                    self.parsed[name] = field.clean(row)
                except ValueError as error:
                    self.errors[name] = [str(error)]
        for name, message in self.required.items():
            if not self.parsed.get(name) and name not in self.errors:
                self.errors[name] = [message]

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """The record that the row means, or None for a new one. Subclasses match."""
        return None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        instance.extras = Extras(self._extras)
        instance.seen = {
            field.attribute: getattr(instance, field.attribute)
            for field in self.fields.values()
            if not field.attribute.startswith("extras__")
        }
        self.current.outcome = Outcome.NEW if new else Outcome.CHANGED

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Take over the values that ``before_import_row`` parsed."""
        for name, value in self.parsed.items():
            if value is not None:
                self.take(instance, name, value)

    def take(self, instance: Any, name: str, value: Any) -> None:
        """Put one value in its place."""
        attribute = self.fields[name].attribute
        if attribute.startswith("extras__"):
            setattr(instance.extras, attribute.removeprefix("extras__"), value)
        else:
            setattr(instance, attribute, value)

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        """Nothing is decided here: ``complete`` looks at the whole row once it is clean."""
        return False

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Clean the record in full; a column that couldn't be read is not complained of twice."""
        known = {self.fields[name].attribute for name in self.errors if name in self.fields}
        for attribute, messages in self.check(instance, known).items():
            self.errors.setdefault(self.name_of(attribute), messages)
        self.resolve(instance)
        if self.errors:
            raise ValidationError(self.errors)

    def check(self, instance: Any, exclude: set[str]) -> dict[str, list[str]]:
        """Messages of the model's own validation by attribute."""
        unchecked = [name for name in self._checked if name in exclude]
        found: dict[str, list[str]] = {}
        excluded = {*unchecked, *self._not_checked}
        for validate in (lambda: instance.clean_fields(exclude=excluded), instance.clean):
            try:
                validate()
            except ValidationError as error:
                for name, messages in error.update_error_dict({}).items():
                    if name not in exclude:
                        found.setdefault(name, [m for e in messages for m in e.messages])
        return found

    def resolve(self, instance: Any) -> None:
        """Look up what the row refers to, and ``fail`` for what isn't there."""

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Instead of saving: let the kind complete the row's plan."""
        self.complete(instance, is_create)

    def complete(self, instance: Any, is_new: bool) -> None:
        """Called for each row whose own values are in order. Subclasses plan what follows."""

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        row_result.instance = None

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> Any:
        result = super().import_row(row, instance_loader, **kwargs)
        self.current.problems = list(self._problems())
        if self.current.problems:
            self.current.outcome = Outcome.BAD
            self.current.changes = []
        return result

    def _problems(self) -> Iterator[Problem]:
        """In the order of the columns; what concerns the whole row comes last."""
        for name in self._meta.fields:
            for message in self.errors.pop(name, ()):
                yield Problem(self.fields[name].column_name, message)
        for messages in self.errors.values():
            for message in messages:
                yield Problem("", message)

    def fail(self, name: str, message: str) -> None:
        """Say that the row can't be imported because of a column ("" for the whole row)."""
        self.errors.setdefault(name, []).append(message)

    def name_of(self, attribute: str) -> str:
        """The field that fills an attribute; the attribute itself when none does."""
        for name, field in self.fields.items():
            if field.attribute == attribute:
                return name
        return attribute

    def _fields_to_check(self) -> set[str]:
        """Own columns without relations: those come out of the database already."""
        own, self._not_checked = set(), set()
        attributes = {field.attribute for field in self.fields.values()}
        for field in self._meta.model._meta.concrete_fields:
            if field.name in attributes and not field.is_relation:
                own.add(field.name)
            else:
                self._not_checked.add(field.name)
        return own

    # Out again

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """What a spreadsheet would take for a formula is written as text."""
        return safe_for_export(super().export_field(field, instance, **kwargs))


class _Rows(tablib.Dataset):
    """A dataset over rows that were read already; tablib would copy every cell twice."""

    source: list[Row] = []
    columns: list[int] = []

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self.source:
            yield [row.number, *(row.cell(index) for index in self.columns)]


def label_of(model: Any, field_name: str) -> str:
    """The Chinese name of a model's field: column names and pages say the same word."""
    try:
        return str(model._meta.get_field(field_name).verbose_name)
    except FieldDoesNotExist as error:
        raise LookupError(f"{model.__name__} has no field {field_name}") from error
