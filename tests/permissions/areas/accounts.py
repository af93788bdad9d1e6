"""Coming in and going out, and what is done to accounts."""

from congress.common.roles import BACK_OFFICE
from tests.conftest import login_rules
from tests.permissions.table import Row, back_office, codes

EDITORS = {"office": 200, "sysadmin": 200}
DONE_BY_EDITORS = {"office": 302, "sysadmin": 302}


def _account(town):
    return [town.people["deputy"].pk]


def _guardian(town):
    return [town.people["auditor"].pk]


def _rules_of(role):
    return lambda town: [login_rules(role).pk]


def _own_role(town):
    return [town.people["office"].role_assignments.get().pk]


ROWS = [
    Row("login", get=codes(302, visitor=200), post=codes(302, visitor=200)),
    # With nothing kept from an expired login it leads to the desk.
    Row("unsent", get=codes(302), post=codes(302)),
    Row("logout", get=codes(405), post=codes(302)),
    Row("password-change", get=codes(200, visitor=302), post=codes(200, visitor=302)),
    Row("account", get=codes(200, visitor=302), post=codes(405)),
    Row("account-end-login", get=codes(405), post=codes(302)),
    # The back office has no door of its own.
    Row("admin:login", get=back_office(back_office=302), post=back_office(back_office=302)),
    Row("admin:logout", get=back_office(back_office=302), post=back_office(back_office=302)),
    Row(
        "admin:password_change", get=back_office(back_office=302), post=back_office(back_office=302)
    ),
    Row(
        "admin:password_change_done",
        get=back_office(back_office=200),
        post=back_office(back_office=405),
    ),
    *(
        Row(
            f"admin:accounts_user_{page}",
            args=_account,
            get=back_office(**EDITORS),
            post=back_office(**DONE_BY_EDITORS),
        )
        for page in ("reset_password_page", "unlock_page", "logins_page")
    ),
    *(
        Row(
            f"admin:accounts_user_{page}",
            args=_guardian,
            get=back_office(sysadmin=200),
            post=back_office(sysadmin=302),
            note="of one who watches the others",
        )
        for page in ("reset_password_page", "unlock_page", "logins_page")
    ),
    Row(
        "admin:township_roleassignment_change",
        args=_own_role,
        get=back_office(office=200, auditor=200, sysadmin=200),
        post=back_office(sysadmin=200),
        note="of the office's own role",
    ),
    Row(
        "admin:township_roleassignment_delete",
        args=_own_role,
        get=back_office(sysadmin=200),
        post=back_office(sysadmin=200),
        note="of the office's own role",
    ),
    # The office doesn't make its own door wider.
    *(
        Row(
            "admin:accounts_loginpolicy_change",
            args=_rules_of(role),
            get=back_office(office=200, auditor=200, sysadmin=200),
            post=back_office(sysadmin=200),
            note=f"of {role}",
        )
        for role in BACK_OFFICE
    ),
]
