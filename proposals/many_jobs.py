"""The same for so many proposals that nobody should wait for it: one after the other, in a job.

Each proposal is one step of the job, done exactly once, and refused for itself alone.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import Font

from congress.common.cells import safe_for_export
from congress.common.jobs import JobKind, JobResult, start_job
from congress.common.models import Job
from proposals.models import Proposal
from proposals.permissions import can_decide_proposal
from proposals.querysets import BY_SESSION
from proposals.services import many
from proposals.services.acting import require
from proposals.services.many import Result

SLUG = "proposal-many"
# What a page does while somebody waits.
AT_ONCE = 20
# Of the sentence at the end; the file has all.
_SENTENCE = 500


@dataclass(frozen=True)
class Repeated:
    """``do(proposals, values, actor)``; ``values`` are plain, so that a job can keep them."""

    label: str
    do: Callable[[Sequence[Proposal], Mapping[str, Any], Any], Result]


def _publish(proposals: Sequence[Proposal], values: Mapping[str, Any], actor: Any) -> Result:
    return many.publish_many(proposals, actor=actor, with_personal_data=values["with_data"])


def _remind(proposals: Sequence[Proposal], values: Mapping[str, Any], actor: Any) -> Result:
    on = dt.date.fromisoformat(values["on"])
    return many.remind_many(proposals, actor=actor, how=values["how"], on=on)


def _press(proposals: Sequence[Proposal], values: Mapping[str, Any], actor: Any) -> Result:
    return many.press_many(
        proposals,
        actor=actor,
        pressed_on=dt.date.fromisoformat(values["pressed_on"]),
        form=values["form"],
        content=values["content"],
    )


REPEATED: dict[str, Repeated] = {
    "publish": Repeated("公开", _publish),
    "remind": Repeated("提醒评价", _remind),
    "press": Repeated("催办", _press),
}


def do_many_in_background(
    slug: str, proposals: Sequence[Proposal], values: Mapping[str, Any], *, actor: Any
) -> Job:
    """Start it; the page of the job tells how far it is, and what was refused."""
    parameters = {"what": slug, "proposals": [p.pk for p in proposals], "values": dict(values)}
    title = f"{REPEATED[slug].label}{len(proposals)}件议案建议"
    return start_job(SLUG, title=title, parameters=parameters, actor=actor)


class ManyProposals(JobKind):
    """``parameters``: {"what": slug, "proposals": [primary key, …], "values": {…}}."""

    counter = "件"

    def can_start(self, user: Any) -> bool:
        return can_decide_proposal(user)

    def units(self, job: Job) -> list[str]:
        return [str(key) for key in job.parameters["proposals"]]

    def run_unit(self, job: Job, key: str) -> bytes:
        """Whether it was done, and why not: {"pk": …, "refused": sentence or ""}."""
        require(can_decide_proposal(job.created_by))
        rows = list(Proposal.objects.visible_to(job.created_by).filter(pk=int(key)))
        if not rows:
            return _noted(int(key), "这一件已经不在了。")
        repeated = _of(job)
        done, refused = repeated.do(rows, job.parameters["values"], job.created_by)
        return _noted(int(key), "" if done else "".join(refused))

    def finish(self, job: Job, outputs: Sequence[bytes]) -> JobResult:
        """How many were done; of each other why not, as far as a sentence holds them."""
        label = _of(job).label
        notes = [json.loads(output) for output in outputs]
        refused = [note["refused"] for note in notes if note["refused"]]
        done = len(notes) - len(refused)
        said = f"已{label}{done}件。" if done else f"没有{label}。"
        if not refused:
            return JobResult(said)
        said += f"没有{label}的{len(refused)}件，每件的原因都在文件里。"
        for sentence in refused:
            if len(said) + len(sentence) > _SENTENCE:
                break
            said += sentence
        return JobResult(said, _sheet(label, notes), f"{label}的结果.xlsx")

    def link(self, job: Job) -> tuple[str, str]:
        return "议案建议", reverse("admin:proposals_proposal_changelist")


def _of(job: Job) -> Repeated:
    return REPEATED[job.parameters["what"]]


def _noted(key: int, refused: str) -> bytes:
    return json.dumps({"pk": key, "refused": refused}).encode()


def _sheet(label: str, notes: Sequence[Mapping[str, Any]]) -> bytes:
    """A line for each, as in the register: its number, its title, and what became of it."""
    because = {note["pk"]: note["refused"] for note in notes}
    rows = Proposal.objects.filter(pk__in=because).select_related("session__term", "term")
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "结果"
    sheet.append(["编号", "案由", "结果", "原因"])
    for proposal in rows.order_by(*BY_SESSION).defer("search_text", "grounds", "measures"):
        why_not = because[proposal.pk]
        result = f"没有{label}" if why_not else f"已{label}"
        cells = (proposal.number_label, proposal.title, result, why_not)
        sheet.append([safe_for_export(cell) for cell in cells])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCD", (12, 50, 16, 80), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
