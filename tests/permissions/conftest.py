"""The town of the table: everybody of the cast, and one record of every kind."""

import logging
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone

from congress.accounts.services.cards import issue_card
from congress.common import roles
from congress.common.attachments.services import attach_files, stage_upload
from congress.common.imports.services import start_import
from congress.common.models import Job, JobStatus, Message, MessageDelivery
from congress.common.roles import Role, roles_of
from congress.common.working_days import DayKind
from congress.documents.enums import ReportStatus
from congress.documents.models import WorkReport
from congress.documents.report_files import digest
from congress.township.models import CalendarDay
from deputies.models import LiaisonPlan, LiaisonTask, PresidiumRole, TaskKind, TaskStatus
from proposals.enums import DraftState, ProposalStatus, SponsorshipStatus, UnitRole
from proposals.models import OutcomeClass, Promise, Reply, ReplyDraft
from tests.admin.conftest import filled  # noqa: F401  one record of every kind
from tests.attachments.reports import upload
from tests.conftest import give_role, serving_deputy
from tests.deputies.liaison import task_for
from tests.factories import DeputyFactory, PostFactory, SessionFactory, UserFactory
from tests.permissions.table import ROLES
from tests.proposals.samples import assigned, joined, proposal_of

PDF = b"%PDF-1.7 not really"


@pytest.fixture
def people(filled, term):  # noqa: F811  pytest's way to ask for it
    """The users by role."""
    filled.vice_chair = serving_deputy(term, "邹平", "vice_chair")
    PostFactory(deputy=filled.vice_chair.deputy, term=term, role=PresidiumRole.VICE_CHAIR)
    filled.leader = serving_deputy(term, "田野", "leader")
    filled.group.leader = filled.leader.deputy
    filled.group.save()
    for role in (Role.PARTY, Role.COUNTY, Role.SYSADMIN):
        setattr(filled, role.value, give_role(UserFactory(username=role.value), role))
    return {role: getattr(filled, role, AnonymousUser()) for role in ROLES}


@pytest.fixture
def portal(people, term, monkeypatch, caplog):
    """What rows take their arguments from. Add here what an address of yours needs."""
    _ask_roles_once(people, monkeypatch)
    caplog.set_level(logging.CRITICAL, "django.request")
    # What a page prints is tested elsewhere, and takes a second each time.
    monkeypatch.setattr("congress.documents.render.render_pdf", lambda *_, **__: PDF)
    deputy, member = people["deputy"].deputy, people["member"].deputy
    task = task_for(deputy, member, quarter=3)
    reported = task_for(deputy, member, quarter=2, status=TaskStatus.REPORTED)
    report = reported.reports.create(
        held_on="2026-05-03", place="村委会", content="路灯坏了", reported_by=people["deputy"]
    )
    staged = stage_upload(upload("照片.jpg"), actor=people["deputy"])
    CalendarDay.objects.create(date="2026-05-04", kind=DayKind.OFF, name="本镇放假", is_local=True)
    message = Message.objects.create(
        recipient=people["deputy"], text="请看附件。", created_at=timezone.now()
    )
    MessageDelivery.objects.create(
        message=message, queued_at=message.created_at, next_try_at=message.created_at
    )
    begun = proposal_of(
        deputy, SessionFactory(term=term, ordinal=1), status=ProposalStatus.COSIGNING
    )
    joined(begun, member, status=SponsorshipStatus.INVITED)
    units = _unit_has(people["unit"], deputy, begun.session)
    sheet = ContentFile("姓名\n张伟\n".encode())
    return SimpleNamespace(
        people=people,
        deputy=deputy,
        member=member,
        nobody=DeputyFactory(name="没有账号的人", phone="13800001111"),
        task=task,
        card=issue_card(actor=people["office"], account=people["deputy"]),
        reported=reported,
        photo=attach_files(report, [staged], actor=people["deputy"])[0],
        message=message,
        begun=begun,
        **units,
        visit=LiaisonTask.objects.get(kind=TaskKind.GROUP_VISIT),
        plan=LiaisonPlan.objects.first(),
        draft=WorkReport.objects.get(),
        final=_report(term, 4, ReportStatus.FINAL),
        released=_report(term, 3, ReportStatus.RELEASED),
        job=_job(people["office"]),
        job_of_sysadmin=_job(people["sysadmin"]),
        run=start_import("roster", sheet, "名册.csv", {}, actor=people["office"]),
    )


def _unit_has(user, deputy, session) -> dict[str, Any]:
    """What the unit's desk shows: one part to be signed, one to assist with, one promise."""
    unit = user.role_assignments.get().organ
    in_hand = {"status": ProposalStatus.IN_HANDLING}
    part, aside, done = (
        assigned(
            proposal_of(deputy, session, title=f"关于{word}的建议", **in_hand),
            unit,
            role,
            due_on="2030-01-31",
            assigned_on="2026-01-31",
        )
        for word, role in (("修桥", UnitRole.LEAD), ("修路", UnitRole.CO), ("修闸", UnitRole.LEAD))
    )
    draft = ReplyDraft(assignment=part, content="已经修好。", state=DraftState.TO_SIGN)
    draft.outcome = OutcomeClass.objects.earliest("pk")
    draft.save()
    reply = Reply.objects.create(assignment=done, replied_on="2026-04-06", content="列入计划。")
    promise = Promise.objects.create(reply=reply, content="修好闸门", due_on="2026-05")
    return {"unit_part": part, "unit_aside": aside, "unit_promise": promise}


def _job(user) -> Job:
    """One that is done, with its file."""
    job = Job(kind="liaison-sheets", title="打印任务单", status=JobStatus.DONE, created_by=user)
    job.parameters, job.file_name = {"plan": LiaisonPlan.objects.first().pk}, "任务单.pdf"
    job.file.save(job.file_name, ContentFile(PDF), save=False)
    job.save()
    return job


def _report(term, ordinal: int, status: ReportStatus) -> WorkReport:
    """One that is finished, with its file."""
    title = f"第{ordinal}次会议上的主席团工作报告"
    report = WorkReport(
        session=SessionFactory(term=term, ordinal=ordinal),
        title=title,
        period_starts_on="2024-01-01",
        period_ends_on="2024-12-31",
        status=status,
        frozen={"title": title, "parts": [], "appendices": []},
        pdf_sha256=digest(PDF),
    )
    report.pdf.save("report.pdf", ContentFile(PDF), save=False)
    report.save()
    return report


def _ask_roles_once(people, monkeypatch) -> None:
    """Each request asks anew who somebody is; the table makes thousands."""
    known = {user.pk: roles_of(user) for user in people.values()}
    monkeypatch.setattr(roles, "_sources", [lambda user, on: known[user.pk]])
