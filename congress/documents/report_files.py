"""A work report as a PDF: drawn from its content, or read back as it was stored."""

import logging
from hashlib import sha256

from congress.common.exceptions import RuleViolation
from congress.documents.models import WorkReport
from congress.documents.render import render_document
from congress.documents.report_content import Content, content_of

logger = logging.getLogger(__name__)

_TEMPLATE = "documents/work_report.html"


def render_report(content: Content) -> bytes:
    """The PDF of a report's content; the same content gives the same bytes."""
    return render_document(_TEMPLATE, {"report": content}, title=content["title"])


def report_pdf(report: WorkReport) -> bytes:
    """The stored file of a final report byte for byte; a draft as it would print now."""
    if report.is_draft:
        return render_report(content_of(report))
    return _stored(report, report.pdf, report.pdf_sha256)


def public_report_pdf(report: WorkReport) -> bytes:
    """The stored file for the public of a released report."""
    if not report.public_pdf:
        return report_pdf(report)
    return _stored(report, report.public_pdf, report.public_pdf_sha256)


def file_name(report: WorkReport) -> str:
    """What a downloaded report is called."""
    edition = f"（第{report.edition}版）" if report.edition > 1 else ""
    draft = "（草稿）" if report.is_draft else ""
    return f"{report.session.short_name}主席团工作报告{edition}{draft}.pdf"


def digest(pdf: bytes) -> str:
    return sha256(pdf).hexdigest()


def _stored(report: WorkReport, stored: object, expected: str) -> bytes:
    """The bytes of a stored file. RuleViolation when it is gone or is no longer what it was."""
    try:
        with stored.open("rb") as file:  # type: ignore[attr-defined]
            pdf: bytes = file.read()
    except OSError:
        logger.exception("The file of work report %s can't be read", report.public_id)
        raise RuleViolation(
            "这份报告的文件找不到了。请联系系统管理员，从备份里恢复文件。"
        ) from None
    if digest(pdf) != expected:
        logger.error("The file of work report %s was changed", report.public_id)
        raise RuleViolation(
            "这份报告的文件和定稿时不一样，所以没有打开。请联系系统管理员，从备份里恢复文件。"
        )
    return pdf
