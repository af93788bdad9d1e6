"""Which e-mails went out and which didn't; a test mail to oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.decorators import action, display

from congress.common.admin.base import PortalModelAdmin
from congress.common.admin.confirming import confirmation_page
from congress.common.exceptions import RuleViolation
from congress.common.messaging.mail import mail_is_on
from congress.common.messaging.permissions import can_send_test_mail, can_view_deliveries
from congress.common.messaging.trying import send_test_mail
from congress.common.models import DeliveryState, MessageDelivery

_LABELS = {
    DeliveryState.WAITING.label: "warning",
    DeliveryState.SENT.label: "success",
    DeliveryState.FAILED.label: "danger",
}


@admin.register(MessageDelivery)
class MessageDeliveryAdmin(PortalModelAdmin):
    """Kind, person and outcome; the words are the reader's own, and the address is on no list."""

    list_display = ("queued_at", "recipient", "kind", "state_shown", "tries", "last_error")
    list_display_links = None
    list_select_related = ("message__recipient",)
    list_filter = ("state",)
    search_fields = ("message__recipient__display_name", "message__recipient__username")
    search_help_text = "收件人的姓名或登录名"
    actions_list = ("test_mail",)
    fields = ("recipient", "kind", "state_shown", "queued_at", "tries", "sent_at", "last_error")
    readonly_fields = fields

    def can_view(self, user: Any) -> bool:
        return can_view_deliveries(user)

    def can_edit(self, user: Any) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MessageDelivery]:
        return super().get_queryset(request).defer("message__text", "message__detail")

    @display(description="收件人", ordering="message__recipient")
    def recipient(self, delivery: MessageDelivery) -> str:
        return str(delivery.message.recipient)

    @display(description="消息")
    def kind(self, delivery: MessageDelivery) -> str:
        return delivery.message.kind_label

    @display(description="状态", ordering="state", label=_LABELS)
    def state_shown(self, delivery: MessageDelivery) -> str:
        return delivery.get_state_display()

    def has_test_mail_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_send_test_mail(request.user)

    @action(
        description="发测试邮件", url_path="test", permissions=["test_mail"], icon="outgoing_mail"
    )
    def test_mail(self, request: HttpRequest) -> HttpResponse:
        """A mail to oneself, at once; what the server says stands on the page."""
        back = reverse("admin:common_messagedelivery_changelist")
        address = getattr(request.user, "email", "")
        if request.method == "POST" and address:
            try:
                send_test_mail(address)
            except RuleViolation as violation:
                messages.error(request, violation.message)
                return redirect(request.get_full_path())
            messages.success(request, "邮件服务器收下了测试邮件，请到您的邮箱里看看。")
            return redirect(back)
        return confirmation_page(
            self,
            request,
            title="发测试邮件",
            sentence=_sentence(address),
            button="发一封" if address and mail_is_on() else "",
            back=back,
        )


def _sentence(address: str) -> str:
    if not mail_is_on():
        return "没有设置邮件服务器，消息只在门户里看。怎样设置，见安装说明里的“电子邮件”。"
    if not address:
        return "您的账号没有填写电子邮箱。请先在账号里填上，再发测试邮件。"
    return "给您自己账号上的邮箱发一封测试邮件，看邮件服务器设得对不对。最多等10秒。"
