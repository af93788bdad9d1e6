"""An import can be taken back until somebody works on its records."""

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation
from congress.common.imports.undo import undo_import
from congress.common.models import ImportRun, ImportStatus
from congress.common.partial_dates import PartialDate
from congress.township.models import CongressTerm, ElectoralDistrict, Village
from deputies.models import Deputy, DeputyGroup, Mandate, PresidiumPost
from tests.factories import LineFactory, MandateFactory
from tests.imports.conftest import roster, run_roster

CREATED = (Deputy, Mandate, PresidiumPost, DeputyGroup, Village, ElectoralDistrict)


def test_undo_deletes_what_was_created_with_history(whole_roster, office):
    run = undo_import(whole_roster, actor=office)
    assert run.status == ImportStatus.UNDONE
    assert [model.objects.count() for model in CREATED] == [0] * len(CREATED)
    assert CongressTerm.objects.exists()
    last = Deputy.history.filter(history_type="-")
    assert last.count() == 80
    assert set(last.values_list("history_user", "history_change_reason")) == {
        (office.pk, "撤销导入代表名册")
    }


def test_undo_restores_what_was_changed(groups, office):
    headings = ("姓名", "性别", "出生年月", "代表小组", "电话")
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组", "13800000001"], headings=headings))
    _, run = run_roster(
        roster(["赵明", "女", "1975.03.08", "花口代表小组", "13911112222"], headings=headings)
    )
    assert "13800000001" not in str(run.written)
    undo_import(run, actor=office)
    deputy = Deputy.objects.get()
    assert (deputy.sex, deputy.born_on, deputy.phone) == ("1", PartialDate(1975, 3), "13800000001")
    assert Mandate.objects.get().group == groups["新洲"]


def test_edited_record_stops_the_undo_and_is_named(whole_roster, office):
    deputy = Deputy.objects.get(name="王勇")
    deputy.post = "村主任"
    deputy.save()
    with pytest.raises(RuleViolation, match="没有撤销：导入以后，王勇又改过"):
        undo_import(whole_roster, actor=office)
    assert Deputy.objects.count() == 80


def test_later_import_of_the_same_people_stops_the_undo(groups, office):
    _, first = run_roster(roster(["赵明", "男", "1975.03", None]))
    _, second = run_roster(roster(["赵明", "女", "1975.03", None]))
    with pytest.raises(RuleViolation, match="赵明"):
        undo_import(first, actor=office)
    undo_import(second, actor=office)
    assert Deputy.objects.get().sex == "1"


def test_deputy_used_elsewhere_stops_the_undo(whole_roster, office):
    line = LineFactory(member=MandateFactory().deputy)
    line.deputies.add(Deputy.objects.get(name="王勇"))
    with pytest.raises(RuleViolation, match="王勇已经用在别处"):
        undo_import(whole_roster, actor=office)
    assert Deputy.objects.filter(name="王勇").exists()


def test_place_that_others_use_is_kept(term, office):
    _, run = run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]), create_missing=True)
    MandateFactory(group=DeputyGroup.objects.get())
    run = undo_import(run, actor=office)
    assert run.options["kept"] == ["代表小组“新洲代表小组”"]
    assert DeputyGroup.objects.count() == 1


def test_undo_happens_once(groups, office):
    _, run = run_roster(roster(["赵明", "男", "1975.03", None]))
    undo_import(run, actor=office)
    with pytest.raises(RuleViolation, match="没有再做一遍"):
        undo_import(run, actor=office)


def test_undo_needs_the_right(groups, auditor):
    _, run = run_roster(roster(["赵明", "男", "1975.03", None]))
    with pytest.raises(PermissionDenied):
        undo_import(run, actor=auditor)
    assert ImportRun.objects.get().status == ImportStatus.DONE
