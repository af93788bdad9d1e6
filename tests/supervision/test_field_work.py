"""What is seen on the spot: who took part, what it needs, and what becomes of a finding."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from supervision.models import FieldWork, SupervisionProject
from supervision.services import field_work as service
from supervision.services.field_work import Company, Focus
from supervision.services.releasing import release
from tests.supervision.conftest import DAY
from tests.supervision.samples import project_of

pytestmark = pytest.mark.django_db
TODAY = PartialDate.of(DAY)


def values(**changed):
    told = {"kind": "inspection", "title": "看沟渠", "held_on": TODAY, "findings": "堵了两处。"}
    return {**told, **changed}


def test_deputy_records_on_the_spot_and_has_taken_part(deputy, other_deputy, office, station):
    company = Company([other_deputy.deputy], [station.unit])
    work = service.record_field_work(values(), actor=deputy, company=company)
    assert set(work.deputies.all()) == {deputy.deputy, other_deputy.deputy}
    assert set(FieldWork.objects.visible_to(other_deputy)) == {work}
    told = Message.objects.get(recipient=office, kind="field-work-recorded")
    assert told.text == "何秋萍记录了视察：看沟渠。"


def test_leader_is_not_named_twice(deputy):
    work = service.record_field_work(values(leader=deputy.deputy), actor=deputy)
    assert not work.deputies.exists()


def test_units_record_nothing(station):
    with pytest.raises(PermissionDenied):
        service.record_field_work(values(), actor=station)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "superior"}, "哪个机关来的"),
        ({"kind": "law_check"}, "哪部法律法规"),
        ({"kind": "tracking"}, "哪个监督项目"),
        ({"held_on": PartialDate(2026, 4, 11)}, "还没有到"),
        ({"title": ""}, "题目"),
        ({"title": "长" * 101}, "题目"),
        ({"kind": "nonsense"}, "类别"),
    ],
)
def test_what_a_record_needs(deputy, changed, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        service.record_field_work(values(**changed), actor=deputy)
    assert not FieldWork.objects.exists()


def test_tracking_visit_notes_how_far_the_work_is(deputy, station):
    project = project_of(station.unit)
    project.deputies.add(deputy.deputy)
    told = values(kind="tracking", project=project, progress_words="闸室浇了一半")
    service.record_field_work(told, actor=deputy, percent=45)
    assert SupervisionProject.objects.get().percent == 45
    note = project.progress_notes.get()
    assert (note.noted_on, note.words) == (DAY, "闸室浇了一半")


def test_focus_points_are_kept_and_taken_away(office):
    company = Company(focus=[Focus("超标负担"), Focus("乱收费", True, "多收两户", "已退")])
    work = service.record_field_work(values(kind="special"), actor=office, company=company)
    changed = Company(focus=[Focus("乱收费", True, "多收三户", "已退"), Focus("")])
    service.edit_field_work(work, {}, actor=office, company=changed)
    point = work.focus_points.get()
    assert (point.words, point.finding) == ("乱收费", "多收三户")


def test_focus_point_of_which_something_came_stays(office, station):
    work = service.record_field_work(
        values(kind="special"), actor=office, company=Company(focus=[Focus("乱收费")])
    )
    told = {"kind": "rectification", "title": "清退", "content": "多收两户。"}
    service.draft_demand(
        actor=office, unit=station.unit, focus_point=work.focus_points.get(), **told
    )
    with pytest.raises(RuleViolation, match="“乱收费”已经发出整改"):
        service.edit_field_work(work, {}, actor=office, company=Company(focus=[]))


def test_only_who_recorded_or_led_edits_until_it_is_released(deputy, other_deputy, office):
    company = Company([other_deputy.deputy])
    work = service.record_field_work(values(), actor=deputy, company=company)
    with pytest.raises(PermissionDenied):
        service.edit_field_work(work, {"title": "看水渠"}, actor=other_deputy)
    service.edit_field_work(work, {"title": "看水渠"}, actor=deputy, seen_version=1)
    with pytest.raises(StaleRecord):
        service.edit_field_work(work, {"title": "看渠"}, actor=office, seen_version=1)
    release(work, actor=office, text="代表看了水渠。")
    with pytest.raises(PermissionDenied):
        service.edit_field_work(work, {"title": "看渠"}, actor=deputy)


def test_finding_becomes_something_to_be_put_right(office, deputy, station):
    project = project_of(station.unit)
    work = service.record_field_work(
        values(kind="tracking", project=project, leader=deputy.deputy), actor=office
    )
    told = {"kind": "rectification", "title": "清淤", "content": "堵了两处。"}
    demand = service.draft_demand(actor=office, unit=station.unit, field_work=work, **told)
    assert (demand.project, demand.state) == (project, "draft")
    with pytest.raises(PermissionDenied):
        service.draft_demand(actor=deputy, unit=station.unit, field_work=work, **told)


def test_a_visit_known_to_the_month_counts_from_its_first_day(office, station):
    project = project_of(station.unit)
    told = values(kind="tracking", project=project, held_on=PartialDate(2026, 3))
    service.record_field_work(told, actor=office, percent=20)
    assert project.progress_notes.get().noted_on == dt.date(2026, 3, 1)
