"""What units see of supervision on their desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from congress.common.registry import DeskPlace
from congress.common.roles import Role, has_role
from proposals.deskwork.unit.parts import units_for
from supervision.deskwork.demands import demands_of


def places(request: HttpRequest) -> list[DeskPlace]:
    """The unit's opinions and rectifications; the badge counts what it has to report on."""
    if not has_role(request.user, Role.UNIT):
        return []
    waiting = demands_of(units_for(request.user)).waiting().count()
    return [DeskPlace(18, reverse("desk-demands"), "意见和整改", badge=waiting, unit="件要报告")]
