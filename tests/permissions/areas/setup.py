"""Setting up a town: the first account is made once, the rest is the office's."""

from tests.permissions.table import Row, back_office, codes

WRITE = back_office(staff=200)
DONE = back_office(staff=302)

ROWS = [
    Row("first-account", get=codes(404), post=codes(404), note="once there are accounts"),
    Row("admin:setup_profile", get=WRITE, post=WRITE),
    Row("admin:setup_term", get=DONE, post=DONE, note="once there is a term"),
    Row("admin:setup_places", get=WRITE, post=DONE),
    Row("admin:setup_groups", get=WRITE, post=DONE),
]
