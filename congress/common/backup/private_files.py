"""The private files: which there are, which the rows name, and copies of them in a fresh folder."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import FileField

from congress.common.backup.manifest import FILES, BackupTrouble, Content, Manifest
from congress.common.backup.reading import CHANGED_MEANWHILE, Member, members
from congress.common.backup.streams import Measure

_NO_LINKS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def private_root() -> Path:
    """Where the private files lie, links followed."""
    return Path(settings.PRIVATE_ROOT).resolve()


def stored_files(root: Path) -> Iterator[tuple[str, Path]]:
    """(path below the root, path) of every file in order; links and sockets are no files."""
    if not root.is_dir():
        return
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path


def open_file(path: Path) -> tuple[Any, os.stat_result] | None:
    """The file, open, and what it is; None when it has gone meanwhile or is no plain file."""
    try:
        file = open(os.open(path, _NO_LINKS), "rb")  # noqa: SIM115  no links
    except (FileNotFoundError, NotADirectoryError):
        return None
    found = os.fstat(file.fileno())
    if stat.S_ISREG(found.st_mode):
        return file, found
    file.close()
    return None


def named_files(state: Any) -> Iterator[tuple[str, str]]:
    """(file, which record names it) of every file that a row of these models names."""
    for model in state.get_models():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, FileField)]
        for field in fields if model._meta.managed and not model._meta.proxy else ():
            rows = model._base_manager.exclude(**{field.attname: ""}).values_list(
                "pk", field.attname
            )
            for key, name in rows.iterator(chunk_size=1000):
                if name:
                    yield str(name), f"{model._meta.verbose_name}（编号{key}）"


def unpack_files(archive: Path, manifest: Manifest, folder: Path) -> None:
    """Put the archive's files into a fresh folder, each compared with the manifest again."""
    owner = folder.parent.stat()
    _make_folder(folder, owner)
    for member in members(archive):
        if member.name.startswith(FILES):
            name = member.name.removeprefix(FILES)
            if _unpack(member, folder, name, owner) != manifest.files.get(name):
                raise BackupTrouble(CHANGED_MEANWHILE)
    os.sync()


def _unpack(member: Member, folder: Path, name: str, owner: os.stat_result) -> Content:
    path = folder / name
    for parent in reversed(path.relative_to(folder).parents[:-1]):
        _make_folder(folder / parent, owner)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        content = member.content(Measure(file))
        _give(file.fileno(), owner)
    os.utime(path, (member.modified, member.modified))
    return content


def _make_folder(folder: Path, owner: os.stat_result) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
        _give(folder, owner)


def _give(what: int | Path, owner: os.stat_result) -> None:
    """Files made by root go to whom the folder around them belongs: the server reads them."""
    if os.geteuid() == 0:
        os.chown(what, owner.st_uid, owner.st_gid)
