"""What somebody sent after the login had run out, kept until he is logged in again.

It lies sealed in the visitor's own session, so that it outlives any way of logging in (password,
card, PIN) and no other site can have put it there; and nothing is sent by itself: the person sees
what it is and presses a button. Only who was logged in on this browser before is kept anything
for (``WRITER``, a signed cookie), and if somebody else logs in, it is dropped.
"""

import datetime as dt
import json
import time
import zlib
from base64 import b85decode, b85encode
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from congress.common.encryption import decrypt, encrypt
from congress.common.typed.reading import chosen_files, posted_fields

WRITER = "writer"
MOST_CHARACTERS = 400_000  # a long report has some 20,000
_MOST_KEPT = 3  # somebody may have several pages open
_KEY = "unsent"
_LIFE = 12 * 60 * 60  # seconds
_KNOWN_FOR = 400 * 24 * 60 * 60  # longer than any login lasts


@dataclass(frozen=True)
class Unsent:
    """A form that was not taken: the address it went to, its boxes, the names of its files."""

    address: str
    fields: list[tuple[str, str]]
    files: list[str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Unsent":
        return cls(request.get_full_path(), posted_fields(request), chosen_files(request))

    @property
    def is_too_long(self) -> bool:
        return sum(len(name) + len(value) for name, value in self.fields) > MOST_CHARACTERS


def keep(request: HttpRequest, unsent: Unsent, writer: str) -> None:
    """Keep it in the session for ``writer``, in place of what was kept for the same address."""
    text = json.dumps([unsent.address, unsent.fields, unsent.files])
    entry = {
        "writer": writer,
        "at": time.time(),
        "address": unsent.address,
        "sealed": encrypt(b85encode(zlib.compress(text.encode())).decode()),
    }
    others = [one for one in _entries(request) if one["address"] != unsent.address]
    request.session[_KEY] = [entry, *others][:_MOST_KEPT]


def kept(request: HttpRequest) -> list[Unsent]:
    """What is kept in the session, the latest first."""
    return [unsent for one in _fresh(request) if (unsent := _opened(one["sealed"])) is not None]


def _opened(sealed: str) -> Unsent | None:
    """None when it was sealed with another key."""
    try:
        text = zlib.decompress(b85decode(decrypt(sealed))).decode()
    except ImproperlyConfigured:
        return None
    address, fields, files = json.loads(text)
    return Unsent(address, [(name, value) for name, value in fields], files)


def is_kept(request: HttpRequest) -> bool:
    """Whether ``kept`` has anything to show."""
    return any(_opened(one["sealed"]) for one in _fresh(request))


def forget(request: HttpRequest, address: str) -> bool:
    """Drop what was kept for an address: thrown away, or sent again and that page's business."""
    entries = _entries(request)
    others = [one for one in entries if one["address"] != address]
    if len(others) == len(entries):
        return False
    request.session[_KEY] = others
    return True


def _entries(request: HttpRequest) -> list[dict[str, Any]]:
    found = request.session.get(_KEY, ())
    return [found] if isinstance(found, dict) else list(found)  # one only, before there were more


def _fresh(request: HttpRequest) -> list[dict[str, Any]]:
    """Without what is too old to be meant, which is dropped."""
    entries = _entries(request)
    fresh = [one for one in entries if time.time() - one["at"] < _LIFE]
    if len(fresh) < len(entries):
        request.session[_KEY] = fresh
    return fresh


def forget_old(day: dt.date) -> str:
    """Every day: delete the sessions that are over, and with them what nobody came back for."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return ""


def on_login(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Drop what somebody else typed; let the answer lead to what was kept."""
    if request is None:
        return
    request.has_logged_in = True  # type: ignore[attr-defined]
    entries = _entries(request)
    own = [one for one in entries if one["writer"] == user.public_id]
    if len(own) < len(entries):
        request.session[_KEY] = own
        if hasattr(request, "_messages"):
            messages.info(request, "上一位使用者有内容没有提交。您不是那一位，所以已经清除。")


def writer_of(request: HttpRequest) -> str:
    """The public id of who was last logged in on this browser; "" when nobody knows."""
    try:
        return _signer().unsign(request.COOKIES.get(WRITER, ""))
    except BadSignature:
        return ""


def remember_writer(request: HttpRequest, response: HttpResponseBase, user: Any) -> None:
    """Let the browser know whose forms it shows, also after the login has run out."""
    if writer_of(request) == user.public_id and not hasattr(request, "has_logged_in"):
        return
    response.set_cookie(
        WRITER,
        _signer().sign(user.public_id),
        max_age=_KNOWN_FOR,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _signer() -> Signer:
    """With the key of the columns: it stays when the one of the sessions is changed."""
    return Signer(key=settings.FIELD_KEY, salt="congress.common.typed")
