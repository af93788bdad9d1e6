"""What was seen on the spot: the kind is chosen first, and the form asks what that kind needs."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from congress.common.admin import PortalModelAdmin, PortalTabularInline, VersionedForm
from congress.common.admin.reasons import reason_in
from congress.common.admin.saved_filters import SavesFilters
from congress.common.attachments.admin import AttachmentPages
from congress.common.conflicts import SEEN
from congress.common.exceptions import RuleViolation
from congress.common.text_search import search_query, text_contains
from deputies.models import Deputy
from supervision.admin.demand_rows import DemandRowsForm
from supervision.admin.entered import (
    SHORT_TEXTS,
    KeyedList,
    ReleasedFilter,
    UnitsFilter,
    YearFilter,
    demands_of,
    vague_today,
    with_mark,
)
from supervision.admin.printing import FIELD_WORK_PAPERS, PrintsFieldWork
from supervision.admin.releasing import released_words, releasing_pages
from supervision.admin.step_pages import StepPage
from supervision.admin.steps import RecordSteps
from supervision.enums import DemandKind, FieldWorkKind
from supervision.models import FieldWork, FocusPoint
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.services.drafting import draft_demands
from supervision.services.field_work import (
    Company,
    edit_field_work,
    record_field_work,
    require_sound,
)

Kind = FieldWorkKind
# What each kind of visit is, beside its name, where one is chosen.
_HINTS: dict[str, str] = {
    Kind.INSPECTION: "代表到现场看，写看到的情况和意见",
    Kind.LAW_CHECK: "检查一部法律法规执行得怎样",
    Kind.TRACKING: "跟着一个监督项目，看进度、质量、资金到位",
    Kind.SPECIAL: "对照检查重点，一条一条看有没有问题",
    Kind.SUPERIOR: "上级人大来视察，写来的机关和评价",
    Kind.RESEARCH: "围绕一个题目了解情况",
}
# The boxes that a kind asks for beside those that all have.
_OWN: dict[str, tuple[str, ...]] = {
    Kind.LAW_CHECK: ("law",),
    Kind.TRACKING: ("progress_words", "percent", "quality_words", "funds_words"),
    Kind.SUPERIOR: ("visitor", "level", "verdict", "verdict_words"),
}
_OWN_TITLE = {
    Kind.LAW_CHECK: "检查什么",
    Kind.TRACKING: "三个方面",
    Kind.SUPERIOR: "来视察的机关和评价",
}
_NEEDED = {
    Kind.LAW_CHECK: ("law", "执法检查，请写明检查哪部法律法规。"),
    Kind.TRACKING: ("project", "跟踪监督，请选是哪个监督项目。"),
    Kind.SUPERIOR: ("visitor", "上级视察，请写明是哪个机关来的。"),
}


class FieldWorkForm(VersionedForm):
    """Has the boxes of one kind; ``percent`` goes to the project's progress."""

    percent = forms.IntegerField(
        label="项目现在的进度（%）",
        required=False,
        min_value=0,
        max_value=100,
        widget=UnfoldAdminIntegerFieldWidget(),
        help_text="写了，就记到监督项目的进度里。空着不记。",
        error_messages={
            "invalid": "进度写0到100的整数。",
            "min_value": "进度写0到100。",
            "max_value": "进度写0到100。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        column, sentence = _NEEDED.get(kind or self.instance.kind, ("", ""))
        if column in self.fields:
            self.fields[column].required = True
            self.fields[column].error_messages["required"] = sentence

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                require_sound(self.instance)
            except RuleViolation as error:
                self.add_error(None, error.message)


class FocusPoints(PortalTabularInline):
    """What a special supervision looks for, one line a point."""

    model = FocusPoint
    fields = ("order", "words", "is_found", "finding", "correction")
    verbose_name_plural = "检查重点"
    formfield_overrides = SHORT_TEXTS

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)


class VisitDemandsForm(DemandRowsForm):
    """What a visit found: to be put right, or an opinion. Points that were found begin the rows."""

    kinds = (DemandKind.RECTIFICATION, DemandKind.INSPECTION_OPINION, DemandKind.DEPUTY_OPINION)

    def begun(self) -> list[dict[str, Any]]:
        found = [point for point in self.points() if point.is_found]
        if not found:
            return [{"content": self.record.findings}]
        return [
            {"title": point.words[:100], "content": point.finding, "focus_point": point.pk}
            for point in found
            if not point.demands.exists()
        ]

    def points(self) -> list[FocusPoint]:
        if not hasattr(self, "_points"):
            self._points = list(self.record.focus_points.all())
        return self._points

    def units(self) -> list[Any]:
        return list(self.record.units.all()[:2])


def _draft(work: FieldWork, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    draft_demands(work, data["wanted"], actor=actor, seen_version=data["seen_version"])


def _seen(work: FieldWork) -> list[str]:
    return [text for text in (work.findings, work.advice) if text]


def _suggested(work: FieldWork) -> str:
    return "\n".join(_seen(work))


PAGES = [
    StepPage(
        "draft-demands",
        "从发现的问题发整改、意见",
        VisitDemandsForm,
        "一个单位一件事写一件，空着的不算。先存成“未发出”的，核对以后再发出。",
        _draft,
        "已起草，列在下面。核对以后逐件发出，也可以在列表里一起发出。",
        is_main=lambda work: True,
        notes=_seen,
        button="起草",
    ),
    *releasing_pages(_suggested),
]


@admin.register(FieldWork)
class FieldWorkAdmin(
    RecordSteps, PrintsFieldWork, AttachmentPages, SavesFilters, KeyedList, PortalModelAdmin
):
    """Written through services.field_work, as on the spot."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-demands.css")}

    form = FieldWorkForm
    formfield_overrides = SHORT_TEXTS
    step_pages = PAGES
    inlines = (FocusPoints,)
    change_form_outer_after_template = "admin/supervision/demands_below.html"
    year_column = "held_on"
    list_display = ("title", "kind", "held", "where", "who", "numbers")
    list_select_related = ("leader", "project", "plan_item")
    list_filter = (("kind", ChoicesDropdownFilter), YearFilter, UnitsFilter, ReleasedFilter)
    search_fields = ("title",)  # shows the box; get_search_results does the searching
    search_help_text = "题目、地点、看到的情况、意见、单位、代表姓名"
    ordering = ("-held_on", "-pk")
    autocomplete_fields = ("leader", "deputies", "units", "plan_item")
    actions_detail = (FIELD_WORK_PAPERS, "attachments_page")

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def list_rows(self) -> QuerySet[Any]:
        rows: Any = FieldWork.objects.with_list_relations().annotate(
            demand_count=Count("demands", distinct=True)
        )
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[FieldWork]:
        rows: Any = FieldWork.objects.visible_to(request.user)
        rows = rows.select_related("leader", "project", "plan_item", "released_by")
        return rows.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return found_by(queryset, search_term), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What every visit has, and in the middle what its kind asks for."""
        kind = _kind(request, obj)
        may = self.has_change_permission(request, obj)
        first = ["kind", "title", "held_on", "place", "route", "project"]
        own = [name for name in _OWN.get(kind, ()) if may or name != "percent"]
        return with_mark(
            [
                (None, {"fields": first}),
                *([(_OWN_TITLE[kind], {"fields": own})] if own else []),
                ("谁去的", {"fields": ["leader", "deputies", "others", "units"]}),
                ("看到的", {"fields": ["findings", "advice"]}),
                ("计划和方案", {"fields": ["plan_item", "scheme"]}),
            ],
            may,
        )

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Points to look for belong to a special supervision; what is written stays in sight."""
        has_points = obj is not None and obj.focus_points.exists()
        return self.inlines if has_points or _kind(request, obj) == Kind.SPECIAL else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"held_on": vague_today(), **super().get_changeform_initial_data(request)}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The kind is asked first."""
        if request.method != "GET" or request.GET.get("kind") in Kind.values:
            return super().add_view(request, form_url, extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "记录现场监督",
            "media": self.media,
            "opts": self.opts,
            "kinds": [(_kind_address(request, each), each.label, _HINTS[each]) for each in Kind],
        }
        return TemplateResponse(request, "admin/supervision/field_work_kinds.html", context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        data = form.cleaned_data
        columns = {field.name for field in self.opts.concrete_fields}
        values = {name: value for name, value in data.items() if name in columns}
        rest: dict[str, Any] = {
            "actor": request.user,
            "company": Company(deputies=data["deputies"], units=data["units"]),
            "percent": data.get("percent"),
        }
        if change:
            rest |= {"reason": reason_in(form), "seen_version": data.get(SEEN)}
            stored = edit_field_work(obj, values, **rest)
        else:
            stored = record_field_work(values, **rest)
        # The page goes on with the record that the service wrote.
        obj.__dict__.update({name: stored.__dict__[name] for name in ("id", "version")})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who went along is stored with the record; what is left are the points."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def state_of(self, record: FieldWork) -> dict[str, str]:
        return {"text": released_words(record)}

    def page_context(self, request: HttpRequest, record: FieldWork) -> dict[str, Any]:
        return {"demands": demands_of(record)}

    @display(description="日期", ordering="held_on")
    def held(self, work: FieldWork) -> str:
        return str(work.held_on)

    @display(description="地点、项目")
    def where(self, work: FieldWork) -> str:
        return "，".join(filter(None, [work.place, str(work.project) if work.project else ""]))

    @display(description="带队和参加")
    def who(self, work: FieldWork) -> str:
        if work.kind == Kind.SUPERIOR:
            return work.visitor
        others = len([each for each in work.deputies.all() if each.pk != work.leader_id])
        lead = str(work.leader) if work.leader else ""
        if not others:
            return lead
        return f"{lead}等{others + 1}人" if lead else f"代表{others}人"

    @display(description="整改和意见")
    def numbers(self, work: Any) -> str:
        return f"{work.demand_count}件" if work.demand_count else ""


def found_by(rows: Any, typed: str) -> Any:
    """Visits in which every word is found: in the text, or as unit, deputy, law or visitor."""
    for term in search_query(typed).terms:
        query = search_query(term)
        people = Deputy.objects.found_by(term).order_by().values("pk")
        rows = rows.filter(
            Q(pk__in=FieldWork.objects.filter(text_contains(query)).order_by().values("pk"))
            | Q(leader__in=people)
            | Q(pk__in=FieldWork.objects.filter(deputies__in=people).order_by().values("pk"))
            | Q(pk__in=_of_units(term))
            | Q(law__icontains=term)
            | Q(visitor__icontains=term)
        )
    return rows


def _of_units(term: str) -> Any:
    return FieldWork.objects.filter(units__name__icontains=term).order_by().values("pk")


def _kind(request: HttpRequest, obj: Any) -> FieldWorkKind:
    """The kind whose boxes are shown: what is sent, what was chosen, what is stored."""
    said = (request.POST.get("kind"), request.GET.get("kind"), getattr(obj, "kind", ""))
    found = next((each for each in said if each in Kind.values), Kind.INSPECTION)
    return FieldWorkKind(found)


def _kind_address(request: HttpRequest, kind: FieldWorkKind) -> str:
    query = request.GET.copy()
    query["kind"] = kind.value
    return f"{reverse('admin:supervision_fieldwork_add')}?{query.urlencode()}"
