"""Plans and projects of supervision in the back office."""

from supervision.models import PlanItem, SupervisionPlan
from tests.permissions.table import Row, back_office

STAFF = back_office(staff=200)
READ = back_office(staff=200, auditor=200)


def _plan(town):
    return [SupervisionPlan.objects.earliest("pk").pk]


def _item(town):
    return [PlanItem.objects.earliest("pk").pk]


ROWS = [
    Row(
        "admin:supervision_supervisionplan_step",
        args=lambda town: [*_plan(town), "agree"],
        get=STAFF,
        post=back_office(staff=302),
    ),
    Row("admin:supervision_supervisionplan_attachments_page", args=_plan, get=STAFF, post=STAFF),
    Row(
        "admin:supervision_planitem_step",
        args=lambda town: [*_item(town), "drop"],
        get=STAFF,
        post=STAFF,
    ),
]
