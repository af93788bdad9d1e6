"""Checks of the records against the statutes, the town's quotas and each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from congress.common.permissions import can_view_records
from congress.common.registry.base import Registry


class Severity(models.TextChoices):
    """What a finding asks for: a quota reminds, a statute (or a contradiction) obliges."""

    MUST = "must", "必须改正"
    REMIND = "remind", "请核对"


@dataclass(frozen=True)
class Finding:
    """One thing that is odd, in one Chinese sentence, with the page where it is mended.

    ``subject`` is what it is about and stays the same as long as it does ("deputy:12"). The
    sentence holds the facts and nothing that changes from day to day by itself: whoever writes
    down a reason accepts this sentence, and a new one is listed again.
    """

    subject: str
    sentence: str
    mend_label: str
    mend_url: str


@dataclass(frozen=True)
class ConsistencyCheck:
    """A rule that the records are held to.

    ``order`` places it, ``part`` is the heading it stands under; ``basis`` names the statute, or
    the setting that a quota comes from. ``findings()`` asks a fixed number of queries, however
    much it finds. ``may_open`` says who may open the pages that mend.
    """

    key: str
    order: int
    part: str
    title: str
    severity: Severity
    basis: str
    findings: Callable[[], Iterable[Finding]]
    may_open: Callable[[Any], bool] = can_view_records


# Sources (day) → ConsistencyChecks. What several checks read is read once: it belongs to the
# object that the source makes for the day.
consistency_checks = Registry()
