"""What the work report says of the presidium's supervision."""

from congress.common.registry import Chapter, ReportPeriod
from congress.documents.enums import ReportPart


def chapters(period: ReportPeriod) -> list[Chapter]:
    """（二）依法监督, empty until there are records of it."""
    return [
        Chapter(
            key="supervision.work",
            part=ReportPart.PAST,
            order=12,
            heading="依法监督",
            hint="监督工作还没有录入。"
            "写听取和审议了哪些专项工作报告，开展了哪些视察、执法检查和评议，提出的意见落实得怎样。",
        )
    ]
