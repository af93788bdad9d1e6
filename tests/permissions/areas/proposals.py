"""Motions and suggestions in the back office."""

from tests.permissions.table import Row, back_office

READ = back_office(staff=200, auditor=200)

ROWS = [
    Row("admin:proposals_proposal_export_page", get=READ, post=READ, data={"format": "xlsx"}),
]
