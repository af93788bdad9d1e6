"""Data folders of a test's own, each with room for a real PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from congress import database
from congress.cluster import Cluster

# What belongs to the run of the tests must not reach the programs they start.
FORGOTTEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "PORTAL_DB_ROLE", "PORTAL_TEST_DB")


@contextmanager
def fresh_data_dir() -> Iterator[Path]:
    """A new data folder in PORTAL_DATA, on a short path that other accounts may pass."""
    scratch = Path(tempfile.mkdtemp(prefix="portal-infra."))
    scratch.chmod(0o711)
    folder = scratch / "var"
    with pytest.MonkeyPatch.context() as patch:
        for name in FORGOTTEN:
            patch.delenv(name, raising=False)
        patch.setenv("PORTAL_DATA", str(folder))
        yield folder
        clear(folder)
    shutil.rmtree(scratch)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder of this test's own."""
    with fresh_data_dir() as folder:
        yield folder


def clear(folder: Path) -> None:
    """Stop what runs in folder, and remove a cluster that lies outside."""
    if not folder.exists():
        return
    database.release()
    database.stop()
    # The environment may name another folder by now: no server outlives its own.
    Cluster(folder).stop()
    if (folder / "pg").is_symlink():
        shutil.rmtree((folder / "pg").resolve())


@pytest.fixture
def cluster(data_dir) -> Cluster:
    """A running server that forgets to write to the disk."""
    database.start(durable=False)
    return Cluster(data_dir, durable=False)


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    """A running server that several tests ask questions, and none stops."""
    with fresh_data_dir() as folder:
        database.start(durable=False)
        yield Cluster(folder)


def postmaster(cluster: Cluster) -> int:
    """The process number of the server."""
    return int((cluster.folder / "postmaster.pid").read_text().split()[0])


def environment(**changes: str) -> dict[str, str]:
    """The present environment with changes, for a program to start."""
    return {**os.environ, **changes}
