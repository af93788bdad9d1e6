"""The sheet 资金到位: money that arrived for a project, one instalment a row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from congress.common.cells import CellError
from congress.common.imports.plan import Change, Outcome
from congress.common.imports.resource import PortalField, PortalResource, label_of
from congress.common.imports.table import Table
from congress.common.imports.widgets import CellWidget, PartialDateWidget
from deputies.imports.lookup import plain
from proposals.imports.lists import require_length
from supervision.imports.cells import SaidSource, YuanWidget, money, unit_of
from supervision.imports.projects import AMBIGUOUS, UNNAMED_SOURCE, ProjectResource
from supervision.models import FundSource, Instalment, SupervisionProject

# What was paid because somebody pressed for it.
_MAKE_UP = ("补拨", "补到位")


def _extra(name: str, label: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(f"extras__{name}", label, widget=widget, synonyms=synonyms)


def _own(name: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(name, label_of(Instalment, name), widget=widget, synonyms=synonyms)


class InstalmentResource(PortalResource):
    """Instalments known by project, voucher and amount; without a voucher by source and day."""

    project = _extra("project", "项目名称", CellWidget(), "项目 工程名称")
    arrived_on = _own("arrived_on", PartialDateWidget(), "到位时间 拨付日期")
    amount = _own("amount", YuanWidget(), "金额（万元） 金额 到位金额（万元）")
    source = _extra("source", "资金来源", CellWidget(), "来源 拨付单位")
    voucher = _own("voucher", CellWidget(), "凭证 凭证编号")
    remark = _own("remark", CellWidget(), "说明")

    required = {
        "project": "没有填写项目名称。请补上，或者删去这一行。",
        "amount": "没有填写金额。请补上。",
    }

    class Meta(PortalResource.Meta):
        model = Instalment
        fields = ("project", "arrived_on", "amount", "source", "voucher", "remark")

    def __init__(self, projects: ProjectResource | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.projects = projects or ProjectResource()
        self.known = _stored()
        self.rows: dict[Any, int] = {}
        self.new: list[Instalment] = []
        self.changed: list[tuple[Instalment, dict[str, Any]]] = []
        self.warnings: list[str] = []
        self.touched: dict[int, SupervisionProject] = {}

    @classmethod
    def field_labels(cls) -> dict[str, str]:
        """The amount is headed as in the table that goes out."""
        return {**super().field_labels(), "amount": "金额（万元）"}

    def plan_rows(self, table: Table) -> Any:
        headings = {column.field: column.heading for column in table.columns}
        widget = YuanWidget()
        widget.unit = unit_of(headings.get("amount", "万元"))
        self.fields["amount"].widget = widget
        plans = super().plan_rows(table)
        self._warn_of_more_than_planned()
        return plans

    # Row by row

    def get_instance(self, instance_loader: Any, row: Any) -> Instalment | None:
        written = self.parsed.get("project") or ""
        amount = self.parsed.get("amount")
        self.current.label = written
        self.key = plain(written)
        self.project_meant = self.projects.projects.get(self.key)
        if self.key in self.projects.ambiguous:
            self.fail("project", AMBIGUOUS)
            self.project_meant = None
        elif self.key and self.project_meant is None:
            self._fail_project(written)
        if self.project_meant is None or amount is None:
            return None
        self.source_meant = self._source(self.parsed.get("source"))
        voucher = self.parsed.get("voucher") or ""
        source_name = self.source_meant.name if self.source_meant else UNNAMED_SOURCE
        mark: Any = (self.key, voucher, amount)
        if not voucher:
            mark = (self.key, source_name, self.parsed.get("arrived_on"), amount)
        earlier = self.rows.setdefault(mark, self.current.number)
        if earlier != self.current.number:
            self.fail("", f"与第{earlier}行是同一笔（项目、凭证号和金额都相同）。请核对。")
        return self.known.get(mark)

    def _fail_project(self, written: str) -> None:
        if self.key in self.projects.bad:
            self.fail("project", f"“{written}”在“监督项目”里有问题，这一笔也没有导入。")
        else:
            self.fail("project", f"没有“{written[:20]}”这个项目。请先录入项目，或者核对名称。")

    def _source(self, written: str | None) -> FundSource | None:
        """The source of that name; the one of which it is a part; the only one there is."""
        assert self.project_meant is not None  # noqa: S101  asked after it was found
        sources = self.projects.sources_of[self.key]
        if not written and len(sources) == 1:
            return sources[0]
        # What came without a source before is found again under the name it was given.
        name = plain(written or UNNAMED_SOURCE)
        exact = [source for source in sources if plain(source.name) == name]
        near = [
            s for s in sources if plain(s.name).startswith(name) or name.startswith(plain(s.name))
        ]
        found = exact or near
        return found[0] if len(found) == 1 else None

    def resolve(self, instance: Any) -> None:
        arrived_on = instance.arrived_on
        if arrived_on is not None and arrived_on.earliest() > timezone.localdate():
            self.fail("arrived_on", f"{arrived_on}还没有到。请核对。")
        if instance.amount is not None and instance.amount <= 0:
            self.fail("amount", "到位金额要大于0。")
        written = instance.extras.source or ""
        try:
            require_length(FundSource, "name", written)
        except CellError as error:
            self.fail("source", error.message)

    def complete(self, instance: Any, is_new: bool) -> None:
        extras, seen = instance.extras, instance.seen
        del instance.extras, instance.seen
        project = self.project_meant
        assert project is not None  # noqa: S101  a row without one is bad
        was_make_up = instance.is_make_up
        if any(word in instance.remark for word in _MAKE_UP):
            instance.is_make_up = True
        if is_new:
            instance.source = self.source_meant or self._new_source(project, extras.source)
            written = extras.source or ""
            instance.payer = "" if plain(written) == plain(instance.source.name) else written
            instance.entered_by = self.actor
            self.new.append(instance)
        else:
            before = {name: old for name, old in seen.items() if getattr(instance, name) != old}
            for name, old in before.items():
                label = self.field_labels()[name]
                shown = [str(value or "") for value in (old, getattr(instance, name))]
                self.current.changes.append(Change(label, *shown))
            if before:
                self.changed.append((instance, {**before, "is_make_up": was_make_up}))
            self.current.outcome = Outcome.CHANGED if before else Outcome.UNCHANGED
        if project.pk is not None:
            self.touched[project.pk] = project

    def _new_source(self, project: Any, written: str | None) -> FundSource:
        name = written or UNNAMED_SOURCE
        record = self.projects.add_source(project, self.key, SaidSource(name, None))
        self.warnings.append(
            f"{self.current.place}：“{project.name}”没有“{name}”这个资金来源，"
            "一并建立，计划数未载，请补上。"
        )
        return record

    def _warn_of_more_than_planned(self) -> None:
        """Said, not refused: the table may be right and the plan old."""
        arrived: dict[int, Decimal] = {}
        records: dict[int, FundSource] = {}
        for row in self.new:
            records[id(row.source)] = row.source
            arrived[id(row.source)] = arrived.get(id(row.source), Decimal(0)) + row.amount
        for key, source in records.items():
            if source.planned is None:
                continue
            stored = list(source.instalments.all()) if source.pk else []
            total = arrived[key] + sum((row.amount for row in stored), Decimal(0))
            if total > source.planned:
                self.warnings.append(
                    f"“{source.project.name}”的{source.name}计划{money(source.planned)}，"
                    f"到位{money(total)}，多出{money(total - source.planned)}。请核对。"
                )


def _stored() -> Mapping[Any, Instalment]:
    """What is recorded, by project, voucher and amount; without a voucher by source and day."""
    found: dict[Any, Instalment] = {}
    for row in Instalment.objects.select_related("source__project"):
        project = plain(row.source.project.name)
        if row.voucher:
            found[project, row.voucher, row.amount] = row
        else:
            found[project, row.source.name, row.arrived_on, row.amount] = row
    return found
