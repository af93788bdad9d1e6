"""A person's pages in the back office beside the form."""

from django.utils import timezone

from tests.permissions.table import Row, back_office


def _person(town):
    return [town.nobody.pk]


ROWS = [
    Row(
        "admin:deputies_deputy_open",
        args=lambda town: [town.nobody.pk, "phone"],
        get=back_office(staff=200),
        post=back_office(staff=200),
    ),
    Row(
        "admin:deputies_deputy_import_roster",
        get=back_office(staff=302),
        post=back_office(staff=302),
    ),
    Row(
        "admin:deputies_deputy_export_page",
        get=back_office(staff=200, auditor=200),
        post=back_office(staff=200, auditor=200),
    ),
    Row(
        "admin:deputies_deputy_open_account_page",
        args=_person,
        get=back_office(office=200, sysadmin=200),
        post=back_office(office=200, sysadmin=200),
    ),
    Row(
        "admin:deputies_deputy_duty_record_page",
        args=_person,
        get=back_office(staff=200, auditor=200),
        post=back_office(staff=200, auditor=200),
    ),
    Row(
        "admin:deputies_deputy_duty_sheet",
        args=lambda town: [town.nobody.pk, timezone.localdate().year],
        get=back_office(staff=200, auditor=200),
        post=back_office(staff=200, auditor=200),
    ),
]
