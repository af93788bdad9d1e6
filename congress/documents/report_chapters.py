"""The headings of a work report that no app has data for, so that all of them are there."""

from congress.common.registry import Chapter, ReportPeriod
from congress.documents.enums import ReportPart


def chapters(period: ReportPeriod) -> list[Chapter]:
    """党的领导, 存在问题 and 今后工作安排: written by hand, each with a hint."""
    return [
        Chapter(
            key="documents.leadership",
            part=ReportPart.PAST,
            order=10,
            heading="坚持党的领导",
            hint="写主席团怎样贯彻党的决策部署，重大事项怎样向镇党委请示报告，"
            "怎样把党委的主张落到人大工作里。",
        ),
        Chapter(
            key="documents.problems",
            part=ReportPart.PROBLEMS,
            order=20,
            heading="",
            hint="写工作中的不足，如监督跟踪不够、代表活动不平衡、建议办理质量不高。",
        ),
        Chapter(
            key="documents.plans",
            part=ReportPart.PLANS,
            order=30,
            heading="",
            hint="写下一年的打算，如监督哪些工作、怎样联系代表和群众、怎样推动建议办理。",
        ),
    ]
