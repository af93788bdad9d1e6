"""Which rows somebody finds, and whether he may see one of them, is one answer.

Every queryset with ``visible_to`` stands here beside its ``can_view_…`` and sample rows; one
without an entry fails. The rows should reach every case of the predicate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from congress.common.jobs.permissions import can_view_job
from congress.common.messaging.permissions import can_view_message
from congress.common.models import Job, Message
from congress.documents.models import WorkReport
from congress.documents.permissions import can_view_report
from deputies.models import LiaisonTask
from deputies.permissions import can_view_task
from proposals.enums import AssignmentStatus, ProposalStatus, SponsorshipStatus
from proposals.models import Proposal
from proposals.permissions import can_view_proposal
from supervision import permissions as supervision
from supervision.enums import DemandState, PlanState
from supervision.models import (
    Advice,
    CountyTask,
    Demand,
    FieldWork,
    Inquiry,
    Interpellation,
    Mediation,
    SupervisionPlan,
    SupervisionProject,
    WorkReportHearing,
)
from tests.deputies.liaison import task_for
from tests.factories import SessionFactory, UserFactory
from tests.proposals.samples import assigned, joined, proposal_of
from tests.supervision.samples import demand_of, project_of, visit_of


@dataclass(frozen=True)
class Scope:
    """``rows`` makes sample rows in the town of conftest.py, beside those that are there."""

    model: type[Model]
    can_view: Callable[[Any, Any], bool]
    rows: Callable[[Any], Any]


def _tasks(town):
    people = town.people
    task_for(people["other_deputy"].deputy, people["chair"].deputy)
    task_for(people["chair"].deputy, town.member)
    task_for(people["leader"].deputy, people["vice_chair"].deputy)


def _messages(town):
    for number, user in enumerate(user for user in town.people.values() if user.pk):
        Message.objects.create(
            recipient=user,
            text="请查收。",
            dedup_key=str(number),
            created_at=town.message.created_at,
        )


def _proposals(town):
    """Drafts, invitations, submitted ones; with and without the unit's part."""
    session = SessionFactory(ordinal=31)
    leader, other = town.people["leader"].deputy, town.people["other_deputy"].deputy
    unit = town.people["unit"].role_assignments.get().organ
    for status in (ProposalStatus.DRAFT, ProposalStatus.COSIGNING, ProposalStatus.IN_HANDLING):
        proposal_of(other, session, status=status)
        shared = proposal_of(leader, session, status=status)
        joined(shared, town.member, status=SponsorshipStatus.INVITED)
        joined(shared, town.deputy, status=SponsorshipStatus.DECLINED)
        assigned(shared, unit, status=AssignmentStatus.RETURNED)
    assigned(proposal_of(other, session, status=ProposalStatus.IN_HANDLING), unit)


def _supervision(town):
    """What a deputy takes part in, what a unit has, what is nobody's but the presidium's."""
    deputy, unit = town.deputy, town.people["unit"].role_assignments.get().organ
    ours, other = project_of(unit, name="跃进闸"), project_of(name="村道")
    other.deputies.add(deputy)
    visit_of(leader=deputy)
    visit_of(ours)
    demand_of(unit, state=DemandState.ISSUED)
    demand_of(unit)
    demand_of(unit, member=deputy, state=DemandState.REPORTED)
    SupervisionPlan.objects.create(year=2027, state=PlanState.AGREED)


_OF_SUPERVISION = {
    SupervisionPlan: supervision.can_view_plan,
    SupervisionProject: supervision.can_view_project,
    FieldWork: supervision.can_view_field_work,
    WorkReportHearing: supervision.can_view_hearing,
    Demand: supervision.can_view_demand,
    Interpellation: supervision.can_view_interpellation,
    CountyTask: supervision.can_view_county_task,
    Advice: supervision.can_view_office_record,
    Mediation: supervision.can_view_office_record,
    Inquiry: supervision.can_view_office_record,
}
SCOPES = [
    Scope(Proposal, can_view_proposal, _proposals),
    Scope(LiaisonTask, can_view_task, _tasks),
    Scope(WorkReport, can_view_report, lambda town: None),
    Scope(Message, can_view_message, _messages),
    Scope(Job, can_view_job, lambda town: None),
    *(Scope(model, can_view, _supervision) for model, can_view in _OF_SUPERVISION.items()),
]


def test_every_scope_is_compared():
    scoped = {
        model
        for model in apps.get_models()
        if hasattr(model._default_manager.get_queryset(), "visible_to")
    }
    assert scoped == {scope.model for scope in SCOPES}, "Enter the queryset into SCOPES above."


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.model.__name__)
def test_list_and_predicate_agree(portal, scope):
    scope.rows(portal)
    rows = list(scope.model._default_manager.all())
    superuser = UserFactory(is_superuser=True)
    seen_by = {}
    for name, user in {**portal.people, "superuser": superuser}.items():
        listed = list(scope.model._default_manager.visible_to(user))
        assert len(listed) == len(set(listed)), f"{name} finds a row twice"
        assert set(listed) == {row for row in rows if scope.can_view(user, row)}, name
        seen_by[name] = len(listed)
    # Samples that everybody or nobody sees would prove nothing.
    assert len(set(seen_by.values())) > 1
    assert seen_by["visitor"] < len(rows)


def test_closed_account_is_a_visitor_at_once(portal, client):
    user = portal.people["deputy"]
    client.force_login(user)
    page = reverse("desk-task", args=[portal.task.public_id])
    assert client.get(page).status_code == 200
    user.is_active = False
    user.save()
    assert client.get(page).status_code == 302
