"""Forms of the office about liaison tasks, drawn like the rest of the back office."""

from typing import Any, ClassVar

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from congress.common.attachments.forms import AttachmentsField
from congress.common.exceptions import RuleViolation
from deputies.forms import ReasonForm, ReportForm
from deputies.models import LiaisonTask, TaskKind
from deputies.services.adding import checked_task


class OnBehalfForm(ReportForm):
    """What somebody reported on paper or by telephone, typed by the office."""

    scans = AttachmentsField(label="纸质记录的扫描件", offers_camera=False)

    class Meta(ReportForm.Meta):
        widgets: ClassVar = {
            "held_on": UnfoldAdminDateWidget(attrs={"type": "date"}, format="%Y-%m-%d"),
            "place": UnfoldAdminTextInputWidget(),
            "content": UnfoldAdminTextareaWidget(attrs={"rows": 6}),
            "solution": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
            "attendance": UnfoldAdminTextInputWidget(),
        }

    def __init__(self, *args: Any, task: LiaisonTask, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, task=task, actor=actor, **kwargs)
        self.offer_files("scans", actor, is_scan=True)


class OfficeReasonForm(ReasonForm):
    """Why a report is sent back, or a task is taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})


class NewTaskForm(forms.ModelForm):
    """One task by hand. What the service would refuse is said here, beside what was chosen."""

    class Meta:
        model = LiaisonTask
        fields = ("plan", "kind", "member", "quarter", "group", "deputy", "session")
        help_texts: ClassVar = {
            "quarter": "走访和履职汇报填写，写数字1、2、3或4。",
            "group": "走访时填写。",
            "deputy": "履职汇报时填写。",
            "session": "会前座谈时填写。",
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                checked_task(**self.task_fields())
            except RuleViolation as error:
                self.add_error(None, error.message)
        return cleaned

    def task_fields(self) -> dict[str, Any]:
        """The arguments of the service."""
        chosen = {name: self.cleaned_data.get(name) for name in self.Meta.fields}
        return {**chosen, "kind": TaskKind(self.cleaned_data["kind"])}
