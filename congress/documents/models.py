"""The annual work report (主席团工作报告): draft, final with its file, released."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from congress.common.history import portal_history
from congress.common.models import PublicIdModel, VersionedModel
from congress.common.text_search import pairs_index, search_text_column
from congress.documents.enums import ReportPart, ReportStatus
from congress.documents.querysets import WorkReportQuerySet
from congress.township.models import Session


def report_path(report: "WorkReport", filename: str) -> str:
    return f"reports/{report.public_id}.pdf"


def public_report_path(report: "WorkReport", filename: str) -> str:
    return f"reports/{report.public_id}-public.pdf"


class WorkReport(PublicIdModel, VersionedModel):
    """The presidium's report on a period to one session of the congress (组织法19②)."""

    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        related_name="work_reports",
        verbose_name="会议",
    )
    edition = models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="版次")
    title = models.CharField(max_length=100, verbose_name="标题")
    period_starts_on = models.DateField(verbose_name="报告期自")
    period_ends_on = models.DateField(verbose_name="报告期至")
    delivered_on = models.DateField(null=True, blank=True, verbose_name="报告日期")
    speaker = models.CharField(max_length=50, blank=True, verbose_name="报告人")
    speaker_post = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="报告人职务",
        help_text="如：江湾镇人大主席",
    )
    opening = models.TextField(blank=True, verbose_name="开头")
    closing = models.TextField(blank=True, verbose_name="结束语")
    status = models.CharField(
        max_length=20,
        choices=ReportStatus.choices,
        default=ReportStatus.DRAFT,
        verbose_name="状态",
    )
    frozen: Any = models.JSONField(
        null=True, blank=True, editable=False, verbose_name="定稿时的数据"
    )
    public_text = models.TextField(
        blank=True, default="", editable=False, verbose_name="公开版正文"
    )
    search_text = search_text_column("title", "public_text")
    pdf = models.FileField(upload_to=report_path, blank=True, editable=False, verbose_name="文件")
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False, verbose_name="校验码")
    public_pdf = models.FileField(
        upload_to=public_report_path, blank=True, editable=False, verbose_name="公开版文件"
    )
    public_pdf_sha256 = models.CharField(
        max_length=64, blank=True, editable=False, verbose_name="公开版校验码"
    )
    finalised_at = models.DateTimeField(null=True, editable=False, verbose_name="定稿时间")
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="定稿人",
    )
    released_at = models.DateTimeField(null=True, editable=False, verbose_name="公开时间")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="公开人",
    )

    history = portal_history(excluded=["frozen", "public_text", "search_text"])
    objects = WorkReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度工作报告"
        ordering: ClassVar[list[str]] = [
            "-session__term__ordinal",
            "-session__ordinal",
            "-edition",
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "edition"],
                name="report_edition_is_unique_in_its_session",
            ),
            models.CheckConstraint(
                condition=Q(period_ends_on__gte=F("period_starts_on")),
                name="report_period_is_in_order",
                violation_error_message="报告期的截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT) | ~Q(pdf=""),
                name="final_report_has_its_file",
            ),
        ]
        indexes: ClassVar = [pairs_index("work_report_pairs")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.status == ReportStatus.DRAFT

    @property
    def is_released(self) -> bool:
        return self.status == ReportStatus.RELEASED


class ReportSection(models.Model):
    """A heading of a report with its text, freely edited until the report is final."""

    report = models.ForeignKey(
        WorkReport,
        on_delete=models.CASCADE,
        related_name="sections",
        verbose_name="报告",
    )
    key = models.CharField(max_length=50, editable=False, blank=True, verbose_name="来源")
    part = models.CharField(max_length=20, choices=ReportPart.choices, verbose_name="部分")
    order = models.PositiveSmallIntegerField(default=0, verbose_name="顺序")
    heading = models.CharField(max_length=100, blank=True, verbose_name="小标题")
    text = models.TextField(blank=True, verbose_name="正文")
    hint = models.CharField(max_length=300, blank=True, editable=False, verbose_name="提示")
    figures: Any = models.JSONField(default=list, editable=False, verbose_name="写正文时的数据")

    history = portal_history(excluded=["figures"])

    class Meta:
        verbose_name = verbose_name_plural = "报告章节"
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading or self.get_part_display()
