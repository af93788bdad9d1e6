"""The one form in which a year's days off are entered: read from the notice, or typed in rows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms

from congress.township.holiday_rows import FESTIVALS, HolidayRow, problems_of

_SPARE_ROWS = 2


def _day(label: str) -> forms.DateField:
    """A box for a day; browsers offer their own calendar."""
    return forms.DateField(
        required=False,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期写得不对。"},
    )


class HolidayForm(forms.Form):
    """A row: a holiday, its days off, and the weekends worked for it."""

    name = forms.CharField(required=False, max_length=30, strip=True, label="节日")
    off_from = _day("放假第一天")
    off_to = _day("放假最后一天")
    worked_1 = _day("上班日")
    worked_2 = _day("另一上班日")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = int(self.prefix.rsplit("-", 1)[-1]) + 1 if self.prefix else 0
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"第{number}行，{field.label}"

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        days = [cleaned.get(name) for name in ("off_from", "off_to", "worked_1", "worked_2")]
        if any(days) and not cleaned.get("name"):
            self.add_error("name", "请写节日名称。")
        if cleaned.get("off_to") and not cleaned.get("off_from"):
            self.add_error("off_from", "请写放假第一天。")
        return cleaned

    def row(self) -> HolidayRow | None:
        """What was typed; None for a row without a day."""
        typed = self.cleaned_data
        worked = tuple(day for day in (typed.get("worked_1"), typed.get("worked_2")) if day)
        if not (typed.get("off_from") or worked):
            return None
        last = typed.get("off_to") or typed.get("off_from")
        return HolidayRow(typed["name"], typed.get("off_from"), last, worked)


class HolidayRows(forms.BaseFormSet):
    """The rows of one year; without a year they are shown as typed, and not held together."""

    def __init__(self, *args: Any, year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> None:
        """What is odd about the rows together; each row's own faults stand beside it."""
        if self.year is not None and not any(self.errors):
            problems = problems_of(self.rows(), self.year)
            if problems:
                raise forms.ValidationError(problems)

    def rows(self) -> list[HolidayRow]:
        """The rows with days."""
        return [row for form in self.forms if (row := form.row())]


HolidayFormSet: type[HolidayRows] = forms.formset_factory(  # type: ignore[assignment]
    HolidayForm, formset=HolidayRows, extra=0, max_num=20, absolute_max=40
)


class NoticeForm(forms.Form):
    """What goes with the rows: the notice's text to read from, and its number."""

    text = forms.CharField(
        required=False,
        max_length=5000,
        label="通知原文",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = forms.CharField(required=False, max_length=60, label="通知文号")
    seen = forms.CharField(required=False, widget=forms.HiddenInput, label="")


def initial_rows(rows: list[HolidayRow]) -> list[dict[str, Any]]:
    """``rows`` for the form; the year's seven holidays to fill in while there are none."""
    shown = [
        {
            "name": row.name,
            "off_from": row.off_from,
            "off_to": row.off_to,
            "worked_1": row.worked[0] if row.worked else None,
            "worked_2": row.worked[1] if len(row.worked) > 1 else None,
        }
        for long_row in rows
        for row in _with_two_worked(long_row)
    ]
    return [*(shown or [{"name": name} for name in FESTIVALS]), *({} for _ in range(_SPARE_ROWS))]


def _with_two_worked(row: HolidayRow) -> Iterator[HolidayRow]:
    """The row as the form has it: more than two worked days go on in rows of their own."""
    yield replace(row, worked=row.worked[:2])
    for start in range(2, len(row.worked), 2):
        yield HolidayRow(row.name, worked=row.worked[start : start + 2])
