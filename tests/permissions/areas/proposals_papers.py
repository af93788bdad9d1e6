"""Letters, sheets and lists of the handling: units take their own, sponsors theirs."""

from proposals.models import Proposal
from tests.permissions.table import NOBODY, Row, back_office, codes

# Who reads whatever was submitted, and the unit that wrote it.
_READERS = codes(404, visitor=302, staff=200, auditor=200, seated=200, unit=200)
# By name: not the other deputies. The chairs and the member sit on the presidium.
_NAMED = {"visitor": 302, "staff": 200, "auditor": 200, "member": 200, "unit": 200}
_LISTED = back_office(staff=200, auditor=200)
_UNIT = {"visitor": 302, "unit": 200}


def _reply(town):
    return [town.unit_promise.reply.public_id]


def _part(town):
    return [town.unit_part.public_id]


def _pressed(town):
    return [town.unit_part.proposal_id]


ROWS = [
    Row("desk-reply-letter", args=_reply, get=_READERS, post=NOBODY),
    Row("desk-reply-feedback", args=_reply, get=codes(404, deputy=200, **_NAMED), post=NOBODY),
    Row(
        "desk-part-letter",
        args=_part,
        get=codes(404, visitor=302, staff=200, unit=200),
        post=NOBODY,
    ),
    Row(
        "admin:proposals_proposal_print_item",
        args=lambda town: [Proposal.objects.earliest("pk").pk],
        get=back_office(staff=302, auditor=302),
        post=back_office(staff=302, auditor=302),
    ),
    Row("admin:proposals_proposal_print_overdue", get=_LISTED, post=_LISTED),
    Row("admin:proposals_proposal_print_promises", get=_LISTED, post=_LISTED),
    Row("admin:proposals_promise_print_ledger", get=_LISTED, post=_LISTED),
    Row("admin:proposals_proposal_print_report", get=_LISTED, post=_LISTED),
    Row("admin:proposals_proposal_print_watch", get=_LISTED, post=_LISTED),
    Row("admin:proposals_proposal_print_pressing", args=_pressed, get=_LISTED, post=_LISTED),
    Row("admin:proposals_proposal_print_dossier", args=_pressed, get=_LISTED, post=_LISTED),
    Row("desk-promises-ledger", get=codes(404, **_UNIT), post=NOBODY),
]
