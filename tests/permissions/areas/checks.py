"""The page of checks: read by those who read records, accepted by the presidium staff."""

from congress.common.models import AcceptedFinding
from tests.permissions.table import Row, back_office

READ = back_office(staff=200, auditor=200)


def _group(town):
    return town.people["leader"].deputy.led_groups.get()


ROWS = [
    Row("admin:consistency", get=READ, post=READ),
    Row(
        "admin:consistency_accept",
        args=lambda town: ["group-below-three", f"group:{_group(town).pk}"],
        get=back_office(staff=200),
        post=back_office(staff=302),
        data={"sentence": "新洲代表小组有1名代表，不足3名。", "reason": "年底前调整"},
    ),
    Row(
        "admin:consistency_accept",
        args=lambda town: ["role-after-mandate", "role:1"],
        get=back_office(office=302, chair=404),
        post=back_office(office=302, chair=404),
        note="about accounts, which the chair doesn't see",
    ),
    Row(
        "admin:consistency_list_again",
        args=lambda town: [AcceptedFinding.objects.get().pk],
        get=back_office(staff=200),
        post=back_office(staff=302),
    ),
]
