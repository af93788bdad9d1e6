"""The report on handling before the public: names what is published, never changes, comes back."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from proposals import services
from proposals.models import HandlingReport, Promise, Proposal, ProposalSettings, Publication
from proposals.services import publishing, reporting
from proposals.services.publishing import PublicText
from proposals.services.replying import enter_reply
from tests.conftest import give_role
from tests.factories import UserFactory
from tests.proposals.backoffice import Desk, errors
from tests.proposals.papers import pages_of
from tests.proposals.stage import DAY, fresh
from tests.proposals.units import says

pytestmark = pytest.mark.django_db
PUBLIC = "关于疏通一条沟的建议"


@pytest.fixture
def year(alone):
    """第1号 published under another title, without names; 第2号 not; 第3号 against a wish."""
    ProposalSettings.objects.create(publishes_outcomes=True)
    stage, office = alone.stage, alone.stage.office
    values = says("B", promise="装灯给王大爷。", promised_for=PartialDate(2026, 5))
    reply = enter_reply(alone.lead, values, actor=office, signed_by="闻水生", replied_on=DAY)
    text = PublicText(PUBLIC, replies={reply.pk: "在办。"}, shows_sponsors=False)
    publishing.publish_proposal(fresh(alone.proposal), text, actor=office)
    for title in ("关于装灯的建议", "关于修闸的建议"):
        proposal = services.accept_proposal(stage.registered(title=title), actor=office)
        (part,) = services.assign_proposal(proposal, [services.UnitPart(alone.unit)], actor=office)
        enter_reply(
            part,
            says("B", promise="修好。", promised_for=PartialDate(2026, 5)),
            actor=office,
            signed_by="闻水生",
            replied_on=DAY,
        )
    Proposal.objects.filter(title="关于修闸的建议").update(may_be_public=False)
    alone.session, alone.reply, alone.office = stage.session, reply, office
    return alone


def page(session):
    return reverse("proposals:handling", args=[session.public_id])


def file_of(report):
    args = [report.session.public_id, report.public_id]
    return reverse("proposals:handling-report", args=args)


def test_only_what_is_published_is_named(year):
    report = reporting.release_handling_report(year.session, actor=year.office)
    text = "".join(pages_of(reporting.handling_report_file(report)))
    assert "共提出3件" in text
    assert "共3项：正在落实3项" in text
    assert PUBLIC in text
    assert "2名代表" in text
    assert "另有2件没有公开，只计入总数。" in text
    for secret in (year.proposal.title, "装灯", "修闸", "修好", "甘霖", "白露", "第2号", "第3号"):
        assert secret not in text
    assert (report.named, report.total) == ([year.proposal.pk], 3)


def test_reply_kept_inside_has_no_promise_in_it(year):
    publishing.publish_proposal(fresh(year.proposal), PublicText(PUBLIC), actor=year.office)
    report = reporting.release_handling_report(year.session, actor=year.office)
    text = "".join(pages_of(reporting.handling_report_file(report)))
    assert "承诺事项台账" not in text


def test_what_went_out_never_changes(client, year):
    report = reporting.release_handling_report(year.session, actor=year.office)
    before = client.get(file_of(report)).content
    assert hashlib.sha256(before).hexdigest() == report.pdf_sha256
    publishing.take_down_proposal(fresh(year.proposal), actor=year.office, reason="写错了")
    Promise.objects.all().delete()
    answer = client.get(file_of(report))
    assert answer.content == before
    assert "attachment" in answer["Content-Disposition"]
    assert (
        f"截至{DAY.year}年{DAY.month}月{DAY.day}日"
        in client.get(page(year.session)).content.decode()
    )


def test_second_of_a_day_and_what_cannot_be_released(year, stage):
    reporting.release_handling_report(year.session, actor=year.office)
    with pytest.raises(RuleViolation, match="今天已经公开过"):
        reporting.release_handling_report(year.session, actor=year.office)
    ProposalSettings.objects.update(publishes_outcomes=False)
    with pytest.raises(RuleViolation, match="请先在“议案建议设置”里打开"):
        reporting.release_handling_report(year.session, actor=year.office)
    assert not HandlingReport.objects.public().exists()


def test_session_without_proposals_has_nothing_to_report(stage):
    ProposalSettings.objects.create(publishes_outcomes=True)
    with pytest.raises(RuleViolation, match="没有议案建议"):
        reporting.release_handling_report(stage.session, actor=stage.office)


def test_taken_back_with_a_reason_and_released_anew(client, year):
    report = reporting.release_handling_report(year.session, actor=year.office)
    how = {"actor": year.office}
    with pytest.raises(RuleViolation, match="为什么撤下"):
        reporting.take_back_handling_report(report, reason=" ", **how)
    with pytest.raises(StaleRecord):
        reporting.take_back_handling_report(report, reason="错了", seen_version=9, **how)
    reporting.take_back_handling_report(report, reason="数字错了", **how)
    assert client.get(file_of(report)).status_code == 404
    assert "办理情况报告（截至" not in client.get(page(year.session)).content.decode()
    with pytest.raises(RuleViolation, match="已经撤下"):
        reporting.take_back_handling_report(report, reason="错了", **how)
    again = reporting.release_handling_report(year.session, actor=year.office)
    assert client.get(file_of(again)).status_code == 200
    assert client.get(file_of(report)).status_code == 404


def test_file_that_was_touched_is_not_shown(year):
    report = reporting.release_handling_report(year.session, actor=year.office)
    with report.pdf.open("ab") as file:
        file.write(b"x")
    with pytest.raises(RuleViolation, match="和公开时不一样"):
        reporting.handling_report_file(report)
    report.pdf.delete(save=False)
    report.pdf.name = "handling-reports/gone.pdf"
    with pytest.raises(RuleViolation, match="找不到"):
        reporting.handling_report_file(report)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.AUDITOR, Role.PRESIDIUM_MEMBER])
def test_nobody_else_releases(year, role):
    user = give_role(UserFactory(), role)
    with pytest.raises(PermissionDenied):
        reporting.release_handling_report(year.session, actor=user)
    report = reporting.release_handling_report(year.session, actor=year.office)
    with pytest.raises(PermissionDenied):
        reporting.take_back_handling_report(report, actor=user, reason="错了")


def test_released_and_taken_back_from_the_statistics(client, year):
    client.force_login(year.office)
    statistics = f"{reverse('admin:proposals_statistics')}?of=session-{year.session.pk}"
    release = reverse("admin:proposals_report_release", args=[year.session.public_id])
    assert release in client.get(statistics).content.decode()
    asked = client.get(release).content.decode()
    assert "共提出3件。已公开的1件逐件列出" in asked
    assert "其余2件只计入总数" in asked
    preview = reverse("admin:proposals_report_preview", args=[year.session.public_id])
    assert preview in asked
    assert PUBLIC in "".join(pages_of(client.get(preview).content))
    assert not HandlingReport.objects.exists()
    assert "已公开" in client.post(release, follow=True).content.decode()
    assert "今天已经公开过" in client.post(release, follow=True).content.decode()
    report = HandlingReport.objects.get()
    assert file_of(report) in client.get(statistics).content.decode()
    down = reverse("admin:proposals_proposal_step", args=[year.proposal.pk, "take-down"])
    assert "截至2026年1月15日）里列有这一件" in client.get(down).content.decode()
    back = reverse("admin:proposals_report_take_back", args=[report.public_id])
    seen = client.get(back).context["form"]["seen_version"].value()
    assert errors(client.post(back, {"reason": "", "seen_version": seen})) == ["请写理由。"]
    assert "请核对以后再办" in errors(client.post(back, {"reason": "错", "seen_version": 9}))[0]
    told = client.post(back, {"reason": "数字错了", "seen_version": seen}, follow=True)
    assert "2026年1月15日撤下：数字错了" in told.content.decode()
    assert "不用再办" in client.get(back, follow=True).content.decode()


def test_town_that_publishes_nothing_is_told_so(client, year):
    ProposalSettings.objects.update(publishes_outcomes=False)
    client.force_login(year.office)
    release = reverse("admin:proposals_report_release", args=[year.session.public_id])
    answer = client.get(release)
    assert "本镇没有打开" in answer.context["sentence"]
    assert not answer.context["button"]
    assert not Publication.objects.public().exists()


def test_statistics_of_a_year_have_no_report(client, year):
    client.force_login(year.office)
    answer = client.get(reverse("admin:proposals_statistics") + "?of=year-2026")
    assert "report_session" not in answer.context
    assert Desk(client).page(year.proposal).status_code == 200
