"""Pages that give typed text back: to be sent again by its writer, or at least to be copied."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from congress.common.typed.labels import page_of
from congress.common.typed.origin import is_same_origin
from congress.common.typed.reading import has_password, text_of, typed_text
from congress.common.typed.unsent import Unsent, forget, kept


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unsent_page(request: HttpRequest) -> HttpResponse:
    """What was typed before the login ran out; a button sends it, another throws it away."""
    found = kept(request)
    if found is None:
        return redirect("desk")
    if request.method == "POST":
        forget(request)
        messages.info(request, "没有提交的内容已经丢弃。")
        return redirect("desk")
    return _offer(
        request, found, lead="您已重新登录。刚才填写的内容还在，还没有提交。", is_kept=True
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or its token changed with a login in another window.

    What came from a page of our own is given back with a button and a new token.
    """
    sent = Unsent.of(request) if is_same_origin(request) else None
    if sent is None or not typed_text(request) or has_password(request):
        return render(request, "403_csrf.html", status=403)
    lead = "这一页放得太久了，或者您在别的窗口重新登录过。刚才填写的内容还没有提交，但都还在。"
    return _offer(request, sent, lead=lead, status=403)


def _offer(
    request: HttpRequest, sent: Unsent, *, lead: str, is_kept: bool = False, status: int = 200
) -> HttpResponse:
    page = page_of(sent.address)
    context = {
        "lead": lead,
        "unsent": sent,
        "page": page,
        "typed": text_of(sent.fields, page),
        "is_kept": is_kept,
    }
    response = render(request, "unsent.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
