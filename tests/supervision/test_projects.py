"""Projects: progress, quality, money, and what their own columns repeat."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from supervision.models import FundSource, Milestone, SupervisionProject
from supervision.services import funds, projects
from supervision.services.sums import refresh_sums
from tests.proposals.stage import unit_user
from tests.supervision.conftest import DAY
from tests.supervision.samples import project_of

pytestmark = pytest.mark.django_db
SOURCES = [("县级财政", "200000", PartialDate(2026, 3)), ("县级财政配套", "100000", None)]


@pytest.fixture
def project(station):
    return project_of(station.unit, sources=SOURCES)


def fresh(project):
    return SupervisionProject.objects.get(pk=project.pk)


def paid(project, office, amount, source=0, **values):
    told = {"amount": Decimal(amount), "arrived_on": PartialDate(2026, 4, 2)}
    return funds.record_instalment(
        project.sources.all()[source], actor=office, **{**told, **values}
    )


class TestMoney:
    def test_three_figures_of_yuan(self, project, office):
        paid(project, office, "120000.50", voucher="财凭0012")
        row = fresh(project)
        assert row.planned_total == Decimal(300000)
        assert row.arrived_total == Decimal("120000.50")
        assert row.arrears_due_on == dt.date(2026, 3, 31)
        first, second = project.sources.all()
        assert funds.arrears_of(first) == Decimal("79999.50")
        assert funds.arrears_of(second) == Decimal(100000)

    def test_arrears_without_a_date_have_no_beginning(self, project, office):
        paid(project, office, 200000)
        assert fresh(project).arrears_due_on is None
        assert fresh(project) in SupervisionProject.objects.unpaid()
        assert not SupervisionProject.objects.in_arrears(on=DAY).exists()

    def test_in_arrears_from_the_day_after(self, project):
        assert not SupervisionProject.objects.in_arrears(on=dt.date(2026, 3, 31)).exists()
        assert SupervisionProject.objects.in_arrears(on=dt.date(2026, 4, 1)).exists()

    def test_no_planned_amount_is_no_arrears(self, station, office):
        unknown = project_of(station.unit, name="农民负担", sources=[("自筹", None, None)])
        assert fresh(unknown).planned_total is None
        assert funds.arrears_of(unknown.sources.get()) is None
        assert not SupervisionProject.objects.unpaid().filter(pk=unknown.pk).exists()

    def test_same_voucher_is_refused(self, project, office):
        paid(project, office, 80000, voucher="财凭0031")
        with pytest.raises(RuleViolation, match="凭证“财凭0031”的8万元已经录入"):
            paid(project, office, 80000, source=1, voucher="财凭0031")
        paid(project, office, 10000, voucher="财凭0031")

    def test_money_is_more_than_nothing_and_not_of_tomorrow(self, project, office):
        with pytest.raises(RuleViolation, match="要大于0"):
            paid(project, office, 0)
        with pytest.raises(RuleViolation, match="还没有到"):
            paid(project, office, 1, arrived_on=PartialDate(2026, 4, 11))

    def test_pressing_and_make_up_payment(self, project, office, member):
        source = project.sources.first()
        pressing = funds.press_for_project(
            project,
            actor=office,
            pressed_on=DAY,
            form="letter",
            source=source,
            member=member.deputy,
        )
        assert pressing.arrears == Decimal(200000)
        row = paid(project, office, 200000, pressing=pressing)
        assert row.is_make_up
        other = project_of(name="跃进闸", sources=SOURCES)
        with pytest.raises(RuleViolation, match="不是这个项目的"):
            paid(other, office, 1, pressing=pressing)

    def test_change_of_plan_keeps_what_it_was(self, project, office):
        source = project.sources.first()
        with pytest.raises(RuleViolation, match="为什么调整"):
            funds.change_fund_plan(source, actor=office, planned=Decimal(1), reason=" ")
        change = funds.change_fund_plan(
            source, actor=office, planned=Decimal(250000), reason="增加护坡"
        )
        assert (change.before, change.after) == (Decimal(200000), Decimal(250000))
        assert FundSource.objects.get(pk=source.pk).planned == Decimal(250000)
        assert fresh(project).planned_total == Decimal(350000)

    def test_units_enter_no_money(self, project, station):
        with pytest.raises(PermissionDenied):
            paid(project, station, 1)


class TestProgress:
    def test_last_note_counts_and_all_are_kept(self, project, office, station):
        projects.note_progress(project, actor=station, percent=30, noted_on=dt.date(2026, 3, 1))
        projects.note_progress(project, actor=office, percent=60)
        assert fresh(project).percent == 60
        assert [note.percent for note in project.progress_notes.all()] == [30, 60]

    def test_a_note_of_the_past_changes_nothing_of_today(self, project, office):
        projects.note_progress(project, actor=office, percent=60)
        projects.note_progress(project, actor=office, percent=10, noted_on=dt.date(2026, 3, 1))
        assert fresh(project).percent == 60

    def test_going_back_needs_words(self, project, office):
        projects.note_progress(project, actor=office, percent=60)
        with pytest.raises(RuleViolation, match="上次是60%，这次写50%"):
            projects.note_progress(project, actor=office, percent=50)
        projects.note_progress(project, actor=office, percent=50, words="返工")
        assert fresh(project).percent == 50

    @pytest.mark.parametrize("percent", [-1, 101])
    def test_percent_ends_at_a_hundred(self, project, office, percent):
        with pytest.raises(RuleViolation, match="0到100"):
            projects.note_progress(project, actor=office, percent=percent)

    def test_milestones_count_by_weight_until_somebody_notes(self, project):
        for name, weight, done in (("基坑", 1, True), ("闸室", 2, True), ("启闭机", 3, False)):
            actual = PartialDate(2026, 3) if done else None
            Milestone.objects.create(project=project, name=name, weight=weight, actual_on=actual)
        refresh_sums(project)
        assert fresh(project).percent == 50

    def test_strangers_note_nothing(self, project, deputy):
        stranger, _ = unit_user("镇财政所", "caizheng")
        for user in (stranger, deputy):
            with pytest.raises(PermissionDenied):
                projects.note_progress(project, actor=user, percent=10)
        project.deputies.add(deputy.deputy)
        projects.note_progress(project, actor=deputy, percent=10)

    def test_bad_quality_needs_words(self, project, office):
        with pytest.raises(RuleViolation, match="是什么问题"):
            projects.check_quality(project, actor=office, result="bad")
        projects.check_quality(project, actor=office, result="bad", words="砂浆不够")
        assert project.quality_checks.get().words == "砂浆不够"


class TestEnd:
    def test_accepted_after_it_was_finished(self, project, office):
        told = {"actor": office, "accepted_by": "县水利局"}
        with pytest.raises(RuleViolation, match="没有实际完工日期"):
            projects.accept_project(project, accepted_on=PartialDate(2026, 4, 9), **told)
        with pytest.raises(RuleViolation, match="在完工（2026年4月8日）以前"):
            projects.accept_project(
                project,
                accepted_on=PartialDate(2026, 4, 7),
                finished_on=PartialDate(2026, 4, 8),
                **told,
            )
        projects.accept_project(
            project,
            accepted_on=PartialDate(2026, 4, 9),
            finished_on=PartialDate(2026, 4, 8),
            **told,
        )
        row = fresh(project)
        assert (row.percent, row.accepted_by) == (100, "县水利局")
        with pytest.raises(RuleViolation, match="已经完工"):
            projects.note_progress(row, actor=office, percent=90, words="返工")

    def test_stopped_with_the_reason_and_resumed(self, project, office):
        with pytest.raises(RuleViolation, match="为什么终止"):
            projects.stop_project(project, actor=office, reason="")
        projects.stop_project(project, actor=office, reason="资金没有落实")
        assert not SupervisionProject.objects.going_on().exists()
        with pytest.raises(RuleViolation, match="已经终止"):
            projects.note_progress(project, actor=office, percent=10)
        projects.resume_project(project, actor=office)
        assert SupervisionProject.objects.going_on().exists()


class TestOrder:
    def test_late_and_unpaid_come_first(self, station, office):
        owed = [("县级财政", "200000", PartialDate(2026, 3))]
        undated = [("县级财政", "200000", None)]
        late = {"planned_end": PartialDate(2026, 3)}
        ahead = {"planned_end": PartialDate(2026, 4)}
        done = {"finished_on": PartialDate(2026, 3)}
        rows = {
            "完工": project_of(name="完工", **done),
            "在建": project_of(name="在建", **ahead),
            "欠款": project_of(name="欠款", sources=undated, **ahead),
            "迟": project_of(name="迟", **late),
            "完工欠款": project_of(name="完工欠款", sources=owed, **done),
            "迟欠": project_of(name="迟欠", sources=undated, **late),
        }
        names = [row.name for row in SupervisionProject.objects.by_urgency(on=DAY)]
        assert names == ["迟欠", "完工欠款", "迟", "欠款", "在建", "完工"]
        assert set(SupervisionProject.objects.late(on=DAY)) == {rows["迟"], rows["迟欠"]}

    def test_a_month_is_late_when_it_is_over(self, station):
        project_of(planned_end=PartialDate(2026, 4))
        ranks = [
            SupervisionProject.objects.by_urgency(on=day).get().rank
            for day in (dt.date(2026, 4, 30), dt.date(2026, 5, 1))
        ]
        assert ranks == [4, 2]


def test_who_sees_what(project, office, station, deputy, other_deputy, member, auditor):
    other = project_of(name="跃进闸")
    other.deputies.add(deputy.deputy)

    def seen(user):
        return set(SupervisionProject.objects.visible_to(user))

    assert seen(office) == seen(auditor) == seen(member) == {project, other}
    assert seen(station) == {project}
    assert seen(deputy) == {other}
    assert seen(other_deputy) == set()
