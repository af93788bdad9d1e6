"""Pages for everybody. They can be read and nothing else."""

from proposals.models import HandlingReport, Proposal, Publication
from supervision.models import FieldWork, SupervisionPlan, SupervisionProject
from tests.permissions.table import EVERYBODY, NOBODY, Row, codes


def _report(report):
    return [report.session.public_id, report.public_id]


ROWS = [
    Row("home", get=EVERYBODY, post=NOBODY),
    Row("search", get=EVERYBODY, post=NOBODY, query=lambda town: "?q=代表"),
    Row("presidium", get=EVERYBODY, post=NOBODY),
    Row("deputies:index", get=EVERYBODY, post=NOBODY),
    Row(
        "deputies:deputy",
        args=lambda town: [town.deputy.public_id],
        get=codes(404),
        post=NOBODY,
        note="while the town doesn't publish its deputies",
    ),
    Row("proposals:index", get=EVERYBODY, post=NOBODY),
    Row(
        "proposals:outcome",
        args=lambda town: [Publication.objects.get().proposal.public_id],
        get=EVERYBODY,
        post=NOBODY,
    ),
    Row(
        "proposals:outcome",
        args=lambda town: [Proposal.objects.get(status="adopted").public_id],
        get=codes(404),
        post=NOBODY,
        note="that isn't published",
    ),
    Row(
        "proposals:handling",
        args=lambda town: [Publication.objects.get().proposal.session.public_id],
        get=EVERYBODY,
        post=NOBODY,
    ),
    Row(
        "proposals:handling-report",
        args=lambda town: _report(HandlingReport.objects.get()),
        get=EVERYBODY,
        post=NOBODY,
    ),
    Row("supervision:index", get=EVERYBODY, post=NOBODY),
    Row("supervision:records", get=EVERYBODY, post=NOBODY),
    Row(
        "supervision:project",
        args=lambda town: [SupervisionProject.objects.get().public_id],
        get=codes(404),
        post=NOBODY,
        note="that isn't released",
    ),
    Row(
        "supervision:record",
        args=lambda town: ["field-work", FieldWork.objects.get().public_id],
        get=codes(404),
        post=NOBODY,
        note="that isn't released",
    ),
    Row(
        "supervision:plan",
        args=lambda town: [SupervisionPlan.objects.get().public_id],
        get=codes(404),
        post=NOBODY,
        note="that isn't released",
    ),
    Row("documents:reports", get=EVERYBODY, post=NOBODY),
    Row(
        "documents:report",
        args=lambda town: [town.released.public_id],
        get=EVERYBODY,
        post=NOBODY,
    ),
    Row(
        "documents:report",
        args=lambda town: [town.draft.public_id],
        get=codes(404),
        post=NOBODY,
        note="that isn't released",
    ),
    Row(
        "documents:report-pdf",
        args=lambda town: [town.released.public_id],
        get=EVERYBODY,
        post=NOBODY,
    ),
    Row(
        "documents:report-pdf",
        args=lambda town: [town.draft.public_id],
        get=codes(404),
        post=NOBODY,
        note="that isn't released",
    ),
    Row("text-size", get=codes(302), post=NOBODY),
    Row("favicon.ico", path="/favicon.ico", get=codes(302), post=NOBODY),
]
