"""Work in the background: seen by who reads the records, managed by staff, and one's own by all."""

from tests.permissions.table import Row, back_office

SEEN = {"staff": 200, "auditor": 200, "sysadmin": 404}
OWN = {"staff": 200, "auditor": 200, "sysadmin": 200}
READ_ONLY = back_office(back_office=405)


def _job(town):
    return [town.job.public_id]


def _own(town):
    return [town.job_of_sysadmin.public_id]


ROWS = [
    Row("admin:jobs_job", args=_job, get=back_office(**SEEN), post=READ_ONLY),
    Row("admin:jobs_job", args=_own, get=back_office(**OWN), post=READ_ONLY, note="(own)"),
    Row("admin:jobs_progress", args=_job, get=back_office(**SEEN), post=READ_ONLY),
    Row("admin:jobs_progress", args=_own, get=back_office(**OWN), post=READ_ONLY, note="(own)"),
    Row(
        "admin:jobs_file",
        args=_job,
        get=back_office(staff=200, sysadmin=404),
        post=READ_ONLY,
    ),
    Row(
        "admin:jobs_file",
        args=_own,
        get=back_office(staff=200, sysadmin=200),
        post=READ_ONLY,
        note="(own)",
    ),
    *(
        Row(
            f"admin:jobs_{verb}",
            args=args,
            get=READ_ONLY,
            post=back_office(staff=302, sysadmin=code),
            note=note,
        )
        for verb in ("cancel", "retry")
        for args, code, note in ((_job, 404, ""), (_own, 302, "(own)"))
    ),
]
