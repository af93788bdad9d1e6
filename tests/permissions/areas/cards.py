"""Duty cards: given out by the office, used by whoever holds the secret."""

from tests.permissions.table import EVERYBODY, NOBODY, Row, back_office, codes

GIVERS = back_office(office=200, sysadmin=200)


ROWS = [
    # Its owner is in already; what is sent goes to an address that holds no code.
    Row("card", args=lambda town: [town.card], get=codes(200, deputy=302), post=NOBODY),
    Row("card", args=lambda town: ["nosuch"], get=codes(404), post=NOBODY, note="unknown"),
    Row("card-enter", get=EVERYBODY, post=EVERYBODY),
    Row("account-forget-phone", get=codes(405), post=codes(404, visitor=302)),
    Row("pin-change", get=codes(302), post=codes(302), note="without a card"),
    Row("admin:deputies_deputy_cards_page", get=GIVERS, post=GIVERS),
    Row(
        "admin:deputies_deputy_card_page",
        args=lambda town: [town.nobody.pk],
        get=GIVERS,
        post=back_office(office=302, sysadmin=302),
    ),
]
