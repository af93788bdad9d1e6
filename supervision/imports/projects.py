"""The sheet 监督项目: one project a row, with its units and where its money comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from congress.common.cells import CellError
from congress.common.imports.plan import Change, Outcome
from congress.common.imports.resource import PortalField, PortalResource, label_of
from congress.common.imports.table import Table
from congress.common.imports.widgets import CellWidget, PartialDateWidget
from congress.township.models import Organ
from deputies.imports.lookup import plain
from proposals.imports.lists import TownLists
from proposals.imports.widgets import NamesWidget, WordWidget
from supervision.enums import Level, ProjectKind
from supervision.imports.cells import (
    SaidSource,
    SourcesWidget,
    YuanWidget,
    level_of,
    money,
    origin_of,
    unit_of,
)
from supervision.models import FundChange, FundSource, ProjectUnit, SupervisionProject

CREATE_MISSING = "缺的责任单位一并建立"
# A table that gives a sum and no source: the money is planned, nobody wrote who pays.
UNNAMED_SOURCE = "来源未载"
_REASON = "台账导入"
AMBIGUOUS = "系统里不止一个项目叫这个名字，不知道是哪一个。请先在后台把名称改得不一样。"
_OWN = (
    "name",
    "kind",
    "origin",
    "origin_words",
    "level",
    "starts_on",
    "planned_end",
    "finished_on",
    "beneficiaries",
)


def _own(name: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(name, label_of(SupervisionProject, name), widget=widget, synonyms=synonyms)


def _extra(name: str, label: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(f"extras__{name}", label, widget=widget, synonyms=synonyms)


class ProjectResource(PortalResource):
    """Projects known by their name. An empty cell leaves what is recorded."""

    name = _own("name", CellWidget(), "项目 名称 工程名称")
    kind = _own("kind", WordWidget(ProjectKind, 重点="key", 一般="general"), "监督类型 类别")
    origin = _extra("origin", label_of(SupervisionProject, "origin"), CellWidget(), "项目来源")
    level = _extra(
        "level",
        label_of(SupervisionProject, "level"),
        WordWidget(Level, 乡镇="town", 镇级="town", 县级="county", 市级="city", 省级="province"),
        "层级",
    )
    units = _extra("units", "责任单位", NamesWidget(), "承办单位 单位 实施单位")
    starts_on = _own("starts_on", PartialDateWidget(), "开工时间 开始日期")
    planned_end = _own("planned_end", PartialDateWidget(), "计划完工日期 计划完工时间 完成时限")
    finished_on = _own("finished_on", PartialDateWidget(), "实际完工日期 完工日期 实际完工时间")
    planned = _extra("planned", "计划投入（万元）", YuanWidget(), "计划投入 计划投资 总投资")
    sources = _extra("sources", "资金来源", SourcesWidget(), "资金构成")
    beneficiaries = _own("beneficiaries", CellWidget(), "受益对象 受益面")

    required = {"name": "没有填写项目名称。请补上，或者删去这一行。"}

    class Meta(PortalResource.Meta):
        model = SupervisionProject
        fields = (
            "name",
            "kind",
            "origin",
            "level",
            "units",
            "starts_on",
            "planned_end",
            "finished_on",
            "planned",
            "sources",
            "beneficiaries",
        )

    def __init__(self, *, create_missing: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lists = TownLists(
            create_missing=create_missing, tick=CREATE_MISSING, unit_noun="责任单位"
        )
        stored = list(_stored())
        self.known = {plain(project.name): project for project in stored}
        # Nothing is matched on a name that two projects have.
        counted = Counter(plain(project.name) for project in stored)
        self.ambiguous = {key for key, number in counted.items() if number > 1}
        self.stored = {
            project.pk: {name: getattr(project, name) for name in _OWN}
            for project in self.known.values()
        }
        self.rows: dict[str, int] = {}
        # Records to be created and changed, in the order in which they can be written.
        self.new: list[Any] = []
        self.changed: list[tuple[Any, dict[str, Any]]] = []
        self.warnings: list[str] = []
        # What the other sheet may speak of: sources by project, also those that are new.
        self.projects: dict[str, SupervisionProject] = dict(self.known)
        self.sources_of: dict[str, list[FundSource]] = {
            key: list(project.sources.all()) for key, project in self.known.items()
        }
        self.bad: set[str] = set()

    def plan_rows(self, table: Table) -> Any:
        headings = {column.field: column.heading for column in table.columns}
        unit = unit_of(headings.get("planned") or headings.get("sources") or "万元")
        for name in ("planned", "sources"):
            widget = YuanWidget() if name == "planned" else SourcesWidget()
            widget.unit = unit
            self.fields[name].widget = widget
        return super().plan_rows(table)

    # Row by row

    def get_instance(self, instance_loader: Any, row: Any) -> SupervisionProject | None:
        written = self.parsed.get("name") or ""
        self.current.label = written
        key = plain(written)
        if not key:
            return None
        earlier = self.rows.setdefault(key, self.current.number)
        if earlier != self.current.number:
            self.fail("name", f"与第{earlier}行的项目重名。请核对。")
        if key in self.ambiguous:
            self.fail("name", AMBIGUOUS)
        return self.known.get(key)

    def resolve(self, instance: Any) -> None:
        extras = instance.extras
        if extras.origin:
            self._take_origin(instance, extras)
        elif extras.level:
            instance.level = extras.level
        units = []
        for name in extras.units or ():
            try:
                units.append(self.lists.unit(name))
            except CellError as error:
                self.fail("units", error.message)
        extras.units = units
        self._check_dates(instance)
        self._check_money(instance, extras)
        if self.errors:
            self.bad.add(plain(instance.name or ""))

    def _take_origin(self, instance: Any, extras: Any) -> None:
        if len(extras.origin) > 100:
            self.fail("origin", "最多100个字。请核对。")
            return
        if extras.origin != instance.origin_words:
            instance.origin = origin_of(extras.origin)
        instance.origin_words = extras.origin
        level = extras.level or level_of(extras.origin)
        if level:
            instance.level = level

    def _check_dates(self, instance: Any) -> None:
        today, start = timezone.localdate(), instance.starts_on
        ends = (("planned_end", instance.planned_end), ("finished_on", instance.finished_on))
        for name, date in ends:
            if date is not None and start is not None and date.latest() < start.earliest():
                self.fail(name, f"{date}早于开工日期（{start}）。请核对。")
        done = instance.finished_on
        if done is not None and done.earliest() > today:
            self.fail("finished_on", f"{done}还没有到。没有完工的，这一格请空着。")

    def _check_money(self, instance: Any, extras: Any) -> None:
        if extras.planned is not None and extras.planned < 0:
            self.fail("planned", "计划投入不能是负数。")
            return
        if extras.planned is None or not extras.sources:
            return
        known = [source.planned for source in extras.sources]
        if None in known and len(known) == 1:
            extras.sources = [SaidSource(extras.sources[0].name, extras.planned)]
            return
        total = sum(amount for amount in known if amount is not None)
        if total != extras.planned:
            self.warnings.append(
                f"{self.current.place}：计划投入是{money(extras.planned)}，"
                f"各资金来源合计{money(total)}。按各来源记下，请核对。"
            )

    def complete(self, instance: Any, is_new: bool) -> None:
        extras = instance.extras
        del instance.extras, instance.seen
        key = plain(instance.name)
        if is_new:
            instance.entered_by = self.actor
            self.new.append(instance)
            self.projects[key] = instance
            self.sources_of[key] = []
        else:
            self._note_own(instance)
        self._plan_units(instance, extras.units, is_new)
        self._plan_sources(instance, key, extras, is_new)
        self.lists.use(*extras.units)
        if not is_new:
            self.current.outcome = Outcome.CHANGED if self.current.changes else Outcome.UNCHANGED

    def _note_own(self, project: Any) -> None:
        stored = self.stored[project.pk]
        before = {name: old for name, old in stored.items() if getattr(project, name) != old}
        for name, old in before.items():
            self._say(label_of(SupervisionProject, name), _word(project, name, old), project, name)
        if before:
            self.changed.append((project, before))

    def _say(self, label: str, before: str, project: Any, name: str) -> None:
        after = _word(project, name, getattr(project, name))
        self.current.changes.append(Change(label, before, after))

    def _plan_units(self, project: Any, units: list[Organ], is_new: bool) -> None:
        present = [] if is_new else [part.unit_id for part in project.unit_parts.all()]
        has_lead = bool(present)
        for unit in units:
            if unit.pk is not None and unit.pk in present:
                continue
            self.new.append(ProjectUnit(project=project, unit=unit, is_lead=not has_lead))
            has_lead = True
            if not is_new:
                self.current.changes.append(Change("责任单位", "", str(unit)))

    def _plan_sources(self, project: Any, key: str, extras: Any, is_new: bool) -> None:
        said = list(extras.sources or ())
        present = {source.name: source for source in self.sources_of[key]}
        if not said and extras.planned is not None and not present:
            said = [SaidSource(UNNAMED_SOURCE, extras.planned)]
        for source in said:
            if source.name in present:
                self._plan_change(present[source.name], source)
                continue
            record = self.add_source(project, key, source)
            if not is_new:
                shown = f"{record.name}{money(record.planned)}"
                self.current.changes.append(Change("资金来源", "", shown))

    def add_source(self, project: Any, key: str, said: SaidSource) -> FundSource:
        """A source that the project didn't have yet."""
        order = len(self.sources_of[key]) + 1
        record = FundSource(project=project, order=order, name=said.name, planned=said.planned)
        self.sources_of[key].append(record)
        self.new.append(record)
        return record

    def _plan_change(self, source: FundSource, said: SaidSource) -> None:
        if said.planned is None or said.planned == source.planned:
            return
        before = source.planned
        self.current.changes.append(
            Change(f"{source.name}计划投入", money(before), money(said.planned))
        )
        change = FundChange(
            source=source,
            changed_on=timezone.localdate(),
            before=before,
            after=said.planned,
            reason=_REASON,
            entered_by=self.actor,
        )
        self.new.append(change)
        source.planned = said.planned
        self.changed.append((source, {"planned": before}))


def _stored() -> Iterable[SupervisionProject]:
    return SupervisionProject.objects.prefetch_related("unit_parts", "sources__instalments")


def _word(project: Any, name: str, value: Any) -> str:
    column: Any = SupervisionProject._meta.get_field(name)
    words = dict(column.flatchoices)
    return "" if value is None else str(words.get(value, value))
