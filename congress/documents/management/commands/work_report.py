"""Write the annual work report of a year to a PDF file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congress.common.exceptions import RuleViolation
from congress.documents.models import WorkReport
from congress.documents.report_content import draft_content
from congress.documents.report_drafts import draft_report
from congress.documents.report_files import render_report, report_pdf
from congress.township.models import Session


class Command(BaseCommand):
    """``work_report YEAR [--session N] --output FILE``; see ``help``."""

    help = (
        "把某年人大会议的主席团工作报告写成PDF。已定稿的写出存档的文件，有草稿的按草稿排印，"
        "都没有的按建议文字排印（不存入数据库）。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, metavar="YEAR", help="会议在哪一年召开，如 2026。")
        parser.add_argument(
            "--session", type=int, metavar="N", help="本届第几次会议；不写时取当年最后一次。"
        )
        parser.add_argument("--output", required=True, metavar="FILE", help="写到哪个文件。")

    def handle(self, *args: Any, **options: Any) -> None:
        session = _session(options["year"], options["session"])
        try:
            pdf, what = _printed(session)
        except RuleViolation as error:
            raise CommandError(error.message) from error
        target = Path(options["output"])
        try:
            target.write_bytes(pdf)
        except OSError as error:
            raise CommandError(
                f"文件 {target} 写不进去：{error.strerror}。请换一个文件夹，或者检查权限。"
            ) from error
        self.stdout.write(f"已把{session.full_name}的工作报告（{what}）写到 {target}。")


def _session(year: int, ordinal: int | None) -> Session:
    """The session that was held in the year. CommandError when there is none."""
    sessions = Session.objects.select_related("term").filter(starts_on__isnull=False)
    ordered = sessions.order_by("starts_on", "term__ordinal", "ordinal")
    held = [s for s in ordered if s.starts_on and s.starts_on.year == year]
    if not held:
        raise CommandError(
            f"{year}年没有人大会议的记录，所以没有工作报告可写。"
            "请先在后台“次会议”里录入这次会议和开始日期。"
        )
    if ordinal is None:
        return held[-1]
    found = [session for session in held if session.ordinal == ordinal]
    if not found:
        names = "、".join(session.short_name for session in held)
        raise CommandError(f"{year}年没有第{ordinal}次会议。这一年有：{names}。")
    return found[-1]


def _printed(session: Session) -> tuple[bytes, str]:
    """The PDF of the session's report and, in a word, what it is."""
    editions = list(WorkReport.objects.with_list_relations().filter(session=session))
    # A correction that is still being written doesn't take the place of the final report.
    report = next((e for e in editions if not e.is_draft), editions[0] if editions else None)
    if report is not None:
        return report_pdf(report), report.get_status_display()
    draft = draft_report(session)
    return render_report(draft_content(draft.report, draft.sections)), "建议文字，未保存"
