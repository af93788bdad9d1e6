"""What the office does with a line of the ledger of promises: report, keep, strike off, move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from congress.common.admin.forms import PartialDateInput
from congress.common.attachments.services import attach_files
from congress.common.partial_dates import PartialDateFormField
from proposals.admin.stepping.fields import DayField, ScansForm, StepForm, words
from proposals.models import Promise
from proposals.services import following as services


class PromiseStepForm(StepForm):
    """Carries the version of the promise."""

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        self.promise = promise
        super().__init__(*args, proposal=promise.reply.assignment.proposal, **kwargs)

    @property
    def record(self) -> Any:
        return self.promise


class ReportForm(PromiseStepForm, ScansForm):
    report = words("落实情况", most=1000, rows=4, help_text="做了什么，还差什么。")


class KeepForm(ReportForm):
    kept_on = DayField(label="落实日期")


class StrikeOffForm(PromiseStepForm):
    reason = words("理由", most=1000, help_text="为什么不再要求落实。")


class MoveForm(PromiseStepForm):
    due_on = PartialDateFormField(
        label="新的落实时限",
        widget=PartialDateInput(),
        error_messages={"required": "请写新的落实时限。"},
    )
    reason = words("理由", most=500, help_text="为什么改期，记在变更记录里。")


@dataclass(frozen=True)
class PromiseStep:
    """A button of a promise's page; ``do(promise, form, actor)`` calls the service."""

    slug: str
    label: str
    form: type[PromiseStepForm]
    sentence: str
    do: Callable[[Promise, Any, Any], Any]
    done: str
    is_main: bool = False


def _with_scans(service: Callable[..., Any], *names: str) -> Callable[[Promise, Any, Any], None]:
    def do(promise: Promise, form: Any, actor: Any) -> None:
        values = {name: form.cleaned_data[name] for name in (*names, "seen_version")}
        with transaction.atomic():
            service(promise, actor=actor, **values)
            attach_files(promise, form.cleaned_data.get("scans", []), actor=actor, is_scan=True)

    return do


_ALL = [
    PromiseStep(
        "keep",
        "已经落实",
        KeepForm,
        "单位书面报告已经落实的，录在这里。提出的代表会收到消息。",
        _with_scans(services.keep_promise, "report", "kept_on"),
        "已记为落实。",
        is_main=True,
    ),
    PromiseStep(
        "report",
        "录入落实情况",
        ReportForm,
        "还没有落实完的，录到哪一步了。这一项仍在台账上。",
        _with_scans(services.report_promise, "report"),
        "落实情况已录入。",
    ),
    PromiseStep(
        "move",
        "改落实时限",
        MoveForm,
        "单位说明了原因、人大办同意改期的，录在这里。",
        _with_scans(services.move_promise, "due_on", "reason"),
        "落实时限已改。",
    ),
    PromiseStep(
        "strike-off",
        "销号",
        StrikeOffForm,
        "不再要求落实的，写明理由后从台账里销号。记录保留。",
        _with_scans(services.strike_off_promise, "reason"),
        "已销号。",
    ),
]
STEPS: dict[str, PromiseStep] = {step.slug: step for step in _ALL}
