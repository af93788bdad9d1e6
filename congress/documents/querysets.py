"""Which reports: those that are out, and those a user may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Subquery

from congress.common.permissions import can_view_records
from congress.documents.enums import ReportStatus

if TYPE_CHECKING:
    from congress.documents.models import WorkReport  # noqa: F401  named in quotes below


class WorkReportQuerySet(models.QuerySet["WorkReport"]):
    """Work reports in the words of the field."""

    def released(self) -> WorkReportQuerySet:
        return self.filter(status=ReportStatus.RELEASED)

    def latest_editions(self) -> WorkReportQuerySet:
        """Of each session only the newest of these editions' released ones."""
        newest = self.model._default_manager.filter(
            session=OuterRef("session"), status=ReportStatus.RELEASED
        ).order_by("-edition")
        return self.released().filter(pk=Subquery(newest.values("pk")[:1]))

    def visible_to(self, user: Any) -> WorkReportQuerySet:
        """All of them for the back office, the released ones for everybody else."""
        return self if can_view_records(user) else self.released()

    def without_texts(self) -> WorkReportQuerySet:
        """Lists show none of the long texts: they stay where they are."""
        return self.defer("frozen", "public_text", "search_text")

    def with_list_relations(self) -> WorkReportQuerySet:
        return self.select_related("session__term")
