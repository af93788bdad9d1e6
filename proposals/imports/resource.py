"""The ledger of motions and suggestions: its columns, and what each row would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from congress.common.cells import CellError, PersonRef
from congress.common.imports.plan import Candidate, Outcome, Question
from congress.common.imports.resource import PortalField, PortalResource, label_of
from congress.common.imports.widgets import CellWidget, PartialDateWidget
from congress.township.models import Session
from deputies.imports.directory import Directory
from deputies.imports.lookup import Lookup, is_new, shortened
from deputies.imports.places import GROUP_ENDINGS
from deputies.models import Deputy, DeputyGroup
from proposals.enums import (
    ContactForm,
    Occasion,
    ProposalKind,
    ProposalStep,
    Proposer,
    Satisfaction,
)
from proposals.imports.lists import TownLists, require_length
from proposals.imports.rows import LedgerRow, RowBook
from proposals.imports.widgets import (
    LeadWidget,
    LedgerNumber,
    NamesWidget,
    NameWidget,
    NumberWidget,
    OutcomeWidget,
    PeopleWidget,
    WordWidget,
    YesNoWidget,
)
from proposals.models import Assignment, Proposal, Reply, ReplyRating, StepTaken

# Occasion, number, and whether it is a motion where those are numbered apart.
RowKey = tuple[str, int, bool]
_OF_REPLY = ("replied_on", "document_number", "outcome", "contact_form", "attitude", "result")


def _extra(name: str, label: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(f"extras__{name}", label, widget=widget, synonyms=synonyms)


def _own(name: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(name, label_of(Proposal, name), widget=widget, synonyms=synonyms)


class LedgerResource(PortalResource):
    """Proposals with sponsors, units, reply and rating. What a file leaves out stays as it is.

    A row is known by session, occasion and number, and by its kind where the town numbers motions
    apart.
    """

    number = _extra(
        "number", label_of(Proposal, "number"), NumberWidget(), "序号 建议编号 件号 案号"
    )
    kind = _own(
        "kind",
        WordWidget(ProposalKind, 建议批评意见="suggestion", 建议批评和意见="suggestion"),
        "种类 案别",
    )
    title = _own("title", CellWidget(), "标题 建议标题 建议名称 题目 事由")
    lead = _extra("lead", "领衔代表", LeadWidget(), "领衔人 提出人 提案人 第一提出人 代表姓名")
    co = _extra("co", "附议代表", PeopleWidget(), "附议人 联名代表 联名人 附议")
    group = _extra("group", "代表小组", CellWidget(), "小组 代表团 所在小组")
    submitted_on = _own("submitted_on", PartialDateWidget(), "提出时间 收到日期 登记日期")
    occasion = _extra(
        "occasion",
        label_of(Proposal, "occasion"),
        WordWidget(Occasion, 会议期间="in_session", 会中="in_session", 闭会="intersessional"),
        "时段 提出阶段",
    )
    category = _extra(
        "category", label_of(Proposal, "category"), CellWidget(), "分类 类型 内容类别"
    )
    unit = _extra("unit", "主办单位", NameWidget(), "承办单位 主办 办理单位")
    co_units = _extra("co_units", "协办单位", NamesWidget(), "协办 会办单位")
    assigned_on = _extra(
        "assigned_on", label_of(Assignment, "assigned_on"), PartialDateWidget(), "交办时间"
    )
    due_on = _extra(
        "due_on",
        label_of(Assignment, "due_on"),
        PartialDateWidget(),
        "答复期限 办理期限 应答复时间",
    )
    replied_on = _extra(
        "replied_on", label_of(Reply, "replied_on"), PartialDateWidget(), "答复时间 办结日期"
    )
    document_number = _extra(
        "document_number", label_of(Reply, "document_number"), CellWidget(), "文号 复文文号"
    )
    outcome = _extra("outcome", label_of(Reply, "outcome"), OutcomeWidget(), "办理类别 答复类别")
    contact_form = _extra(
        "contact_form", label_of(Reply, "contact_form"), WordWidget(ContactForm), "沟通方式"
    )
    attitude = _extra(
        "attitude", label_of(ReplyRating, "attitude"), WordWidget(Satisfaction), "办理态度 态度评价"
    )
    result = _extra(
        "result", label_of(ReplyRating, "result"), WordWidget(Satisfaction), "结果评价 满意度"
    )
    may_be_public = _own("may_be_public", YesNoWidget(), "公开 可否公开")
    remark = _own("remark", CellWidget(), "说明 附注")

    required = {
        "number": "没有填写编号。请补上，或者删去这一行。",
        "title": "没有填写案由。请补上。",
    }

    class Meta(PortalResource.Meta):
        model = Proposal
        fields = (
            "number",
            "kind",
            "title",
            "lead",
            "co",
            "group",
            "submitted_on",
            "occasion",
            "category",
            "unit",
            "co_units",
            "assigned_on",
            "due_on",
            "replied_on",
            "document_number",
            "outcome",
            "contact_form",
            "attitude",
            "result",
            "may_be_public",
            "remark",
        )

    def __init__(
        self,
        session: Session | None = None,
        *,
        decisions: Mapping[str, Any] | None = None,
        create_missing: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.decisions = decisions or {}
        self.create_missing = create_missing

    # Read once before the first row

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        assert self.session is not None  # noqa: S101  the kind gives one
        term = self.session.term
        self.directory = Directory(term, RowBook.day_of(self.session))
        groups = DeputyGroup.objects.filter(term=term)
        self.groups = Lookup(groups, shortened(*GROUP_ENDINGS))
        self.lists = TownLists(create_missing=self.create_missing)
        self.book = RowBook(self.session)
        self.motions_apart = self.book.settings.numbers_motions_apart
        self.known = {} if is_new(self.session) else _known(self.session, self.motions_apart)
        self.rows: dict[RowKey, int] = {}

    # Row by row

    def get_instance(self, instance_loader: Any, row: Any) -> Proposal | None:
        number: LedgerNumber | None = self.parsed.get("number")
        self.occasion_of_row = Occasion.IN_SESSION
        if number is None:
            return None
        said = self.parsed.get("occasion")
        self.occasion_of_row = number.occasion or said or Occasion.IN_SESSION
        if number.occasion and said and number.occasion != said:
            self.fail("occasion", f"编号写的是闭会期间，这里写的是{said.label}。请核对。")
        is_motion = self.parsed.get("kind") == ProposalKind.MOTION
        key = (self.occasion_of_row, number.number, is_motion and self.motions_apart)
        self.current.label = self.parsed.get("title") or ""
        earlier = self.rows.setdefault(key, self.current.number)
        if earlier != self.current.number:
            self.fail("number", f"与第{earlier}行的编号重复。请核对。")
        return self.known.get(key)

    def resolve(self, instance: Any) -> None:
        """Find persons, group, units and category; check the dates against each other."""
        extras = instance.extras
        extras.occasion = self.occasion_of_row
        extras.group = self._look_up("group", extras.group, self._group)
        by_organ = isinstance(extras.lead, Proposer)
        if by_organ:
            self._brought_by(instance, extras.lead)
            extras.lead = None
        if extras.lead is not None:
            extras.lead = self._person("lead", extras.lead, extras.group)
        if extras.co is not None:
            found = [self._person("co", ref, None) for ref in extras.co]
            extras.co = _each_once(found)
        if extras.lead is None and not by_organ and "lead" not in self.errors and not instance.pk:
            self.fail("lead", "没有填写领衔代表。请补上。")
        if extras.lead is not None and extras.lead in (extras.co or ()):
            self.fail("co", f"附议代表里有领衔代表{extras.lead}本人。请核对。")
        extras.category = self._look_up("category", extras.category, self.lists.category)
        extras.outcome = self._look_up("outcome", extras.outcome, self.lists.outcome)
        extras.unit = self._look_up("unit", extras.unit, self.lists.unit)
        if extras.co_units is not None:
            units = [self._look_up("co_units", name, self.lists.unit) for name in extras.co_units]
            extras.co_units = _each_once(units)
            if extras.unit in extras.co_units:
                self.fail("co_units", f"{extras.unit}已写作主办单位。请核对。")
        extras.document_number = self._look_up(
            "document_number", extras.document_number, self._document_number
        )
        self._check_dates(instance)
        self._check_handling(instance)

    def _brought_by(self, instance: Any, proposer: Proposer) -> None:
        """A motion of presidium or government has no sponsors (组织法第二十二条)."""
        if instance.pk:
            if instance.proposer != proposer:
                here = instance.get_proposer_display()
                self.fail("lead", f"系统里是{here}提出的，这里写的是{proposer.label}。请核对。")
            return
        if instance.kind != ProposalKind.MOTION:
            self.fail("kind", f"{proposer.label}只提议案。请核对类别。")
        if instance.extras.co:
            self.fail("co", f"{proposer.label}提出的没有附议代表。请核对。")
        instance.proposer = proposer

    def _look_up(self, name: str, written: Any, find: Any) -> Any:
        if not written or name in self.errors:
            return None
        try:
            return find(written)
        except CellError as error:
            self.fail(name, error.message)
            return None

    def _document_number(self, text: str) -> str:
        require_length(Reply, "document_number", text)
        return text

    def _group(self, name: str) -> DeputyGroup:
        group = self.groups.find(name)
        if group is None:
            raise CellError(f"本届没有叫“{name[:20]}”的代表小组。请核对。")
        return group

    def _person(self, name: str, ref: PersonRef, group: DeputyGroup | None) -> Deputy | None:
        """The deputy meant; of namesakes the one of the row's group, else whom the clerk chose."""
        try:
            return self.directory.find(ref)
        except CellError as error:
            people = self.directory.named(ref.name)
            if group and not ref.hint:
                of_group = [p for p in people if self.directory.group_of(p) == group]
                if len(of_group) == 1:
                    return of_group[0]
            if ref.hint or len(people) < 2 or self.current.question is not None:
                self.fail(name, error.message)
                return None
            return self._asked(name, people, error)

    def _asked(self, name: str, people: list[Deputy], error: CellError) -> Deputy | None:
        chosen = self.decisions.get(str(self.current.number), {}).get("person", "")
        candidates = tuple(
            Candidate(p.public_id, f"{p.name}，{p.village or p.born_on or '村不详'}")
            for p in people
        )
        found = next((person for person in people if person.public_id == chosen), None)
        message = f"{error.message}也可以在预览里选择。"
        self.current.question = Question(
            message, candidates, allows_new=False, chosen=chosen if found else ""
        )
        if found is None:
            self.fail(name, message)
        return found

    def _check_dates(self, instance: Any) -> None:
        """Each step after the one before it, as far as their precision tells."""
        extras = instance.extras
        steps = [
            ("submitted_on", instance.submitted_on),
            ("assigned_on", extras.assigned_on),
            ("replied_on", extras.replied_on),
        ]
        dated = [(name, date) for name, date in steps if date is not None]
        latest = timezone.localdate().year + 1
        for name, date in dated:
            if date.year > latest:
                self.fail(name, f"{date}不像{self.field_labels()[name][:2]}的日期。请核对。")
        for (before, first), (after, then) in pairwise(dated):
            if then.latest() < first.earliest():
                labels = self.field_labels()
                self.fail(after, f"{then}早于{labels[before]}（{first}）。请核对。")
        due_on, assigned_on = extras.due_on, extras.assigned_on
        if due_on and assigned_on and due_on.latest() < assigned_on.earliest():
            self.fail("due_on", f"{due_on}早于交办日期（{assigned_on}）。请核对。")

    def _check_handling(self, instance: Any) -> None:
        extras = instance.extras
        handled = any(getattr(extras, name) for name in ("assigned_on", "due_on", *_OF_REPLY))
        has_unit = extras.unit is not None or (instance.pk and instance.assignments.all())
        if handled and not has_unit and "unit" not in self.errors:
            self.fail("unit", "写了交办或者答复，却没有主办单位。请补上。")

    def complete(self, instance: Any, is_new: bool) -> None:
        extras, seen = instance.extras, instance.seen
        del instance.extras, instance.seen
        row = LedgerRow(instance, extras, seen, self.current, self.directory)
        self.book.plan(row)
        self.lists.use(extras.category, extras.unit, *(extras.co_units or ()))
        if not is_new:
            self.current.outcome = Outcome.CHANGED if self.current.changes else Outcome.UNCHANGED


def _each_once(records: Iterable[Any]) -> list[Any]:
    """Without repetitions and gaps; records that are not saved yet have no key to go by."""
    found: list[Any] = []
    for record in records:
        if record is not None and record not in found:
            found.append(record)
    return found


def _known(session: Session, motions_apart: bool) -> dict[RowKey, Proposal]:
    """Everything that is numbered in this session, and what belongs to it."""
    proposals: QuerySet[Proposal] = Proposal.objects.filter(session=session, number__isnull=False)
    # To publish what a ledger told leads nothing on.
    steps = StepTaken.objects.filter(proposal=OuterRef("pk"))
    steps = steps.exclude(step__in=[ProposalStep.PUBLISH, ProposalStep.TAKE_DOWN])
    proposals = proposals.annotate(led_on=Exists(steps))
    related = proposals.select_related("category").prefetch_related(
        "sponsorships__deputy",
        "sponsorships__group",
        Prefetch("assignments", Assignment.objects.current()),
        "assignments__unit",
        "assignments__replies__outcome",
        "assignments__replies__ratings",
    )
    return {
        (
            proposal.occasion,
            proposal.number or 0,
            motions_apart and ProposalKind(proposal.kind).is_motion,
        ): proposal
        for proposal in related
    }
