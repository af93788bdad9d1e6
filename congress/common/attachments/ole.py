"""Office files from before 2007 (.doc, .xls, .ppt, also .wps and .et): OLE compound files."""

from __future__ import annotations

from congress.common.exceptions import RuleViolation
from congress.common.models.attachments import MediaType

_ENCRYPTED = "文件加了密码，别人打不开。请取消密码，再上传。"
_MACROS = "文件里有宏（会自动运行的程序），不能收。请另存为不带宏的文件，再上传。"
_UNKNOWN = "看不出这是哪一种旧版文件。请用Word、Excel或WPS另存为新版格式，再上传。"
# A directory entry: 64 bytes of name in UTF-16, its length, one byte of type; entries lie on
# multiples of 128 from the beginning of the file (MS-CFB 2.6).
_ENTRY = 128
_TYPES = (1, 2, 5)
_KINDS = {
    "WordDocument": MediaType.DOC,
    "Workbook": MediaType.XLS,
    "Book": MediaType.XLS,
    "PowerPoint Document": MediaType.PPT,
}
_PROGRAMS = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"}


def ole_kind(content: bytes) -> MediaType:
    """Which document it is. Raises RuleViolation for one with macros or a password."""
    names = _entry_names(content)
    if names & {"EncryptedPackage", "EncryptionInfo", "EncryptedSummary"}:
        raise RuleViolation(_ENCRYPTED)
    if names & _PROGRAMS:
        raise RuleViolation(_MACROS)
    for name, kind in _KINDS.items():
        if name in names:
            return kind
    raise RuleViolation(_UNKNOWN)


def _entry_names(content: bytes) -> set[str]:
    """Names of streams and storages, from wherever in the file the directory lies in pieces."""
    names = set()
    for start in range(512, len(content) - _ENTRY + 1, _ENTRY):
        length = int.from_bytes(content[start + 64 : start + 66], "little")
        if content[start + 66] in _TYPES and 2 < length <= 64 and not length % 2:
            names.add(content[start : start + length - 2].decode("utf-16-le", errors="replace"))
    return names
