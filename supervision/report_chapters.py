"""What the work report says of the presidium's supervision, from what was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from congress.common.money import yuan_in_words
from congress.common.registry import Chapter, Figure, ReportPeriod
from congress.common.tracing import records_url
from congress.documents.enums import ReportPart
from supervision import standing
from supervision.enums import AdviceState, DemandState, FieldWorkKind, HearingKind, ProjectKind
from supervision.models import (
    Advice,
    CountyTask,
    Demand,
    FieldWork,
    Inquiry,
    Interpellation,
    SupervisionProject,
    WorkReportHearing,
)

_HINT = (
    "监督工作还没有录入。"
    "写听取和审议了哪些专项工作报告，开展了哪些视察、执法检查和评议，提出的意见落实得怎样。"
)


def chapters(period: ReportPeriod) -> list[Chapter]:
    """（二）依法监督, empty until there are records of the period."""
    counted = _Counted(period)
    return [
        Chapter(
            key="supervision.work",
            part=ReportPart.PAST,
            order=12,
            heading="依法监督",
            text=counted.prose(),
            hint=_HINT,
            figures=counted.figures(),
        )
    ]


class _Counted:
    """What happened within the period, each kind read once."""

    def __init__(self, period: ReportPeriod) -> None:
        self.period = period
        self.hearings = self._within(WorkReportHearing.objects.all(), "heard_on")
        self.works = self._within(FieldWork.objects.all(), "held_on")
        self.demands = self._within(Demand.objects.issued(), "issued_on")
        self.advice = self._within(Advice.objects.all(), "given_on")
        self.county = [
            row
            for row in CountyTask.objects.all()
            if period.starts_on <= row.received_on <= period.as_of
        ]
        days = (period.starts_on, period.as_of)
        self.inquiries = list(Inquiry.objects.filter(asked_on__range=days))
        self.interpellations = list(Interpellation.objects.filter(submitted_on__range=days))
        self.projects = self._projects()

    def _within(self, rows: Any, name: str) -> list[Any]:
        """Records of the period; what is known to the month or year counts by its first day."""
        found = []
        for row in rows.order_by("pk"):
            date = getattr(row, name)
            if date is not None and self.period.starts_on <= date.earliest() <= self.period.as_of:
                found.append(row)
        return found

    def _projects(self) -> list[SupervisionProject]:
        """Those that were going on within the period, or were finished in it."""
        found = []
        for row in SupervisionProject.objects.order_by("-kind", "pk").defer("search_text"):
            begun = row.starts_on is None or row.starts_on.earliest() <= self.period.as_of
            ended = row.finished_on.latest() if row.finished_on else row.stopped_on
            if begun and (ended is None or ended >= self.period.starts_on):
                found.append(row)
        return found

    # In words

    def prose(self) -> str:
        """Sentences for what there is; "" when there is nothing."""
        parts = [self._heard(), self._seen(), self._asked(), self._built(), self._questions()]
        return "\n".join(part for part in parts if part)

    def _heard(self) -> str:
        special = [row for row in self.hearings if row.kind == HearingKind.SPECIAL]
        budget = [row for row in self.hearings if row.kind != HearingKind.SPECIAL]
        said = _joined(
            [
                ("听取和审议专项工作报告", len(special), "项"),
                ("审查预算、决算和预算执行情况", len(budget), "次"),
            ]
        )
        names = "、".join(f"“{row.title}”" for row in special[:5])
        more = "等" if len(special) > 5 else ""
        return f"{said}{f'，包括{names}{more}' if names else ''}。" if said else ""

    def _seen(self) -> str:
        said = _joined((kind.label, self._of(kind), "次") for kind in _OWN_WORK)
        superior = self._of(FieldWorkKind.SUPERIOR)
        above = f"接受上级人大视察{superior}次。" if superior else ""
        return f"{f'组织代表{said}。' if said else ''}{above}"

    def _asked(self) -> str:
        opinions = [row for row in self.demands if row.kind in _OPINIONS]
        others = [row for row in self.demands if row.kind not in _OPINIONS]
        said = []
        for label, rows in (("提出审议意见和代表意见", opinions), ("发出整改事项", others)):
            if rows:
                open_ = f"，还有{len(rows) - _closed(rows)}件正在办理"
                tail = open_ if _closed(rows) < len(rows) else ""
                said.append(f"{label}{len(rows)}件，已办结{_closed(rows)}件{tail}。")
        if self.advice:
            adopted = sum(row.state in _ADOPTED for row in self.advice)
            said.append(f"向政府提出建议{len(self.advice)}件，采纳{adopted}件。")
        done = sum(row.done_on is not None for row in self.county)
        if self.county:
            said.append(f"办理上级人大交办件{len(self.county)}件，已办结{done}件。")
        return "".join(said)

    def _built(self) -> str:
        if not self.projects:
            return ""
        key = sum(row.kind == ProjectKind.KEY for row in self.projects)
        finished = sum(row.finished_on is not None for row in self.projects)
        weight = f"，其中重点监督{key}个" if key else ""
        said = [f"监督项目{len(self.projects)}个{weight}，已完工{finished}个。"]
        planned, arrived = _money(self.projects)
        if planned:
            money = f"计划投入{yuan_in_words(planned)}，到位{yuan_in_words(arrived)}"
            owed = sum((standing.arrears(row) for row in self.projects), Decimal(0))
            tail = f"，尚有{yuan_in_words(owed)}未到位" if owed else ""
            said.append(f"{money}{tail}。")
        return "".join(said)

    def _questions(self) -> str:
        said = _joined(
            [
                ("代表提出询问", len(self.inquiries), "次"),
                ("提出质询案", len(self.interpellations), "件"),
            ]
        )
        return f"{said}。" if said else ""

    def _of(self, kind: FieldWorkKind) -> int:
        return sum(row.kind == kind for row in self.works)

    # As figures, each with its list

    def figures(self) -> tuple[Figure, ...]:
        """Nothing that counts nothing."""
        found = [
            _figure("hearings", "听取报告", "项", WorkReportHearing, self.hearings),
            *(
                _figure(
                    f"work-{kind}",
                    kind.label,
                    "次",
                    FieldWork,
                    [row for row in self.works if row.kind == kind],
                )
                for kind in FieldWorkKind
            ),
            _figure("demands", "意见和整改", "件", Demand, self.demands),
            _figure(
                "demands-closed", "已办结的意见和整改", "件", Demand, _closed_rows(self.demands)
            ),
            _figure("advice", "向政府提的建议", "件", Advice, self.advice),
            _figure("county", "上级交办件", "件", CountyTask, self.county),
            _figure("projects", "监督项目", "个", SupervisionProject, self.projects),
            _figure(
                "projects-finished",
                "已完工的监督项目",
                "个",
                SupervisionProject,
                [row for row in self.projects if row.finished_on is not None],
            ),
            _figure("inquiries", "询问", "次", Inquiry, self.inquiries),
            _figure("interpellations", "质询", "件", Interpellation, self.interpellations),
        ]
        return tuple(figure for figure in found if figure.value)


_OWN_WORK = tuple(kind for kind in FieldWorkKind if kind != FieldWorkKind.SUPERIOR)
_OPINIONS = ("review_opinion", "deputy_opinion", "inspection_opinion")
_ADOPTED = (AdviceState.ADOPTED, AdviceState.PARTLY)


def _figure(key: str, label: str, unit: str, model: Any, rows: Sequence[Any]) -> Figure:
    keys = [row.pk for row in rows]
    return Figure(key, label, len(keys), unit, records_url(model, keys) if keys else "")


def _joined(counts: Iterable[tuple[str, int, str]]) -> str:
    return "，".join(f"{label}{number}{unit}" for label, number, unit in counts if number)


def _closed_rows(rows: Iterable[Demand]) -> list[Demand]:
    return [row for row in rows if row.state == DemandState.CLOSED]


def _closed(rows: Iterable[Demand]) -> int:
    return len(_closed_rows(rows))


def _money(projects: Iterable[SupervisionProject]) -> tuple[Decimal, Decimal]:
    """Yuan planned and arrived of those of which a plan is known."""
    known = [row for row in projects if row.planned_total is not None]
    planned = sum((row.planned_total or Decimal(0) for row in known), Decimal(0))
    return planned, sum((row.arrived_total for row in known), Decimal(0))
