"""What the pages of one proposal share: finding it, refusing, and telling what became of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from congress.common.desk import desk_nav
from congress.common.templatetags.portal import cn_datetime
from proposals.models import Proposal, Sponsorship
from proposals.querysets import STANDING


class NoLongerThere(Exception):
    """The proposal, or the user's part in it, is gone; ``message`` says who took it away."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def found(request: HttpRequest, public_id: str) -> Any:
    """The proposal with what its pages show.

    Raises Http404 for what the user may not know of, NoLongerThere for what he knew.
    """
    rows = Proposal.objects.visible_to(request.user).with_list_relations()
    proposal = rows.filter(public_id=public_id).first()
    if proposal is None:
        sentence = _what_went(request.user, public_id)
        if sentence:
            raise NoLongerThere(sentence)
        raise Http404
    return proposal


def gone_page(request: HttpRequest, message: str) -> HttpResponse:
    """A page for who comes by an old link, with whatever he typed."""
    context = {"message": message, "desk_nav": desk_nav(request)}
    return render(request, "proposals/desk/gone.html", context, status=404)


def own_sponsorship(user: Any, proposal: Any) -> Sponsorship | None:
    """The user's own line among the sponsors (of ``with_list_relations``)."""
    deputy = getattr(user, "deputy", None)
    if deputy is None:
        return None
    return next(
        (s for s in proposal.sponsors if s.deputy_id == deputy.pk and s.status in STANDING), None
    )


def was_asked(proposal: Any, deputy: Any) -> bool:
    """Whether the deputy ever stood on the list of sponsors; it is cut when it is submitted."""
    if deputy is None:
        return False
    rows = Sponsorship.history.filter(proposal_id=proposal.pk, deputy_id=deputy.pk)
    return bool(rows.exists())


def _what_went(user: Any, public_id: str) -> str:
    """What became of a draft that the user was part of; "" for anything else."""
    deputy = getattr(user, "deputy", None)
    rows = Proposal.history.filter(public_id=public_id).order_by("-history_date", "-history_id")
    last = rows.select_related("history_user").first() if deputy else None
    if deputy is None or last is None:
        return ""
    if not Sponsorship.history.filter(proposal_id=last.id, deputy_id=deputy.pk).exists():
        return ""
    if last.history_type == "-":
        who = last.history_user or "系统"
        when = cn_datetime(last.history_date)
        return f"“{last.title}”的草稿已经删除（{who}，{when}）。不用再办。"
    said = Sponsorship.objects.filter(proposal_id=last.id, deputy=deputy).first()
    if said is not None:
        return f"您{said.get_status_display()}“{last.title}”的联名，草稿就不再给您看了。"
    return f"领衔代表已经把您从“{last.title}”的联名名单里去掉，不用再答复。"
