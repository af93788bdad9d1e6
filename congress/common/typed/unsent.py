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
    """Keep it in the session for ``writer``, in place of what was kept before."""
    text = json.dumps([unsent.address, unsent.fields, unsent.files])
    sealed = encrypt(b85encode(zlib.compress(text.encode())).decode())
    request.session[_KEY] = {
        "writer": writer,
        "at": time.time(),
        "address": unsent.address,
        "sealed": sealed,
    }


def kept(request: HttpRequest) -> Unsent | None:
    """What is kept in the session; None when there is nothing, or it is too old to mean it."""
    found = request.session.get(_KEY)
    if found is None:
        return None
    try:
        text = zlib.decompress(b85decode(decrypt(found["sealed"]))).decode()
    except ImproperlyConfigured:  # another key since
        text = ""
    if not text or time.time() - found["at"] > _LIFE:
        forget(request)
        return None
    address, fields, files = json.loads(text)
    return Unsent(address, [(name, value) for name, value in fields], files)


def is_kept(request: HttpRequest) -> bool:
    return _KEY in request.session


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def forget_if_sent(request: HttpRequest) -> None:
    """Once the form is sent again to where it was going, it is that page's business."""
    if request.session.get(_KEY, {}).get("address") == request.get_full_path():
        forget(request)


def forget_old(day: dt.date) -> str:
    """Every day: delete the sessions that are over, and with them what nobody came back for."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return ""


def on_login(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Drop what somebody else typed; let the answer lead to what was kept."""
    if request is None:
        return
    request.has_logged_in = True  # type: ignore[attr-defined]
    found = request.session.get(_KEY)
    if found is not None and found["writer"] != user.public_id:
        forget(request)
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
