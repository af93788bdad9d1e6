"""manage.py import_records: lines, last line, status."""

import io

import pytest
from django.core.management import CommandError, call_command

from congress.common.models import ImportRun
from deputies.models import Deputy, LiaisonTask
from tests.imports.conftest import LIAISON_PLAN, ROSTER, WITH_MISTAKES


def run(*args) -> tuple[list[str], int]:
    """Lines of output and the status."""
    out = io.StringIO()
    status = 0
    try:
        call_command("import_records", *map(str, args), stdout=out)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return out.getvalue().splitlines(), status


def test_mistakes_are_listed_and_status_is_1(groups):
    lines, status = run("roster", WITH_MISTAKES, "--term", "19")
    assert [line.split()[0] for line in lines[:10]] == [
        f"第{n}行" for n in (3, 4, 5, 6, 7, 8, 9, 10, 12, 13)
    ]
    assert lines[5].startswith("第8行 代表小组：没有叫“不存在的小组”的代表小组。")
    assert any("就是加上 --create-missing" in line for line in lines[10:-1])
    assert lines[-1] == "new=1 changed=0 unchanged=0 bad=10"
    assert status == 1
    assert not Deputy.objects.exists()


def test_skipping_bad_rows_writes_the_good_with_status_0(groups):
    lines, status = run("roster", WITH_MISTAKES, "--skip-bad-rows")
    assert lines[-1] == "new=1 changed=0 unchanged=0 bad=10"
    assert status == 0
    assert Deputy.objects.count() == 1


def test_empty_town_takes_the_roster(town):
    lines, status = run("roster", ROSTER, "--term", "19", "--create-missing")
    assert (lines[-1], status) == ("new=80 changed=0 unchanged=0 bad=0", 0)
    lines, status = run("roster", ROSTER)
    assert (lines[-1], status) == ("new=0 changed=0 unchanged=80 bad=0", 0)


def test_dry_run_says_the_same_and_writes_nothing(term):
    lines, status = run("roster", ROSTER, "--create-missing", "--dry-run")
    assert (lines[-1], status) == ("new=80 changed=0 unchanged=0 bad=0", 0)
    assert not Deputy.objects.exists()
    assert not ImportRun.objects.exists()


def test_dry_run_with_bad_rows_has_status_1(groups):
    lines, status = run("roster", WITH_MISTAKES, "--dry-run", "--skip-bad-rows")
    assert (lines[-1], status) == ("new=1 changed=0 unchanged=0 bad=10", 1)


def test_import_by_the_command_can_be_undone(whole_roster, office):
    run_record = ImportRun.objects.get()
    assert run_record.created_by is None
    assert run_record.options["finished_by"] == "系统"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("roster", "/nowhere/roster.xlsx"), "找不到或打不开文件"),
        (("roster", ROSTER, "--term", "20"), "还没有建立第20届"),
        (("roster", __file__), "没有认出“姓名”一列"),
    ],
)
def test_what_cannot_be_tried_is_said_in_one_sentence(term, args, message):
    with pytest.raises(CommandError, match=message):
        run(*args)


def test_no_term_at_all_is_said(town):
    with pytest.raises(CommandError, match="还没有建立届"):
        run("roster", ROSTER)


def test_liaison_plan_goes_the_same_way(whole_roster):
    lines, status = run("liaison-plan", LIAISON_PLAN)
    assert (lines[-1], status) == ("new=8 changed=0 unchanged=0 bad=0", 0)
    tasks = LiaisonTask.objects.count()
    assert f"派发联系任务{tasks}项。" in lines
    lines, status = run("liaison-plan", LIAISON_PLAN)
    assert (lines[-1], status) == ("new=0 changed=0 unchanged=8 bad=0", 0)


def test_command_says_which_kinds_there_are(db):
    with pytest.raises(CommandError, match="没有“rosters”这一种表格。可以导入的有：roster、"):
        call_command("import_records", "rosters", "x.xlsx")


@pytest.mark.parametrize("term", ["abc", "0", "100", "-1", "1.5", "²"])
def test_command_refuses_a_term_that_is_none(db, term):
    with pytest.raises(CommandError, match="--term 后面写第几届"):
        call_command("import_records", "roster", "x.xlsx", term=term)
