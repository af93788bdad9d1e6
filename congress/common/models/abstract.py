"""Abstract parts of models that every app uses."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from congress.common.encryption import Sealed
from congress.common.exceptions import StaleRecord

# No vowels and no look-alikes: ids are read over the telephone and never spell a word.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_LENGTH = 10


def new_public_id() -> str:
    """An id for addresses that tells neither how many records there are nor their order."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


class PublicIdModel(models.Model):
    """Has an id for addresses (``public_id``) beside the primary key."""

    public_id = models.CharField(
        max_length=16, unique=True, editable=False, default=new_public_id, verbose_name="公开编号"
    )

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """Counts its edits, so that two people can't overwrite each other unseen."""

    version = models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")

    class Meta:
        abstract = True

    def save_version(self, seen: int | None = None, **kwargs: Any) -> None:
        """Save if nobody saved since version ``seen`` (default: the version in hand).

        Raises StaleRecord otherwise. Must run in a transaction.
        """
        seen = self.version if seen is None else seen
        won = (
            type(self)
            ._base_manager.filter(pk=self.pk, version=seen)
            .update(version=F("version") + 1)
        )
        if not won:
            raise StaleRecord
        self.version = seen + 1
        self.save(**kwargs)


class SensitiveModel(models.Model):
    """Has columns whose values history must not keep: it records only that they changed."""

    sensitive_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **kwargs: Any) -> Any:
        instance = super().from_db(db, field_names, values, **kwargs)
        instance.remember_sensitive()
        return instance

    def remember_sensitive(self) -> None:
        """Take the present values as the ones to compare with."""
        loaded = self.__dict__
        self._sensitive_seen = {name: loaded.get(name) for name in self.sensitive_fields}

    def changed_sensitive(self) -> list[str]:
        """Names of the sensitive fields that differ from what was loaded."""
        seen = getattr(self, "_sensitive_seen", {})
        return [
            name
            for name in self.sensitive_fields
            if name in self.__dict__ and _differ(self.__dict__[name], seen.get(name))
        ]


def _differ(value: Any, seen: Any) -> bool:
    """Whether two values of a secret column differ; what was never opened has not changed."""
    if value is seen:
        return False
    return (_opened(value) or "") != (_opened(seen) or "")


def _opened(value: Any) -> Any:
    return value.open() if isinstance(value, Sealed) else value


class AppendOnlyModel(models.Model):
    """Rows are added and never changed or deleted: the database refuses it to the serving role."""

    class Meta:
        abstract = True


class Singleton(models.Model):
    """A table with one row: what there is one of in a town."""

    singleton = models.BooleanField(default=True, unique=True, editable=False, verbose_name="唯一")

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(singleton=True), name="%(app_label)s_%(class)s_is_single"
            )
        ]
