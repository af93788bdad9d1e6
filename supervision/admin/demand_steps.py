"""What the office does with an opinion or a rectification: one page a step."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files
from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import DayField, choice, line
from proposals.admin.stepping.fields import words as text
from proposals.enums import ExtensionState
from supervision.admin.releasing import releasing_pages
from supervision.admin.step_pages import (
    StepForm,
    StepPage,
    files_field,
    in_states,
    meeting_field,
    plain,
    with_scans,
)
from supervision.deadlines import latest_extension, opinion_deadline, rectification_deadline
from supervision.enums import DemandKind, DemandState, DemandStepKind, Verdict
from supervision.models import Demand, DemandExtension, SupervisionSettings
from supervision.services import demands as services
from supervision.services.demand_extensions import ask_demand_extension, decide_demand_extension
from supervision.workflow import OPEN, WAITING, allows

S, Do = DemandState, DemandStepKind
_VERDICTS = [each for each in Verdict.choices if each[0] != Verdict.DISSATISFIED]


class IssueForm(StepForm):
    issued_on = DayField(label="发出日期")
    document_number = line("文号", required=False)
    due_on = DayField(label="报告期限", required=False, initial=None)
    meeting = meeting_field("讨论决定的主席团会议")

    def prepare(self) -> None:
        self.fields["document_number"].initial = self.record.document_number
        self.fields["due_on"].help_text = "空着就按本镇的规定：" + town_limit(self.record.kind)


class ReportForm(StepForm):
    reported_on = DayField(label="报告日期", help_text="来文上写的日期。")
    document_number = line("文号", required=False)
    measure = text("整改措施", most=5000, required=False, help_text="打算怎么办，谁负责。")
    words = text("办理情况", most=5000, rows=5, help_text="做了什么，结果怎样。")
    scans = files_field("来文和证明")


class SendBackForm(StepForm):
    words = text("哪里还没有办到", most=5000, rows=4, help_text="会告诉单位。")
    due_on = DayField(label="新的期限", initial=None)
    taken_on = DayField(label="退回日期")
    meeting = meeting_field()


class CloseForm(StepForm):
    verdict = choice("主席团的评价", _VERDICTS, empty="不评价", required=False)
    words = text("复查情况", most=5000, required=False, help_text="看了什么，办到了没有。")
    closed_on = DayField(label="办结日期")
    meeting = meeting_field()
    scans = files_field("复查的材料")


class EscalateForm(StepForm):
    words = text("报给哪个机关，为什么", most=5000, help_text="会告诉单位。")
    document_number = line("上报文号", required=False)
    taken_on = DayField(label="上报日期")
    meeting = meeting_field()
    scans = files_field("上报的材料")


class ReopenForm(StepForm):
    words = text("为什么重新办理", most=5000, help_text="会告诉单位。")
    due_on = DayField(label="新的期限", initial=None)


class DropForm(StepForm):
    words = text("为什么撤销", most=5000, help_text="已经发出的，会告诉单位。")


class AskExtensionForm(StepForm):
    asked_on = DayField(label="申请日期", help_text="来文上写的日期，要在期限以前。")
    until = DayField(label="希望延到", initial=None)
    reason = text("延期理由", most=500)
    scans = files_field("来文的扫描件")

    def prepare(self) -> None:
        if self.record.issued_on is not None:
            last = cn_date(latest_extension(self.record.issued_on))
            self.fields["until"].help_text = f"最迟延到{last}（发出后六个月）。"


class ApproveForm(StepForm):
    answer = text("说明", most=500, required=False, help_text="可以不写。写了会告诉单位。")


class RefuseForm(StepForm):
    answer = text("理由", most=500, help_text="会告诉单位。")


def town_limit(kind: str) -> str:
    """By when it would have to be reported if it went out today."""
    rules, today = SupervisionSettings.load(), timezone.localdate()
    if DemandKind(kind).is_opinion:
        issued = PartialDate(today.year, today.month, today.day)
        limit = opinion_deadline(issued, months=rules.opinion_months)
    else:
        limit = rectification_deadline(today, days=rules.rectification_days)
    return f"{limit.rule}，今天发出的是{limit.due_on}。"


def asked_extension(demand: Any) -> DemandExtension | None:
    """The wish for more time that waits to be decided; read once a record."""
    if not hasattr(demand, "asked_extension"):
        rows = DemandExtension.objects.filter(demand=demand, state=ExtensionState.ASKED)
        demand.asked_extension = rows.first() if demand.is_waiting else None
    found: DemandExtension | None = demand.asked_extension
    return found


def _may(step: DemandStepKind) -> Any:
    return lambda demand: allows(demand, step)


def _asked(demand: Demand) -> bool:
    return allows(demand, Do.EXTEND) and asked_extension(demand) is not None


def _may_ask(demand: Demand) -> bool:
    return (
        allows(demand, Do.EXTEND) and demand.due_on is not None and asked_extension(demand) is None
    )


def _what(demand: Demand) -> list[str]:
    """What is asked of whom, by when."""
    lines = [f"{demand.unit}，{demand.get_kind_display()}，{demand.get_state_display()}。"]
    if demand.due_on is not None:
        lines.append(f"报告期限{demand.due_on}（{demand.due_rule}）。")
    return ["".join(lines)]


def _content(demand: Demand) -> list[str]:
    asked = f"要求：{demand.wanted}" if demand.wanted else ""
    return ["\n".join(filter(None, [demand.content, asked])) or "还没有写内容。"]


def _reported(demand: Demand) -> list[str]:
    """What the unit said last, beside what was asked."""
    last = demand.steps.filter(step=Do.REPORT).order_by("-pk").first()
    if last is None:
        return _what(demand)
    measure = f"整改措施：{last.measure}\n" if last.measure else ""
    return [*_what(demand), f"{cn_date(last.taken_on)}，{demand.unit}报告：\n{measure}{last.words}"]


def _wish(demand: Demand) -> list[str]:
    row = asked_extension(demand)
    if row is None:
        return _what(demand)
    asked = f"{cn_date(row.asked_on)}申请延到{cn_date(row.until)}。理由：{row.reason}"
    return [*_what(demand), asked]


def _ask(demand: Demand, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    names = ("asked_on", "until", "reason", "seen_version")
    with transaction.atomic():
        ask_demand_extension(demand, actor=actor, **{n: data[n] for n in names})
        attach_files(demand, data["scans"], actor=actor, is_scan=True)


def _decide(approve: bool) -> Any:
    def do(demand: Demand, form: Any, actor: Any) -> None:
        row = asked_extension(demand)
        assert row is not None  # noqa: S101  the page asked
        decide_demand_extension(
            row, actor=actor, approve=approve, answer=form.cleaned_data["answer"]
        )

    return do


def _suggested(demand: Demand) -> str:
    return "\n".join(filter(None, [demand.content, demand.wanted]))


PAGES = [
    StepPage(
        "issue",
        "发出",
        IssueForm,
        "发出以后内容不能再改，期限从发出日期算起。单位会收到消息。",
        plain(services.issue_demand, "issued_on", "document_number", "due_on", "meeting"),
        lambda demand: f"已发出，请单位在{demand.due_on}以前报告。",
        is_possible=_may(Do.ISSUE),
        is_main=in_states(S.DRAFT),
        notes=lambda demand: [*_what(demand), *_content(demand)],
    ),
    StepPage(
        "approve-extension",
        "同意延期",
        ApproveForm,
        "期限延到单位希望的那一天。单位会收到消息。",
        _decide(True),
        lambda demand: f"已同意延期，期限是{demand.due_on}。",
        is_possible=_asked,
        is_main=in_states(*WAITING),
        notes=_wish,
    ),
    StepPage(
        "refuse-extension",
        "不同意延期",
        RefuseForm,
        "期限不变。单位会收到消息和理由。",
        _decide(False),
        lambda demand: f"已不同意延期，期限仍是{demand.due_on}。",
        is_possible=_asked,
        is_main=in_states(*WAITING),
        notes=_wish,
    ),
    StepPage(
        "close",
        "办结",
        CloseForm,
        "主席团复查过，认为办到了的，办结。单位会收到消息。",
        with_scans(services.close_demand, "verdict", "words", "closed_on", "meeting"),
        "已办结。",
        is_possible=_may(Do.CLOSE),
        is_main=in_states(S.REPORTED, S.ESCALATED),
        notes=_reported,
    ),
    StepPage(
        "send-back",
        "退回再办",
        SendBackForm,
        "还没有办到的，写明哪里没有办到，另定期限。单位会收到消息。",
        plain(services.send_back_demand, "words", "due_on", "taken_on", "meeting"),
        lambda demand: f"已退回，请单位在{demand.due_on}以前再报告。",
        is_possible=_may(Do.SEND_BACK),
        is_main=in_states(S.REPORTED),
        notes=_reported,
    ),
    StepPage(
        "report",
        "录入办理情况",
        ReportForm,
        "单位没有电脑、书面报告的，录在这里，附上来文和证明的扫描件。",
        with_scans(services.report_on_demand, "reported_on", "document_number", "measure", "words"),
        "办理情况已录入，请主席团审核。",
        is_possible=_may(Do.REPORT),
        is_main=lambda demand: demand.is_overdue(),
        notes=lambda demand: [*_what(demand), *_content(demand)],
    ),
    StepPage(
        "ask-extension",
        "录入延期申请",
        AskExtensionForm,
        "单位书面申请延期的录在这里，接着决定同意不同意。",
        _ask,
        "延期申请已录入，请决定同意不同意。",
        is_possible=_may_ask,
        notes=_what,
        then="approve-extension",
    ),
    StepPage(
        "escalate",
        "报上级",
        EscalateForm,
        "单位不办、办不了的，报它的上级机关或者县人大。单位会收到消息。",
        with_scans(services.escalate_demand, "words", "document_number", "taken_on", "meeting"),
        "已记为报上级。",
        is_possible=_may(Do.ESCALATE),
        notes=_reported,
    ),
    StepPage(
        "reopen",
        "重新办理",
        ReopenForm,
        "办结以后问题又出现的，请单位重新办理。单位会收到消息。",
        plain(services.reopen_demand, "words", "due_on"),
        lambda demand: f"已请单位重新办理，期限是{demand.due_on}。",
        is_possible=_may(Do.REOPEN),
        notes=_reported,
    ),
    StepPage(
        "drop",
        "撤销",
        DropForm,
        "发错了，或者不用再办的，撤销。记录保留，不能恢复。",
        plain(services.drop_demand, "words"),
        "已撤销。",
        is_possible=_may(Do.DROP),
        notes=_what,
    ),
    *releasing_pages(_suggested, in_states(*OPEN, S.CLOSED)),
]
