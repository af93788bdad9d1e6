"""Supervision in the back office: field work, demands, reports heard, questions, the county."""

from supervision.models import (
    Advice,
    CountyTask,
    Demand,
    FieldWork,
    Inquiry,
    Interpellation,
    Mediation,
    Referral,
    WorkReportHearing,
)
from tests.permissions.table import Row, back_office

STAFF = back_office(staff=200)
READ = back_office(staff=200, auditor=200)


def _key(model):
    return lambda town: [model.objects.earliest("pk").pk]


def _step(model, slug):
    return lambda town: [model.objects.earliest("pk").pk, slug]


def _files(model) -> Row:
    """The page that takes more files."""
    name = f"admin:supervision_{model._meta.model_name}_attachments_page"
    return Row(name, args=_key(model), get=STAFF, post=STAFF)


def _page(model, slug: str, note: str = "", code: int = 200) -> Row:
    """A button; an empty form comes back with what is missing."""
    name = f"admin:supervision_{model._meta.model_name}_step"
    answers = back_office(staff=code)
    return Row(name, args=_step(model, slug), get=answers, post=answers, note=note)


def _filters(model) -> list[Row]:
    name = f"admin:supervision_{model._meta.model_name}"
    keep = Row(
        f"{name}_keep_filter",
        get=READ,
        post=back_office(staff=302, auditor=302),
        query=lambda town: "?year=2026",
        data={"name": "今年的"},
    )
    # Nobody kept one: the office finds none, others may not look.
    none = back_office(staff=404, auditor=404)
    return [
        keep,
        Row(f"{name}_change_filter", args=lambda town: [999999], get=none, post=none),
        Row(f"{name}_drop_filter", args=lambda town: [999999], get=none, post=none),
    ]


ROWS = [
    *_filters(FieldWork),
    *_filters(Demand),
    *_filters(WorkReportHearing),
    _files(FieldWork),
    _files(Demand),
    _files(WorkReportHearing),
    _files(Advice),
    _files(Mediation),
    _files(Interpellation),
    _files(CountyTask),
    _files(Referral),
    _page(Advice, "release"),
    _page(Mediation, "release"),
    _page(Inquiry, "release"),
    _page(Interpellation, "hand-over"),
    _page(FieldWork, "draft-demands"),
    _page(WorkReportHearing, "opinions"),
    _page(Demand, "issue"),
    Row(
        "admin:supervision_demand_issue_many",
        query=lambda town: f"?ids={Demand.objects.earliest('pk').pk}",
        get=STAFF,
        post=STAFF,
    ),
]
