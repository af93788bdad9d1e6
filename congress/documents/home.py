"""The latest released work report on the public home page, as a cover to open."""

from collections.abc import Iterable

from django.http import HttpRequest

from congress.common.registry import HomeSection
from congress.documents.models import WorkReport


def sections(request: HttpRequest) -> Iterable[HomeSection]:
    """One section, or none while no report is out."""
    reports = WorkReport.objects.latest_editions().with_list_relations().without_texts()
    latest = reports.first()
    if latest is None:
        return []
    return [HomeSection(30, "documents/home_report.html", {"report": latest})]
