"""The steps of a project's money: it arrives, its plan is changed, the presidium presses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common.admin.forms import PartialDateInput, SearchedChoice
from congress.common.attachments.services import attach_files
from congress.common.exceptions import StaleRecord
from congress.common.money import YuanFormField, yuan_in_words
from congress.common.partial_dates import PartialDateFormField
from congress.common.templatetags.portal import cn_date
from congress.township.models import CongressTerm, Organ
from proposals.admin.stepping.fields import DayField, choice, line, records, words
from proposals.admin.stepping.pressing import PRESSING_FORMS
from proposals.presidium import members
from supervision.admin.step_pages import StepForm, StepPage, files_field, meeting_field
from supervision.models import FundSource, ProjectPressing, SupervisionProject
from supervision.services import funds as services
from supervision.standing import arrears

_MONEY = {"widget": UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})}


def unit_field(label: str, **kwargs: Any) -> forms.ModelChoiceField:
    """A unit, found by typing."""
    field = ProjectPressing._meta.get_field("unit")
    return forms.ModelChoiceField(
        Organ.objects.all(),
        label=label,
        widget=SearchedChoice(field, admin.site),
        error_messages={"invalid_choice": "没有这个单位，请重新选。"},
        **kwargs,
    )


class OfSourceForm(StepForm):
    """About one source of the project's money; where there is one alone, about it."""

    def prepare(self) -> None:
        field: Any = self.fields["source"]
        field.queryset = self.record.sources.prefetch_related("instalments")
        field.label_from_instance = source_label
        sources = list(field.queryset)
        if len(sources) == 1 and field.required:
            field.initial = sources[0].pk


def source_label(source: FundSource) -> str:
    """县级财政（计划20万元，未到位8万元）."""
    if source.planned is None:
        return f"{source.name}（计划投入未载）"
    owed = services.arrears_of(source)
    rest = f"未到位{yuan_in_words(owed)}" if owed else "已全部到位"
    return f"{source.name}（计划{yuan_in_words(source.planned)}，{rest}）"


class InstalmentForm(OfSourceForm):
    source: Any = records("资金来源", empty="请选资金来源")
    amount: Any = YuanFormField(
        label="到位金额", error_messages={"required": "请写金额。"}, **_MONEY
    )
    arrived_on: Any = PartialDateFormField(
        label="到位日期",
        required=False,
        widget=PartialDateInput(),
        help_text="不知道的空着，记作未载。可只写到年或月。",
    )
    voucher = line("凭证号", most=50, required=False)
    payer = line("拨付单位", most=100, required=False)
    pressing: Any = records("哪次督促以后补拨的", empty="不是督促后补拨", required=False)
    remark = line("备注", most=200, required=False)
    scans = files_field("凭证")

    def prepare(self) -> None:
        super().prepare()
        field: Any = self.fields["pressing"]
        field.queryset = self.record.pressings.all()
        field.label_from_instance = lambda row: f"{cn_date(row.pressed_on)}，{row}"
        if not self.record.pressings.exists():
            del self.fields["pressing"]


class ChangePlanForm(OfSourceForm):
    """Carries the versions of the sources: it is one of them that must not have changed."""

    source: Any = records("资金来源", empty="请选资金来源")
    planned: Any = YuanFormField(
        label="调整后的计划投入",
        required=False,
        help_text="单位是元；也可以写成 30万元。空着表示金额未载。",
        **_MONEY,
    )
    changed_on = DayField(label="调整日期")
    reason = words("理由", most=500, help_text="原来的金额和理由都留在记录里。")
    seen_sources = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    def prepare(self) -> None:
        super().prepare()
        self.fields["seen_sources"].initial = self._versions()

    def seen(self, source: FundSource) -> int | None:
        """The version of the source that the page was opened with."""
        known = dict(pair.split(":") for pair in self._pairs())
        version = known.get(str(source.pk), "")
        return int(version) if version.isdecimal() and len(version) < 10 else None

    def look_again(self) -> None:
        """Drawn once more, the form carries what there is now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen_sources"] = self._versions()
        self.data = data

    def _pairs(self) -> list[str]:
        sent = str(self.cleaned_data.get("seen_sources") or "")
        return [pair for pair in sent.split(",") if pair.count(":") == 1]

    def _versions(self) -> str:
        rows = self.record.sources.values_list("pk", "version")
        return ",".join(f"{key}:{version}" for key, version in rows)


class PressForm(OfSourceForm):
    pressed_on = DayField(label="日期")
    form = choice("方式", PRESSING_FORMS, empty="请选方式")
    source: Any = records("为哪一笔资金", empty="不是为资金，或者为所有资金", required=False)
    unit: Any = unit_field("督促谁", required=False)
    member: Any = records("督促人", empty="请选一名（可以不选）", required=False)
    meeting: Any = meeting_field(label="主席团会议")
    content = words("要求和答复", most=2000, rows=4, required=False)

    def prepare(self) -> None:
        super().prepare()
        field: Any = self.fields["member"]
        today = timezone.localdate()
        field.queryset = members(CongressTerm.objects.current(today), today)
        field.initial = self.record.member_id


def _arrived(project: SupervisionProject, form: Any, actor: Any) -> None:
    values = _values(form)
    scans, source = values.pop("scans"), values.pop("source")
    with transaction.atomic():
        row = services.record_instalment(source, actor=actor, **values)
        attach_files(row, scans, actor=actor, is_scan=True)


def _change_plan(project: SupervisionProject, form: Any, actor: Any) -> None:
    values = _values(form)
    source = values.pop("source")
    del values["seen_sources"]
    try:
        services.change_fund_plan(source, actor=actor, seen_version=form.seen(source), **values)
    except StaleRecord:
        form.look_again()
        raise


def _press(project: SupervisionProject, form: Any, actor: Any) -> None:
    services.press_for_project(project, actor=actor, **_values(form))


def _values(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen_version"}


def _has_sources(project: Any) -> bool:
    return project.stopped_on is None and bool(project.sources.all())


def _said_of_money(project: SupervisionProject) -> str:
    owed = arrears(project)
    rest = f"尚有{yuan_in_words(owed)}未到位" if owed else "没有未到位的"
    return f"已录入。共到位{yuan_in_words(project.arrived_total)}，{rest}。"


FUND_PAGES = [
    StepPage(
        "arrived",
        "录入到位资金",
        InstalmentForm,
        "一笔一笔录。金额写元，或者写成“30万元”。",
        _arrived,
        _said_of_money,
        is_possible=_has_sources,
        is_main=lambda project: bool(arrears(project)),
    ),
    StepPage(
        "press",
        "督促",
        PressForm,
        "主席团为资金或者进度督促单位，录在这里。当时没有到位的金额一起记下。",
        _press,
        "督促已录入。",
        is_possible=lambda project: project.stopped_on is None,
    ),
    StepPage(
        "change-plan",
        "调整计划投入",
        ChangePlanForm,
        "预算调整了的，写明调整后的金额和理由。",
        _change_plan,
        "计划投入已调整。",
        is_possible=_has_sources,
    ),
]
