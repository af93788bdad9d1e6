"""What I was told: the list, one message, and whether it comes by e-mail too."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from congress.common.desk import desk_nav
from congress.common.messaging.forms import MessageSettingsForm
from congress.common.messaging.mail import mail_is_on
from congress.common.messaging.services import choose_mails, read_all_messages, read_message
from congress.common.messaging.unread import unread_messages
from congress.common.models import Message, MessageSettings
from congress.common.registry import DeskPlace

PAST_A_PAGE = 20
# Who has more unread sees the rest once these are read.
UNREAD_SHOWN = 100


def places(request: HttpRequest) -> list[DeskPlace]:
    """The messages' place in the desk's navigation, with the number of new ones."""
    return [DeskPlace(80, reverse("messages"), "消息", unread_messages(request), "条未读")]


@never_cache
@require_safe
@login_required
def messages_page(request: HttpRequest) -> HttpResponse:
    """What is new above, what was read below."""
    own = Message.objects.visible_to(request.user).select_related("sender")
    page = Paginator(own.past(), PAST_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unread": own.unread()[:UNREAD_SHOWN] if page.number == 1 else [],
        "page": page,
        "desk_nav": desk_nav(request),
    }
    return render(request, "messaging/messages.html", context)


@never_cache
@require_GET
@login_required
def message(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open a message: it counts as read, and leads to what it speaks of."""
    row = get_object_or_404(Message.objects.visible_to(request.user), public_id=public_id)
    read_message(row, actor=request.user)
    address = row.link.address if row.link else ""
    if address:
        return redirect(address)
    return render(
        request, "messaging/message.html", {"message": row, "desk_nav": desk_nav(request)}
    )


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """I have seen them."""
    read_all_messages(actor=request.user)
    return redirect("messages")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_page(request: HttpRequest) -> HttpResponse:
    """Whether I want e-mails."""
    sent = request.POST if request.method == "POST" else None
    own = {"by_mail": _wants_mail(request), "email": getattr(request.user, "email", "")}
    form = MessageSettingsForm(sent, initial=own)
    if request.method == "POST" and form.is_valid():
        choose_mails(actor=request.user, **form.cleaned_data)
        messages.success(request, "已保存。")
        return redirect("message-settings")
    context = {"form": form, "mail_is_on": mail_is_on(), "desk_nav": desk_nav(request)}
    return render(request, "messaging/settings.html", context)


def _wants_mail(request: HttpRequest) -> bool:
    chosen = MessageSettings.objects.filter(user=request.user.pk).first()
    return chosen is None or chosen.by_mail
