"""Documents of more proposals than somebody should have to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.jobs import JobKind, JobResult, start_job
from congress.common.models import Job
from congress.common.permissions import can_view_records
from congress.documents.joining import join_pdfs
from proposals.documents.kinds import Document, document_of
from proposals.documents.rows import NothingToPrint, printed
from proposals.models import Proposal

SLUG = "proposal-documents"


class ProposalDocuments(JobKind):
    """``parameters``: {"document": slug, "proposals": [primary key, …] in order}."""

    counter = "批"

    def can_start(self, user: Any) -> bool:
        return can_view_records(user)

    def units(self, job: Job) -> list[str]:
        count = len(job.parameters["proposals"])
        return [str(first) for first in range(0, count, _document(job).step or count or 1)]

    def run_unit(self, job: Job, key: str) -> bytes | None:
        document, first = _document(job), int(key)
        keys = job.parameters["proposals"]
        step = keys[first : first + document.step] if document.step else keys
        rows = Proposal.objects.visible_to(job.created_by).filter(pk__in=step)
        proposals = printed(rows)
        if not proposals:
            return None
        try:
            return document.pdf(proposals, printed_on=timezone.localdate())
        except NothingToPrint:
            if document.step is None:
                raise
            return None  # the others may have something

    def finish(self, job: Job, outputs: Sequence[bytes]) -> JobResult:
        document = _document(job)
        if not outputs:
            raise RuleViolation(f"没有可打印的{document.name}：选的件里没有，或者已经不在了。")
        file, pages = join_pdfs(outputs, title=document.name)
        return JobResult(f"{document.name}做好了，共{pages}页。", file, f"{document.name}.pdf")

    def link(self, job: Job) -> tuple[str, str]:
        return "议案建议", reverse("admin:proposals_proposal_changelist")


def print_in_background(document: Document, proposals: Sequence[Any], *, actor: Any) -> Job:
    """Have a document of these made; they come in the order of ``printed``."""
    keys = [proposal.pk for proposal in proposals]
    title = f"打印{document.name}：{len(keys)}件"
    parameters = {"document": document.slug, "proposals": keys}
    return start_job(SLUG, title=title, parameters=parameters, actor=actor)


def _document(job: Job) -> Document:
    return document_of(job.parameters["document"])
