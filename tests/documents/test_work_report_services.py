"""Drafting, editing, finalising, releasing and correcting a work report."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.documents import services
from congress.documents.enums import ReportPart, ReportStatus
from congress.documents.models import ReportSection, WorkReport
from congress.documents.report_content import content_of
from congress.documents.report_files import public_report_pdf, report_pdf
from congress.documents.services import ReportInput, SectionInput
from congress.documents.workflow import TRANSITIONS, ReportAction
from congress.township.models import TownSettings
from deputies.models import Deputy, LiaisonTask, Mandate
from tests.documents.report_town import make_town


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture(autouse=True)
def _quick_printing(monkeypatch):
    """Real files are drawn in test_work_report_print; here their content is enough."""
    monkeypatch.setattr(services, "render_report", lambda content: json.dumps(content).encode())


@pytest.fixture
def chair(town):
    return town.user_of("程远")


@pytest.fixture
def member(town):
    return town.user_of("沈立冬")


@pytest.fixture
def deputy(town):
    return town.user_of("何秋萍")


@pytest.fixture
def other_deputy(town):
    return town.user_of("鲁大江")


@pytest.fixture
def report(town, office) -> WorkReport:
    return services.create_report(town.session, actor=office)


@pytest.fixture
def final(report, office) -> WorkReport:
    return services.finalise_report(report, actor=office)


def _section(report, key) -> ReportSection:
    return report.sections.get(key=key)


def _typed(section, **changes) -> SectionInput:
    values = {"heading": section.heading, "text": section.text, **changes}
    return SectionInput(section.pk, section.part, **values)


# --- draft ------------------------------------------------------------------------------------


def test_create_report_stores_the_suggestions(report):
    assert report.sections.count() == 7
    assert "在任代表10名" in _section(report, "deputies.work").text
    assert _section(report, "supervision.work").hint
    assert (report.status, report.version, report.edition) == ("draft", 1, 1)


def test_create_report_refuses_a_second_one_for_the_session(report, office):
    with pytest.raises(RuleViolation, match="已经有工作报告"):
        services.create_report(report.session, actor=office)


@pytest.mark.parametrize("who", ["deputy", "member", "auditor", "unit"])
def test_only_the_office_and_the_chair_draft_reports(town, cast, who):
    with pytest.raises(PermissionDenied):
        services.create_report(town.session, actor=getattr(cast, who))


def test_save_report_stores_what_was_typed_with_history(report, office):
    section = _section(report, "supervision.work")
    typed = ReportInput({"speaker": "沈立冬"}, [_typed(section, text="开展视察四次。")])
    saved = services.save_report(report, typed, actor=office, seen_version=1)
    section.refresh_from_db()
    assert (saved.version, saved.speaker, section.text) == (2, "沈立冬", "开展视察四次。")
    assert section.history.count() == 2
    assert _section(report, "deputies.work").history.count() == 1


def test_save_report_refuses_a_stale_edit_and_keeps_what_is_stored(report, office):
    section = _section(report, "supervision.work")
    first = ReportInput({}, [_typed(section, text="先保存的。")])
    services.save_report(report, first, actor=office, seen_version=1)
    late = ReportInput({}, [_typed(section, text="后保存的。")])
    with pytest.raises(StaleRecord):
        services.save_report(report, late, actor=office, seen_version=1)
    section.refresh_from_db()
    assert section.text == "先保存的。"


def test_save_report_refuses_a_period_that_runs_backwards(report, office):
    values = ReportInput({"period_ends_on": dt.date(2020, 1, 1)})
    with pytest.raises(RuleViolation, match="不能早于"):
        services.save_report(report, values, actor=office)


def test_section_that_somebody_removed_comes_back_when_it_is_saved(report, office):
    own = services.add_section(report, ReportPart.PLANS, actor=office)
    typed = _typed(own, heading="办好民生实事", text="选好项目。")
    services.remove_section(own, actor=office)
    services.save_report(report, ReportInput({}, [typed]), actor=office)
    assert report.sections.get(heading="办好民生实事").text == "选好项目。"


def test_refresh_suggestions_puts_back_one_section_only(report, office):
    work, other = _section(report, "deputies.work"), _section(report, "township.self_building")
    typed = [_typed(work, text="改过。"), _typed(other, text="也改过。")]
    services.save_report(report, ReportInput({}, typed), actor=office)
    services.refresh_suggestions(work, actor=office)
    other.refresh_from_db()
    assert "在任代表10名" in _section(report, "deputies.work").text
    assert other.text == "也改过。"


def test_refresh_suggestions_keeps_the_text_when_there_is_nothing_to_suggest(report, office):
    section = _section(report, "supervision.work")
    services.save_report(
        report, ReportInput({}, [_typed(section, text="自己写的。")]), actor=office
    )
    with pytest.raises(RuleViolation, match="还没有建议文字"):
        services.refresh_suggestions(section, actor=office)
    section.refresh_from_db()
    assert section.text == "自己写的。"


def test_chapters_sections_can_not_be_removed(report, office):
    with pytest.raises(RuleViolation, match="固定的小标题"):
        services.remove_section(_section(report, "deputies.work"), actor=office)


def test_move_section_changes_places_inside_its_part(report, office):
    services.move_section(_section(report, "deputies.work"), -1, actor=office)
    headings = [s.heading for s in report.sections.filter(part=ReportPart.PAST)]
    assert headings[:3] == ["坚持党的领导", "代表工作", "依法监督"]


def test_move_section_stops_at_the_edge_of_its_part(report, office):
    before = list(report.sections.values_list("pk", flat=True))
    services.move_section(_section(report, "documents.leadership"), -1, actor=office)
    assert list(report.sections.values_list("pk", flat=True)) == before


def test_figures_keep_what_they_were_until_they_are_acknowledged(report, office):
    LiaisonTask.objects.filter(status="open").delete()
    section = _section(report, "deputies.work")
    seen = SectionInput(section.pk, section.part, section.heading, section.text, True)

    def rate():
        section.refresh_from_db()
        return {f["key"]: f["shown"] for f in section.figures}["group_visit_rate"]

    services.save_report(report, ReportInput({}, [_typed(section)]), actor=office)
    assert rate() == "75.0%（3/4）"
    services.save_report(report, ReportInput({}, [seen]), actor=office)
    assert rate() == "100.0%（3/3）"


# --- final ------------------------------------------------------------------------------------


def test_finalise_report_keeps_file_text_and_figures_as_they_were(final, office):
    pdf, content = report_pdf(final), content_of(final)
    Deputy.objects.update(name="改名了")
    Mandate.objects.filter(deputy__sex="2").delete()
    LiaisonTask.objects.update(status="cancelled")
    TownSettings.objects.create(publishes_deputies=True)
    final.sections.update(text="悄悄改的。")
    again = WorkReport.objects.get(pk=final.pk)
    assert report_pdf(again) == pdf
    assert content_of(again) == content
    assert "在任代表10名" in str(content["parts"])
    assert len(content["appendices"][2]["data"]["rows"]) == 10


def test_finalise_report_leaves_out_headings_without_text(final):
    parts = final.frozen["parts"]
    assert [(part["number"], part["title"]) for part in parts] == [("一、", "过去一年的工作")]
    assert [(s["number"], s["heading"]) for s in parts[0]["sections"]] == [
        ("（一）", "代表工作"),
        ("（二）", "自身建设"),
    ]


def test_finalise_report_refuses_a_report_without_text(report, office):
    report.sections.update(text=" ")
    with pytest.raises(RuleViolation, match="还没有正文"):
        services.finalise_report(report, actor=office)


def test_finalise_report_refuses_what_somebody_changed_meanwhile(report, office, settings):
    services.save_report(report, ReportInput({"speaker": "沈立冬"}), actor=office, seen_version=1)
    with pytest.raises(StaleRecord):
        services.finalise_report(report, actor=office, seen_version=1)
    report.refresh_from_db()
    assert (report.status, report.pdf.name) == ("draft", "")


def test_refused_finalising_leaves_no_file_behind(report, office, settings):
    with pytest.raises(StaleRecord):
        services.finalise_report(report, actor=office, seen_version=99)
    folder = settings.STORAGES["default"]["OPTIONS"]["location"]
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_changed_file_of_a_final_report_is_not_given_out(final):
    with Path(final.pdf.path).open("ab") as file:
        file.write(b" ")
    with pytest.raises(RuleViolation, match="和定稿时不一样"):
        report_pdf(final)


def test_lost_file_of_a_final_report_is_a_sentence(final):
    final.pdf.storage.delete(final.pdf.name)
    with pytest.raises(RuleViolation, match="文件找不到了"):
        report_pdf(final)


def test_final_report_needs_its_file_in_the_database(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkReport.objects.filter(pk=report.pk).update(status=ReportStatus.FINAL)


def test_release_report_is_an_act_of_its_own(final, chair):
    assert final.released_at is None
    released = services.release_report(final, actor=chair)
    assert (released.status, released.released_by) == ("released", chair)


def test_public_file_leaves_out_the_roster_of_an_unpublished_body(final):
    assert final.public_pdf
    assert public_report_pdf(final) != report_pdf(final)


def test_new_edition_is_a_draft_beside_the_final_report(final, office):
    pdf = report_pdf(final)
    edition = services.new_edition(final, actor=office)
    assert (edition.edition, edition.status, edition.frozen) == (2, "draft", None)
    texts = [(s.key, s.heading, s.text) for s in edition.sections.all()]
    assert texts == [(s.key, s.heading, s.text) for s in final.sections.all()]
    services.save_report(edition, ReportInput({"speaker": "沈立冬"}), actor=office)
    final.refresh_from_db()
    assert (final.speaker, report_pdf(final)) == ("程远", pdf)


def test_new_edition_refuses_a_second_draft(final, office):
    services.new_edition(final, actor=office)
    with pytest.raises(RuleViolation, match="已有一份草稿"):
        services.new_edition(final, actor=office)


def test_discard_report_removes_a_draft(report, office):
    services.discard_report(report, actor=office)
    assert not WorkReport.objects.exists()


_ACTS = {
    ReportAction.EDIT: lambda r, u: services.save_report(r, ReportInput(), actor=u),
    ReportAction.DISCARD: lambda r, u: services.discard_report(r, actor=u),
    ReportAction.FINALISE: lambda r, u: services.finalise_report(r, actor=u),
    ReportAction.RELEASE: lambda r, u: services.release_report(r, actor=u),
    ReportAction.CORRECT: lambda r, u: services.new_edition(r, actor=u),
}


@pytest.fixture(params=list(ReportStatus))
def in_state(request, report, office) -> WorkReport:
    """The report in each of its states."""
    if request.param != ReportStatus.DRAFT:
        report = services.finalise_report(report, actor=office)
    if request.param == ReportStatus.RELEASED:
        report = services.release_report(report, actor=office)
    return report


@pytest.mark.parametrize("action", list(ReportAction))
def test_every_act_in_every_state_follows_the_table(in_state, action, office):
    status = ReportStatus(in_state.status)
    if (status, action) in TRANSITIONS:
        _ACTS[action](in_state, office)
        left = WorkReport.objects.filter(pk=in_state.pk).first()
        assert left is None or left.status == TRANSITIONS[status, action]
    else:
        with pytest.raises(RuleViolation, match=f"“{status.label}”，不能{action.value}"):
            _ACTS[action](in_state, office)


@pytest.mark.parametrize("action", list(ReportAction))
@pytest.mark.parametrize("who", ["deputy", "member", "auditor", "unit"])
def test_only_the_office_and_the_chair_act(report, cast, who, action):
    with pytest.raises(PermissionDenied):
        _ACTS[action](report, getattr(cast, who))
