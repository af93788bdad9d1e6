"""Invented records of supervision in the town of 江湾镇."""

import datetime as dt
from decimal import Decimal

from congress.common.partial_dates import PartialDate
from supervision.enums import DemandKind, FieldWorkKind, PlanItemKind, ProjectKind, ProjectOrigin
from supervision.models import (
    Advice,
    CountyTask,
    Demand,
    DemandExtension,
    FieldWork,
    FocusPoint,
    FundChange,
    FundSource,
    Inquiry,
    Instalment,
    Interpellation,
    InterpellationAnswer,
    Mediation,
    Milestone,
    PlanItem,
    ProgressNote,
    ProjectPressing,
    ProjectUnit,
    QualityCheck,
    Referral,
    SupervisionPlan,
    SupervisionProject,
    SupervisionSettings,
    WorkReportHearing,
)
from supervision.services.sums import refresh_sums


def project_of(unit=None, name="复元闸整险加固工程", sources=(), **values):
    """A project, its unit, and its ``sources``: (name, yuan planned, due) each."""
    told = {
        "kind": ProjectKind.KEY,
        "origin": ProjectOrigin.COUNTY,
        "starts_on": PartialDate(2026, 2),
        "planned_end": PartialDate(2026, 5, 31),
    }
    project = SupervisionProject.objects.create(name=name, **{**told, **values})
    if unit is not None:
        ProjectUnit.objects.create(project=project, unit=unit, is_lead=True)
    for order, (source, planned, due_on) in enumerate(sources, start=1):
        FundSource.objects.create(
            project=project,
            order=order,
            name=source,
            planned=None if planned is None else Decimal(planned),
            due_on=due_on,
        )
    refresh_sums(project)
    return project


def demand_of(unit, kind=DemandKind.RECTIFICATION, **values):
    """A draft that could go out."""
    told = {"title": "闸门启闭机锈蚀", "content": "启闭机没有保养，闸门提不起来。"}
    return Demand.objects.create(kind=kind, unit=unit, **{**told, **values})


def visit_of(project=None, **values):
    """A tracking visit of the project; without one an inspection."""
    kind = FieldWorkKind.TRACKING if project else FieldWorkKind.INSPECTION
    told = {"kind": kind, "title": "看复元闸", "held_on": PartialDate(2026, 4, 8)}
    return FieldWork.objects.create(project=project, **{**told, **values})


def one_of_each(unit, person, session, meeting):
    """A record of every kind, linked with each other as far as they can be."""
    SupervisionSettings.objects.create(publishes_supervision=True)
    plan = SupervisionPlan.objects.create(year=2026)
    item = PlanItem.objects.create(
        plan=plan, kind=PlanItemKind.INSPECTION, title="视察防汛准备", month=PartialDate(2026, 4)
    )
    item.units.add(unit)
    project = project_of(
        unit,
        sources=[("县级财政", "200000", PartialDate(2026, 3))],
        plan_item=item,
        member=person,
    )
    project.deputies.add(person)
    work = visit_of(project, leader=person, plan_item=item, findings="沙石料不够。")
    work.deputies.add(person)
    work.units.add(unit)
    source = project.sources.get()
    FocusPoint.objects.create(field_work=work, words="闸门能不能提起来")
    Milestone.objects.create(project=project, name="闸室混凝土", planned_on=PartialDate(2026, 4))
    ProgressNote.objects.create(project=project, noted_on=dt.date(2026, 4, 8), percent=60)
    QualityCheck.objects.create(project=project, checked_on=dt.date(2026, 4, 8), result="good")
    pressing = ProjectPressing.objects.create(
        project=project, source=source, pressed_on=dt.date(2026, 4, 9), form="letter"
    )
    Instalment.objects.create(
        source=source,
        amount=Decimal(120000),
        arrived_on=PartialDate(2026, 2, 10),
        pressing=pressing,
    )
    FundChange.objects.create(
        source=source,
        changed_on=dt.date(2026, 3, 1),
        before=Decimal(100000),
        after=Decimal(200000),
        reason="增加护坡",
    )
    hearing = WorkReportHearing.objects.create(
        title="防汛准备工作的报告", unit=unit, heard_on=PartialDate(2026, 4), meeting=meeting
    )
    demand = demand_of(unit, project=project, field_work=work, hearing=hearing)
    DemandExtension.objects.create(
        demand=demand, asked_on=dt.date(2026, 4, 20), until=dt.date(2026, 6, 1), reason="等材料"
    )
    Advice.objects.create(title="把发传单改为上门讲", unit=unit, given_on=PartialDate(2026, 4))
    Mediation.objects.create(title="沙化地怎么分", begun_on=PartialDate(2026, 4))
    CountyTask.objects.create(
        kind="petition",
        title="反映沟渠淤塞",
        source_organ="江县人大常委会",
        source_number="江人信〔2026〕3号",
        received_on=dt.date(2026, 4, 2),
    )
    Inquiry.objects.create(
        asked_on=dt.date(2026, 1, 14),
        session=session,
        deputy=person,
        unit=unit,
        topic="防汛物资",
        question="编织袋够不够？",
    )
    asked = Interpellation.objects.create(
        session=session,
        submitted_on=dt.date(2026, 1, 14),
        unit=unit,
        title="农村安全饮水",
        content="工程为什么停了？",
    )
    asked.movers.add(person)
    InterpellationAnswer.objects.create(
        interpellation=asked,
        answered_on=dt.date(2026, 1, 15),
        form="oral",
        answered_by="镇长",
        answer="上半年完工。",
    )
    Referral.objects.create(
        title="矿山越界", referred_on=PartialDate(2026, 4), sent_to="江县人大常委会"
    )
    refresh_sums(project)
    return project
