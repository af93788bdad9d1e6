"""The form of a project, and the rows that stand on its page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common.admin import PortalTabularInline, VersionedForm
from congress.common.money import YuanFormField
from supervision.models import FundSource, Milestone, ProjectUnit, SupervisionProject
from supervision.permissions import can_edit_supervision, can_view_supervision


class ProjectForm(VersionedForm):
    """Dates in their order; what was accepted was finished."""

    class Meta:
        model = SupervisionProject
        fields = "__all__"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = cleaned if cleaned is not None else self.cleaned_data
        starts = values.get("starts_on")
        for name in ("planned_end", "finished_on"):
            day = values.get(name)
            if starts and day and day.latest() < starts.earliest():
                self.add_error(name, ValidationError(f"{day}在开工（{starts}）以前，请核对。"))
        if "finished_on" in values and not values["finished_on"] and self.instance.accepted_on:
            self.add_error(
                "finished_on",
                ValidationError("已经验收的项目要有完工日期。验收录错的，请先点“改验收”。"),
            )
        return cleaned


class OneLead(BaseInlineFormSet):
    """One unit leads at most."""

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if hasattr(form, "cleaned_data")]
        leads = [row for row in rows if row.get("is_lead") and not row.get("DELETE")]
        if len(leads) > 1:
            raise ValidationError("牵头单位只能有一个，请只勾一个。")


class KeptSources(BaseInlineFormSet):
    """A source to which money came is no slip of the pen."""

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if self._should_delete_form(form) and _has_records(form.instance):  # type: ignore[attr-defined]
                raise ValidationError(
                    f"“{form.instance.name}”已经有到位资金、调整或者督促，不能删除。"
                )


class _ProjectRows(PortalTabularInline):
    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)


class UnitInline(_ProjectRows):
    model = ProjectUnit
    formset = OneLead
    fields = ("unit", "is_lead")
    autocomplete_fields = ("unit",)
    verbose_name_plural = "责任单位"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("unit")


class MilestoneInline(_ProjectRows):
    model = Milestone
    fields = ("order", "name", "weight", "planned_on", "actual_on")


class SourceForm(VersionedForm):
    """What is planned is typed once; afterwards it is changed with a reason, by its step."""

    planned: Any = YuanFormField(
        label="计划投入",
        required=False,
        widget=UnfoldAdminTextInputWidget(
            attrs={"placeholder": "如 30万元", "autocomplete": "off", "aria-label": "计划投入"}
        ),
    )

    class Meta:
        model = FundSource
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = self.fields.get("planned")
        if planned is not None and self.instance.pk:
            planned.disabled = True
            planned.widget.attrs["title"] = "改金额请用“调整计划投入”，写明理由。"

    def clean_planned(self) -> Any:
        planned = self.cleaned_data["planned"]
        if planned is not None and planned < 0:
            raise ValidationError("计划投入不能是负数。")
        return planned


class SourceInline(_ProjectRows):
    model = FundSource
    form = SourceForm
    formset = KeptSources
    fields = ("order", "name", "planned", "due_on", "payer", "remark")
    autocomplete_fields = ("payer",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("payer")


def _has_records(source: FundSource) -> bool:
    return bool(source.instalments.exists() or source.changes.exists() or source.pressings.exists())


__all__ = ["MilestoneInline", "ProjectForm", "SourceInline", "UnitInline"]
