"""The public pages of the annual work reports. Only what was released is here."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from congress.common.downloads import public_file
from congress.documents.models import WorkReport
from congress.documents.report_content import public_content
from congress.documents.report_files import file_name, public_report_pdf


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Covers to open, newest first; of each session the latest edition."""
    reports = WorkReport.objects.latest_editions().with_list_relations().without_texts()
    return render(request, "documents/public_reports.html", {"reports": reports})


@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a released report, as it was frozen."""
    found = _released_or_404(public_id)
    newer = (
        WorkReport.objects.released()
        .filter(session=found.session_id, edition__gt=found.edition)
        .only("public_id", "edition")
        .order_by("-edition")
        .first()
    )
    content = public_content(dict(found.frozen))
    return render(
        request,
        "documents/public_report.html",
        {"report": found, "content": content, "newer": newer},
    )


@require_safe
def report_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF for the public, byte for byte as it was stored."""
    found = _released_or_404(public_id)
    return public_file(public_report_pdf(found), file_name(found))


def _released_or_404(public_id: str) -> WorkReport:
    """Also the back office finds only released reports here: the page shows what all see."""
    reports = WorkReport.objects.visible_to(AnonymousUser()).with_list_relations()
    return get_object_or_404(reports, public_id=public_id)
