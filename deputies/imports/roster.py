"""Import of the deputies' roster (代表名册)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from congress.common.imports.kinds import ImportKind
from congress.common.imports.plan import ImportPlan, Outcome
from congress.common.imports.table import Table
from deputies.imports.lookup import is_new
from deputies.imports.mandates import refusal_of_own_office
from deputies.imports.roster_resource import RosterResource
from deputies.imports.terms import RosterForm, other_term_in, term_of
from deputies.models import Mandate


class RosterImport(ImportKind):
    """Deputies with their mandates in one term.

    Remarks that name cause and date (补选, 调离 …) are accepted unless the clerk refuses them, in
    the preview as in the command: a roster without them would count people who have left.
    """

    title = "代表名册"
    counter = "人"
    help_text = (
        "可以直接上传平时用的名册：标题、合计、注释会自动跳过。"
        "空着的格子和没有的列不会清除已有内容；名册里没有的人保留不动。"
        "姓名和出生年月都相同的，认作同一个人。"
    )
    resource_class = RosterResource
    form_class = RosterForm
    required_fields = ("name",)
    auxiliary = (
        "township.congressterm",
        "township.village",
        "deputies.deputygroup",
        "township.electoraldistrict",
    )

    def plan(self, table: Table) -> ImportPlan:
        term = term_of(self.options)
        resource = RosterResource(
            term,
            decisions=self.options.get("decisions"),
            create_missing=bool(self.options.get("create_missing")),
            actor=self.actor,
        )
        plan = ImportPlan(resource.plan_rows(table))
        resource.hand_over(self.recorder)
        plan.creates = resource.places.names_wanted()
        if is_new(term):
            plan.creates["届"] = [str(term)]
        if warning := other_term_in(table.titles, term):
            plan.warnings.append(warning)
        plan.notes += self._not_listed(resource, plan)
        return plan

    def _not_listed(self, resource: RosterResource, plan: ImportPlan) -> list[str]:
        """How many of the term stay as they are because the file doesn't name them."""
        if resource.term is None or is_new(resource.term):
            return []
        serving = (
            Mandate.objects.township()
            .filter(ends_on__isnull=True, term=resource.term)
            .values_list("deputy_id", flat=True)
        )
        missing = len(set(serving) - set(resource.taken))
        if not missing or not any(row.outcome != Outcome.BAD for row in plan.rows):
            return []
        return [f"本届另有{missing}名代表不在这份名册里，保留不动。"]

    @classmethod
    def refusal_to_restore(cls, record: Any, fields: Collection[str], actor: Any) -> str:
        return refusal_of_own_office(record, fields, actor)

    @classmethod
    def name_of(cls, record: Any) -> str:
        label = record._meta.label_lower
        if label == "deputies.deputy":
            return record.name
        if label in ("deputies.mandate", "deputies.presidiumpost"):
            return f"{record.deputy.name}的{record._meta.verbose_name}"
        return super().name_of(record)
