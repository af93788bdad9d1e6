"""Who may: supervision. ``can_view_*`` agree with ``visible_to`` of the same records."""

from __future__ import annotations

from typing import Any

from congress.common.permissions import can_edit_records
from congress.common.roles import Role, has_role
from proposals.querysets import units_of
from supervision.models import (
    CountyTask,
    Demand,
    DemandStep,
    FieldWork,
    Interpellation,
    SupervisionPlan,
    SupervisionProject,
    WorkReportHearing,
)
from supervision.querysets import reads_all


def can_edit_supervision(user: Any) -> bool:
    """Enter and correct plans, projects, money, hearings; issue and judge: office and chair."""
    return can_edit_records(user)


def can_release(user: Any) -> bool:
    """Release to the public, or take it back: a deliberate act of the office."""
    return can_edit_records(user)


def can_view_plan(user: Any, plan: SupervisionPlan) -> bool:
    return _seen(user, plan)


def can_view_project(user: Any, project: SupervisionProject) -> bool:
    return _seen(user, project)


def can_view_field_work(user: Any, work: FieldWork) -> bool:
    return _seen(user, work)


def can_view_hearing(user: Any, hearing: WorkReportHearing) -> bool:
    return _seen(user, hearing)


def can_view_demand(user: Any, demand: Demand) -> bool:
    return _seen(user, demand)


def can_view_interpellation(user: Any, interpellation: Interpellation) -> bool:
    return _seen(user, interpellation)


def can_view_county_task(user: Any, task: CountyTask) -> bool:
    return _seen(user, task)


def can_view_supervision(user: Any) -> bool:
    """The back office's lists of supervision."""
    return reads_all(user)


def can_record_field_work(user: Any) -> bool:
    """Write down on the spot what one saw: deputies in office, the presidium, the office."""
    return can_edit_records(user) or has_role(user, Role.DEPUTY, Role.PRESIDIUM_MEMBER)


def can_edit_field_work(user: Any, work: FieldWork) -> bool:
    """Whoever recorded or led it, until it is released; the office always."""
    if can_edit_records(user):
        return True
    if not can_record_field_work(user) or work.is_released:
        return False
    led = work.leader is not None and work.leader.user_id == user.pk
    return led or work.recorded_by_id == user.pk


def can_report_demand(user: Any, demand: Demand) -> bool:
    """Say what was done about it: the unit itself, or the office from its letter."""
    if can_edit_records(user):
        return True
    return has_role(user, Role.UNIT) and units_of(user).filter(organ=demand.unit_id).exists()


def can_note_progress(user: Any, project: SupervisionProject) -> bool:
    """How far the work is: the office, who is in charge, who takes part, the unit."""
    if can_edit_records(user):
        return True
    if has_role(user, Role.DEPUTY, Role.PRESIDIUM_MEMBER):
        mine = SupervisionProject.objects.joined_by(user).filter(pk=project.pk)
        if mine.exists():
            return True
    return has_role(user, Role.UNIT) and project.unit_parts.filter(unit__in=units_of(user)).exists()


def can_view_demand_step(user: Any, step: DemandStep) -> bool:
    """The proof is seen by whoever sees the demand."""
    return can_view_demand(user, step.demand)


def can_change_demand_step_files(user: Any, step: DemandStep) -> bool:
    """What was reported stays as it is, but for scans that the office adds."""
    return can_edit_records(user)


def can_view_office_record(user: Any, record: Any) -> bool:
    """What has no desk: the back office and the presidium read it."""
    return reads_all(user)


def can_edit_office_record(user: Any, record: Any) -> bool:
    """What has no desk, and its files, is entered and corrected by the office."""
    return can_edit_records(user)


def _seen(user: Any, record: Any) -> bool:
    return bool(type(record).objects.visible_to(user).filter(pk=record.pk).exists())
