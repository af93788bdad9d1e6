"""Columns that nobody reads from a stolen disk: phone, address, ID number.

AES-256-GCM with a random nonce; the stored text is ``v1:`` + base64(nonce + ciphertext). The key
comes from PORTAL_FIELD_KEY (docs/settings.md); losing it loses the columns, nothing else. A
record that was loaded keeps them sealed until somebody asks for one: a list that shows no
telephone number opens none.
"""

import base64
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

_PREFIX = "v1:"
_NONCE_BYTES = 12


@lru_cache(maxsize=4)
def _cipher(key: str) -> AESGCM:
    raw = base64.urlsafe_b64decode(key)
    if len(raw) != 32:
        raise ImproperlyConfigured("PORTAL_FIELD_KEY must be 32 bytes in URL-safe base64.")
    return AESGCM(raw)


def encrypt(text: str) -> str:
    """The stored form of ``text``; differs each time."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _cipher(settings.FIELD_KEY).encrypt(nonce, text.encode(), None)
    return _PREFIX + base64.b64encode(nonce + sealed).decode()


def decrypt(stored: str) -> str:
    """The text behind ``stored``. Raises ImproperlyConfigured when the key is another one."""
    raw = base64.b64decode(stored.removeprefix(_PREFIX))
    try:
        opened = _cipher(settings.FIELD_KEY).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
    except InvalidTag as error:
        raise ImproperlyConfigured("PORTAL_FIELD_KEY is not the key of this database.") from error
    return opened.decode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A stored value that nobody has opened yet."""

    stored: str

    def open(self) -> str:
        """The text. Raises ImproperlyConfigured when the key is another one."""
        return decrypt(self.stored)


class _OpenedOnDemand(DeferredAttribute):
    """Opens a sealed value when it is read, and keeps it open on that record."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = value.open()
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Having this, Python asks __get__ although the record holds a value."""
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain in Python. Can't be searched or sorted."""

    descriptor_class = _OpenedOnDemand

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What nobody opened is stored again as it was."""
        return model_instance.__dict__.get(self.attname)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.stored
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in ("isnull", "exact"):  # exact is only ever meaningful with ""
            return super().get_lookup(lookup_name)
        return None
