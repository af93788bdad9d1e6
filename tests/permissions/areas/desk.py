"""The deputy's desk: what isn't his doesn't exist for him. The back office reads along."""

from django.utils import timezone

from tests.permissions.table import NOBODY, Row, codes

ROWS = [
    # Who is no deputy is sent to the back office or to his own desk, or told there is nothing.
    Row(
        "desk",
        get=codes(200, visitor=302, office=302, auditor=302, sysadmin=302, unit=302),
        post=NOBODY,
    ),
    Row("desk-done", get=codes(302, seated=200), post=NOBODY),
    Row("desk-record", get=codes(302, seated=200), post=NOBODY),
    Row(
        "desk-record-sheet",
        args=lambda town: [timezone.localdate().year],
        get=codes(404, visitor=302, seated=200),
        post=NOBODY,
    ),
    Row(
        "desk-task-sheets",
        get=codes(404, visitor=302, deputy=200, member=200),
        post=NOBODY,
        note="with something to do for deputy and member",
    ),
    Row(
        "desk-task",
        args=lambda town: [town.task.public_id],
        get=codes(404, visitor=302, staff=200, auditor=200, deputy=200, member=200),
        post=codes(404, visitor=302, chair=403, auditor=403, member=403, deputy=200, office=200),
        note="of the deputy, who reports to the member",
    ),
    Row(
        "desk-task",
        args=lambda town: [town.visit.public_id],
        get=codes(404, visitor=302, staff=200, auditor=200, member=200),
        post=codes(404, visitor=302, chair=403, auditor=403, member=200, office=200),
        note="of the member",
    ),
    Row(
        "desk-task-sheet",
        args=lambda town: [town.task.public_id],
        get=codes(404, visitor=302, staff=200, auditor=200, deputy=200, member=200),
        post=NOBODY,
    ),
]
