"""Boxes that take whole lists: pasted from a spreadsheet, or typed a line each."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from deputies.setup.lines import (
    DistrictLine,
    GroupLine,
    VillageLine,
    district_lines,
    group_lines,
    village_lines,
)

_LONGEST = 20_000


def _list_field(label: str, help_text: str, example: str) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 10, "placeholder": example})
    return forms.CharField(
        required=False, max_length=_LONGEST, label=label, help_text=help_text, widget=widget
    )


class PlacesForm(forms.Form):
    """The villages, and the districts of the term."""

    villages = _list_field(
        "村和社区",
        "一行一个，可以从表格里整列复制过来。分片的，一片写一行：新洲片：新洲村、东岭村。",
        "新洲村\n东岭村\n江湾社区",
    )
    districts = _list_field(
        "选区",
        "一行一个：名称、应选几名代表、包括哪些村。例如：第一选区 2 新洲村、东岭村。",
        "第一选区 2 新洲村、东岭村\n第二选区 3 江湾社区",
    )

    def clean_villages(self) -> list[VillageLine]:
        return village_lines(self.cleaned_data["villages"])

    def clean_districts(self) -> list[DistrictLine]:
        return district_lines(self.cleaned_data["districts"])


class GroupsForm(forms.Form):
    """The deputy groups of the term."""

    groups = _list_field(
        "代表小组",
        "一行一个：名称、包括哪些村。例如：新洲代表小组：新洲村、东岭村。组长导入名册以后再选。",
        "新洲代表小组：新洲村、东岭村\n江湾社区代表小组：江湾社区",
    )

    def clean_groups(self) -> list[GroupLine]:
        return group_lines(self.cleaned_data["groups"])


def typed(request: Any) -> Any:
    """What was posted, or None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
