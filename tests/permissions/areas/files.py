"""Attachments go to whoever may see the record that they belong to."""

from tests.permissions.table import NOBODY, Row, codes


def _photo(town):
    return [town.photo.public_id]


READ = codes(404, visitor=302, staff=200, auditor=200, member=200, deputy=200)
REMOVE = codes(404, visitor=302, office=200, chair=403, auditor=403, member=403, deputy=200)

ROWS = [
    Row("file", args=_photo, get=READ, post=NOBODY),
    Row("file-thumb", args=_photo, get=READ, post=NOBODY),
    Row("file-view", args=_photo, get=READ, post=NOBODY),
    Row("file-remove", args=_photo, get=REMOVE, post=REMOVE),
]
