"""How a file leaves the portal: saved rather than shown, believed for what it is, kept nowhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponseBase

# Were a browser to show it all the same, nothing in it could run or ask for anything.
_POLICY = "default-src 'none'; sandbox"


def as_download(response: HttpResponseBase, name: str, fallback: str) -> HttpResponseBase:
    """Set the headers of a download. ``fallback`` is the name in ASCII, for old programs."""
    response["Content-Disposition"] = (
        f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return guarded(response)


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Set the headers of any file that somebody uploaded."""
    response["Content-Security-Policy"] = _POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def stored_file(file: Any, name: str, fallback: str, content_type: str) -> HttpResponseBase:
    """A file of the storage as a download, in pieces. Raises OSError when it is gone."""
    return as_download(FileResponse(file.open("rb"), content_type=content_type), name, fallback)
