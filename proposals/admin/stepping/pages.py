"""All steps that the office can take with a proposal, by subject."""

from __future__ import annotations

from proposals.admin.stepping import (
    assigning,
    deciding,
    handling,
    pressing,
    publishing,
    rating,
    replying,
    reviewing,
    sponsoring,
)
from proposals.admin.stepping.page import StepPage
from proposals.admin.stepping.situation import Situation

# In this order the buttons stand on the page; the usual ones of the state come first.
_GROUPS: list[tuple[str, list[StepPage]]] = [
    ("审查", [*reviewing.FIRST, *deciding.PAGES, *reviewing.AFTERWARDS]),
    ("交办", assigning.PAGES),
    ("办理", handling.PAGES),
    ("答复", [*replying.PAGES, *rating.PAGES]),
    ("督办", pressing.PAGES),
    ("公开", publishing.PAGES),
    ("代表", sponsoring.PAGES),
]
PAGES: dict[str, StepPage] = {page.slug: page for _, pages in _GROUPS for page in pages}


def possible_pages(now: Situation) -> list[StepPage]:
    """What can be done now, the usual first."""
    found = [page for page in PAGES.values() if page.is_possible(now)]
    return sorted(found, key=lambda page: now.proposal.status not in page.main_in)


def grouped(pages: list[StepPage]) -> list[tuple[str, list[StepPage]]]:
    """The same under their subjects; subjects without a step are left out."""
    groups = [(title, [page for page in own if page in pages]) for title, own in _GROUPS]
    return [(title, own) for title, own in groups if own]
