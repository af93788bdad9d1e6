"""More than a page does while somebody waits: a job with progress, each done once, each refusal."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from congress.common.jobs.execution import run_job
from congress.common.models import Job, JobStatus, Message
from proposals.enums import Satisfaction
from proposals.many_jobs import AT_ONCE
from proposals.models import (
    FeedbackRequest,
    OutcomeClass,
    Pressing,
    Proposal,
    ProposalSettings,
    Publication,
    Reply,
    StepTaken,
)
from tests.admin.pages import visible
from tests.factories import OrganFactory
from tests.proposals.samples import assigned, proposal_of

pytestmark = pytest.mark.django_db
LIST = "admin:proposals_proposal_changelist"


@pytest.fixture
def matters(stage):
    """All answered: 第1号 without the deputy's leave, 第2号 with a telephone number."""
    ProposalSettings.objects.create(publishes_outcomes=True)
    unit, outcome = OrganFactory(name="镇水利站"), OutcomeClass.objects.get(letter="A")
    rows = []
    for n in range(1, AT_ONCE + 3):
        title = f"关于第{n}条沟的建议"
        proposal = proposal_of(
            stage.lead.deputy, stage.session, status="replied", title=title, may_be_public=n > 1
        )
        part = assigned(proposal, unit, status="replied")
        content = "请打13800138000。" if n == 2 else "已经疏通。"
        Reply.objects.create(assignment=part, outcome=outcome, content=content)
        rows.append(proposal)
    return rows


@pytest.fixture
def send(client, stage):
    """Tick, choose, look at what would happen, then do it; gives both pages."""
    client.force_login(stage.office)

    def send(action, proposals, **data):
        ticked = {"action": action, "_selected_action": [p.pk for p in proposals]}
        asked = client.post(reverse(LIST), ticked)
        tried = client.post(asked.url, data)
        looked = tried.context["form"]["looked"].value()
        return tried, client.post(asked.url, {**data, "looked": looked})

    return send


def text(answer):
    return " ".join(visible(answer.content.decode()))


def test_few_are_published_while_one_waits(send, matters):
    tried, done = send("publish_ticked", matters[:3])
    assert "能公开1件" in text(tried)
    assert "“关于第2条沟的建议”里可能有个人信息（手机号13800138000）" in text(tried)
    assert "没有公开的2件，原因如下。" in text(done)
    assert "代表不同意公开" in text(done)
    assert [p.proposal for p in Publication.objects.all()] == [matters[2]]
    assert not Job.objects.exists()


def test_personal_data_go_out_only_where_that_is_said(send, matters):
    tried, _ = send("publish_ticked", matters[1:3], with_data="on")
    assert "请先核对，下面的文字里可能有个人信息： 第2号 关于第2条沟的建议：手机号" in text(tried)
    assert Publication.objects.count() == 2


def test_many_are_published_in_the_background(client, send, matters):
    tried, sent = send("publish_ticked", matters)
    assert f"能公开{AT_ONCE}件" in text(tried)
    assert not Publication.objects.exists()
    job = Job.objects.get()
    assert sent.url == reverse("admin:jobs_job", args=[job.public_id])
    assert job.title == f"公开{AT_ONCE + 2}件议案建议"
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.done) == (JobStatus.DONE, AT_ONCE + 2)
    assert job.message.startswith(f"已公开{AT_ONCE}件。没有公开的2件，每件的原因都在文件里。")
    assert "“关于第1条沟的建议”不能公开：代表不同意公开" in job.message
    assert Publication.objects.count() == AT_ONCE
    assert {p.published_by for p in Publication.objects.all()} == {job.created_by}
    assert "打开公开的结果.xlsx" in text(client.get(sent.url))
    with job.file.open("rb") as file:
        rows = list(load_workbook(io.BytesIO(file.read())).active.values)
    assert rows[1][:3] == ("第1号", "关于第1条沟的建议", "没有公开")
    assert rows[3] == ("第3号", "关于第3条沟的建议", "已公开", None)
    assert len(rows) == AT_ONCE + 3


def test_job_that_is_killed_goes_on_and_does_nothing_twice(send, matters):
    send("publish_ticked", matters[2:] + matters[:1])
    job = Job.objects.get()
    answers = iter([False, False, True])
    run_job(job.pk, is_stopping=lambda: next(answers))
    assert Publication.objects.count() == 2
    Proposal.objects.filter(pk=matters[-1].pk).update(may_be_public=False)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert Publication.objects.count() == AT_ONCE - 1
    assert StepTaken.objects.filter(step="publish").count() == AT_ONCE - 1
    assert Message.objects.filter(text__contains="已经公开").count() <= AT_ONCE - 1


def test_many_are_reminded_in_the_background(send, matters, stage):
    for reply in Reply.objects.all():
        lead = reply.assignment.proposal.sponsorships.get()
        due_on = "2026-01-14"
        if lead.proposal == matters[0]:
            reply.ratings.create(sponsorship=lead, result=Satisfaction.SATISFIED)
        FeedbackRequest.objects.create(reply=reply, sponsorship=lead, due_on=due_on)
    send("remind_ticked", matters, how="短信", on="2026-01-15")
    job = Job.objects.get()
    run_job(job.pk)
    job.refresh_from_db()
    assert job.message.startswith(f"已提醒评价{AT_ONCE + 1}件。没有提醒评价的1件")
    assert "“关于第1条沟的建议”没有等着评价的代表，不用提醒。" in job.message
    reminded = FeedbackRequest.objects.filter(how="短信", reminded_by=stage.office)
    assert reminded.count() == AT_ONCE + 1


def test_many_are_pressed_in_the_background(send, matters):
    for proposal in matters[1:]:
        part = proposal.assignments.get()
        part.status = "assigned"
        part.save()
    Proposal.objects.all().update(status="in_handling")
    data = {"pressed_on": "2026-01-15", "form": "telephone", "content": "请抓紧"}
    send("press_ticked", matters, **data)
    job = Job.objects.get()
    run_job(job.pk)
    job.refresh_from_db()
    assert job.message.startswith(f"已催办{AT_ONCE + 1}件。没有催办的1件")
    assert Pressing.objects.filter(content="请抓紧").count() == AT_ONCE + 1


def test_who_may_no_longer_do_it_is_stopped(send, matters, stage):
    send("publish_ticked", matters)
    job = Job.objects.get()
    stage.office.role_assignments.all().delete()
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert not Publication.objects.exists()
