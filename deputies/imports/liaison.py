"""Import of the presidium's liaison plan (主席团成员联系代表小组和代表计划)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSingleDateWidget

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.imports.kinds import ImportKind
from congress.common.imports.plan import ImportPlan
from congress.common.imports.recorder import CHANGED, CREATED, Written, stamped
from congress.common.imports.table import Table
from congress.township.models import CongressTerm
from deputies.consistency.liaison import plan_warnings
from deputies.imports.liaison_resource import LiaisonResource
from deputies.imports.lookup import is_new
from deputies.imports.mandates import refusal_of_own_office
from deputies.imports.terms import TermForm, other_term_in, term_of
from deputies.models import LiaisonAssignment, LiaisonPlan, LiaisonTask
from deputies.services import generate_liaison_tasks

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:([12]\d|3[01]|[1-9])日)?")


class LiaisonForm(TermForm):
    """Which plan the file is. Left empty, year and day come from the title of the table."""

    year = forms.IntegerField(
        label="年度",
        required=False,
        min_value=1980,
        max_value=2200,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="空着则取自表格的标题。",
    )
    starts_on = forms.DateField(
        label="实施日期",
        required=False,
        widget=UnfoldAdminSingleDateWidget,
        help_text="空着则取自表格的标题：写“8月调整”就是8月1日，没有写月份就是1月1日。"
        "从这一天所在的季度起派发任务。",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        year, day = cleaned.get("year"), cleaned.get("starts_on")
        if year and day and day.year != year:
            raise ValidationError({"starts_on": "实施日期不在这一年度里。请核对。"})
        return cleaned


class LiaisonPlanImport(ImportKind):
    """Lines of one plan, known by term, year and first day; tasks are handed out at once."""

    title = "联系计划"
    counter = "行"
    help_text = (
        "每名主席团成员一行：姓名、职务、联系的代表小组、联系的代表。"
        "同名的代表在姓名后用括号写明村，如“张伟（沙湖村）”。导入后按计划派发联系任务。"
    )
    resource_class = LiaisonResource
    form_class = LiaisonForm
    required_fields = ("member",)

    def plan(self, table: Table) -> ImportPlan:
        self.resource = self.planned(table)
        found = ImportPlan(self.resource.plans, warnings=list(self.resource.vague))
        record = self.record()
        if is_new(record):
            found.creates["联系计划"] = [f"{record.title}（{record.starts_on:%Y-%m-%d}起）"]
        found.notes.append(
            f"{record.year}年度，自{record.starts_on:%Y年%-m月%-d日}起实施。"
            "如果不对，请在“选项”里改正。"
        )
        if kept := self.resource.kept_lines():
            names = "、".join(line.member.name for line in kept)
            found.notes.append(f"原计划里的{names}不在这份表里，保留不动。")
        if warning := other_term_in(table.titles, record.term):
            found.warnings.append(warning)
        found.warnings += self._tried(table)
        return found

    def planned(self, table: Table) -> LiaisonResource:
        """The table's rows, worked out against the plan that they belong to."""
        term = term_of({**self.options, "create_missing": False})
        resource = LiaisonResource(term, self._find_plan(table.titles, term), actor=self.actor)
        resource.plan_rows(table)
        return resource

    def record(self) -> LiaisonPlan:
        """The plan that the table is, saved or not."""
        assert self.resource.plan is not None  # noqa: S101  set by _planned
        return self.resource.plan

    def _find_plan(self, titles: tuple[str, ...], term: CongressTerm) -> LiaisonPlan:
        starts_on = self._first_day(titles)
        known = LiaisonPlan.objects.filter(term=term, year=starts_on.year, starts_on=starts_on)
        title = next((t for t in titles if "计划" in t or "联系" in t), "")
        title = title[:100] or f"{starts_on.year}年主席团成员联系代表小组和代表计划"
        return known.select_related("term").first() or LiaisonPlan(
            term=term, year=starts_on.year, starts_on=starts_on, title=title
        )

    def _first_day(self, titles: tuple[str, ...]) -> dt.date:
        """As the clerk said, else as the title says. Raises RuleViolation without a year."""
        if chosen := self.options.get("starts_on"):
            return dt.date.fromisoformat(chosen)
        title = next((title for title in titles if _YEAR.search(title)), "")
        found = _YEAR.search(title)
        if year := self.options.get("year"):
            return _day_in(int(year), title)
        if found is None:
            raise RuleViolation(
                "表格的标题里没有年份。请填写年度和实施日期，或者在标题里写明年份。"
            )
        return _day_in(int(found.group(1)), title)

    def _tried(self, table: Table) -> list[str]:
        """The warnings of the plan as it would be: written, looked at, and rolled back."""
        trial = type(self)(self.options, actor=self.actor)
        with transaction.atomic():
            trial.resource = trial.planned(table)
            if not trial.resource.lines:
                return []
            trial.write_plan()
            warnings = plan_warnings(trial.record())
            transaction.set_rollback(True)
        return warnings

    def settled_options(self) -> dict[str, Any]:
        """Year and first day as the title gave them."""
        resource = getattr(self, "resource", None)
        if resource is None:
            return {}
        return {"year": resource.plan.year, "starts_on": resource.plan.starts_on}

    def write(self) -> Written:
        return self.write_plan()

    def write_plan(self) -> Written:
        """Write plan, lines and posts."""
        plan = self.record()
        written: Written = []
        lines = [line for line in self.resource.lines if _differs(line)]
        if is_new(plan) and lines:
            self._save(plan)
            written += stamped(LiaisonPlan, [(plan.pk, CREATED, {})])
        for line in lines:
            written += self._write_line(line)
        for post, before in self.resource.posts:
            if is_new(post):
                self.recorder.create(post)
            else:
                self.recorder.change(post, {"role": before})
        return written + self.recorder.write(actor=self.actor, reason=f"导入{self.title}")

    def _write_line(self, line: Any) -> Written:
        kind, before = CHANGED, {}
        if is_new(line):
            kind = CREATED
            line.plan = self.record()
            self._save(line)
        for name, wanted in line.wanted.items():
            if wanted is not None:
                if kind == CHANGED:
                    before[name] = [record.pk for record in line.found[name]]
                self._sign(line)
                getattr(line, name).set(wanted)
        return stamped(LiaisonAssignment, [(line.pk, kind, before)])

    def _save(self, record: Any) -> None:
        self._sign(record)
        record.save()

    def _sign(self, record: Any) -> None:
        sign(record, self.actor, f"导入{self.title}")

    def written_after(self, written: Written) -> Written:
        """The tasks of the plan, handed out and taken over from an earlier plan."""
        self.sentences: list[str] = []
        if not written:
            return []
        tasks = LiaisonTask.objects.filter(plan__term=self.record().term)
        before = dict(tasks.values_list("pk", "status"))
        made = generate_liaison_tasks(self.record(), actor=self.actor)
        after = dict(tasks.values_list("pk", "status"))
        self.sentences.append(f"派发联系任务{made.created}项。")
        if made.cancelled:
            self.sentences.append(f"由本计划接替，原计划的任务取消{made.cancelled}项。")
        entries: list[tuple[int, str, Any]] = [
            (pk, CREATED, {}) for pk in after if pk not in before
        ]
        entries += [
            (pk, CHANGED, {"status": status})
            for pk, status in before.items()
            if after.get(pk, status) != status
        ]
        return stamped(LiaisonTask, entries)

    def results(self) -> list[str]:
        return self.sentences

    @classmethod
    def refusal_to_restore(cls, record: Any, fields: Collection[str], actor: Any) -> str:
        return refusal_of_own_office(record, fields, actor)

    @classmethod
    def name_of(cls, record: Any) -> str:
        if isinstance(record, LiaisonAssignment):
            return f"{record.member}的联系安排"
        return super().name_of(record)


def _differs(line: Any) -> bool:
    if is_new(line):
        return True
    return any(
        wanted is not None and {r.pk for r in wanted} != {r.pk for r in line.found[name]}
        for name, wanted in line.wanted.items()
    )


def _day_in(year: int, title: str) -> dt.date:
    """（8月调整） is the first of August, （三季度） of July; nothing said is 1 January."""
    quarter = re.search(r"第?([一二三四1-4])季度", title)
    if quarter:
        number = "一二三四1234".index(quarter.group(1)) % 4
        return dt.date(year, 3 * number + 1, 1)
    month = _MONTH.search(_YEAR.sub("", title, count=1))
    if month is None:
        return dt.date(year, 1, 1)
    try:
        return dt.date(year, int(month.group(1)), int(month.group(2) or 1))
    except ValueError:
        return dt.date(year, int(month.group(1)), 1)
