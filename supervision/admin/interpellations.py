"""Interpellations: submitted from the movers' paper, then led on by steps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin, VersionedForm
from congress.common.attachments.admin import AttachmentPages
from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import in_force
from congress.township.models import Organ, Session
from congress.township.models.units import OrganKind
from deputies.models import Deputy
from proposals.admin.stepping.fields import DayInput
from supervision.admin.entered import KeyedList, ReleasedFilter, YearFilter
from supervision.admin.interpellation_steps import PAGES
from supervision.admin.releasing import released_words
from supervision.admin.steps import RecordSteps
from supervision.enums import InterpellationState
from supervision.models import Interpellation, SupervisionSettings
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.services.questions import require_submittable, submit_interpellation

_LABELS: dict[str, str] = {
    **dict.fromkeys(InterpellationState.values, ""),
    InterpellationState.SUBMITTED: "warning",
    InterpellationState.HANDED_OVER: "info",
    InterpellationState.ANSWERED: "info",
    InterpellationState.ASKED_AGAIN: "warning",
    InterpellationState.CLOSED: "success",
}


class InterpellationForm(VersionedForm):
    """Offers the deputies in office of the session's term, each with a box."""

    movers: Any = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="联名的代表",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "mover-boxes"}),
        error_messages={
            "required": "请勾选联名的代表。",
            "invalid_choice": "勾选的代表里有不是这一届在任代表的，请重新勾选。",
            "invalid_pk_value": "勾选的代表有变动，请重新勾选。",
        },
    )

    class Meta:
        model = Interpellation
        fields: ClassVar = ("session", "submitted_on", "unit", "title", "content", "movers")
        widgets: ClassVar = {
            "submitted_on": DayInput(),
            "session": UnfoldAdminSelectWidget(),
            "unit": UnfoldAdminSelectWidget(),
            "content": UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" not in self.fields:  # a reader's page
            self.fields.pop("movers", None)
            return
        session = self._session()
        movers: Any = self.fields["movers"]
        unit: Any = self.fields["unit"]
        sessions: Any = self.fields["session"]
        term = session.term if session else None
        on = self._day(session)
        offered = Deputy.objects.serving(on=on, term=term).in_stroke_order()
        movers.queryset = offered.select_related("village")
        movers.label_from_instance = _told_apart(offered)
        least = SupervisionSettings.load().interpellation_movers
        movers.help_text = f"列出的是这一届在任的代表，要{least}人以上（组织法第二十四条）。"
        governments = Organ.objects.filter(in_force(on), kind=OrganKind.GOVERNMENT)
        unit.queryset = governments
        unit.empty_label = None
        sessions.queryset = Session.objects.select_related("term").order_by(
            "-term__ordinal", "-ordinal"
        )
        if not self.is_bound and session is not None:
            self.initial.setdefault("session", session.pk)
            self.initial.setdefault("submitted_on", on)

    def _session(self) -> Session | None:
        key = number_in(self.data.get("session") if self.is_bound else self.initial.get("session"))
        rows = Session.objects.select_related("term")
        found = rows.filter(pk=key).first() if key is not None else None
        begun = rows.filter(starts_on__started_by=timezone.localdate())
        return found or begun.order_by("-starts_on", "-pk").first()

    def _day(self, session: Session | None) -> dt.date:
        """In office on which day: today while the session lasts, else its last day."""
        today = timezone.localdate()
        if session is None or session.starts_on is None:
            return today
        ends = (session.ends_on or session.starts_on).latest()
        return min(today, ends)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = cleaned if cleaned is not None else self.cleaned_data
        names = ("session", "unit", "submitted_on", "movers")
        if not self.errors and all(values.get(name) for name in names):
            try:
                require_submittable(
                    session=values["session"],
                    unit=values["unit"],
                    movers=list(values["movers"]),
                    day=values["submitted_on"],
                )
            except RuleViolation as error:
                self.add_error(None, error.message)
        return cleaned


def _told_apart(offered: Any) -> Any:
    """Namesakes with their villages."""
    names = Counter(offered.order_by().values_list("name", flat=True))

    def label(person: Deputy) -> str:
        is_clear = names[person.name] < 2 or person.village is None
        return str(person) if is_clear else f"{person}（{person.village}）"

    return label


@dataclass(frozen=True)
class Line:
    """What happened on a day."""

    on: dt.date
    text: str
    detail: list[str] = field(default_factory=list)


@admin.register(Interpellation)
class InterpellationAdmin(RecordSteps, AttachmentPages, KeyedList, PortalModelAdmin):
    """What was submitted stays as it is; the steps alone lead on."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-demands.css")}

    form = InterpellationForm
    step_pages = PAGES
    change_form_outer_after_template = "admin/supervision/interpellation_below.html"
    actions_detail = ("attachments_page",)
    year_column = "submitted_on"
    list_display = ("title", "session", "submitted_on", "number_movers", "state_shown")
    list_select_related = ("session__term", "unit")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("session", RelatedDropdownFilter),
        YearFilter,
        ReleasedFilter,
    )
    search_fields = ("title", "content", "movers__name")
    search_help_text = "问题、内容、联名的代表"
    ordering = ("-submitted_on", "-pk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The movers of one that was submitted stand below, with what happened."""
        fields = ["session", "submitted_on", "unit", "title", "content"]
        return fields if obj else [*fields, "movers"]

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What ten deputies signed isn't corrected; it is withdrawn and brought anew."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Withdrawn with a reason instead."""
        return False

    def list_rows(self) -> QuerySet[Any]:
        rows = Interpellation.objects.select_related(*self.list_select_related).defer("content")
        counted: QuerySet[Any] = rows.annotate(mover_count=Count("movers"))
        return counted

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interpellation]:
        rows: Any = Interpellation.objects.visible_to(request.user)
        rows = rows.select_related("session__term", "unit", "meeting__term", "released_by")
        return rows.prefetch_related("movers").order_by(*self.ordering)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        names = ("session", "unit", "title", "content", "submitted_on")
        values = {name: form.cleaned_data[name] for name in names}
        movers = list(form.cleaned_data["movers"])
        stored = submit_interpellation(actor=request.user, movers=movers, **values)
        # The page goes on with the record that the service wrote.
        obj.__dict__.update({name: stored.__dict__[name] for name in ("id", "version")})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The movers are stored with the record."""

    def state_of(self, record: Interpellation) -> dict[str, str]:
        state = f"现在是“{record.get_state_display()}”。"
        return {"text": state + released_words(record)}

    def page_context(self, request: HttpRequest, record: Interpellation) -> dict[str, Any]:
        return {"lines": _lines(record)}

    @display(description="联名")
    def number_movers(self, row: Any) -> str:
        return f"{row.mover_count}人"

    @display(description="状态", ordering="state", label=_LABELS)
    def state_shown(self, row: Interpellation) -> Any:
        return row.state, row.get_state_display()


def _lines(row: Interpellation) -> list[Line]:
    """What happened, in plain words."""
    movers = "、".join(str(person) for person in row.movers.all())
    lines = [Line(row.submitted_on, f"代表联名提出，质询{row.unit}", [f"联名：{movers}"])]
    if row.handed_over_on is not None:
        at = f"{row.meeting}决定，" if row.meeting else ""
        lines.append(Line(row.handed_over_on, f"{at}交{row.unit}答复"))
    for answer in row.answers.all():
        again = f"第{answer.order}次" if answer.order > 1 else ""
        said = [answer.answer]
        if answer.dissatisfied is not None:
            said.append(f"联名的代表里{answer.dissatisfied}人不满意。")
        who = f"{answer.answered_by}{again}{answer.get_form_display()}"
        lines.append(Line(answer.answered_on, who, said))
    if row.state == InterpellationState.ASKED_AGAIN:
        lines.append(Line(lines[-1].on, "半数以上不满意，要求再答复"))
    if row.closed_on is not None:
        withdrawn = row.state == InterpellationState.WITHDRAWN
        reason = [row.withdrawn_because] if withdrawn else []
        lines.append(Line(row.closed_on, "撤回" if withdrawn else "办结", reason))
    return lines
