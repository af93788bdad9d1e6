"""The deputies' roster: its columns, and what each row would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congress.common.cells import CellError
from congress.common.codes import (
    Education,
    EthnicGroup,
    PoliticalStatus,
    Sex,
    occupation_class_of,
)
from congress.common.id_numbers import birth_date_of
from congress.common.imports.plan import NEW_PERSON, Change, Outcome, Proposal, Question
from congress.common.imports.recorder import Recorder
from congress.common.imports.resource import PortalField, PortalResource, label_of
from congress.common.imports.widgets import (
    BirthWidget,
    CellWidget,
    CodeWidget,
    IdNumberWidget,
    LevelsWidget,
    NameWidget,
    PhoneWidget,
)
from congress.common.masking import mask_address, mask_id_number, mask_phone
from congress.common.names import normalise_name
from congress.common.partial_dates import PartialDate
from congress.township.models import CongressTerm
from deputies.imports.lookup import is_new
from deputies.imports.mandates import MandateBook, RowMandate, contradicts
from deputies.imports.matching import FileNames, Match, better_date, find_person
from deputies.imports.places import Places
from deputies.imports.remarks import Remark, read_remark
from deputies.imports.roster_export import RosterExport
from deputies.models import Deputy, Mandate, PresidiumRole
from deputies.permissions import OWN_OFFICE, can_change_office_of

_MASKS = {"phone": mask_phone, "id_number": mask_id_number, "address": mask_address}
_KEYS = ("stroke_key", "stroke_key_padded", "pinyin", "pinyin_initials", "pinyin_key")


def _own(name: str, widget: Any, synonyms: str = "") -> PortalField:
    return PortalField(name, label_of(Deputy, name), widget=widget, synonyms=synonyms)


def _of_mandate(name: str, synonyms: str) -> PortalField:
    column_name = label_of(Mandate, name)
    return PortalField(f"extras__{name}", column_name, widget=CellWidget(), synonyms=synonyms)


class RosterResource(RosterExport, PortalResource):
    """Deputies with their mandates in one term. Blank cells and absent columns clear nothing."""

    name = _own("name", NameWidget(), "代表姓名 名字 人员姓名")
    sex = _own("sex", CodeWidget(Sex, "请写男或女。"))
    ethnic_group = _own("ethnic_group", CodeWidget(EthnicGroup, "请写民族名称，如“汉族”。"), "族别")
    born_on = _own("born_on", BirthWidget(), "出生日期 出生时间 出生 生日 出生年月日")
    education = _own(
        "education",
        CodeWidget(Education, "请写“大专”“高中”“初中”这样的学历。"),
        "学历 最高学历 教育程度",
    )
    political_status = _own(
        "political_status",
        CodeWidget(PoliticalStatus, "请写“中共党员”“群众”这样的政治面貌。"),
        "党派 面貌 政治身份",
    )
    post = _own(
        "post",
        CellWidget(),
        "现任职务 职务 职业 单位及职务 工作单位及职务 现任职务及职业 职务职业 身份",
    )
    employer = _own("employer", CellWidget(), "单位 所在单位")
    district = _of_mandate("district", "选区名称 所在选区 所属选区 当选选区")
    village = PortalField(
        "extras__village",
        label_of(Deputy, "village"),
        widget=CellWidget(),
        synonyms="所在村 村 村社区 所属村 所属村社区 所在社区 村居 所在村居 村别 行政村",
    )
    group = _of_mandate("group", "小组 所在小组 所属小组 所在代表小组 所属代表小组 代表组 组别")
    phone = _own(
        "phone", PhoneWidget(), "电话 手机 移动电话 手机号 手机号码 电话号码 联系方式 联系手机"
    )
    levels = PortalField(
        "extras__levels", "代表层级", widget=LevelsWidget(), synonyms="层级 代表级别 级别 几级代表"
    )
    id_number = _own("id_number", IdNumberWidget(), "身份证 身份证号码 公民身份号码")
    address = _own("address", CellWidget(), "家庭住址 家庭地址 地址 居住地址")
    remark = PortalField("remark", "备注", widget=CellWidget(), synonyms="说明 附注")

    required = {"name": "没有填写姓名。请补上，或者删去这一行。"}

    class Meta(PortalResource.Meta):
        model = Deputy
        fields = (
            "name",
            "sex",
            "ethnic_group",
            "born_on",
            "education",
            "political_status",
            "post",
            "employer",
            "district",
            "village",
            "group",
            "phone",
            "levels",
            "id_number",
            "address",
            "remark",
        )

    def __init__(
        self,
        term: CongressTerm | None = None,
        *,
        decisions: Mapping[str, Any] | None = None,
        create_missing: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.term = term
        self.decisions = decisions or {}
        self.create_missing = create_missing
        self.new: list[Deputy] = []
        self.changed: list[tuple[Deputy, dict[str, Any]]] = []

    # Read once before the first row

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        assert self.term is not None  # noqa: S101  the kind gives one
        people = self._people_named(dataset)
        self.candidates: dict[str, list[Deputy]] = {}
        for deputy in people:
            self.candidates.setdefault(deputy.name, []).append(deputy)
        self.book = MandateBook(self.term, people)
        self.places = Places(self.term, create_missing=self.create_missing)
        self.names = FileNames()
        self.taken: dict[int, int] = {}

    def _people_named(self, dataset: Any) -> list[Deputy]:
        column = dataset.headers.index(self.fields["name"].column_name)
        names = {normalise_name(str(row[column].value or "")) for row in dataset}
        deputies = Deputy.objects.filter(name__in=names).select_related("village").order_by("pk")
        return list(deputies.defer(*_KEYS))

    # Row by row

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        self.current.label = self.parsed.get("name") or ""
        number = self.parsed.get("id_number")
        if number and not self.parsed.get("born_on") and "born_on" not in self.errors:
            self.parsed["born_on"] = PartialDate.of(birth_date_of(number))
        self.decision = self.decisions.get(str(self.current.number), {})

    def get_instance(self, instance_loader: Any, row: Any) -> Deputy | None:
        name, born_on = self.parsed.get("name"), self.parsed.get("born_on")
        if not name or "born_on" in self.errors:
            return None
        chosen = self.decision.get("person", "")
        repeated = self.names.repeats(name, born_on, self.current.number)
        match = find_person(
            name, born_on, self.candidates.get(name, []), self.book.people_of_term, chosen
        )
        self.current.question = match.question
        if match.is_undecided and match.question is not None:
            self.fail("name", match.question.message)
        else:
            self._refuse_repeated(match, repeated, chosen)
        return match.deputy

    def _refuse_repeated(self, match: Match, earlier: int | None, chosen: str) -> None:
        if match.deputy is not None:
            earlier = self.taken.setdefault(match.deputy.pk, self.current.number)
            earlier = earlier if earlier != self.current.number else None
        if earlier is None:
            return
        message = f"与第{earlier}行重复。"
        people = match.question.candidates if match.question else ()
        if match.deputy is None:
            asked = f"{message}如果是另一个同名的人，请选“新的人”。"
            self.current.question = Question(asked, people, chosen=chosen)
        if chosen != NEW_PERSON:
            self.fail("", message)

    def take(self, instance: Any, name: str, value: Any) -> None:
        if name == "born_on":
            value = better_date(instance.born_on, value)
        super().take(instance, name, value)

    def resolve(self, instance: Any) -> None:
        """Find the places, read the remark, and check what the columns say of each other."""
        extras = instance.extras
        for name in ("district", "village", "group"):
            written = getattr(extras, name)
            if written:
                try:
                    setattr(extras, name, getattr(self.places, name)(written))
                except CellError as error:
                    self.fail(name, error.message)
        self._check_id_number(instance)
        self._read_remark(instance)
        if not can_change_office_of(self.actor, instance):
            self._refuse_own_office(instance)

    def _refuse_own_office(self, instance: Any) -> None:
        if self.book.gives_office(instance, _row_mandate(instance.extras)):
            self.fail("", OWN_OFFICE)

    def _check_id_number(self, instance: Deputy) -> None:
        number, born_on = self.parsed.get("id_number"), self.parsed.get("born_on")
        if number and born_on:
            born = PartialDate.of(birth_date_of(number))
            if born is not None and not born.refines(born_on):
                self.fail("id_number", f"身份证号里的出生日期是{born}，与出生年月不一致。请核对。")

    def _read_remark(self, instance: Any) -> None:
        said = read_remark(self.parsed.get("remark") or "", instance.post)
        accepted: dict[str, Remark] = {}
        for remark in said:
            if self._is_accepted(remark):
                accepted[remark.key] = remark
        instance.extras.remarks = accepted
        self.current.proposals = [
            Proposal(r.key, r.label, r.is_clear, r.key in accepted) for r in said
        ]
        start, end = accepted.get("start"), accepted.get("end")
        began = start.on if start else self.book.start_of(instance)
        if end and contradicts(began, end.on):
            self.fail("remark", "代表资格的终止时间早于开始时间。请核对。")
        self._check_chair(instance, accepted.get("post"))

    def _is_accepted(self, remark: Remark) -> bool:
        if remark.key in self.decision.get("accepted", ()):
            return True
        return remark.is_clear and remark.key not in self.decision.get("refused", ())

    def _check_chair(self, instance: Deputy, post: Remark | None) -> None:
        chair = self.book.chair
        if post is None or post.value != PresidiumRole.CHAIR or chair is None:
            return
        if self.book.post_of(instance) is None and chair is not instance:
            self.fail("remark", f"本届已有主席（{chair.name}）。请先填写前任的任职截止时间。")

    def complete(self, instance: Any, is_new: bool) -> None:
        """Plan the person, the mandates and the post of a row in which nothing is wrong."""
        extras, seen = instance.extras, instance.seen
        del instance.extras, instance.seen
        self._guess_occupation(instance, seen)
        if is_new:
            instance.village = extras.village
            self.new.append(instance)
        else:
            self._compare(instance, seen, extras.village)
        changes = self.book.plan(instance, _row_mandate(extras))
        for place in (extras.village, extras.group, extras.district):
            self.places.use(place)
        self.places.count_deputy(extras.village, extras.group, extras.district)
        if not is_new:
            self.current.changes += changes
            self.current.outcome = Outcome.CHANGED if self.current.changes else Outcome.UNCHANGED

    def _guess_occupation(self, instance: Deputy, seen: dict[str, Any]) -> None:
        """The class follows the post until the office corrects it."""
        guessed_before = ("", occupation_class_of(seen["post"]))
        if instance.post and instance.occupation_class in guessed_before:
            seen["occupation_class"] = instance.occupation_class
            instance.occupation_class = occupation_class_of(instance.post)

    def _compare(self, instance: Deputy, seen: dict[str, Any], village: Any) -> None:
        before = {name: old for name, old in seen.items() if getattr(instance, name) != old}
        if village is not None and instance.village != village:
            before["village"] = instance.village
            instance.village = village
        for name, old in before.items():
            self.current.changes.append(self._change(name, old, getattr(instance, name)))
        if before:
            self.changed.append((instance, before))

    def _change(self, name: str, old: Any, new: Any) -> Change:
        shown = [self._shown(name, value) for value in (old, new)]
        if shown[0] == shown[1]:
            shown[1] += "（被遮住的几位不同）"
        return Change(label_of(Deputy, name), *shown)

    def _shown(self, name: str, value: Any) -> str:
        if name in _MASKS:
            return _MASKS[name](value)
        field = Deputy._meta.get_field(name)
        choices = dict(field.flatchoices) if hasattr(field, "flatchoices") else {}
        return str(choices.get(value, "" if value is None else value))

    # What was planned, in the order in which it can be written

    def hand_over(self, recorder: Recorder) -> None:
        """Let the recorder write everything that the clean rows ask for."""
        if is_new(self.term) and self.new:
            recorder.create(self.term)
        self.places.create(recorder)
        for created in (self.new, self.book.new):
            for record in created:
                recorder.create(record)
        for changed in (self.changed, self.book.changed):
            for record, before in changed:
                recorder.change(record, before)


def _row_mandate(extras: Any) -> RowMandate:
    return RowMandate(extras.district, extras.group, extras.levels or [], extras.remarks or {})
