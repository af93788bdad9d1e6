"""What the work report says of motions and suggestions."""

from congress.common.registry import Chapter, ReportPeriod
from congress.documents.enums import ReportPart


def chapters(period: ReportPeriod) -> list[Chapter]:
    """（四）议案建议办理, empty until there are proposals."""
    return [
        Chapter(
            key="proposals.handling",
            part=ReportPart.PAST,
            order=16,
            heading="议案建议办理",
            hint="议案和建议还没有录入。"
            "写收到议案和建议多少件，交办、答复和解决了多少件，代表是否满意。",
        )
    ]
