"""The steps of a project beside those of its money: progress, quality, acceptance, the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common.admin.forms import PartialDateInput
from congress.common.attachments.services import attach_files
from congress.common.partial_dates import PartialDateFormField
from proposals.admin.stepping.fields import DayField, choice, line, records, words
from supervision.admin.fund_pages import FUND_PAGES
from supervision.admin.releasing import releasing_pages
from supervision.admin.step_pages import StepForm, StepPage, files_field, plain
from supervision.enums import QualityResult
from supervision.models import SupervisionProject
from supervision.services import projects as services
from supervision.standing import is_over, sentence


class OfVisitForm(StepForm):
    """What was perhaps seen on a visit."""

    def prepare(self) -> None:
        field: Any = self.fields["field_work"]
        field.queryset = self.record.field_works.all()
        if not self.record.field_works.exists():
            del self.fields["field_work"]


class ProgressForm(OfVisitForm):
    percent = forms.IntegerField(
        label="进度（%）",
        min_value=0,
        max_value=100,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "请写进度。",
            "invalid": "进度写0到100的整数。",
            "min_value": "进度写0到100。",
            "max_value": "进度写0到100。",
        },
    )
    noted_on = DayField(label="日期")
    words = words("情况", most=500, required=False, help_text="干到哪一步了。进度退回的，写原因。")
    field_work: Any = records("哪次现场监督看到的", empty="不是现场看到的", required=False)


class QualityForm(OfVisitForm):
    result = choice("结论", QualityResult.choices, empty="请选结论")
    checked_on = DayField(label="日期")
    checked_by = line("检查人", most=100, required=False, help_text="如：县水利局质监站。")
    words = words("情况", most=2000, required=False, help_text="有问题的，写明是什么问题。")
    field_work: Any = records("哪次现场监督看到的", empty="不是现场看到的", required=False)
    scans = files_field("检查报告、照片")


class AcceptForm(StepForm):
    finished_on: Any = PartialDateFormField(
        label="实际完工", required=False, widget=PartialDateInput()
    )
    accepted_on: Any = PartialDateFormField(
        label="验收日期",
        widget=PartialDateInput(),
        error_messages={"required": "请写验收日期。"},
    )
    accepted_by = line("验收单位", most=100)
    acceptance = words("验收意见", most=2000, required=False)
    scans = files_field("验收文件")

    def prepare(self) -> None:
        for name in ("finished_on", "accepted_on", "accepted_by", "acceptance"):
            self.fields[name].initial = getattr(self.record, name)


class StopForm(StepForm):
    reason = words("理由", most=500, help_text="为什么不再监督。项目和记录都保留。")


def _progress(project: SupervisionProject, form: Any, actor: Any) -> None:
    services.note_progress(project, actor=actor, **_values(form))


def _quality(project: SupervisionProject, form: Any, actor: Any) -> None:
    values = _values(form)
    scans = values.pop("scans")
    with transaction.atomic():
        check = services.check_quality(project, actor=actor, **values)
        attach_files(check, scans, actor=actor)


def _accept(project: SupervisionProject, form: Any, actor: Any) -> None:
    values = {name: value for name, value in form.cleaned_data.items() if name != "scans"}
    with transaction.atomic():
        services.accept_project(project, actor=actor, **values)
        attach_files(project, form.cleaned_data["scans"], actor=actor, is_scan=True)


def _values(form: Any) -> dict[str, Any]:
    """What was typed, for a service that adds something and changes nothing that was there."""
    return {name: value for name, value in form.cleaned_data.items() if name != "seen_version"}


def _goes_on(project: Any) -> bool:
    return not is_over(project)


def _stands(project: Any) -> bool:
    return project.stopped_on is None


def _suggested(project: Any) -> str:
    """What the box for the public begins with: the goal, and where it stands."""
    standing = f"{sentence(project, timezone.localdate())}。"
    return "\n".join(text for text in (project.goal, standing, project.outcome) if text)


PROJECT_PAGES = [
    StepPage(
        "progress",
        "记录进度",
        ProgressForm,
        "写到哪一天、完成了百分之多少。以前记的都保留。",
        _progress,
        lambda project: f"已记录，进度{project.percent}%。",
        is_possible=_goes_on,
        is_main=_stands,
    ),
    *FUND_PAGES,
    StepPage(
        "quality",
        "质量检查",
        QualityForm,
        "谁去检查的，质量怎样。",
        _quality,
        "质量检查已录入。",
        is_possible=_stands,
    ),
    StepPage(
        "accept",
        "验收",
        AcceptForm,
        "完工、验收以后录入。只知道年份或月份的，只写年份或月份。",
        _accept,
        lambda project: f"已验收，日期是{project.accepted_on}。",
        is_possible=lambda project: _stands(project) and project.accepted_on is None,
    ),
    StepPage(
        "correct-acceptance",
        "改验收",
        AcceptForm,
        "验收录错了的，在这里改。",
        _accept,
        "验收已改。",
        is_possible=lambda project: _stands(project) and project.accepted_on is not None,
    ),
    StepPage(
        "stop",
        "终止监督",
        StopForm,
        "不再监督的，写明理由。以后可以恢复。",
        plain(services.stop_project, "reason"),
        "已终止监督。",
        is_possible=_goes_on,
    ),
    StepPage(
        "resume",
        "恢复监督",
        StepForm,
        "又要监督的，恢复。",
        plain(services.resume_project),
        "已恢复监督。",
        is_possible=lambda project: project.stopped_on is not None,
        is_main=lambda project: True,
    ),
    *releasing_pages(_suggested),
]
