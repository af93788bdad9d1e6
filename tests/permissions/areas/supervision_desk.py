"""The unit's desk of supervision: what wasn't sent to it doesn't exist for anybody."""

from supervision.enums import DemandState
from supervision.models import Demand
from tests.permissions.table import NOBODY, Row, codes
from tests.supervision.samples import demand_of

_OWN = codes(404, visitor=302, unit=200)
# The presidium, whose work it is, and who works in the back office.
_READ = codes(404, visitor=302, unit=200, staff=200, member=200, auditor=200)


def _demand(town):
    """What 镇水利站 has to put right; made here, because the back office's rows want a draft."""
    unit = town.people["unit"].role_assignments.get().organ
    told = {"state": DemandState.ISSUED, "issued_on": "2026-04-10", "due_on": "2026-06-30"}
    found = Demand.objects.filter(unit=unit, state=DemandState.ISSUED).first()
    return [(found or demand_of(unit, **told)).public_id]


ROWS = [
    Row("desk-demands", get=_OWN, post=NOBODY),
    Row("desk-demand", args=_demand, get=_READ, post=NOBODY),
    Row("desk-demand-report", args=_demand, get=_OWN, post=_OWN),
    Row("desk-demand-extension", args=_demand, get=_OWN, post=_OWN),
]
