"""Work reports in the search: their text for everybody once they are released."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from congress.common.admin_links import change_address
from congress.common.registry import SearchGroup, SearchHit
from congress.common.text_search import SearchQuery, plain_contains, snippet, text_contains
from congress.documents.models import ReportSection, WorkReport


def public_groups(query: SearchQuery) -> Iterable[SearchGroup]:
    """Of each session the newest edition that is out; its public text and nothing else."""
    reports = WorkReport.objects.latest_editions().filter(text_contains(query))

    def hit(report: WorkReport) -> SearchHit:
        return SearchHit(
            report.title,
            reverse("documents:report", args=[report.public_id]),
            snippet(report.public_text or report.title, query),
            report.session.short_name,
            report.delivered_on,
        )

    rows = reports.with_list_relations().defer("frozen", "search_text")
    return [SearchGroup.of(30, "工作报告", rows, hit)]


def office_groups(query: SearchQuery, user: Any) -> Iterable[SearchGroup]:
    """Also drafts, by what is written in them."""
    sections = ReportSection.objects.filter(plain_contains(query, "heading", "text"))
    own = Q(Exists(sections.filter(report=OuterRef("pk"))))
    reports = WorkReport.objects.visible_to(user).filter(text_contains(query) | own)

    def hit(report: WorkReport) -> SearchHit:
        note = f"{report.session.short_name}，{report.get_status_display()}"
        return SearchHit(report.title, change_address(report), note=note)

    rows = reports.with_list_relations().without_texts()
    return [SearchGroup.of(90, "工作报告", rows, hit, icon="description")]
