"""Plans and projects of supervision in the back office."""

from congress.common.models import SavedFilter
from supervision.models import (
    Instalment,
    PlanItem,
    QualityCheck,
    SupervisionPlan,
    SupervisionProject,
)
from tests.permissions.table import Row, back_office

STAFF = back_office(staff=200)
READ = back_office(staff=200, auditor=200)


def _plan(town):
    return [SupervisionPlan.objects.earliest("pk").pk]


def _item(town):
    return [PlanItem.objects.earliest("pk").pk]


def _project(town):
    return [SupervisionProject.objects.earliest("pk").pk]


def _part(model):
    return lambda town: [model.objects.earliest("pk").pk]


def _filter(town):
    kept, _ = SavedFilter.objects.get_or_create(
        owner=town.people["office"],
        page="supervision_supervisionproject_changelist",
        name="欠款的",
        query="standing=arrears",
        is_shared=True,
    )
    return [kept.pk]


ROWS = [
    Row("admin:supervision_overview", get=READ, post=READ),
    Row(
        "admin:supervision_supervisionproject_step",
        args=lambda town: [*_project(town), "progress"],
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:supervision_supervisionproject_attachments_page",
        args=_project,
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:supervision_supervisionproject_overview_link",
        get=back_office(staff=302, auditor=302),
        post=back_office(staff=302, auditor=302),
    ),
    Row(
        "admin:supervision_supervisionproject_keep_filter",
        get=READ,
        post=back_office(staff=302, auditor=302),
        query=lambda town: "?standing=arrears",
        data={"name": "要催的"},
    ),
    Row(
        "admin:supervision_supervisionproject_change_filter",
        args=_filter,
        get=STAFF,
        post=back_office(staff=302),
        data={"name": "欠着的", "is_shared": "on"},
        note="shared",
    ),
    Row(
        "admin:supervision_supervisionproject_drop_filter",
        args=_filter,
        get=STAFF,
        post=back_office(staff=302),
        note="shared",
    ),
    Row(
        "admin:supervision_instalment_attachments_page",
        args=_part(Instalment),
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:supervision_qualitycheck_attachments_page",
        args=_part(QualityCheck),
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:supervision_supervisionplan_step",
        args=lambda town: [*_plan(town), "agree"],
        get=STAFF,
        post=back_office(staff=302),
    ),
    Row("admin:supervision_supervisionplan_attachments_page", args=_plan, get=STAFF, post=STAFF),
    Row(
        "admin:supervision_planitem_step",
        args=lambda town: [*_item(town), "drop"],
        get=STAFF,
        post=STAFF,
    ),
]
