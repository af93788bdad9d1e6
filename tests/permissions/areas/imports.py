"""Importing spreadsheets: the office's work, which the auditor may look at afterwards."""

from tests.permissions.table import Row, back_office


def _run(town):
    return [town.run.public_id]


ROWS = [
    Row(
        "admin:imports_upload",
        args=lambda town: ["roster"],
        get=back_office(staff=200),
        post=back_office(staff=200),
    ),
    Row("admin:imports_run", args=_run, get=back_office(staff=200), post=back_office(staff=302)),
    Row(
        "admin:imports_undo",
        args=_run,
        get=back_office(back_office=405),
        post=back_office(staff=302),
    ),
    Row(
        "admin:imports_file",
        args=_run,
        get=back_office(staff=200),
        post=back_office(back_office=405),
    ),
    Row(
        "admin:imports_bad_rows", args=_run, get=back_office(staff=200), post=back_office(staff=200)
    ),
]
