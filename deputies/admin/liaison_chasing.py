"""The page with the text for WeChat: choose whom, select, copy, paste."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from unfold.widgets import UnfoldAdminSelectWidget

from congress.common.messaging.mail import absolute
from congress.township.models import CongressTerm, Township
from deputies.chasing import chased, chasing_texts
from deputies.models import Deputy, DeputyGroup, LiaisonPlan, LiaisonTask, Mandate, TaskKind
from deputies.permissions import can_manage_plan
from deputies.querysets import LiaisonTaskQuerySet

_SOON = dt.timedelta(days=7)
_EVERYBODY = "全部"


class ChasingForm(forms.Form):
    """What the text is about. All of it stands in the address, so that the page can be kept."""

    due = forms.ChoiceField(
        choices=[("", "没有办好的"), ("week", "逾期和7天内到期的"), ("late", "只要逾期的")],
        required=False,
        label="哪些任务",
        widget=UnfoldAdminSelectWidget,
    )
    kind = forms.ChoiceField(
        choices=[("", _EVERYBODY), *TaskKind.choices],
        required=False,
        label="种类",
        widget=UnfoldAdminSelectWidget,
    )
    group = forms.ModelChoiceField(
        DeputyGroup.objects.none(),
        required=False,
        empty_label=_EVERYBODY,
        label="办理人的小组",
        widget=UnfoldAdminSelectWidget,
    )
    member = forms.ModelChoiceField(
        Deputy.objects.none(),
        required=False,
        empty_label=_EVERYBODY,
        label="主席团成员",
        widget=UnfoldAdminSelectWidget,
    )
    by = forms.ChoiceField(
        choices=[("", "合成一段"), ("group", "每个小组一段")],
        required=False,
        label="怎样分段",
        widget=UnfoldAdminSelectWidget,
    )
    plan = forms.ModelChoiceField(
        LiaisonPlan.objects.all(), required=False, widget=forms.HiddenInput
    )
    task = forms.ModelChoiceField(
        LiaisonTask.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        to_field_name="public_id",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = CongressTerm.objects.current(timezone.localdate())
        self._offer("group", DeputyGroup.objects.filter(term=term))
        members = Deputy.objects.filter(led_liaison_tasks__isnull=False).distinct()
        self._offer("member", members.in_stroke_order())

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def tasks(self, day: dt.date) -> LiaisonTaskQuerySet:
        """The tasks that were chosen."""
        chosen = self.cleaned_data
        found = LiaisonTask.objects.all()
        if chosen["due"] == "late":
            found = found.overdue(on=day)
        elif chosen["due"] == "week":
            found = found.filter(due_on__lte=day + _SOON)
        if chosen["kind"]:
            found = found.filter(kind=chosen["kind"])
        if chosen["group"]:
            mandates = Mandate.objects.township().serving(on=day).filter(group=chosen["group"])
            found = found.filter(assignee__in=mandates.values("deputy"))
        if chosen["member"]:
            found = found.filter(member=chosen["member"])
        if chosen["plan"]:
            found = found.filter(plan=chosen["plan"])
        if chosen["task"]:
            found = found.filter(pk=chosen["task"].pk)
        return found

    @property
    def subject(self) -> str:
        """The plan or the task that the page was opened from."""
        if not self.is_valid():
            return ""
        chosen = self.cleaned_data
        return str(chosen["task"] or (f"《{chosen['plan']}》" if chosen["plan"] else ""))


@require_safe
def chasing_page(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """Filters above, one box of text or one a group below."""
    if not can_manage_plan(request.user):
        raise PermissionDenied
    form, day = ChasingForm(request.GET), timezone.localdate()
    texts = []
    if form.is_valid():
        texts = chasing_texts(
            chased(form.tasks(day), day),
            day,
            by_group=form.cleaned_data["by"] == "group",
            sender=f"{Township.objects.first() or ''}人大办",
            address=absolute(reverse("desk")) or request.build_absolute_uri(reverse("desk")),
        )
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "催办文字",
        "opts": model_admin.model._meta,
        "form": form,
        "texts": texts,
        "all_url": reverse("admin:deputies_liaisontask_chasing"),
    }
    return TemplateResponse(request, "admin/deputies/chasing.html", context)
