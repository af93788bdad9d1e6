"""The presidium's liaison plan: one row a member, with post, groups and deputies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from congress.common.cells import Cell, CellError, PersonRef, split_people, text
from congress.common.imports.plan import Change, Outcome
from congress.common.imports.resource import PortalField, PortalResource, label_of
from congress.common.imports.widgets import CellWidget
from congress.township.models import CongressTerm
from deputies.imports.directory import Directory
from deputies.imports.lookup import Lookup, is_new, shortened
from deputies.imports.places import GROUP_ENDINGS
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonAssignment,
    LiaisonPlan,
    PresidiumPost,
    PresidiumRole,
)
from deputies.permissions import OWN_OFFICE, can_change_office_of

_POSTS = {
    "主席": PresidiumRole.CHAIR,
    "副主席": PresidiumRole.VICE_CHAIR,
    "主席团成员": PresidiumRole.MEMBER,
    "成员": PresidiumRole.MEMBER,
    "委员": PresidiumRole.MEMBER,
}


class PeopleWidget(CellWidget):
    """The persons named in one cell, each with the hint that tells namesakes apart."""

    def parse(self, cell: Cell) -> list[PersonRef]:
        return split_people(text(cell))


class PersonWidget(CellWidget):
    """One person."""

    def parse(self, cell: Cell) -> PersonRef | None:
        people = split_people(text(cell))
        if len(people) > 1:
            raise CellError("这一格写了不止一个人。请每人一行。")
        return people[0] if people else None


class NamesWidget(CellWidget):
    """Names of groups, whatever separates them."""

    def parse(self, cell: Cell) -> list[str]:
        return [part for part in re.split(r"[、，,;；/\s]+", text(cell)) if part]


class PostWidget(CellWidget):
    """A post in the presidium."""

    def parse(self, cell: Cell) -> PresidiumRole:
        written = "".join(text(cell).split())
        short = re.sub(r"^.*人大|^人民代表大会|(?<=主席)团(?=副?主席$)", "", written)
        if short not in _POSTS:
            raise CellError(f"看不懂“{written[:20]}”。请写主席、副主席或主席团成员。")
        return _POSTS[short]


class LiaisonResource(PortalResource):
    """Lines of a liaison plan. A cell that is empty leaves its part of the line as it is."""

    member = PortalField(
        "extras__member",
        label_of(LiaisonAssignment, "member"),
        widget=PersonWidget(),
        synonyms="姓名 主席团成员姓名 联系人 成员姓名 主席团组成人员",
    )
    post = PortalField(
        "extras__post", "职务", widget=PostWidget(), synonyms="主席团职务 人大职务 担任职务"
    )
    groups = PortalField(
        "extras__groups",
        label_of(LiaisonAssignment, "groups"),
        widget=NamesWidget(),
        synonyms="代表小组 联系小组 所联系小组 所联系代表小组 小组",
    )
    deputies = PortalField(
        "extras__deputies",
        label_of(LiaisonAssignment, "deputies"),
        widget=PeopleWidget(),
        synonyms="代表 所联系代表 联系代表姓名 联系的代表 联系人大代表",
    )

    required = {"member": "没有填写主席团成员。请补上，或者删去这一行。"}

    class Meta(PortalResource.Meta):
        model = LiaisonAssignment
        fields = ("member", "post", "groups", "deputies")

    def __init__(
        self, term: CongressTerm | None = None, plan: LiaisonPlan | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.term, self.plan = term, plan
        self.lines: list[LiaisonAssignment] = []
        self.posts: list[tuple[PresidiumPost, str]] = []
        self.vague: list[str] = []

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        assert self.term is not None and self.plan is not None  # noqa: S101
        starts_on: dt.date = self.plan.starts_on
        self.directory = Directory(self.term, starts_on)
        groups = DeputyGroup.objects.filter(term=self.term)
        self.groups_by_name = Lookup(groups, shortened(*GROUP_ENDINGS))
        self.known = {} if is_new(self.plan) else _lines_of(self.plan)
        self.rows_by_member: dict[int, int] = {}
        posts = PresidiumPost.objects.filter(term=self.term, ends_on__isnull=True)
        self.open_posts = {post.deputy_id: post for post in posts.select_related("deputy")}

    def get_instance(self, instance_loader: Any, row: Any) -> LiaisonAssignment | None:
        """The member's line in this plan."""
        ref = self.parsed.get("member")
        self.person: Deputy | None = None
        if ref is None:
            return None
        self.current.label = ref.name
        try:
            self.person = self.directory.find(ref)
        except CellError as error:
            self.fail("member", error.message)
            return None
        return self.known.get(self.person.pk)

    def resolve(self, instance: Any) -> None:
        extras, member = instance.extras, self.person
        if member is not None:
            earlier = self.rows_by_member.setdefault(member.pk, self.current.number)
            if earlier != self.current.number:
                self.fail("", f"与第{earlier}行重复。")
            if why := self.directory.why_not_serving(member):
                self.fail("member", f"{member.name}{why}，不能担任联系人。请核对。")
            self._check_chair(member, extras.post)
            if self._changes_post(member, extras.post) and not can_change_office_of(
                self.actor, member
            ):
                self.fail("post", OWN_OFFICE)
        extras.groups = self._found("groups", extras.groups, self._group)
        extras.deputies = self._found("deputies", extras.deputies, self.directory.find)

    def _found(self, name: str, written: list[Any] | None, find: Any) -> list[Any] | None:
        """Every record that is named; what isn't found is complained of, each name by itself."""
        if written is None:
            return None
        found: dict[int, Any] = {}
        for ref in written:
            try:
                record = find(ref)
            except CellError as error:
                self.fail(name, error.message)
            else:
                found[record.pk] = record
        return list(found.values())

    def _group(self, name: str) -> DeputyGroup:
        group = self.groups_by_name.find(name)
        if group is None:
            raise CellError(f"本届没有叫“{name[:20]}”的代表小组。请核对。")
        return group

    def _check_chair(self, member: Deputy, post: str | None) -> None:
        others = [p for p in self.open_posts.values() if p.role == PresidiumRole.CHAIR]
        if post == PresidiumRole.CHAIR and others and others[0].deputy_id != member.pk:
            self.fail(
                "post",
                f"本届已有主席（{others[0].deputy.name}）。请先填写前任的任职截止时间。",
            )

    def _changes_post(self, member: Deputy, role: str | None) -> bool:
        """Whether the plan would enter another post than the records have."""
        post = self.open_posts.get(member.pk)
        if role is None or post is None:
            return role is not None
        return post.role == PresidiumRole.MEMBER != role

    def complete(self, instance: Any, is_new_line: bool) -> None:
        extras = instance.extras
        assert self.person is not None  # noqa: S101  required
        if is_new_line:
            instance.plan, instance.member = self.plan, self.person
        instance.order = instance.order or self.current.number
        instance.wanted = {"groups": extras.groups, "deputies": extras.deputies}
        instance.found = self._present(instance, is_new_line)
        self.lines.append(instance)
        if extras.post is not None:
            self._plan_post(self.person, extras.post)
        self.current.changes += self._changes(instance)
        if not is_new_line:
            self.current.outcome = Outcome.CHANGED if self.current.changes else Outcome.UNCHANGED

    def _present(self, line: LiaisonAssignment, is_new_line: bool) -> dict[str, list[Any]]:
        if is_new_line:
            return {"groups": [], "deputies": []}
        return {"groups": list(line.groups.all()), "deputies": list(line.deputies.all())}

    def _plan_post(self, member: Deputy, role: str) -> None:
        """Enter the post if it isn't there; a plain member who is called chair becomes chair."""
        post = self.open_posts.get(member.pk)
        if post is not None and not self._changes_post(member, role):
            if post.role != role:
                self.vague.append(
                    f"{member.name}在计划里写的是{PresidiumRole(role).label}，"
                    f"记录里是{post.get_role_display()}，没有改动。请核对。"
                )
            return
        before = post.role if post else ""
        post = post or PresidiumPost(deputy=member, term=self.term)
        post.role = role
        self.open_posts[member.pk] = post
        self.posts.append((post, before))
        label = PresidiumRole(before).label if before else ""
        self.current.changes.append(Change("主席团职务", label, PresidiumRole(role).label))

    def _changes(self, line: Any) -> Iterable[Change]:
        for name, wanted in line.wanted.items():
            present = line.found[name]
            if wanted is not None and {r.pk for r in wanted} != {r.pk for r in present}:
                yield Change(label_of(LiaisonAssignment, name), _named(present), _named(wanted))

    def kept_lines(self) -> list[LiaisonAssignment]:
        """Lines of the plan that the file doesn't name; they stay."""
        return [line for key, line in self.known.items() if key not in self.rows_by_member]


def _lines_of(plan: LiaisonPlan) -> dict[int, LiaisonAssignment]:
    lines = plan.assignments.select_related("member").prefetch_related("groups", "deputies")
    return {line.member_id: line for line in lines}


def _named(records: Iterable[Any]) -> str:
    return "、".join(str(record) for record in records)
