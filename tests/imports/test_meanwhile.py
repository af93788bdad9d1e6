"""What others do between the moments of an import: nothing of theirs is lost."""

import pytest
from django.db import connection

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.imports import recorder, services
from congress.common.imports.services import import_file
from congress.common.imports.undo import undo_import
from congress.common.models import ImportRun
from congress.common.partial_dates import PartialDate
from deputies.models import Deputy, DeputyGroup, Mandate
from tests.factories import GroupFactory, MandateFactory
from tests.imports.conftest import roster, run_roster

ROW = ["赵明", "男", "1975.03", None]


def test_edit_between_plan_and_writing_stops_the_import(groups, monkeypatch):
    run_roster(roster(ROW, ["钱方", "男", "1976.03", None]))
    original = recorder._write_changes

    def edited_meanwhile(model, changes, actor, reason):
        deputy = Deputy.objects.get(name="赵明")
        deputy.post = "村主任"
        deputy.save_version()
        return original(model, changes, actor, reason)

    monkeypatch.setattr(recorder, "_write_changes", edited_meanwhile)
    with pytest.raises(StaleRecord, match="没有导入"):
        run_roster(roster(["赵明", "女", "1975.03", None]))
    assert Deputy.objects.get(name="赵明").sex == "1"
    assert ImportRun.objects.count() == 1


def test_undo_says_so_when_what_it_would_restore_is_gone(groups, office):
    old = GroupFactory(term=groups["新洲"].term, name="旧小组")
    MandateFactory(
        deputy__name="赵明", deputy__born_on=PartialDate(1975, 3), group=old, term=old.term
    )
    _, run = run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]))
    old.delete()
    with pytest.raises(RuleViolation, match="没有撤销：导入以前用到的记录后来删除了"):
        undo_import(run, actor=office)
    assert Mandate.objects.get().group == groups["新洲"]
    run.refresh_from_db()
    assert run.status == "done"


def test_undo_says_so_when_a_newer_record_is_in_the_way(groups, office):
    headings = ("姓名", "性别", "出生年月", "备注")
    mandate = MandateFactory(
        deputy__name="赵明", deputy__born_on=PartialDate(1975, 3), term=groups["新洲"].term
    )
    said = ["赵明", "男", "1975.03", "2026年5月调离"]
    _, run = run_roster(roster(said, headings=headings))
    mandate.refresh_from_db()
    assert mandate.ends_on == PartialDate(2026, 5)
    MandateFactory(deputy=mandate.deputy, term=mandate.term)
    with pytest.raises(RuleViolation, match="没有撤销"):
        undo_import(run, actor=office)
    mandate.refresh_from_db()
    assert mandate.ends_on == PartialDate(2026, 5)


def test_records_that_do_not_fit_are_refused_in_words(groups, monkeypatch, caplog):
    def broken(*args):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE deputies_mandate SET end_cause = 'died'")

    monkeypatch.setattr(services, "_finish", broken)
    MandateFactory(term=groups["新洲"].term)
    with pytest.raises(RuleViolation, match="没有导入：表里的内容与已有记录对不上"):
        run_roster(roster(ROW))
    assert "mandate_end_has_a_cause" in caplog.text


def test_renamed_group_is_not_made_anew_unseen(groups):
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]))
    group = groups["新洲"]
    group.name = "新洲村代表小组"
    group.save()
    plan, run = run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]))
    assert run is None
    assert "没有叫“新洲代表小组”的代表小组" in plan.bad_rows[0].reason
    assert DeputyGroup.objects.count() == len(groups)


def test_edit_by_hand_is_not_undone_by_an_older_file_with_empty_cells(groups):
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]))
    deputy = Deputy.objects.get()
    deputy.phone, deputy.employer = "13800000001", "新洲村"
    deputy.save()
    plan, _ = run_roster(roster(["赵明", None, "1975.03", None]))
    assert plan.counts["unchanged"] == 1
    deputy.refresh_from_db()
    assert (deputy.phone, deputy.employer, deputy.sex) == ("13800000001", "新洲村", "1")


def test_ended_mandate_stays_ended(groups):
    run_roster(roster(ROW))
    mandate = Mandate.objects.get()
    mandate.ends_on, mandate.end_cause = PartialDate(2026, 6), "died"
    mandate.save()
    plan, _ = run_roster(roster(ROW))
    assert plan.counts["unchanged"] == 1
    mandate.refresh_from_db()
    assert (Mandate.objects.count(), mandate.ends_on) == (1, PartialDate(2026, 6))


def test_end_before_the_known_start_is_refused(groups):
    headings = ("姓名", "性别", "出生年月", "备注")
    run_roster(roster(["赵明", "男", "1975.03", "2026年3月补选"], headings=headings))
    plan, run = run_roster(roster(["赵明", "男", "1975.03", "2025年5月调离"], headings=headings))
    assert run is None
    assert "代表资格的终止时间早于开始时间" in plan.bad_rows[0].reason
    plan, _ = run_roster(roster(["钱方", "男", "1976.03", "1999年5月调离"], headings=headings))
    assert "代表资格的终止时间早于开始时间" in plan.bad_rows[0].reason


def test_file_name_of_any_length_is_kept_as_far_as_it_goes(groups, tmp_path):
    file = tmp_path / f"{'a' * 240}.xlsx"
    file.write_bytes(roster(ROW))
    _, run = import_file("roster", file, {})
    assert len(run.file_name) == 200


def test_endless_file_is_refused(term):
    with pytest.raises(services.SheetError, match="这个文件太大"):
        import_file("roster", "/dev/zero", {})
