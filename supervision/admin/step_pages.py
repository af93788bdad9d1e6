"""What a step of the office with a record of supervision is: the button, its page, the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction

from congress.common.attachments.forms import AttachmentsField
from congress.common.attachments.services import attach_files
from deputies.models import PresidiumMeeting
from proposals.admin.stepping.fields import records

Doing = Callable[[Any, Any, Any], Any]
Saying = Callable[[Any], str]
# Who sits down to enter a decision seldom looks for one of years ago.
_MEETINGS = 40


class StepForm(forms.Form):
    """Carries the version that was looked at; a step may need nothing else."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.actor = record, actor
        self.fields["seen_version"].initial = record.version
        for field in self.fields.values():
            if isinstance(field, AttachmentsField):
                field.prepare(actor)
        if "meeting" in self.fields:
            offered: Any = self.fields["meeting"]
            newest = PresidiumMeeting.objects.order_by("-held_on", "-pk").values("pk")[:_MEETINGS]
            offered.queryset = PresidiumMeeting.objects.filter(pk__in=newest).select_related("term")
        self.prepare()

    def prepare(self) -> None:
        """What depends on the record."""


def meeting_field(label: str = "主席团会议", **kwargs: Any) -> Any:
    """At which meeting of the presidium it was decided; the latest are offered."""
    kwargs.setdefault("required", False)
    return records(label, empty="请选会议" if kwargs["required"] else "没有上会", **kwargs)


def files_field(label: str = "扫描件") -> AttachmentsField:
    """What came on paper."""
    return AttachmentsField(label=label, offers_camera=False)


def _always(record: Any) -> bool:
    return True


def _never(record: Any) -> bool:
    return False


def _nothing(record: Any) -> list[str]:
    return []


@dataclass(frozen=True)
class StepPage:
    """``do(record, form, actor)`` calls the service; ``done`` says afterwards what happened.

    ``is_possible`` says whether the button is worth showing, ``is_main`` whether it is what
    usually comes next. ``notes`` say on the page what the step is about; ``then`` is the page that
    usually follows; ``title`` stands at the head of the page where the button is too short.
    """

    slug: str
    label: str
    form: type[StepForm]
    sentence: str
    do: Doing
    done: Saying | str
    is_possible: Callable[[Any], bool] = _always
    is_main: Callable[[Any], bool] = _never
    notes: Callable[[Any], list[str]] = _nothing
    then: str = ""
    title: str = ""
    button: str = ""

    def says(self, record: Any) -> str:
        """What is said when it is done."""
        return self.done if isinstance(self.done, str) else self.done(record)


def plain(service: Callable[..., Any], *names: str) -> Doing:
    """Call a service with what the form says under these names."""

    def do(record: Any, form: Any, actor: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in (*names, "seen_version")}
        return service(record, actor=actor, **values)

    return do


def with_scans(service: Callable[..., Any], *names: str) -> Doing:
    """The same; the scans go to what the service returns (a step, an extension's demand)."""

    def do(record: Any, form: Any, actor: Any) -> Any:
        with transaction.atomic():
            made = plain(service, *names)(record, form, actor)
            attach_files(made, form.cleaned_data["scans"], actor=actor, is_scan=True)
        return made

    return do


def in_states(*states: str) -> Callable[[Any], bool]:
    """Whether a record is in one of these states."""
    return lambda record: record.state in states


def by_slug(pages: Sequence[StepPage]) -> dict[str, StepPage]:
    """The pages by the last part of their addresses."""
    return {page.slug: page for page in pages}
