"""The report on handling before the public, as it stands on the day; and away from it again."""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import sign
from congress.common.templatetags.portal import cn_date
from congress.township.models import Session
from proposals.documents.public_report import public_report
from proposals.models import HandlingReport, ProposalSettings
from proposals.permissions import can_release_handling_report
from proposals.services.acting import needed_reason, require
from proposals.services.publishing import TOWN_PUBLISHES_NOTHING

_log = logging.getLogger(__name__)


def release_handling_report(session: Session, *, actor: Any) -> HandlingReport:
    """Draw it as of today and put it before the public; its file stays as it is.

    Raises RuleViolation where the town doesn't publish, where nothing was brought, and for the
    second one of a day.
    """
    require(can_release_handling_report(actor))
    day = timezone.localdate()
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if not ProposalSettings.load().publishes_outcomes:
            raise RuleViolation(TOWN_PUBLISHES_NOTHING)
        if HandlingReport.objects.standing().filter(session=session, as_of=day).exists():
            raise RuleViolation("今天已经公开过办理情况报告。要换的，请先撤下那一份。")
        drawn = public_report(session, printed_on=day)
        report = HandlingReport(
            session=session,
            title=f"{drawn.title}（截至{cn_date(day)}）"[:200],
            as_of=day,
            named=drawn.named,
            total=drawn.total,
            pdf_sha256=sha256(drawn.pdf).hexdigest(),
            released_at=timezone.now(),
            released_by=actor,
        )
        report.pdf.save("report.pdf", ContentFile(drawn.pdf), save=False)
        try:
            sign(report, actor, "公开办理情况报告")
            report.save()
        except Exception:
            report.pdf.delete(save=False)  # the transaction takes the row back; the file would stay
            raise
    return report


def take_back_handling_report(
    report: HandlingReport, *, actor: Any, reason: str, seen_version: int | None = None
) -> HandlingReport:
    """Nobody may read it any more; the file and the reason are kept."""
    require(can_release_handling_report(actor))
    reason = needed_reason(reason, "请写明为什么撤下。")[:500]
    with transaction.atomic():
        report = HandlingReport.objects.select_for_update().get(pk=report.pk)
        if not report.is_standing:
            day = cn_date(report.taken_back_on)
            raise RuleViolation(f"这份报告{day}已经撤下，不用再办。")
        if seen_version is not None and seen_version != report.version:
            raise StaleRecord("您打开这一页以后，有人动过这份报告。请核对以后再办。")
        report.taken_back_on, report.taken_back_because = timezone.localdate(), reason
        sign(report, actor, f"撤下：{reason}")
        report.save_version()
    return report


def handling_report_file(report: HandlingReport) -> bytes:
    """The file byte for byte. RuleViolation when it is gone or is no longer what went out."""
    try:
        with report.pdf.open("rb") as file:
            pdf: bytes = file.read()
    except OSError:
        _log.exception("The file of handling report %s can't be read", report.public_id)
        raise RuleViolation(
            "这份报告的文件找不到了。请联系系统管理员，从备份里恢复文件。"
        ) from None
    if sha256(pdf).hexdigest() != report.pdf_sha256:
        _log.error("The file of handling report %s was changed", report.public_id)
        raise RuleViolation(
            "这份报告的文件和公开时不一样，所以没有打开。请联系系统管理员，从备份里恢复文件。"
        )
    return pdf
