"""Pages of the back office that belong to no model."""

from tests.permissions.table import Row, back_office


def _choices_of(model, field):
    return lambda town: f"?app_label=deputies&model_name={model}&field_name={field}"


ROWS = [
    Row("admin:index", get=back_office(back_office=200), post=back_office(back_office=200)),
    Row("admin:search", get=back_office(back_office=200), post=back_office(back_office=200)),
    Row("admin:jsi18n", get=back_office(back_office=200), post=back_office(back_office=405)),
    Row(
        "admin:autocomplete",
        query=_choices_of("mandate", "deputy"),
        get=back_office(staff=200, auditor=200),
        post=back_office(back_office=405),
        note="of deputies",
    ),
    Row(
        "admin:autocomplete",
        query=_choices_of("deputy", "user"),
        get=back_office(office=200, auditor=200, sysadmin=200),
        post=back_office(back_office=405),
        note="of accounts",
    ),
    Row(
        "admin:view_on_site",
        args=lambda town: [1, 1],
        get=back_office(back_office=404),
        post=back_office(back_office=404),
    ),
    Row(
        "admin:app_list",
        args=lambda town: ["deputies"],
        get=back_office(staff=200, auditor=200, sysadmin=404),
        post=back_office(staff=200, auditor=200, sysadmin=404),
    ),
    Row(
        "admin/(?P<url>.*)$",
        path="/admin/nowhere/",
        get=back_office(back_office=404),
        post=back_office(back_office=404),
    ),
]
