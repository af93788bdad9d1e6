"""The annual work report in the back office."""

from tests.permissions.table import Row, back_office

# Whoever doesn't read the congress's records is not told which reports there are.
READ = back_office(staff=200, auditor=200, sysadmin=404)
WRITE = back_office(staff=200, sysadmin=404)
DONE = back_office(staff=302, sysadmin=404)


def _draft(town):
    return [town.draft.pk]


def _final(town):
    return [town.final.pk]


ROWS = [
    Row("admin:documents_workreport_file", args=_draft, get=READ, post=READ),
    Row("admin:documents_workreport_preview", args=_draft, get=READ, post=WRITE),
    Row("admin:documents_workreport_finalise", args=_draft, get=WRITE, post=DONE),
    Row("admin:documents_workreport_release", args=_final, get=WRITE, post=DONE),
    Row("admin:documents_workreport_edition", args=_final, get=WRITE, post=DONE),
]
