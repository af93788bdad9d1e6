"""What a file is called where people read it. A path never comes from here."""

from __future__ import annotations

import re
import unicodedata

from congress.common.models.attachments import MediaType

# Most file systems take 255 bytes, and a Chinese character is three or four.
_MAX_BYTES = 180
_NAMELESS = "附件"
# Refused by Windows in a file name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Controls, invisible signs that turn the direction of reading (a name ending in fdp.exe would be
# read as exe.pdf), halves of characters, ends of lines. Unassigned and private ones stay: rare
# characters of names have lived there.
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_KNOWN = {"jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "pdf", "ofd"}
_KNOWN |= {"doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps"}


def clean_name(name: str) -> str:
    """The last part of what the sender calls a file, without what can't be seen."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = "".join(char for char in name if unicodedata.category(char) not in _INVISIBLE)
    name = _FORBIDDEN.sub("_", re.sub(r"\s+", " ", name)).strip(" .")
    return name or _NAMELESS


def display_name(name: str, media_type: MediaType) -> str:
    """The cleaned name with the extension of what the file really is, cut to a usable length."""
    name = clean_name(name)
    stem, _, extension = name.rpartition(".")
    if not stem or extension.lower() not in _KNOWN:
        stem = name
    return f"{_cut(stem.strip(' .')) or _NAMELESS}.{media_type.extension}"


def short_name(name: str) -> str:
    """The cleaned name for a sentence."""
    stem, dot, extension = clean_name(name).rpartition(".")
    return f"{_cut(stem)}{dot}{extension[:10]}" if dot else _cut(extension)


def _cut(stem: str) -> str:
    """At most _MAX_BYTES of UTF-8, no character cut in two; what was left out shows as …"""
    if len(stem.encode()) <= _MAX_BYTES:
        return stem
    return stem.encode()[: _MAX_BYTES - 3].decode(errors="ignore") + "…"
