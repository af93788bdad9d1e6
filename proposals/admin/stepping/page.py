"""What a step of the office is: the button, its page, the service, what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from proposals.admin.stepping.fields import StepForm
from proposals.admin.stepping.situation import Situation
from proposals.enums import ProposalStatus, ProposalStep
from proposals.models import Proposal
from proposals.workflow import allows

Doing = Callable[[Proposal, Any, Any], Any]
Saying = Callable[[Proposal], str]


def _always(now: Situation) -> bool:
    return True


def _nothing(now: Situation) -> list[str]:
    return []


def _no_objection(now: Situation) -> str:
    return ""


@dataclass(frozen=True)
class StepPage:
    """``do(proposal, form, actor)`` calls the service. ``main_in``: states in which it is usual.

    ``also`` is what has to hold beside the state for the button to be worth showing; ``notes``
    say on the page what the step is about; ``then`` is the page that usually comes next. What
    ``objects`` says stands on the page instead of its form.
    """

    slug: str
    label: str
    step: ProposalStep | None
    form: type[StepForm]
    sentence: str
    do: Doing
    done: Saying
    also: Callable[[Situation], Any] = _always
    main_in: Sequence[ProposalStatus] = ()
    then: str = ""
    notes: Callable[[Situation], list[str]] = _nothing
    in_columns: bool = False
    objects: Callable[[Situation], str] = _no_objection

    def is_possible(self, now: Situation) -> bool:
        """Whether the state allows it, and the rest as well."""
        allowed = self.step is None or allows(now.proposal, self.step)
        return allowed and bool(self.also(now))


def plain(service: Callable[..., Any], *names: str) -> Doing:
    """Call a service with what the form says under these names."""

    def do(proposal: Proposal, form: Any, actor: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in (*names, "seen_version")}
        return service(proposal, actor=actor, **values)

    return do


def said(sentence: str) -> Saying:
    """The same whatever became of it."""
    return lambda proposal: sentence
