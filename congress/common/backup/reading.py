"""Reading an archive: nothing in it is believed before it is checked."""

import gzip
import re
import tarfile
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from congress.common.backup.manifest import (
    FILES,
    HEAD,
    KEYS,
    MANIFEST,
    TABLES,
    BackupTrouble,
    Content,
    Head,
    Manifest,
    head_from,
    manifest_from,
)
from congress.common.backup.streams import Measure, Source

_CHUNK = 1 << 20
_LARGEST_LIST = 256 << 20  # bytes of JSON: some million files
_TABLE = re.compile(rf"{TABLES}[A-Za-z0-9_]{{1,63}}\.copy")
_UNTYPED = {"Cc", "Cs"}  # control characters, and bytes that are no text
CHANGED_MEANWHILE = "备份文件在恢复时变了；请不要动它，再恢复一次。"
_CUT_SHORT = "备份文件不完整，多半是复制时中断了；请重新复制一份，或换一份备份。"


class Member:
    """A member of the archive, its content still to be read. Names are safe."""

    def __init__(self, info: tarfile.TarInfo, source: Source) -> None:
        self.name, self.size, self.modified = info.name, info.size, info.mtime
        self.source = source

    def content(self, measure: Measure | None = None) -> Content:
        """Read it to the end."""
        measure = measure or Measure()
        while data := self.source.read(_CHUNK):
            measure.write(data)
        return Content(measure.size, measure.sha256)


@contextmanager
def _faults_in_words(path: Path) -> Iterator[None]:
    """Say what is wrong with a file that is no archive, or no longer a whole one."""
    try:
        yield
    except FileNotFoundError as error:
        raise BackupTrouble(f"没有 {path} 这个文件。") from error
    except (IsADirectoryError, PermissionError) as error:
        raise BackupTrouble(f"读不了 {path}；请检查它是不是文件、有没有权限。") from error
    except EOFError as error:
        raise BackupTrouble(_CUT_SHORT) from error
    except (gzip.BadGzipFile, zlib.error, tarfile.TarError) as error:
        raise BackupTrouble(f"{path} 不是本系统的备份文件，或者已经损坏。") from error


def members(path: Path) -> Iterator[Member]:
    """The members in order, each to be read before the next. Raises BackupTrouble."""
    # Read as a stream: nothing in it can send us back to another place in the file.
    with (
        _faults_in_words(path),
        gzip.open(path) as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        for info in archive:
            _refuse_unsafe(info)
            source = archive.extractfile(info)
            assert source is not None  # noqa: S101  it is a regular file
            yield Member(info, source)
        while stream.read(_CHUNK):
            pass  # to the checksum at the very end


def _refuse_unsafe(info: tarfile.TarInfo) -> None:
    name = info.name
    is_file = name.startswith(FILES) and is_safe_path(name.removeprefix(FILES))
    known = name in (HEAD, MANIFEST, KEYS) or _TABLE.fullmatch(name) or is_file
    if not known or not info.isreg() or info.issparse():
        shown = name.encode("ascii", "backslashreplace").decode()[:100]
        raise BackupTrouble(f"备份里有不该有的内容（{shown}），文件被改动过，没有使用。")


def is_safe_path(path: str) -> bool:
    """Whether a relative path stays where it is put, and has nothing in it that nobody can type."""
    if "\\" in path or any(unicodedata.category(character) in _UNTYPED for character in path):
        return False
    return all(part not in ("", ".", "..") for part in path.split("/"))


def verify(path: Path) -> Manifest:
    """Read the whole archive and compare every member with the manifest. Raises BackupTrouble."""
    found: dict[str, Content] = {}
    head: Head | None = None
    manifest: Manifest | None = None
    for member in members(path):
        if manifest is not None or member.name in found:
            raise BackupTrouble("备份里有重复或多余的内容，文件被改动过，没有使用。")
        if head is None:
            head = head_from(_small(member, HEAD))
        elif member.name == MANIFEST:
            manifest = manifest_from(_small(member, MANIFEST))
        else:
            found[member.name] = member.content()
    if manifest is None:
        raise BackupTrouble(_CUT_SHORT)
    _compare(manifest, head, found)
    return manifest


def _small(member: Member, expected: str) -> bytes:
    if member.name != expected or member.size > _LARGEST_LIST:
        raise BackupTrouble("这不是本系统的备份文件。")
    return member.source.read()


def _compare(manifest: Manifest, head: Head | None, found: dict[str, Content]) -> None:
    listed = manifest.members()
    if manifest.head != head or listed.keys() != found.keys():
        raise BackupTrouble("备份的清单和内容对不上，文件被改动过，没有使用。")
    wrong = [name for name, content in listed.items() if found[name] != content]
    if wrong:
        more = f"等{len(wrong)}处" if len(wrong) > 1 else ""
        raise BackupTrouble(f"备份里的 {wrong[0]}{more}与校验码不符，文件已损坏或被改动过。")
