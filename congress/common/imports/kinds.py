"""What a kind of import has to say for itself; everything else is shared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models

from congress.common import permissions
from congress.common.imports.plan import ImportPlan
from congress.common.imports.recorder import Recorder, Written
from congress.common.imports.resource import PortalResource
from congress.common.imports.table import Table


class ImportKind:
    """One import: made anew for each look at a file, with what the clerk chose so far.

    ``options``: {"term": ordinal or None, "create_missing": bool, "decisions": {row number:
    {"person": public id or "new", "refused": [proposal], "accepted": [proposal]}}, …}; a kind may
    have more of its own. ``plan`` comes first and writes nothing, then ``write`` does it.
    """

    # Pages name the class itself, which a template would otherwise call.
    do_not_call_in_templates: ClassVar[bool] = True

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""
    counter: ClassVar[str] = "行"
    help_text: ClassVar[str] = ""
    resource_class: ClassVar[type[PortalResource]]
    form_class: ClassVar[type[forms.Form]]
    required_fields: ClassVar[tuple[str, ...]] = ()
    # A workbook may hold more than one table: how the first is called there, what is read besides
    # (name → resource), and what isn't, with the sentence that says why.
    main_sheet: ClassVar[str] = ""
    further_sheets: ClassVar[Mapping[str, type[PortalResource]]] = {}
    passed_over: ClassVar[Mapping[str, str]] = {}
    # Records that an undo keeps when something else has come to use them.
    auxiliary: ClassVar[tuple[str, ...]] = ()

    def __init__(self, options: Mapping[str, Any], *, actor: Any = None) -> None:
        self.options = options
        self.actor = actor
        self.recorder = Recorder()

    @classmethod
    def can_import(cls, user: Any) -> bool:
        """Whether the user may use this import."""
        return permissions.can_edit_records(user)

    @classmethod
    def missing_fields(cls, table: Table) -> list[str]:
        """Chinese names of fields without which the table makes no sense."""
        if table.is_absent:
            return []
        labels = cls.resource_class.field_labels()
        return [labels[name] for name in cls.required_fields if name not in table.by_field]

    def decision(self, row_number: int) -> Mapping[str, Any]:
        """What the clerk decided about a row."""
        return self.options.get("decisions", {}).get(str(row_number), {})

    def plan(self, table: Table) -> ImportPlan:
        """What the table would do. Raises RuleViolation when it can't be tried at all."""
        raise NotImplementedError

    def write(self) -> Written:
        """Write the rows that were planned without a problem. Must run in a transaction."""
        return self.recorder.write(actor=self.actor, reason=f"导入{self.title}")

    def settled_options(self) -> dict[str, Any]:
        """What the file itself said about the options, to be shown once it is planned."""
        return {}

    def written_after(self, written: Written) -> Written:
        """What followed from the import besides, to be taken back with it."""
        return []

    def results(self) -> list[str]:
        """Sentences for the page after the import, beside the counts."""
        return []

    @classmethod
    def refusal_to_restore(cls, record: Any, fields: Collection[str], actor: Any) -> str:
        """Why ``actor`` may not put ``fields`` of a changed record back, as a sentence; or ""."""
        return ""

    @classmethod
    def after_undo(cls, written: Written) -> None:
        """Called in the same transaction once an import was taken back."""

    @classmethod
    def name_of(cls, record: models.Model) -> str:
        """How a record is named when an undo has to speak of it."""
        return f"{record._meta.verbose_name}“{record}”"
