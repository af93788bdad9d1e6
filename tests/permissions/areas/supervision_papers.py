"""What supervision prints in the back office."""

from supervision.models import Demand, FieldWork, SupervisionPlan, SupervisionProject
from tests.permissions.table import Row, back_office

READ = back_office(staff=200, auditor=200)


def _of(model):
    return lambda town: [model.objects.earliest("pk").pk]


ROWS = [
    Row("admin:supervision_demand_print_letter", args=_of(Demand), get=READ, post=READ),
    Row(
        "admin:supervision_supervisionproject_print_funds",
        args=_of(SupervisionProject),
        get=READ,
        post=READ,
    ),
    Row("admin:supervision_supervisionproject_print_arrears", get=READ, post=READ),
    Row(
        "admin:supervision_supervisionproject_print_file",
        args=_of(SupervisionProject),
        get=READ,
        post=READ,
    ),
    Row(
        "admin:supervision_supervisionplan_print_plan",
        args=_of(SupervisionPlan),
        get=READ,
        post=READ,
    ),
    Row("admin:supervision_fieldwork_print_scheme", args=_of(FieldWork), get=READ, post=READ),
    Row("admin:supervision_fieldwork_print_report", args=_of(FieldWork), get=READ, post=READ),
    # Nothing went out: the list says so.
    Row(
        "admin:supervision_demand_print_ledger",
        get=back_office(staff=302, auditor=302),
        post=back_office(staff=302, auditor=302),
    ),
]
