"""The calendar of days off in the back office."""

from tests.permissions.table import Row, back_office

READ = back_office(staff=200, auditor=200)


def _year(town):
    return [2026]


ROWS = [
    Row("admin:township_calendar", get=READ, post=READ),
    Row("admin:township_calendar_year", args=_year, get=READ, post=READ),
    Row(
        "admin:township_calendar_enter",
        args=_year,
        get=back_office(staff=200),
        post=back_office(staff=200),
    ),
]
