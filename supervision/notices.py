"""What people are told about supervision, in the transaction of the step."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.services import notify, settle
from congress.common.registry import Link, MessageKind, Urgency, Wording
from congress.common.templatetags.portal import cn_date
from proposals.answer_reminders import accounts_of
from supervision.models import Demand, DemandExtension, FieldWork, SupervisionProject

DEMAND_ISSUED = MessageKind("demand-issued", "意见和整改交办")
DEMAND_NEWS = MessageKind("demand-news", "意见和整改的变动")
DEMAND_REPORTED = MessageKind("demand-reported", "单位报告了办理情况")
DEMAND_EXTENSION = MessageKind("demand-extension", "意见和整改延期")
FIELD_WORK = MessageKind("field-work-recorded", "现场监督记录")
KINDS = (DEMAND_ISSUED, DEMAND_NEWS, DEMAND_REPORTED, DEMAND_EXTENSION, FIELD_WORK)


def demand_subject(demand: Demand) -> str:
    """A demand, as something that the unit has to report on."""
    return f"demand:{demand.public_id}"


def judging_subject(demand: Demand) -> str:
    """A demand, as something that the presidium has to judge."""
    return f"demand-judging:{demand.public_id}"


def extension_subject(extension: DemandExtension) -> str:
    """A wish for more time, as something that the office has to decide."""
    return f"demand-extension:{extension.pk}"


def project_subject(project: SupervisionProject) -> str:
    """A project, as something that is late or unpaid."""
    return f"supervision-project:{project.public_id}"


def demand_desk_link(demand: Demand) -> Link:
    """The demand on the unit's desk."""
    return Link("desk-demand", {"public_id": demand.public_id})


def demand_office_link(demand: Demand) -> Link:
    """The demand in the back office."""
    return Link("admin:supervision_demand_change", {"object_id": demand.pk})


def tell_of_issue(demand: Demand, *, actor: Any) -> None:
    """The unit hears what is asked of it, and until when."""
    until = f"，请在{demand.due_on}以前报告办理情况" if demand.due_on else ""
    wording = Wording(
        f"主席团发来{demand.get_kind_display()}{until}：{demand.title}。",
        demand_desk_link(demand),
        Urgency.DUE,
    )
    notify(
        _unit_accounts(demand),
        DEMAND_ISSUED,
        wording,
        dedup_key=f"{DEMAND_ISSUED.slug}:{demand.public_id}:{demand.version}",
        actor=actor,
        about=[demand_subject(demand)],
    )


def tell_of_report(demand: Demand, *, actor: Any) -> None:
    """The office hears that there is something to judge; the unit needn't be pressed any more."""
    settle(demand_subject(demand))
    wording = Wording(
        f"{demand.unit}报告了办理情况，请主席团审核：{demand.title}。",
        demand_office_link(demand),
        Urgency.DUE,
    )
    notify(
        office_accounts(),
        DEMAND_REPORTED,
        wording,
        dedup_key=f"{DEMAND_REPORTED.slug}:{demand.public_id}:{demand.version}",
        actor=actor,
        about=[judging_subject(demand)],
    )


def tell_unit(
    demand: Demand, text: str, *, actor: Any, detail: str = "", due: bool = False
) -> None:
    """The unit hears what the presidium decided; ``detail`` is never mailed."""
    settle(judging_subject(demand))
    wording = Wording(
        f"{text}：{demand.title}。",
        demand_desk_link(demand),
        Urgency.DUE if due else Urgency.NOTICE,
    )
    notify(
        _unit_accounts(demand),
        DEMAND_NEWS,
        wording,
        dedup_key=f"{DEMAND_NEWS.slug}:{demand.public_id}:{demand.version}",
        actor=actor,
        about=[demand_subject(demand)] if due else [],
        detail=detail,
    )


def tell_of_extension_asked(extension: DemandExtension, *, actor: Any) -> None:
    """The office has to decide."""
    demand = extension.demand
    wording = Wording(
        f"{demand.unit}申请延期到{cn_date(extension.until)}，请决定：{demand.title}。",
        demand_office_link(demand),
        Urgency.DUE,
    )
    notify(
        office_accounts(),
        DEMAND_EXTENSION,
        wording,
        dedup_key=f"{DEMAND_EXTENSION.slug}:{extension.pk}",
        actor=actor,
        about=[extension_subject(extension)],
    )


def tell_of_field_work(work: FieldWork, *, actor: Any) -> None:
    """The office hears of what a deputy wrote down on the spot."""
    wording = Wording(
        f"{actor}记录了{work.get_kind_display()}：{work.title}。",
        Link("admin:supervision_fieldwork_change", {"object_id": work.pk}),
        Urgency.NOTICE,
    )
    notify(
        office_accounts(),
        FIELD_WORK,
        wording,
        dedup_key=f"{FIELD_WORK.slug}:{work.public_id}",
        actor=actor,
    )


def _unit_accounts(demand: Demand) -> list[Any]:
    from django.contrib.auth import get_user_model

    keys = accounts_of({demand.unit_id}, timezone.localdate())[demand.unit_id]
    return list(get_user_model().objects.filter(pk__in=keys))
