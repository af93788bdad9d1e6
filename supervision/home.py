"""What the public home page says of supervision: how the supervised projects are doing."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection, PublicPlace
from supervision.models import SupervisionSettings
from supervision.public.shown import latest, project_line, public_projects

_PROJECTS = 3


def places() -> list[PublicPlace]:
    """The public pages, where the town shows them."""
    if not SupervisionSettings.load().publishes_supervision:
        return []
    return [PublicPlace(25, "supervision:index", "监督工作")]


def sections(request: HttpRequest) -> list[HomeSection]:
    """办得怎么样？ Up to three projects as three bars each; else the latest of what was done."""
    if not SupervisionSettings.load().publishes_supervision:
        return []
    today = timezone.localdate()
    lines = [project_line(project, today) for project in public_projects()[:_PROJECTS]]
    entries = [] if lines else latest(_PROJECTS)
    if not lines and not entries:
        return []
    data = {"lines": lines, "entries": entries, "on": today}
    return [HomeSection(24, "supervision/home_projects.html", data)]
