"""Pages that give typed text back: to be sent again by its writer, or at least to be copied."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from congress.common.numerals import chinese_number
from congress.common.typed.labels import page_of
from congress.common.typed.origin import is_same_origin
from congress.common.typed.reading import has_password, text_of, typed_text
from congress.common.typed.unsent import Unsent, forget, is_kept, kept


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unsent_page(request: HttpRequest) -> HttpResponse:
    """What was typed before the login ran out; a button sends it, another throws it away."""
    if request.method == "POST":
        if forget(request, request.POST.get("discard", "")):
            messages.info(request, "没有提交的内容已经丢弃。")
        return redirect("unsent" if is_kept(request) else "desk")
    found = kept(request)
    if not found:
        return redirect("desk")
    lead = "您已重新登录。刚才填写的内容还在，还没有提交。"
    return _offer(request, found, lead=lead, can_discard=True)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or its token changed with a login in another window.

    What came from a page of our own is given back with a button and a new token.
    """
    sent = Unsent.of(request) if is_same_origin(request) else None
    if sent is None or not typed_text(request) or has_password(request):
        return render(request, "403_csrf.html", status=403)
    lead = "这一页放得太久了，或者您在别的窗口重新登录过。刚才填写的内容还没有提交，但都还在。"
    return _offer(request, [sent], lead=lead, status=403)


def _offer(
    request: HttpRequest,
    found: list[Unsent],
    *,
    lead: str,
    can_discard: bool = False,
    status: int = 200,
) -> HttpResponse:
    forms = [_form(one) for one in found]
    if len(forms) > 1:
        for number, form in enumerate(forms, 1):
            form["heading"] = (
                f"第{chinese_number(number)}份：{form['page'].title or '您填写的内容'}"
            )
    context = {"lead": lead, "forms": forms, "can_discard": can_discard}
    response = render(request, "unsent.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _form(sent: Unsent) -> dict[str, Any]:
    page = page_of(sent.address)
    return {"unsent": sent, "page": page, "typed": text_of(sent.fields, page)}
