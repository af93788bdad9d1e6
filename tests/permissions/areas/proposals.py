"""Motions and suggestions, in the back office and on the desks of sponsors and units."""

from proposals.models import Proposal
from tests.permissions.table import NOBODY, Row, back_office, codes

READ = back_office(staff=200, auditor=200)


def _proposal(town):
    return [Proposal.objects.earliest("pk").public_id]


ROWS = [
    Row("admin:proposals_proposal_export_page", get=READ, post=READ, data={"format": "xlsx"}),
    # Who has nothing to follow here is sent to where he begins.
    Row("desk-proposals", get=codes(302, seated=200, unit=200), post=NOBODY),
    Row(
        "desk-proposal",
        args=_proposal,
        get=codes(404, visitor=302, staff=200, auditor=200, seated=200),
        post=NOBODY,
        note="submitted, and in the hands of another unit",
    ),
]
