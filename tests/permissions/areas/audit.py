"""操作留痕: for the auditor, and the system administrator; nobody else searches what all did."""

from congress.common.models import SecurityEvent
from tests.permissions.table import Row, back_office

READ = back_office(auditor=200, sysadmin=200)
READ_ONLY = back_office(back_office=405)

ROWS = [
    Row("admin:audit_export", get=READ_ONLY, post=READ),
    Row("admin:audit_trail", get=READ, post=READ_ONLY),
    Row(
        "admin:audit_entry",
        args=lambda town: ["deputies.deputy", town.deputy.history.first().pk],
        get=READ,
        post=READ_ONLY,
    ),
    Row(
        "admin:audit_entry",
        args=lambda town: ["event", SecurityEvent.objects.first().pk],
        get=READ,
        post=READ_ONLY,
        note="of a security event",
    ),
]
