"""What a kind of job has to say for itself, and the register of kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from congress.common import permissions
from congress.common.models import Job


@dataclass(frozen=True)
class JobResult:
    """What came of a job: a sentence, and perhaps a file with the name it is saved under."""

    sentence: str = ""
    file: bytes | None = None
    file_name: str = ""


class JobKind:
    """One kind of work. Instances keep nothing: each call may come in another process.

    ``is_atomic``: a unit and its checkpoint are one transaction, so it is done exactly once. A
    kind that acts outside the database (sends mail) sets it to False, keeps its own record of
    what went out, and must bear being asked for a unit again after a crash.
    ``is_private``: its file is for the person alone who started it.
    ``limit``: how long a step, or the end, may take before it is taken for hung: its process is
    killed, and the job has failed. It may be tried again, from that step on.
    """

    counter: ClassVar[str] = "项"
    is_atomic: ClassVar[bool] = True
    is_private: ClassVar[bool] = False
    limit: ClassVar[dt.timedelta] = dt.timedelta(minutes=30)

    def can_start(self, user: Any) -> bool:
        """Whether the user may start such a job; services called by a unit ask again."""
        return permissions.can_edit_records(user)

    def units(self, job: Job) -> Iterable[str]:
        """The keys of the steps, in order, each at most 100 characters. Asked once a job."""
        raise NotImplementedError

    def run_unit(self, job: Job, key: str) -> bytes | None:
        """Do one step as ``job.created_by``. What it gives is kept for ``finish``.

        RuleViolation ends the job with its sentence; the steps before stay done.
        """
        raise NotImplementedError

    def finish(self, job: Job, outputs: Sequence[bytes]) -> JobResult:
        """Called once all steps are done, with what they gave, in order."""
        return JobResult()

    def link(self, job: Job) -> tuple[str, str] | None:
        """Where to go on from the job's page: (words, address)."""
        return None


_kinds: dict[str, JobKind] = {}


def register_job_kind(slug: str, kind: type[JobKind]) -> None:
    """Add a kind of job. Called from an app's ``ready``."""
    _kinds[slug] = kind()


def job_kind(slug: str) -> JobKind:
    """The kind of that name. KeyError when no app registered it."""
    return _kinds[slug]
