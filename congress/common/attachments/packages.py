"""Documents that are zip packages: .docx, .xlsx, .pptx, .ofd. Opened and read, not believed."""

from __future__ import annotations

import io
import zipfile

from congress.common.exceptions import RuleViolation
from congress.common.models.attachments import MediaType

_DAMAGED = "文件打不开，可能没有传完或者已经损坏。请重新选择。"
_ENCRYPTED = "文件加了密码，别人打不开。请取消密码，再上传。"
_MACROS = "文件里有宏（会自动运行的程序），不能收。请另存为不带宏的文件，再上传。"
_PACKED_TOO_TIGHT = "文件解开以后太大，不能收。请拆成几个文件，再上传。"
_NOT_OFFICE = "这是压缩包。请解开，把里面的文件一个一个上传。"
_MAX_PARTS = 3000
_MAX_UNPACKED = 200 * 1024 * 1024
# XML shrinks to a tenth, an empty sheet to a hundredth; below this size no ratio matters.
_MAX_RATIO, _SMALL = 150, 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    f"{_OPEN_XML}wordprocessingml.document.main+xml": MediaType.DOCX,
    f"{_OPEN_XML}spreadsheetml.sheet.main+xml": MediaType.XLSX,
    f"{_OPEN_XML}presentationml.presentation.main+xml": MediaType.PPTX,
    f"{_OPEN_XML}presentationml.slideshow.main+xml": MediaType.PPTX,
}


def package_kind(content: bytes) -> MediaType:
    """Which document a zip package is. Raises RuleViolation for what isn't one, or isn't sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(parts, len(content))
            _read_all(package, parts)
            return _kind(package, {part.filename for part in parts})
    except RuleViolation:
        raise
    except Exception as error:  # BadZipFile, and whatever a crafted header makes zipfile raise
        raise RuleViolation(_DAMAGED) from error


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Before anything is unpacked: zipfile gives no more of a part than its header declares."""
    if any(part.flag_bits & 1 for part in parts):
        raise RuleViolation(_ENCRYPTED)
    total = sum(part.file_size for part in parts)
    is_too_tight = total > _SMALL and total > packed * _MAX_RATIO
    if len(parts) > _MAX_PARTS or total > _MAX_UNPACKED or is_too_tight:
        raise RuleViolation(_PACKED_TOO_TIGHT)


def _read_all(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Every part to its end, where zipfile compares the checksum."""
    for part in parts:
        with package.open(part) as stream:
            while stream.read(_CHUNK):
                pass


def _kind(package: zipfile.ZipFile, names: set[str]) -> MediaType:
    if "OFD.xml" in names:
        return MediaType.OFD
    if "[Content_Types].xml" not in names:
        raise RuleViolation(_NOT_OFFICE)
    types = package.read("[Content_Types].xml").decode("utf-8", errors="replace")
    if "macroEnabled" in types or any(_holds_program(name) for name in names):
        raise RuleViolation(_MACROS)
    for content_type, kind in _KINDS.items():
        if content_type in types:
            return kind
    raise RuleViolation(_NOT_OFFICE)


def _holds_program(name: str) -> bool:
    """Macros, and controls that run as programs (ActiveX)."""
    return name.lower().endswith("vbaproject.bin") or "/activex/" in name.lower()
