"""Rows below a project that have a page of their own, to be corrected: money, progress, quality."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common.admin import PortalModelAdmin, VersionedForm
from congress.common.admin_links import change_address
from congress.common.attachments.admin import AttachmentPages
from congress.common.money import YuanFormField, yuan_in_words
from proposals.admin.stepping.fields import DayInput
from supervision.admin.links import linked
from supervision.enums import QualityResult
from supervision.models import (
    FundSource,
    Instalment,
    ProgressNote,
    ProjectPressing,
    QualityCheck,
)
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.services.sums import refresh_sums

_LABELS: dict[str, str] = {
    QualityResult.GOOD: "success",
    QualityResult.TO_MEND: "warning",
    QualityResult.BAD: "danger",
}
_TOMORROW = "日期还没有到，请核对。"


class InstalmentRowForm(VersionedForm):
    """Money that arrived: more than nothing, in a source of the same project, not of tomorrow."""

    amount: Any = YuanFormField(
        label="到位金额", widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Instalment
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project = self.instance.source.project_id
        for name, model in (("source", FundSource), ("pressing", ProjectPressing)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = model._default_manager.filter(project=project)

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is None or amount <= 0:
            raise ValidationError("到位金额要大于0。")
        return amount

    def clean_arrived_on(self) -> Any:
        day = self.cleaned_data["arrived_on"]
        if day is not None and day.earliest() > timezone.localdate():
            raise ValidationError(_TOMORROW)
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = cleaned if cleaned is not None else self.cleaned_data
        if values.get("pressing"):
            values["is_make_up"] = True
        return cleaned


class DayForm(VersionedForm):
    """Nothing is noted of tomorrow."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("noted_on", "checked_on", "pressed_on"):
            day = self.cleaned_data.get(name)
            if day is not None and day > timezone.localdate():
                self.add_error(name, ValidationError(_TOMORROW))
        result = self.cleaned_data.get("result")
        if result not in (None, "", QualityResult.GOOD) and not self.cleaned_data.get("words"):
            self.add_error("words", ValidationError("质量有问题的，请写明是什么问题。"))
        return cleaned


class ProjectPartAdmin(PortalModelAdmin):
    """Added by a step of the project; corrected here, or taken out where it was a slip."""

    form: Any = DayForm
    search_help_text = "监督项目的名称"

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def project_of(self, row: Any) -> Any:
        """Whose part it is."""
        return row.project

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.get_internal_type() == "DateField":
            kwargs["widget"] = DayInput()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            refresh_sums(self.project_of(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            project = self.project_of(obj)
            super().delete_model(request, obj)
            refresh_sums(project)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(change_address(self.project_of(obj)))

    @display(description="监督项目")
    def of_project(self, row: Any) -> Any:
        return linked(self.project_of(row))


@admin.register(Instalment)
class InstalmentAdmin(AttachmentPages, ProjectPartAdmin):
    form: Any = InstalmentRowForm
    list_display = ("arrived_on", "amount_in_words", "source_name", "of_project", "voucher")
    list_display_links = ("arrived_on", "amount_in_words")
    list_select_related = ("source__project",)
    list_filter = ("is_make_up",)
    search_fields = ("source__project__name", "voucher", "payer")
    search_help_text = "监督项目的名称、凭证号、拨付单位"
    ordering = ("-arrived_on", "-pk")
    fields = (
        "of_project",
        "source",
        "amount",
        "arrived_on",
        "voucher",
        "payer",
        "pressing",
        "is_make_up",
        "remark",
    )
    readonly_fields = ("of_project",)
    actions_detail = ("attachments_page",)

    def project_of(self, row: Any) -> Any:
        return row.source.project

    @display(description="到位金额", ordering="amount")
    def amount_in_words(self, row: Instalment) -> str:
        return yuan_in_words(row.amount)

    @display(description="资金来源")
    def source_name(self, row: Instalment) -> str:
        return row.source.name


@admin.register(ProgressNote)
class ProgressNoteAdmin(ProjectPartAdmin):
    list_display = ("noted_on", "of_project", "percent_shown", "words")
    list_select_related = ("project",)
    search_fields = ("project__name", "words")
    ordering = ("-noted_on", "-pk")
    fields = ("of_project", "noted_on", "percent", "words", "field_work", "noted_by")
    readonly_fields = ("of_project", "field_work", "noted_by")

    @display(description="进度", ordering="percent")
    def percent_shown(self, row: ProgressNote) -> str:
        return f"{row.percent}%"


@admin.register(QualityCheck)
class QualityCheckAdmin(AttachmentPages, ProjectPartAdmin):
    list_display = ("checked_on", "of_project", "result_shown", "checked_by")
    list_select_related = ("project",)
    list_filter = (("result", ChoicesDropdownFilter),)
    search_fields = ("project__name", "words", "checked_by")
    ordering = ("-checked_on", "-pk")
    fields = ("of_project", "checked_on", "checked_by", "result", "words", "field_work")
    readonly_fields = ("of_project", "field_work")
    actions_detail = ("attachments_page",)

    @display(description="结论", ordering="result", label=_LABELS)
    def result_shown(self, row: QualityCheck) -> Any:
        return row.result, row.get_result_display()


@admin.register(ProjectPressing)
class ProjectPressingAdmin(ProjectPartAdmin):
    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css",)}

    list_display = ("pressed_on", "of_project", "form_shown", "unit", "arrears_in_words")
    list_select_related = ("project", "unit")
    search_fields = ("project__name", "content", "unit__name")
    ordering = ("-pressed_on", "-pk")
    fields = (
        "of_project",
        "pressed_on",
        "form",
        "source",
        "unit",
        "member",
        "meeting",
        "arrears_in_words",
        "content",
    )
    readonly_fields = ("of_project", "source", "meeting", "arrears_in_words")
    autocomplete_fields = ("unit", "member")

    @display(description="方式", ordering="form")
    def form_shown(self, row: ProjectPressing) -> str:
        return row.get_form_display()

    @display(description="当时未到位")
    def arrears_in_words(self, row: ProjectPressing) -> str:
        return yuan_in_words(row.arrears)
