"""Taking an import back, as long as nobody has worked on its records since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.utils import timezone

from congress.common.encryption import EncryptedTextField, decrypt
from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_delete_recorded, bulk_update_recorded, sign
from congress.common.imports.kinds import ImportKind
from congress.common.imports.recorder import CREATED, latest_history
from congress.common.imports.registry import import_kind
from congress.common.imports.services import (
    all_or_nothing,
    already_finished,
    locked,
    name_of_actor,
)
from congress.common.models import ImportRun, ImportStatus, VersionedModel

_SHOWN = 5
_NOT_UNDONE = (
    "没有撤销：导入以前用到的记录后来删除了，或者现有的记录与它们冲突。请逐条修改要改正的记录。"
)


def undo_import(run: ImportRun, *, actor: Any) -> ImportRun:
    """Delete what the import created and restore what it changed, with history.

    Raises RuleViolation naming the records that were edited, or used elsewhere, since. Places it
    created (groups, villages, districts) stay when something else has come to use them.
    """
    kind = import_kind(run.kind)
    if not kind.can_import(actor):
        raise PermissionDenied
    with all_or_nothing(_NOT_UNDONE):
        run = locked(run)
        if run.status != ImportStatus.DONE:
            raise RuleViolation(already_finished(run))
        kept = _Undo(run, kind, actor).perform()
        kind.after_undo(run.written)
        run.status = ImportStatus.UNDONE
        run.options = {**run.options, "undone_by": name_of_actor(actor), "kept": kept}
        run.options["undone_at"] = timezone.now().isoformat()
        run.save()
    return run


class _Undo:
    def __init__(self, run: ImportRun, kind: type[ImportKind], actor: Any) -> None:
        self.kind, self.actor = kind, actor
        self.reason = f"撤销导入{kind.title}"
        self.created: dict[Any, dict[int, int]] = defaultdict(dict)
        self.changed: dict[Any, dict[int, tuple[int, dict[str, Any]]]] = defaultdict(dict)
        for label, pk, kind_of_write, history_id, before in run.written:
            model = apps.get_model(label)
            if kind_of_write == CREATED:
                self.created[model][pk] = history_id
            else:
                self.changed[model][pk] = (history_id, before)

    def perform(self) -> list[str]:
        """Undo; gives the names of places that were kept."""
        self._hold()
        self._refuse_edited()
        created = list(reversed(list(self.created)))
        kept: list[str] = []
        # What was created makes room for what it took the place of; places go last, because
        # restored records no longer refer to them.
        for model in created:
            if not self._is_auxiliary(model):
                self._delete(model)
        for model, entries in self.changed.items():
            self._restore(model, entries)
        for model in created:
            if self._is_auxiliary(model):
                kept += self._delete(model)
        return kept

    def _hold(self) -> None:
        """Keep everybody from the records until the transaction ends: what is looked at now is
        what gets taken back."""
        for model in {*self.created, *self.changed}:
            pks = [*self.created.get(model, ()), *self.changed.get(model, ())]
            rows = model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk")
            list(rows.values_list("pk", flat=True))

    def _is_auxiliary(self, model: Any) -> bool:
        return model._meta.label_lower in self.kind.auxiliary

    def _refuse_edited(self) -> None:
        edited: list[str] = []
        for model, entries in self.changed.items():
            edited += self._edited(model, {pk: history for pk, (history, _) in entries.items()})
        for model, stamps in self.created.items():
            if not self._is_auxiliary(model):
                edited += self._edited(model, stamps)
        if edited:
            raise RuleViolation(
                f"没有撤销：导入以后，{_listed(edited)}又改过。请先核对这些记录，需要时逐条修改。"
            )

    def _edited(self, model: Any, stamps: dict[int, int]) -> list[str]:
        latest = latest_history(model, stamps)
        changed = [pk for pk, history in stamps.items() if latest.get(pk) != history]
        found = model._base_manager.in_bulk(changed)
        named = [self.kind.name_of(record) for record in found.values()]
        gone = len(changed) - len(found)
        return named + ([f"{gone}条已删除的{model._meta.verbose_name}"] if gone else [])

    def _restore(self, model: Any, entries: dict[int, tuple[int, dict[str, Any]]]) -> None:
        records = model._base_manager.in_bulk(list(entries))
        fields: set[str] = set()
        for pk, record in records.items():
            if refusal := self.kind.refusal_to_restore(record, entries[pk][1], self.actor):
                raise RuleViolation(f"没有撤销。{self.kind.name_of(record)}：{refusal}")
            for name, value in entries[pk][1].items():
                field = model._meta.get_field(name)
                if field.many_to_many:
                    sign(record, self.actor, self.reason)
                    getattr(record, name).set(value)
                else:
                    setattr(record, field.attname, _value_before(field, value))
                    fields.add(name)
            if isinstance(record, VersionedModel):
                record.version += 1
                fields.add("version")
        if fields:
            bulk_update_recorded(
                model, records.values(), sorted(fields), actor=self.actor, reason=self.reason
            )

    def _delete(self, model: Any) -> list[str]:
        records = model._base_manager.in_bulk(list(self.created[model]))
        used = self._used_elsewhere(model, set(records))
        if self._is_auxiliary(model):
            latest = latest_history(model, self.created[model])
            used |= {pk for pk, history in self.created[model].items() if latest.get(pk) != history}
            kept = [self.kind.name_of(records.pop(pk)) for pk in used if pk in records]
        elif used:
            named = [self.kind.name_of(records[pk]) for pk in used]
            raise RuleViolation(f"没有撤销：{_listed(named)}已经用在别处。请先从那里移除，再撤销。")
        else:
            kept = []
        try:
            bulk_delete_recorded(model, records.values(), actor=self.actor, reason=self.reason)
        except ProtectedError as error:
            named = [self.kind.name_of(record) for record in error.protected_objects]
            raise RuleViolation(f"没有撤销：还有{_listed(named)}用到导入的记录。") from error
        return kept

    def _used_elsewhere(self, model: Any, pks: set[int]) -> set[int]:
        """Those of ``pks`` that a record refers to which this import didn't create."""
        used: set[int] = set()
        for relation in model._meta.related_objects:
            if relation.many_to_many:
                used |= self._linked(relation, pks)
            else:
                used |= self._referred(relation, pks)
        return used

    def _referred(self, relation: Any, pks: set[int]) -> set[int]:
        other, name = relation.related_model, relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": pks})
        ours = self.created.get(other, {})
        attname = relation.field.attname
        return {ref for pk, ref in rows.values_list("pk", attname) if pk not in ours}

    def _linked(self, relation: Any, pks: set[int]) -> set[int]:
        field = relation.field
        through = field.remote_field.through
        near, far = field.m2m_reverse_field_name(), field.m2m_field_name()
        ours = self.created.get(relation.related_model, {})
        rows = through._base_manager.filter(**{f"{near}__in": pks})
        return {ref for ref, pk in rows.values_list(f"{near}_id", f"{far}_id") if pk not in ours}


def _value_before(field: Any, stored: Any) -> Any:
    if isinstance(field, EncryptedTextField):
        return decrypt(stored) if stored else ""
    return field.to_python(stored)


def _listed(names: list[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}等{len(names)}条"
