"""The liaison plan: who is meant, what is warned of, what comes of it."""

import datetime as dt

import pytest

from congress.common.exceptions import RuleViolation
from congress.common.imports.services import import_file
from congress.common.imports.undo import undo_import
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    PresidiumPost,
    TaskStatus,
)
from tests.imports.conftest import LIAISON_PLAN, workbook

HEADINGS = ("主席团成员", "职务", "联系代表小组", "联系代表")
TITLE = "2026年主席团成员联系代表小组和代表计划（8月调整）"


def plan_of(*rows, title=TITLE, **options):
    return import_file("liaison-plan", workbook([title], HEADINGS, *rows), options)


def reason(*row, **options):
    plan, run = plan_of(row, **options)
    assert run is None
    return plan.bad_rows[0].reason


@pytest.fixture
def whole_plan(whole_roster):
    return import_file("liaison-plan", LIAISON_PLAN, {})


def test_plan_takes_year_and_day_from_its_title(whole_plan):
    plan = LiaisonPlan.objects.get()
    assert (plan.year, plan.starts_on, plan.title) == (2026, dt.date(2026, 8, 1), TITLE)


@pytest.mark.parametrize(
    ("title", "options", "starts_on"),
    [
        ("2026年联系计划", {}, dt.date(2026, 1, 1)),
        ("2026年联系计划（10月15日调整）", {}, dt.date(2026, 10, 15)),
        ("2026年第三季度联系计划", {}, dt.date(2026, 7, 1)),
        ("联系计划", {"year": 2027}, dt.date(2027, 1, 1)),
        ("2026年联系计划", {"starts_on": "2026-04-01"}, dt.date(2026, 4, 1)),
    ],
)
def test_first_day_follows_title_or_choice(whole_roster, title, options, starts_on):
    plan_of(["程翠燕", "主席", "新洲代表小组", "李㐱"], title=title, **options)
    assert LiaisonPlan.objects.get().starts_on == starts_on


def test_title_without_a_year_is_asked_for(whole_roster):
    with pytest.raises(RuleViolation, match="没有年份"):
        plan_of(["程翠燕", "主席", "新洲代表小组", "李㐱"], title="联系计划")


def test_namesakes_are_told_apart_by_village(whole_plan):
    lines = LiaisonAssignment.objects.filter(deputies__name="张伟")
    found = lines.values_list("member__name", "deputies__village__name")
    by_village = {(m, v) for m, v in found}
    chair = Deputy.objects.get(name="程翠燕").liaison_lines.get()
    assert {d.village.name for d in chair.deputies.filter(name="张伟")} == {"沙湖村"}
    other = Deputy.objects.get(name="徐斌").liaison_lines.get()
    assert {d.village.name for d in other.deputies.filter(name="张伟")} == {"中堡村"}
    assert len(by_village) == 2


def test_every_serving_deputy_is_covered_without_a_warning(whole_plan):
    plan, _ = whole_plan
    assert plan.warnings == []
    assert LiaisonAssignment.objects.count() == 8
    assert Deputy.objects.filter(contacted_in__isnull=False).distinct().count() == 79


def test_posts_follow_from_the_plan(whole_plan):
    posts = PresidiumPost.objects.values_list("deputy__name", "role")
    assert dict(posts)["程翠燕"] == "chair"
    assert sorted(dict(posts).values()) == ["chair"] + ["member"] * 5 + ["vice_chair"] * 2
    assert len(posts) == 8


def test_plain_member_who_is_called_vice_chair_becomes_one(whole_roster):
    post = PresidiumPost.objects.create(
        deputy=Deputy.objects.get(name="周淑"), term=DeputyGroup.objects.first().term, role="member"
    )
    plan, _ = plan_of(["周淑", "副主席", "新洲代表小组", "李㐱"])
    post.refresh_from_db()
    assert post.role == "vice_chair"
    assert ("主席团职务", "主席团成员", "副主席") in [tuple(c) for c in plan.rows[0].changes]


def test_same_file_twice_changes_nothing(whole_plan):
    before = (LiaisonAssignment.history.count(), LiaisonTask.objects.count())
    plan, _ = import_file("liaison-plan", LIAISON_PLAN, {})
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 8, "bad": 0}
    assert (LiaisonAssignment.history.count(), LiaisonTask.objects.count()) == before


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("查无此人", "主席", "新洲代表小组", ""),
            "主席团成员：本届没有叫“查无此人”的代表。请核对。",
        ),
        (
            ("程翠燕", "主席", "月亮代表小组", ""),
            "联系代表小组：本届没有叫“月亮代表小组”的代表小组。请核对。",
        ),
        (
            ("程翠燕", "主席", "新洲代表小组", "张伟"),
            "联系代表：有2名代表叫“张伟”：中堡村、沙湖村。请写成“张伟（中堡村）”的样子。",
        ),
        (
            ("程翠燕", "主席", "新洲代表小组", "张伟（新洲村）"),
            "联系代表：新洲村没有叫“张伟”的代表。请核对。",
        ),
        (
            ("许根海", "", "新洲代表小组", ""),
            "主席团成员：许根海的代表资格已经终止，不能担任联系人。请核对。",
        ),
        (
            ("程翠燕", "书记", "新洲代表小组", ""),
            "职务：看不懂“书记”。请写主席、副主席或主席团成员。",
        ),
        (
            (None, "主席", "新洲代表小组", ""),
            "主席团成员：没有填写主席团成员。请补上，或者删去这一行。",
        ),
        (
            ("周淑", "主席", "新洲代表小组", ""),
            "职务：本届已有主席（程翠燕）。请先填写前任的任职截止时间。",
        ),
    ],
)
def test_mistake_is_named(whole_roster, row, message):
    assert reason(*row) == message
    assert not LiaisonPlan.objects.exists()


def test_member_twice_is_refused(whole_roster):
    rows = [["程翠燕", "主席", "新洲代表小组", "李㐱"]] * 2
    plan, _ = plan_of(*rows)
    assert [(row.number, row.reason) for row in plan.bad_rows] == [(4, "与第3行重复。")]


def test_bounds_and_gaps_only_warn(whole_roster):
    plan, run = plan_of(
        ["程翠燕", "主席", "新洲代表小组", "李㐱、王勇"], ["周淑", "副主席", "花口代表小组", "王勇"]
    )
    assert run is not None
    text = " ".join(plan.warnings)
    assert "程翠燕联系1个小组，一般是2至3个。" in text
    assert "程翠燕联系2名代表，一般是9至11名。" in text
    assert "还有77名代表没有人联系" in text
    assert "有1名代表由两人以上联系：王勇" in text
    assert "还有6个代表小组没有人联系" in text


def test_preview_leaves_nothing_behind(whole_roster):
    import_file("liaison-plan", LIAISON_PLAN, {}, dry_run=True)
    assert not LiaisonPlan.objects.exists()
    assert not LiaisonAssignment.history.exists()


def test_history_names_who_imported(whole_roster, office):
    import_file("liaison-plan", LIAISON_PLAN, {}, actor=office)
    assert {h.history_user for h in LiaisonAssignment.history.all()} == {office}
    assert LiaisonPlan.history.get().history_user == office


def test_undo_takes_plan_posts_and_tasks_back(whole_plan, office):
    _, run = whole_plan
    undo_import(run, actor=office)
    assert not LiaisonPlan.objects.exists()
    assert not LiaisonTask.objects.exists()
    assert [post.deputy.name for post in PresidiumPost.objects.all()] == ["程翠燕"]


def test_undo_of_a_changed_line_restores_it(whole_plan, office):
    line = Deputy.objects.get(name="徐斌").liaison_lines.get()
    before = set(line.deputies.all())
    plan, run = plan_of(["徐斌", "主席团成员", "江湾社区代表小组", "张伟（中堡村）"])
    assert plan.counts["changed"] == 1
    undo_import(run, actor=office)
    assert set(line.deputies.all()) == before
    assert line.groups.count() == 2


def test_reported_task_stops_the_undo(whole_plan, office):
    task = LiaisonTask.objects.first()
    task.status = TaskStatus.REPORTED
    task.save()
    with pytest.raises(RuleViolation, match="又改过"):
        undo_import(whole_plan[1], actor=office)
