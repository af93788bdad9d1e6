"""Import of the ledger of motions and suggestions (议案建议台账)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldBooleanWidget

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.imports.kinds import ImportKind
from congress.common.imports.plan import ImportPlan
from congress.common.imports.recorder import CREATED, Written, stamped
from congress.common.imports.table import Table
from congress.common.numerals import chinese_number, parse_chinese_number
from congress.township.models import CongressTerm, Session
from deputies.imports.lookup import is_new
from deputies.imports.terms import TermForm, term_of
from proposals.imports.lists import CREATE_MISSING
from proposals.imports.resource import LedgerResource
from proposals.models import NumberSeries, ProposalSettings
from proposals.numbering import held_series, series_key

_TERM = re.compile(r"第?([一二三四五六七八九十\d]{1,3})届")
_SESSION = re.compile(r"第?([一二三四五六七八九十\d]{1,3})次会议")


class LedgerForm(TermForm):
    """To which session the ledger belongs. Left empty, the title of the table says so."""

    session = forms.IntegerField(
        label="第几次会议",
        required=False,
        min_value=1,
        max_value=99,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="写数字，如5。空着则取自表格的标题；闭会期间提出的，也归在它之前的那次会议。",
    )
    create_missing = forms.BooleanField(
        label=CREATE_MISSING,
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="不勾选时，写了未建立的单位、分类的行算作有问题。",
    )


class LedgerImport(ImportKind):
    """Finished and running matters of one session, as the office has kept them in a table."""

    title = "议案建议台账"
    counter = "件"
    help_text = (
        "每件一行，由编号认出是哪一件。附议代表写在一格里，用顿号、逗号隔开；"
        "同名的代表在姓名后用括号写明村，如“张伟（沙湖村）”。"
        "日期可以只写到月。已经办完的，办理经过照台账记下，没有写的算“未载”。"
    )
    resource_class = LedgerResource
    form_class = LedgerForm
    required_fields = ("number", "title", "lead")
    auxiliary = ("township.organ", "proposals.category", "township.session")

    def plan(self, table: Table) -> ImportPlan:
        session = session_of(self.options, table.titles)
        resource = LedgerResource(
            session,
            decisions=self.options.get("decisions"),
            create_missing=bool(self.options.get("create_missing")),
            actor=self.actor,
        )
        plan = ImportPlan(resource.plan_rows(table))
        self.book, self.session = resource.book, session
        if is_new(session):
            plan.creates["次会议"] = [str(session)]
        resource.lists.create(self.recorder)
        resource.book.hand_over(self.recorder)
        plan.creates |= resource.lists.names_wanted()
        plan.warnings += resource.book.warnings
        plan.notes += self._to_decide()
        return plan

    def _to_decide(self) -> list[str]:
        """What the presidium has to look at again."""
        found = []
        if numbers := self.book.dissatisfied:
            listed = "、".join(numbers)
            found.append(f"代表不满意{len(numbers)}件，要决定是否重新办理：{listed}。")
        if numbers := self.book.promises:
            listed = "、".join(numbers)
            found.append(f"承诺逐步解决{len(numbers)}件，要决定是否继续跟踪：{listed}。")
        return found

    def write(self) -> Written:
        settings = ProposalSettings.load()
        if is_new(self.session):
            # Series are named after the session, so it has to be there before the numbers.
            return self._write_after_session(settings)
        self._put_in_series(settings)
        return super().write()

    def _write_after_session(self, settings: ProposalSettings) -> Written:
        sign(self.session, self.actor, f"导入{self.title}")
        self.session.save()
        written = stamped(Session, [(self.session.pk, CREATED, {})])
        self._put_in_series(settings)
        return written + super().write()

    def _put_in_series(self, settings: ProposalSettings) -> None:
        held: dict[str, NumberSeries] = {}
        for proposal in self.book.new_proposals:
            proposal.session = self.session
            key = series_key(proposal, settings)
            if key not in held:
                held[key] = held_series(key)
            proposal.series = held[key]

    def settled_options(self) -> dict[str, Any]:
        session = getattr(self, "session", None)
        return {"session": session.ordinal, "term": session.term.ordinal} if session else {}


def session_of(options: Mapping[str, Any], titles: tuple[str, ...]) -> Session:
    """The session named in the options, else in the title. Raises RuleViolation without one.

    One that isn't there yet comes unsaved if missing things are to be created.
    """
    term = _term(options, titles)
    ordinal = options.get("session") or _number_in(_SESSION, titles)
    if ordinal is None:
        session = term.sessions.select_related("term").first()
        if session is None:
            raise RuleViolation(
                "不知道是哪一次会议的台账。请填写第几次会议，或者写在表格的标题里。"
            )
        return session
    found = term.sessions.select_related("term").filter(ordinal=ordinal).first()
    if found is not None:
        return found
    if not options.get("create_missing"):
        raise RuleViolation(
            f"还没有建立{term}第{chinese_number(ordinal)}次会议。请先在“次会议”里建立，"
            f"或者勾选“{CREATE_MISSING}”。"
        )
    return Session(term=term, ordinal=ordinal)


def _term(options: Mapping[str, Any], titles: tuple[str, ...]) -> CongressTerm:
    ordinal = options.get("term")
    if ordinal is None:
        ordinal = _number_in(_TERM, titles)
    return term_of({**options, "term": ordinal, "create_missing": False})


def _number_in(pattern: re.Pattern[str], titles: tuple[str, ...]) -> int | None:
    for title in titles:
        if found := pattern.search(title):
            return parse_chinese_number(found.group(1))
    return None
