"""Whether a PDF may be kept: whole, readable by all, and doing nothing by itself.

A PDF is only ever handed out as a download, so this is no more than a look for what makes it act
when it is opened: scripts and the starting of programs. Files embedded in a PDF may stay: an
electronic invoice carries its data that way, and a reader opens them only when told to.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from congress.common.exceptions import RuleViolation
from congress.common.models.attachments import MediaType

_DAMAGED = "PDF不完整，可能没有传完或者已经损坏。请重新选择。"
_ENCRYPTED = "PDF加了密码，别人打不开。请取消密码和限制，或者打印成新的PDF，再上传。"
_ACTIVE = "PDF里有会自动运行的程序，不能收。请打印成新的PDF，再上传。"
# The end mark stands within the last 1024 bytes; some programs write more behind it.
_TAIL = 4096
# Streams of objects hold names, not pictures: more than this is no document.
_MAX_STREAM = 20 * 1024 * 1024
_MAX_STREAMS = 10_000
_CHUNK = 64 * 1024


def _spelt(name: str) -> bytes:
    """A pattern for a name: any of its characters may be written as #41."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (c, c, c) for c in name.encode()) + rb"(?![\w#])"


_ENCRYPTION = re.compile(_spelt("Encrypt"))
_ACTING = re.compile(_spelt("JavaScript") + b"|" + _spelt("Launch"))
_OBJECT_STREAM = re.compile(_spelt("ObjStm") + rb"[^\0]{0,2000}?>>\s*stream\r?\n", re.DOTALL)


def check_pdf(content: bytes) -> MediaType:
    """Raises RuleViolation for one that is cut off, encrypted or active."""
    if b"%%EOF" not in content[-_TAIL:] or b"startxref" not in content[-_TAIL:]:
        raise RuleViolation(_DAMAGED)
    if _ENCRYPTION.search(content):
        raise RuleViolation(_ENCRYPTED)
    if _ACTING.search(content) or any(_ACTING.search(part) for part in _object_streams(content)):
        raise RuleViolation(_ACTIVE)
    return MediaType.PDF


def _object_streams(content: bytes) -> Iterator[bytes]:
    """What the compressed objects say. Raises RuleViolation for more than a document needs."""
    room = _MAX_STREAM
    for number, found in enumerate(_OBJECT_STREAM.finditer(content)):
        part = _unpacked(memoryview(content)[found.end() :], room)
        room -= len(part)
        if room <= 0 or number == _MAX_STREAMS:
            raise RuleViolation(_ACTIVE)
        yield part


def _unpacked(packed: memoryview, room: int) -> bytes:
    """A deflated stream, at most ``room`` bytes; b"" for another kind, read as it stands."""
    unpacker, part = zlib.decompressobj(), bytearray()
    for start in range(0, len(packed), _CHUNK):
        try:
            part += unpacker.decompress(packed[start : start + _CHUNK], room - len(part))
        except zlib.error:
            break
        if unpacker.eof or len(part) >= room:
            break
    return bytes(part)
