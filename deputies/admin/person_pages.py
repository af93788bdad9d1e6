"""Pages beside a person's form: opening a kept column, an account, the roster as a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from congress.accounts.models import User
from congress.common.admin.confirming import confirmation_page
from congress.common.downloads import XLSX, office_file
from congress.common.permissions import can_edit_accounts, can_open_sensitive
from congress.common.sensitive import open_sensitive
from deputies.exports import KEPT, PLAIN, roster_workbook
from deputies.models import Deputy
from deputies.models.people import SENSITIVE
from deputies.services.accounts import open_account


class ReasonForm(forms.Form):
    reason = forms.CharField(
        required=False,
        max_length=100,
        label="用途（可不填）",
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "如：通知会议"}),
    )


class ExportForm(forms.Form):
    with_kept = forms.BooleanField(
        required=False,
        label="同时导出联系电话、身份证号和住址",
        widget=UnfoldBooleanWidget,
        help_text="不选就不含这三栏。文件离开本系统后，请妥善保管。",
    )


class NewLoginForm(forms.Form):
    username = forms.CharField(
        max_length=50,
        label="登录名",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="可以改，如用拼音或手机号后几位。",
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).strip()
        if User.objects.filter(username=username).exists():
            raise ValidationError("这个登录名已经有人用了，请换一个。")
        return username


class PersonPages:
    """Mixed into DeputyAdmin."""

    def open_page(self, request: HttpRequest, object_id: int, column: str) -> HttpResponse:
        """Ask, then show one kept column. Showing leaves a trace; the address never holds it."""
        deputy = get_object_or_404(Deputy, pk=object_id)
        if column not in SENSITIVE:
            raise Http404
        if not can_open_sensitive(request.user):
            raise PermissionDenied
        label = deputy._meta.get_field(column).verbose_name  # type: ignore[union-attr]
        form = ReasonForm(_posted(request))
        shown: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            shown["shown_value"] = open_sensitive(
                actor=request.user,
                record=deputy,
                column=column,
                reason=form.cleaned_data["reason"],
            )
        return confirmation_page(
            self,
            request,
            title=f"查看{deputy}的{label}",
            sentence=(
                "已记录这次查看。"
                if shown
                else "查看会留下记录：谁、什么时间、看了谁的哪一栏。请只在工作需要时查看。"
            ),
            button="" if shown else "查看",
            back=reverse("admin:deputies_deputy_change", args=[deputy.pk]),
            form=None if shown else form,
            original=deputy,
            **shown,
        )

    def has_new_login_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        without = Deputy.objects.filter(pk=object_id, user__isnull=True)
        return can_edit_accounts(request.user) and without.exists()

    @action(description="开通登录账号", url_path="new-login", permissions=["new_login"])
    def open_account_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        deputy = get_object_or_404(Deputy, pk=object_id, user__isnull=True)
        form = NewLoginForm(_posted(request), initial={"username": deputy.pinyin})
        back = reverse("admin:deputies_deputy_change", args=[deputy.pk])
        if request.method == "POST" and form.is_valid():
            password = open_account(
                deputy, actor=request.user, username=form.cleaned_data["username"]
            )
            messages.warning(
                request,
                f"{deputy}的登录名是 {deputy.user.username} ，"  # type: ignore[union-attr]
                f"密码是 {password} ，只显示这一次。请记下并转告本人。",
            )
            return redirect(back)
        return confirmation_page(
            self,
            request,
            title="开通登录账号",
            sentence=f"为{deputy}开通账号，用来登录代表工作台。密码由系统生成，只显示一次。",
            button="开通账号",
            back=back,
            form=form,
            original=deputy,
        )

    @action(description="导出名册", icon="download", permissions=["view"], url_path="export")
    def export_page(self: Any, request: HttpRequest) -> HttpResponse:
        """The people of the list as it was filtered, as .xlsx."""
        try:
            people = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, "看不懂列表的筛选条件，没有导出。请在列表里重新筛选。")
            return redirect("admin:deputies_deputy_changelist")
        may_open = can_open_sensitive(request.user)
        form = ExportForm(_posted(request))
        if request.method == "POST" and form.is_valid():
            with_kept = form.cleaned_data["with_kept"] and may_open
            return self._roster_file(request, people, with_kept)
        return confirmation_page(
            self,
            request,
            title="导出名册",
            sentence=(
                f"将导出{people.count()}人。列表里先筛选或搜索，就只导出筛选出的人。"
                "导出会留下记录。"
            ),
            button="导出 xlsx",
            back=reverse("admin:deputies_deputy_changelist") + _query(request),
            form=form if may_open else None,
        )

    def _roster_file(self, request: HttpRequest, people: Any, with_kept: bool) -> HttpResponse:
        from deputies.admin.people import present_mandate

        rows = [(p, present_mandate(p)) for p in people.prefetch_related("mandates")]
        content = roster_workbook(rows, with_kept=with_kept)
        columns = [*PLAIN[1:], *(KEPT.values() if with_kept else ())]
        return office_file(
            content,
            f"代表名册{timezone.localdate():%Y%m%d}.xlsx",
            content_type=XLSX,
            actor=request.user,
            subject=f"代表名册（{len(rows)}人）",
            columns=columns,
            is_sensitive=with_kept,
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The button to export takes the filters of the list along."""
        response = super().changelist_view(request, extra_context)  # type: ignore[misc]
        context = getattr(response, "context_data", None) or {}
        for button in context.get("actions_list", ()):
            if button.get("path", "").endswith("/export/"):
                button["path"] += _query(request)
        return response


def _query(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def _posted(request: HttpRequest) -> Any:
    """What was sent; None when the page is only being opened."""
    return request.POST if request.method == "POST" else None
