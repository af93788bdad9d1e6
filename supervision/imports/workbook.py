"""Import of the workbook of supervised projects (监督项目、资金到位)."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldBooleanWidget

from congress.common.imports.kinds import ImportKind
from congress.common.imports.plan import ImportPlan
from congress.common.imports.recorder import Written
from congress.common.imports.table import Table
from supervision.imports.instalments import InstalmentResource
from supervision.imports.projects import CREATE_MISSING, ProjectResource
from supervision.models import (
    FundChange,
    FundSource,
    Instalment,
    ProjectUnit,
    SupervisionProject,
)
from supervision.services.sums import refresh_sums

INSTALMENTS = "资金到位"
# A record is created after those that it refers to.
_ORDER = (SupervisionProject, ProjectUnit, FundSource, FundChange, Instalment)


class SupervisionForm(forms.Form):
    """What the clerk may choose."""

    create_missing = forms.BooleanField(
        label=CREATE_MISSING,
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="不勾选时，写了未建立的单位的行算作有问题。",
    )


class SupervisionImport(ImportKind):
    """Projects with their units and money; read again, nothing is doubled."""

    title = "监督项目"
    counter = "条"
    help_text = (
        "工作表“监督项目”每个项目一行，由名称认出是哪一个；资金来源写在一格里，"
        "如“县级财政20；乡镇自筹5”，金额按表头的单位。"
        "工作表“资金到位”每笔一行，由项目、凭证号和金额认出是哪一笔。日期可以只写到月。"
    )
    resource_class = ProjectResource
    form_class = SupervisionForm
    required_fields = ("name",)
    main_sheet = "监督项目"
    further_sheets = {INSTALMENTS: InstalmentResource}
    passed_over = {"评议": "工作表“评议”没有导入：评议还没有单独的记录。"}
    auxiliary = ("township.organ",)

    def plan(self, table: Table) -> ImportPlan:
        projects = ProjectResource(
            create_missing=bool(self.options.get("create_missing")), actor=self.actor
        )
        plan = ImportPlan([] if table.is_absent else list(projects.plan_rows(table)))
        instalments = InstalmentResource(projects, actor=self.actor)
        for further in table.further:
            plan.rows += instalments.plan_rows(further)
        projects.lists.create(self.recorder)
        new: list[Any] = [*projects.new, *instalments.new]
        for record in sorted(new, key=lambda record: _ORDER.index(type(record))):
            self.recorder.create(record)
        for record, before in (*projects.changed, *instalments.changed):
            self.recorder.change(record, before)
        plan.creates |= projects.lists.names_wanted()
        plan.warnings += [*projects.warnings, *instalments.warnings]
        return plan

    def written_after(self, written: Written) -> Written:
        """What projects repeat of their money and work is counted anew."""
        _refresh(written)
        return []

    @classmethod
    def after_undo(cls, written: Written) -> None:
        """The same once the instalments of projects that stay are gone."""
        _refresh(written)


def _refresh(written: Written) -> None:
    keys: dict[str, set[int]] = {}
    for label, pk, *_ in written:
        keys.setdefault(label, set()).add(pk)
    projects = keys.get("supervision.supervisionproject", set())
    sources = keys.get("supervision.fundsource", set())
    paid = keys.get("supervision.instalment", set())
    # An instalment that was taken back is known by its history alone.
    history: Any = Instalment.history.filter(id__in=paid)
    sources |= set(history.order_by().values_list("source_id", flat=True))
    found = FundSource.objects.filter(pk__in=sources).values_list("project_id", flat=True)
    for project in SupervisionProject.objects.filter(pk__in=projects | set(found)):
        refresh_sums(project)
