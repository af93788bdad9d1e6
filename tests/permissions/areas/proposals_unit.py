"""The desk of a unit: what isn't its own doesn't exist for it, nor for anybody else."""

from tests.permissions.table import NOBODY, Row, codes

_OWN = codes(404, visitor=302, unit=200)
_LED_ON = codes(404, visitor=302, unit=302)


def _part(town):
    """What 镇水利站 has in hand: with a draft that waits to be signed."""
    return [town.unit_part.public_id]


def _aside(town):
    """What 镇水利站 assists with."""
    return [town.unit_aside.public_id]


def _promise(town):
    return [town.unit_promise.public_id]


ROWS = [
    Row("desk-unit", get=_OWN, post=NOBODY),
    Row("desk-promises", get=_OWN, post=NOBODY),
    Row("desk-promise", args=_promise, get=_OWN, post=_OWN),
    Row("desk-part-accept", args=_part, get=NOBODY, post=_LED_ON, data={"seen_version": 1}),
    Row("desk-part-extension", args=_part, get=_OWN, post=_OWN),
    Row("desk-part-contact", args=_part, get=_OWN, post=_OWN),
    Row("desk-part-opinion", args=_aside, get=_OWN, post=_OWN),
    Row("desk-part-opinion", args=_part, get=_LED_ON, post=_OWN, note="of who leads"),
    Row("desk-part-reply", args=_part, get=_OWN, post=_LED_ON, data={"seen_version": 1}),
    Row("desk-part-sign", args=_part, get=_OWN, post=_OWN),
    Row("desk-part-rework", args=_part, get=NOBODY, post=_OWN),
]
