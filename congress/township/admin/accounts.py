"""Accounts and the roles given to them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from congress.accounts.models import User
from congress.accounts.permissions import can_change_account, can_change_roles_of, can_give_role
from congress.accounts.services import create_account, reset_password, unlock_account
from congress.common import permissions
from congress.common.admin import PortalModelAdmin, PortalTabularInline
from congress.common.admin.confirming import confirmation_page
from congress.common.partial_dates import is_in_force
from congress.common.roles import Role, roles_of
from congress.township.admin.account_forms import (
    AccountForm,
    NewAccountForm,
    PasswordForm,
    RoleForm,
)
from congress.township.admin.account_logins import LoginPages
from congress.township.admin.filters import InForceFilter
from congress.township.models import RoleAssignment


class RoleInline(PortalTabularInline):
    """The roles of an account, changed by somebody else than its owner."""

    model = RoleAssignment
    form = RoleForm
    fields = ("role", "organ", "starts_on", "ends_on")
    verbose_name_plural = "授予的角色"
    autocomplete_fields = ("organ",)

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_accounts(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_accounts(user)

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self.can_edit(request.user)
        return can_change_roles_of(request.user, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)


@admin.register(User)
class UserAdmin(LoginPages, PortalModelAdmin):
    """Accounts are made, corrected, unlocked and switched off; never deleted."""

    list_display = ("username", "display_name", "given_roles", "state", "last_seen")
    list_filter = ("is_active",)
    search_fields = ("username", "display_name")
    inlines = (RoleInline,)
    actions_detail = ("logins_page", "reset_password_page", "unlock_page")
    readonly_fields = ("roles_by_office", "last_seen", "date_joined")
    form = AccountForm
    fieldsets = (
        (None, {"fields": ("username", "display_name", "email", "is_active")}),
        ("角色与登录", {"fields": ("roles_by_office", "last_seen", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "description": "代表的账号开通后，再到代表的页面选择登录账号。",
                "fields": ("username", "display_name", "email", "password"),
            },
        ),
    )

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_accounts(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_accounts(user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user) if obj is None else can_change_account(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("role_assignments")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        kwargs["form"] = AccountForm if obj else NewAccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        user, password = create_account(
            actor=request.user,
            username=obj.username,
            display_name=obj.display_name,
            email=obj.email,
            password=form.cleaned_data["password"],
        )
        obj.__dict__.update(user.__dict__)
        self._tell_password(request, user, password)

    def _tell_password(self, request: HttpRequest, user: User, password: str) -> None:
        messages.warning(
            request, f"{user.username}的密码是 {password} ，只显示这一次。请记下并转告本人。"
        )

    @display(description="授予的角色")
    def given_roles(self, user: User) -> str:
        today = timezone.localdate()
        roles = user.role_assignments.all()
        held = [role for role in roles if is_in_force(today, role.starts_on, role.ends_on)]
        return "、".join(role.get_role_display() for role in held)

    @display(description="随任职产生的角色")
    def roles_by_office(self, user: User) -> str:
        held = roles_of(user) - {role.value for role in Role.assignable()}
        labels = [str(role.label) for role in Role if role.value in held]
        return "、".join(labels) or "无（代表、主席团职务和组长的角色由任职自动产生）"

    @display(description="状态", ordering="is_active", label={"停用": "warning"})
    def state(self, user: User) -> str:
        return "启用" if user.is_active else "停用"

    @display(description="上次登录", ordering="last_login")
    def last_seen(self, user: User) -> str:
        if user.last_login is None:
            return "没有登录过"
        return timezone.localtime(user.last_login).strftime("%Y年%-m月%-d日 %H:%M")

    def has_account_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whether the buttons on the page of an account are there for this user."""
        account = User.objects.filter(pk=object_id).first()
        return account is not None and can_change_account(request.user, account)

    @action(description="重置密码", url_path="reset-password", permissions=["account"])
    def reset_password_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self._account(request, object_id)
        if account.pk == request.user.pk:
            return redirect("password-change")
        form = PasswordForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                password = reset_password(
                    actor=request.user,
                    account=account,
                    password=form.cleaned_data["password"],
                )
            except ValidationError as error:
                form.add_error("password", error)
            else:
                self._tell_password(request, account, password)
                return redirect("admin:accounts_user_change", account.pk)
        return confirmation_page(
            self,
            request,
            title="重置密码",
            sentence=f"{account}（{account.username}）原来的密码将不能再用。这一步会留下记录。",
            button="重置密码",
            back=reverse("admin:accounts_user_change", args=[account.pk]),
            form=form,
            original=account,
        )

    @action(description="解除登录锁定", url_path="unlock", permissions=["account"])
    def unlock_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self._account(request, object_id)
        if request.method == "POST":
            unlock_account(actor=request.user, account=account)
            messages.success(request, f"{account}可以重新登录了。")
            return redirect("admin:accounts_user_change", account.pk)
        return confirmation_page(
            self,
            request,
            title="解除登录锁定",
            sentence=f"{account}（{account.username}）因多次输错密码或口令被锁定时，解除后可以马上重新登录。",
            button="解除锁定",
            back=reverse("admin:accounts_user_change", args=[account.pk]),
            original=account,
        )

    def _account(self, request: HttpRequest, object_id: str) -> User:
        account = get_object_or_404(User, pk=object_id)
        if not can_change_account(request.user, account):
            raise PermissionDenied
        return account


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(PortalModelAdmin):
    """Who holds which role by hand, from when to when."""

    form = RoleForm
    list_display = ("user", "role", "organ", "starts_on", "ends_on")
    list_select_related = ("user", "organ")
    list_filter = (InForceFilter, ("role", ChoicesDropdownFilter))
    search_fields = ("user__username", "user__display_name")
    autocomplete_fields = ("user", "organ")
    fieldsets = (
        (
            None,
            {
                "description": (
                    "代表、主席团成员、主席、副主席和小组组长的角色由任职自动产生，不用在这里授予。"
                    "角色到期请填“止”，不要删除。"
                ),
                "fields": ("user", "role", "organ", "starts_on", "ends_on"),
            },
        ),
    )

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_accounts(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_accounts(user)

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self.can_edit(request.user)
        return can_change_roles_of(request.user, obj.user) and can_give_role(request.user, obj.role)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)
