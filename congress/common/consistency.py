"""Running the checks of all apps, and accepting what one of them found.

A finding is accepted with a reason and for its sentence: once the facts change, the sentence
does, and it is listed again.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.models import AcceptedFinding
from congress.common.permissions import can_accept_findings
from congress.common.registry import ConsistencyCheck, Finding, Severity, consistency_checks


@dataclass
class CheckResult:
    """What one check found: what is open, and what was accepted with its reason."""

    check: ConsistencyCheck
    open: list[Finding] = field(default_factory=list)
    accepted: list[tuple[Finding, AcceptedFinding]] = field(default_factory=list)


def checks_for(user: Any, day: dt.date) -> list[ConsistencyCheck]:
    """The checks whose findings the user could follow up, in order; None is a command: all."""
    checks: list[ConsistencyCheck] = consistency_checks.collect(day)
    return [check for check in checks if user is None or check.may_open(user)]


def run_checks(checks: Iterable[ConsistencyCheck]) -> list[CheckResult]:
    """What the checks find, sorted into open and accepted."""
    accepted = AcceptedFinding.objects.select_related("accepted_by")
    known = {(row.check_key, row.subject): row for row in accepted}
    return [_result(check, known) for check in checks]


def open_counts(results: Iterable[CheckResult]) -> dict[Severity, int]:
    """How many findings of each severity are open."""
    counts = dict.fromkeys(Severity, 0)
    for result in results:
        counts[result.check.severity] += len(result.open)
    return counts


def open_finding(check: ConsistencyCheck, subject: str) -> Finding | None:
    """The check's open finding about a subject; None when it has gone or was accepted."""
    (result,) = run_checks([check])
    return next((found for found in result.open if found.subject == subject), None)


@transaction.atomic
def accept_finding(
    check: ConsistencyCheck, subject: str, *, sentence: str, reason: str, actor: Any
) -> AcceptedFinding:
    """Write down why a finding stays as it is; ``sentence`` is what the person read.

    RuleViolation when it has gone or says something else by now.
    """
    if not (can_accept_findings(actor) and check.may_open(actor)):
        raise PermissionDenied
    found = open_finding(check, subject)
    if found is None:
        raise RuleViolation("这个问题已经不在了，不用再说明。")
    if found.sentence != sentence:
        raise RuleViolation("情况刚刚有变化。请看过新的说法，再写原因。")
    accepted, _ = AcceptedFinding.objects.update_or_create(
        check_key=check.key,
        subject=subject,
        defaults={
            "sentence": sentence,
            "reason": reason,
            "accepted_by": actor,
            "accepted_at": timezone.now(),
        },
    )
    return accepted


@transaction.atomic
def list_again(accepted: AcceptedFinding, *, actor: Any) -> None:
    """Take an acceptance back; its history stays."""
    if not can_accept_findings(actor):
        raise PermissionDenied
    accepted.delete()


def _result(check: ConsistencyCheck, known: dict[tuple[str, str], AcceptedFinding]) -> CheckResult:
    result = CheckResult(check)
    for finding in check.findings():
        row = known.get((check.key, finding.subject))
        if row is not None and row.sentence == finding.sentence:
            result.accepted.append((finding, row))
        else:
            result.open.append(finding)
    return result
