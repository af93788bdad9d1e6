"""Meetings of the presidium: a small record, and below it what it presses for and decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin, VersionedForm
from congress.common.attachments.admin import AttachmentPages
from congress.common.templatetags.portal import cn_date
from congress.township.admin.filters import TermFilter
from deputies.admin.districts import current_term_initial
from deputies.models import Deputy, PresidiumMeeting
from deputies.permissions import can_change_meeting, can_view_meeting
from proposals.admin.at_meeting import shown_below
from proposals.admin.stepping.fields import DayInput
from proposals.presidium import members


class MeetingForm(VersionedForm):
    """Offers the members of the presidium; who was not in office on that day is refused."""

    chaired_by = forms.ModelChoiceField(
        Deputy.objects.none(),
        label="主持人",
        required=False,
        empty_label="请选主持人",
        widget=UnfoldAdminSelectWidget(),
        error_messages={"invalid_choice": "主持人要是这一届的主席团成员，请重新选。"},
    )
    present: Any = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="出席人",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="列出的是这一届的主席团成员，出席的打勾。",
        error_messages={"invalid_choice": "出席人里有不是这一届主席团成员的，请重新勾选。"},
    )

    class Meta:
        model = PresidiumMeeting
        fields: ClassVar = ("term", "held_on", "place", "chaired_by", "present", "decisions")
        widgets: ClassVar = {"held_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "present" not in self.fields:  # a reader's page
            return
        term = self._term()
        known = Q(pk__in=members(term).order_by().values("pk")) | Q(pk__in=self._recorded())
        offered = Deputy.objects.filter(known)
        present, chaired_by = self.fields["present"], self.fields["chaired_by"]
        present.queryset = chaired_by.queryset = offered.order_by("stroke_key", "pk")  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial.setdefault("held_on", timezone.localdate())
            today = members(term, timezone.localdate())
            self.initial.setdefault("present", [deputy.pk for deputy in today])

    def _term(self) -> int | None:
        sent = number_in(self.data.get("term")) if self.is_bound else None
        if sent is not None:
            return sent
        return self.instance.term_id or current_term_initial().get("term")

    def _recorded(self) -> list[int]:
        if not self.instance.pk:
            return []
        there = list(self.instance.present.values_list("pk", flat=True))
        return [*there, *([self.instance.chaired_by_id] if self.instance.chaired_by_id else [])]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = cleaned if cleaned is not None else self.cleaned_data
        present, chair = list(values.get("present") or ()), values.get("chaired_by")
        day, term = values.get("held_on"), values.get("term")
        if present and chair is not None and chair not in present:
            self.add_error("chaired_by", f"主持人{chair}没有勾在出席人里，请核对。")
        if day is not None and term is not None:
            serving = set(members(term, day))
            away = [deputy for deputy in present if deputy not in serving]
            if away:
                names = "、".join(str(deputy) for deputy in away)
                self.add_error(
                    "present",
                    ValidationError(f"{names}在{cn_date(day)}不是主席团成员，请核对日期或出席人。"),
                )
        return cleaned


@admin.register(PresidiumMeeting)
class PresidiumMeetingAdmin(AttachmentPages, PortalModelAdmin):
    """What was decided on single proposals comes from their steps and is listed below."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css",)}

    form = MeetingForm
    list_display = ("held_on", "place", "chaired_by", "number_present", "number_decided")
    list_select_related = ("term", "chaired_by")
    list_filter = (TermFilter,)
    search_fields = ("place", "decisions", "present__name")
    search_help_text = "地点、议定事项、出席人姓名"
    ordering = ("-held_on", "-pk")
    fields = ("term", "held_on", "place", "chaired_by", "present", "decisions")
    actions_detail = ("attachments_page",)
    change_form_outer_after_template = "admin/proposals/meeting_below.html"

    def can_view(self, user: Any) -> bool:
        return can_view_meeting(user)

    def can_edit(self, user: Any) -> bool:
        return can_change_meeting(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PresidiumMeeting]:
        rows = super().get_queryset(request).select_related("term", "chaired_by")
        return rows.annotate(
            present_count=Count("present", distinct=True),
            decided_count=Count("steps__proposal", distinct=True),
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**current_term_initial(), **super().get_changeform_initial_data(request)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What it has to press for, and what was pressed for and decided, stands below."""
        key = number_in(object_id) if object_id else None
        meeting = PresidiumMeeting.objects.filter(pk=key).first() if key is not None else None
        if meeting is not None and self.can_view(request.user):
            extra_context = {**(extra_context or {}), **shown_below(meeting, request.user)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    @display(description="出席")
    def number_present(self, meeting: Any) -> str:
        return f"{meeting.present_count}人" if meeting.present_count else "未录"

    @display(description="决定的议案")
    def number_decided(self, meeting: Any) -> str:
        return f"{meeting.decided_count}件" if meeting.decided_count else ""
