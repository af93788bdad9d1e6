"""A project in the back office: its story, its money, its steps, and who comes second."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from supervision.models import Instalment, SupervisionProject
from supervision.services import funds, projects
from tests.attachments.reports import upload
from tests.supervision.samples import demand_of, project_of, visit_of

pytestmark = pytest.mark.django_db
SOURCES = [("县级财政", "200000", PartialDate(2026, 3)), ("镇级财政", "100000", None)]


@pytest.fixture(autouse=True)
def _at_office(office, client):
    client.force_login(office)


@pytest.fixture
def project(station):
    return project_of(station.unit, sources=SOURCES)


def fresh(project):
    return SupervisionProject.objects.get(pk=project.pk)


def page(project):
    return reverse("admin:supervision_supervisionproject_change", args=[project.pk])


def step(project, slug):
    return reverse("admin:supervision_supervisionproject_step", args=[project.pk, slug])


def rows(**sets):
    """The counts of the inlines; ``sets`` are lists of rows by prefix."""
    sent = {}
    for prefix in ("unit_parts", "sources", "milestones"):
        own = sets.get(prefix, [])
        sent[f"{prefix}-TOTAL_FORMS"] = len(own)
        sent[f"{prefix}-INITIAL_FORMS"] = sum("id" in row for row in own)
        for number, row in enumerate(own):
            sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


FORM = {
    "name": "复元闸整险加固工程",
    "kind": "key",
    "stage": "during",
    "origin": "county",
    "level": "county",
    "starts_on": "2026年2月",
    "planned_end": "2026年5月31日",
}


class TestStory:
    def test_page_reads_as_one_story(self, project, client, office, member, station):
        source = project.sources.first()
        work = visit_of(project, findings="沙石料不够。")
        demand = demand_of(station.unit, project=project)
        projects.note_progress(project, actor=office, percent=60, words="闸室浇完", field_work=work)
        projects.check_quality(project, actor=office, result="to_mend", words="砂浆不够")
        pressing = funds.press_for_project(
            project, actor=office, pressed_on=dt.date(2026, 4, 1), form="letter", source=source
        )
        funds.record_instalment(
            source,
            actor=office,
            amount=Decimal(120000),
            arrived_on=PartialDate(2026, 4, 2),
            voucher="财凭0012",
            pressing=pressing,
        )
        html = client.get(page(project)).content.decode()
        assert (
            "镇水利站负责，进度60%，时间已过57%，到位12万元/30万元，"
            "尚有18万元未到位，应到日期2026年3月，已10天。"
        ) in html
        for said in (
            "计划20万元，到位12万元，尚有8万元未到位，应到日期2026年3月，已10天。",
            "计划10万元，还没有到位，尚有10万元未到位，应到日期未载。",
            "凭证财凭0012",
            "2026年4月1日督促以后补拨",
            "闸室浇完",
            "砂浆不够",
            "沙石料不够。",
            "当时未到位20万元",
            demand.title,
            "时间57%，进度60%，资金40%",
        ):
            assert said in html, said

    def test_queries_do_not_grow(self, project, client, office, station, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def one_more(number):
            source = project.sources.first()
            work = visit_of(project, title=f"第{number}次")
            projects.note_progress(project, actor=office, percent=number, field_work=work)
            projects.check_quality(project, actor=office, result="good", field_work=work)
            pressing = funds.press_for_project(
                project, actor=office, pressed_on=dt.date(2026, 4, 1), form="letter"
            )
            funds.record_instalment(
                source, actor=office, amount=Decimal(10), arrived_on=None, pressing=pressing
            )
            demand_of(station.unit, project=project)

        one_more(1)
        client.get(page(project))
        with CaptureQueriesContext(connection) as few:
            client.get(page(project))
        for number in range(2, 12):
            one_more(number)
        with CaptureQueriesContext(connection) as many:
            client.get(page(project))
        assert len(many) == len(few)


class TestForm:
    def test_entered_with_units_sources_and_milestones(self, station, client, office):
        sent = rows(
            unit_parts=[{"unit": station.unit.pk, "is_lead": "on"}],
            sources=[{"name": "县级财政", "planned": "30万元", "due_on": "2026年3月", "order": 1}],
            milestones=[{"name": "基坑", "weight": 1, "actual_on": "2026年3月", "order": 1}],
        )
        add = reverse("admin:supervision_supervisionproject_add")
        response = client.post(add, {**FORM, **sent})
        assert response.status_code == 302
        row = SupervisionProject.objects.get()
        assert (row.planned_total, row.percent) == (Decimal(300000), 100)
        assert row.arrears_due_on == dt.date(2026, 3, 31)
        assert row.entered_by == office

    def test_planned_amount_of_a_source_moves_by_its_step_alone(self, project, client):
        first = project.sources.first()
        row = {
            "id": first.pk,
            "project": project.pk,
            "name": "省级财政",
            "planned": "1",
            "order": 1,
        }
        sent = {**FORM, **rows(sources=[row]), "seen_version": project.version}
        assert client.post(page(project), sent).status_code == 302
        first.refresh_from_db()
        assert (first.name, first.planned) == ("省级财政", Decimal(200000))

    def test_source_with_money_stays(self, project, client, office):
        first = project.sources.first()
        funds.record_instalment(first, actor=office, amount=Decimal(1), arrived_on=None)
        row = {"id": first.pk, "project": project.pk, "name": first.name, "order": 1}
        sent = {**FORM, **rows(sources=[{**row, "DELETE": "on"}])}
        html = client.post(page(project), sent).content.decode()
        assert "已经有到位资金、调整或者督促，不能删除" in html
        assert project.sources.count() == 2

    def test_one_unit_leads(self, client, station):
        from tests.proposals.stage import unit_user

        _, other = unit_user("镇财政所", "caizheng")
        parts = [{"unit": unit.pk, "is_lead": "on"} for unit in (station.unit, other)]
        add = reverse("admin:supervision_supervisionproject_add")
        html = client.post(add, {**FORM, **rows(unit_parts=parts)}).content.decode()
        assert "牵头单位只能有一个" in html

    def test_dates_in_their_order(self, client, town):
        add = reverse("admin:supervision_supervisionproject_add")
        html = client.post(add, {**FORM, **rows(), "planned_end": "2026年1月"}).content.decode()
        assert "2026年1月在开工（2026年2月）以前" in html

    @pytest.mark.parametrize("amount", ["很多", "1" * 500, "-3", "1.005", "\x00", "9e99"])
    def test_odd_amounts_are_refused_in_words(self, client, town, amount):
        add = reverse("admin:supervision_supervisionproject_add")
        sent = rows(sources=[{"name": "县级财政", "planned": amount, "order": 1}])
        response = client.post(add, {**FORM, **sent})
        assert response.status_code in (200, 400)
        assert not SupervisionProject.objects.exists()


class TestSteps:
    def test_progress(self, project, client):
        html = client.post(step(project, "progress"), {"percent": "101"}).content.decode()
        assert "进度写0到100" in html
        sent = {"percent": "60", "noted_on": "2026-04-08", "words": "闸室"}
        assert client.post(step(project, "progress"), sent).status_code == 302
        assert fresh(project).percent == 60

    def test_money_arrives_with_its_voucher(self, project, client, office):
        source = project.sources.first()
        sent = {
            "source": source.pk,
            "amount": "12万元",
            "arrived_on": "2026年4月2日",
            "voucher": "财凭0012",
            "scans-documents": [upload("凭证.jpg")],
        }
        assert client.post(step(project, "arrived"), sent).status_code == 302
        row = Instalment.objects.get()
        assert (row.amount, row.attachments.count()) == (Decimal(120000), 1)
        del sent["scans-documents"]
        again = client.post(step(project, "arrived"), sent)
        assert "凭证“财凭0012”的12万元已经录入" in again.content.decode()
        assert fresh(project).arrived_total == Decimal(120000)

    @pytest.mark.parametrize("amount", ["", "0", "-5", "三十万", "1" * 31])
    def test_what_is_no_money_is_refused(self, project, client, amount):
        sent = {"source": project.sources.first().pk, "amount": amount}
        assert client.post(step(project, "arrived"), sent).status_code == 200
        assert not Instalment.objects.exists()

    def test_plan_changes_with_a_reason_and_not_unseen(self, project, client, office):
        source = project.sources.first()
        seen = f"{source.pk}:{source.version}"
        sent = {
            "source": source.pk,
            "planned": "25万",
            "reason": "增加护坡",
            "changed_on": "2026-04-09",
            "seen_sources": seen,
        }
        assert client.post(step(project, "change-plan"), sent).status_code == 302
        assert fresh(project).planned_total == Decimal(350000)
        second = {**sent, "planned": "30万", "reason": "再加"}
        response = client.post(step(project, "change-plan"), second)
        html = response.content.decode()
        assert "被别人改过" in html and "再加" in html
        source.refresh_from_db()
        assert f'value="{source.pk}:{source.version}' in html
        assert source.planned == Decimal(250000)

    def test_press_and_accept_stop_and_resume(self, project, client, station):
        sent = {"pressed_on": "2026-04-09", "form": "letter", "unit": station.unit.pk}
        assert client.post(step(project, "press"), sent).status_code == 302
        assert project.pressings.get().arrears == Decimal(300000)
        sent = {"reason": "并入县里的项目", "seen_version": project.version}
        assert client.post(step(project, "stop"), sent).status_code == 302
        html = client.get(page(project)).content.decode()
        assert "2026年4月10日终止监督" in html and "理由：并入县里的项目。" in html
        too_late = client.post(step(project, "progress"), {"percent": "70", "words": "写好的话"})
        assert too_late.status_code == 409 and "写好的话" in too_late.content.decode()
        sent = {"seen_version": fresh(project).version}
        assert client.post(step(project, "resume"), sent).status_code == 302
        sent = {
            "finished_on": "2026年4月",
            "accepted_on": "2026年4月9日",
            "accepted_by": "县水利局",
            "seen_version": fresh(project).version,
        }
        assert client.post(step(project, "accept"), sent).status_code == 302
        assert fresh(project).percent == 100
        sent |= {"accepted_by": "市水利局", "seen_version": fresh(project).version}
        assert client.post(step(project, "correct-acceptance"), sent).status_code == 302
        assert fresh(project).accepted_by == "市水利局"

    def test_released_with_its_own_text(self, project, client):
        html = client.get(step(project, "release")).content.decode()
        assert "到位0元/30万元" in html
        sent = {"text": "正在加固。", "seen_version": project.version}
        assert client.post(step(project, "release"), sent).status_code == 302
        assert fresh(project).public_text == "正在加固。"
        sent = {"reason": "有误", "seen_version": fresh(project).version}
        assert client.post(step(project, "take-back"), sent).status_code == 302
        assert not fresh(project).is_released


class TestCorrecting:
    def test_instalment_is_corrected_and_the_sums_follow(self, project, client, office):
        source = project.sources.first()
        row = funds.record_instalment(source, actor=office, amount=Decimal(1), arrived_on=None)
        address = reverse("admin:supervision_instalment_change", args=[row.pk])
        sent = {"source": source.pk, "amount": "12万元", "seen_version": row.version}
        assert client.post(address, sent).url == page(project)
        assert fresh(project).arrived_total == Decimal(120000)
        other = project_of(name="跃进闸", sources=SOURCES)
        wrong = client.post(address, {**sent, "source": other.sources.first().pk})
        assert wrong.status_code == 200
        gone = reverse("admin:supervision_instalment_delete", args=[row.pk])
        assert client.post(gone, {"post": "yes"}).status_code == 302
        assert fresh(project).arrived_total == 0

    def test_progress_note_is_corrected(self, project, client, office):
        note = projects.note_progress(project, actor=office, percent=90)
        address = reverse("admin:supervision_progressnote_change", args=[note.pk])
        assert client.post(address, {"noted_on": "2026-04-08", "percent": 60}).status_code == 302
        assert fresh(project).percent == 60

    def test_project_with_records_is_not_deleted(self, project, client, office):
        address = reverse("admin:supervision_supervisionproject_delete", args=[project.pk])
        assert client.get(address).status_code == 200
        projects.note_progress(project, actor=office, percent=90)
        assert client.get(address).status_code == 403
