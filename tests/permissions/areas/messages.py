"""What somebody was told is his alone."""

from tests.permissions.table import Row, back_office, codes

OWN = codes(200, visitor=302)

ROWS = [
    Row("messages", get=OWN, post=codes(405)),
    Row("message-settings", get=OWN, post=codes(302)),
    Row("messages-read-all", get=codes(405), post=codes(302)),
    Row(
        "message",
        args=lambda town: [town.message.public_id],
        get=codes(404, visitor=302, deputy=200),
        post=codes(405),
    ),
    Row(
        "admin:common_messagedelivery_test_mail",
        get=back_office(staff=200, sysadmin=200),
        post=back_office(staff=200, sysadmin=200),
    ),
]
