"""What somebody was told is his alone."""

from tests.permissions.table import Row, codes

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
]
