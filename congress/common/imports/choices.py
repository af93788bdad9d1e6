"""What the clerk chose on the preview page, from the form to the import's options and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from unfold.widgets import UnfoldAdminFileFieldWidget

from congress.common.addresses import number_in
from congress.common.attachments.limits import max_bytes, size_in_words
from congress.common.attachments.uploading import RefusedUpload
from congress.common.cells.limits import MAX_ROWS
from congress.common.exceptions import RuleViolation
from congress.common.imports.kinds import ImportKind
from congress.common.imports.table import Table
from congress.common.imports.workbook import column_key, resource_of

# Public ids, "new", and what a proposal is called.
_KEY = re.compile(r"[a-z0-9]{0,20}")


class UploadForm(forms.Form):
    """The file; what else a kind asks for stands in its own form."""

    file = forms.FileField(
        label="表格文件",
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "请选择要导入的表格文件。", "empty": "这个文件是空的。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            "Excel 或 WPS 的 .xlsx 文件，也可以是 .csv。"
            f"最多{MAX_ROWS}行、{size_in_words(max_bytes())}。"
        )

    def clean_file(self) -> UploadedFile:
        """The limit is that of every upload; what was over it has not been received."""
        file: UploadedFile = self.cleaned_data["file"]
        if isinstance(file, RefusedUpload):
            raise ValidationError(file.why)
        return file


def options_of(form: forms.Form) -> dict[str, Any]:
    """The kind's own options as JSON."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in form.cleaned_data.items()
    }


def initial_of(form_class: type[forms.Form], options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as initial values of the kind's form."""
    return {name: options[name] for name in form_class.base_fields if options.get(name) is not None}


def chosen_options(
    data: QueryDict, kind: type[ImportKind], table: Table, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The options with what the clerk changed about columns, persons and remarks.

    Raises RuleViolation when two columns are taken for the same field.
    """
    chosen = dict(options)
    header_row = _header_row(data)
    if header_row != table.header_row:
        # Other columns: what was said about the old ones means nothing now.
        return {**chosen, "header_row": header_row, "mapping": {}, "decisions": {}}
    chosen["mapping"] = _mapping(data, kind, table, options.get("mapping", {}))
    chosen["decisions"] = _decisions(data, options.get("decisions", {}))
    return chosen


def _header_row(data: QueryDict) -> int:
    written = data.get("header_row", "").strip()
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        raise RuleViolation("表头所在的行请写数字；没有表头就写0。")
    return int(written)


def _mapping(
    data: QueryDict, kind: type[ImportKind], table: Table, before: Mapping[str, str]
) -> dict[str, str]:
    mapping = dict(before)
    for order, each in enumerate(table.all_tables):
        labels = resource_of(kind, each).field_labels()
        for column in each.columns:
            key = column_key(order, column.index)
            said = data.get(f"column-{key}")
            if said is not None and (said == "" or said in labels) and said != column.field:
                mapping[key] = said
        _require_each_once(order, each, mapping, labels)
    return mapping


def _require_each_once(
    order: int, table: Table, mapping: Mapping[str, str], labels: Mapping[str, str]
) -> None:
    seen: dict[str, str] = {}
    for column in table.columns:
        field = mapping.get(column_key(order, column.index), column.field)
        if field and field in seen:
            raise RuleViolation(
                f"“{seen[field]}”和“{column.heading}”两列都指定为“{labels[field]}”。请只留一列。"
            )
        seen[field] = column.heading


def _decisions(data: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was shown is changed: a long list is cut, and its rest keeps what it had."""
    decisions = {number: dict(decision) for number, decision in before.items()}
    for number in data.getlist("question"):
        chosen = data.get(f"person-{number}", "")
        if number_in(number) is not None and _KEY.fullmatch(chosen):
            decisions.setdefault(number, {})["person"] = chosen
    for shown in data.getlist("proposal"):
        number, _, key = shown.partition(":")
        if number_in(number) is None or not _KEY.fullmatch(key):
            continue
        decision = decisions.setdefault(number, {})
        is_accepted = f"accept-{shown}" in data
        for name, holds in (("accepted", is_accepted), ("refused", not is_accepted)):
            keys = set(decision.get(name, ())) - {key}
            decision[name] = sorted(keys | ({key} if holds else set()))
    return decisions
