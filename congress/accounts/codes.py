"""The codes of cards: made, written, read, stored as a digest."""

import hashlib
import re
import secrets
import unicodedata

# As public ids: no vowels, no look-alikes. 16 of them are 76 bits.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_LENGTH = 16
_GROUP = 4


def new_code() -> str:
    """A card's code: short enough to type, too long to guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def written(code: str) -> str:
    """As it stands on the card: kx7p-2mdf-9qrs-3tvw."""
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read_code(text: str) -> str:
    """The code in what somebody typed, with or without dashes; "" when it can't be one."""
    code = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()
    is_code = len(code) == _LENGTH and set(code) <= set(_ALPHABET)
    return code if is_code else ""


def digest(secret: str) -> str:
    """What is stored of the secret of a card or phone."""
    return hashlib.sha256(secret.encode()).hexdigest()
