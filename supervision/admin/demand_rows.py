"""A page on which several demands are drafted at once from a visit or a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from congress.common.addresses import number_in
from congress.common.partial_dates import in_force
from congress.township.models import Organ
from supervision.admin.step_pages import StepForm
from supervision.enums import DemandKind
from supervision.models import FocusPoint
from supervision.services.drafting import Wanted

_MOST = 40


class AmountField(forms.DecimalField):
    """Yuan, exact to the fen; blank is unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=14,
            decimal_places=2,
            min_value=0,
            required=False,
            widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
            error_messages={
                "invalid": "请写数字，单位是元。",
                "min_value": "金额不能是负数。",
                "max_digits": "金额太大，请核对。",
                "max_whole_digits": "金额太大，请核对。",
                "max_decimal_places": "金额最多写到分。",
            },
            **kwargs,
        )


class DemandRow(forms.Form):
    """One demand; a row in which nothing is written is passed over."""

    kind = forms.ChoiceField(label="类别", widget=UnfoldAdminSelectWidget(), required=False)
    unit = forms.ModelChoiceField(
        Organ.objects.none(),
        label="办理单位",
        required=False,
        empty_label="请选单位",
        widget=UnfoldAdminSelectWidget(),
        error_messages={"invalid_choice": "没有这个单位，请重新选。"},
    )
    title = forms.CharField(
        label="事由",
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"max_length": "最多100字，现在有%(show_value)s字，请写短一些。"},
    )
    content = forms.CharField(
        label="问题或意见",
        max_length=5000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"max_length": "最多5000字，现在有%(show_value)s字，请写短一些。"},
    )
    wanted = forms.CharField(
        label="要求",
        max_length=2000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"max_length": "最多2000字，现在有%(show_value)s字，请写短一些。"},
    )
    amount = AmountField(label="涉及金额（元）")
    focus_point = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not self.is_filled:
            return cleaned
        for name, sentence in (
            ("unit", "请选办理单位。"),
            ("title", "请写事由。"),
            ("content", "请写发现了什么问题，或者意见的内容。"),
            ("kind", "请选是意见还是整改。"),
        ):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(sentence))
        return cleaned

    @property
    def is_open(self) -> bool:
        """Whether the page shows its boxes at once."""
        begun = bool(self.initial.get("content") or self.initial.get("title"))
        return self.is_filled if self.is_bound else begun or self.prefix == "row-0"

    @property
    def is_filled(self) -> bool:
        """Whether anything was written; what was filled in before doesn't count by itself."""
        return any(
            str(self.data.get(self.add_prefix(name)) or "").strip()
            for name in ("title", "content", "wanted", "amount")
        )


class DemandRowsForm(StepForm):
    """Rows of demands, and how many there are. ``kinds`` are offered, the first is chosen."""

    fields_template = "admin/supervision/demand_rows.html"
    kinds: tuple[DemandKind, ...] = tuple(DemandKind)
    least_rows = 3
    has_amount = False
    number = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        begun = self.begun()
        count = max(self.least_rows, len(begun) + 1)
        if self.is_bound:
            count = min(number_in(self.data.get("number")) or count, _MOST)
        self.fields["number"].initial = count
        here = Organ.objects.filter(in_force(timezone.localdate()))
        units = list(here.order_by("kind", "name"))
        offered = [("", "请选单位"), *((unit.pk, str(unit)) for unit in units)]
        self.rows = [self._row(order, begun, offered) for order in range(count)]

    def begun(self) -> list[dict[str, Any]]:
        """What the first rows are filled in with."""
        return []

    def units(self) -> list[Organ]:
        """Whom it is likely to be asked of: chosen already when there is one."""
        return []

    def _row(self, order: int, begun: list[dict[str, Any]], offered: list[Any]) -> DemandRow:
        units = self.units()
        initial: dict[str, Any] = {
            "kind": self.kinds[0],
            "unit": units[0].pk if len(units) == 1 else None,
            **(begun[order] if order < len(begun) else {}),
        }
        row = DemandRow(
            self.data if self.is_bound else None, prefix=f"row-{order}", initial=initial
        )
        kind, unit = row.fields["kind"], row.fields["unit"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101
        kind.choices = [(each.value, each.label) for each in self.kinds]
        unit.queryset = Organ.objects.all()
        unit.widget.choices = offered  # the same for all rows, read once
        if not self.has_amount:
            del row.fields["amount"]
        return row

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        wrong = [row for row in self.rows if not row.is_valid() and row.is_filled]
        if wrong:
            raise ValidationError("有的还没有写全，请看下面标出的地方。写了的都在。")
        points = {str(point.pk): point for point in self.points()}
        cleaned["wanted"] = [
            Wanted(
                **{
                    name: row.cleaned_data[name]
                    for name in ("kind", "unit", "title", "content", "wanted")
                },
                amount=row.cleaned_data.get("amount"),
                focus_point=points.get(row.cleaned_data["focus_point"]),
            )
            for row in self.rows
            if row.is_filled
        ]
        return cleaned

    def points(self) -> list[FocusPoint]:
        """To which of them a row may belong."""
        return []
