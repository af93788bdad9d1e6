"""Logins: begun, kept alive, ended. Django's session holds what is asked at every request."""

import datetime as dt
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from congress.accounts.browsers import browser_label
from congress.accounts.enums import EndCause, Entry
from congress.accounts.models import LoginSession, RememberedPhone, User
from congress.accounts.models.sessions import LoginSessionQuerySet
from congress.accounts.permissions import can_change_account
from congress.accounts.policies import limits_of
from congress.common.client_address import client_address
from congress.common.models import SecurityEventKind
from congress.common.security import record_event

# What the session holds: {"row": key of the LoginSession, "by": how the user came in, "seen",
# "until": times, "idle": seconds}.
MARKS = "login"
# Why the login before this one is over, for the login page.
ENDED = "login_ended"
# A header of what a page asks by itself, with nobody before it: that keeps no login alive.
BY_ITSELF = "X-Asked-By-Page"
# How exact ``seen_at`` is; a write at every request would cost more than it tells.
_EXACTNESS = 60
_KEPT = dt.timedelta(days=90)


def begin_login(request: HttpRequest, user: User) -> LoginSession:
    """Note a login that has just happened, in its new session."""
    if request.session.session_key is None:  # it was somebody else's a moment ago
        request.session.create()
    before = LoginSession.objects.filter(session_key=request.session.session_key, ended_at=None)
    if before.exists():  # the same person comes in once more, by another way
        request.session.cycle_key()
        before.update(ended_at=timezone.now(), end_cause=EndCause.LOGOUT)
    now, limits = timezone.now(), limits_of(user)
    row = LoginSession.objects.create(
        user=user,
        session_key=str(request.session.session_key),
        entered_by=user.entered_by,
        phone=getattr(request, "remembered_phone", None),
        browser=browser_label(request.META.get("HTTP_USER_AGENT", "")),
        ip=client_address(request),
        started_at=now,
        seen_at=now,
        idle_until=now + limits.idle,
        expires_at=now + limits.absolute,
    )
    request.session.pop(ENDED, None)
    request.session[MARKS] = {
        "row": row.pk,
        "by": row.entered_by,
        "seen": now.timestamp(),
        "idle": limits.idle.total_seconds(),
        "until": row.expires_at.timestamp(),
    }
    record_event(
        SecurityEventKind.LOGIN,
        user=user,
        subject=user.label,
        detail=f"{Entry(row.entered_by).label}，{row.browser}",
        request=request,
    )
    _forget_old(user)
    return row


def _forget_old(user: User) -> None:
    """Security events tell who came in; the rows are only there to be ended."""
    LoginSession.objects.filter(user=user, seen_at__lt=timezone.now() - _KEPT).delete()


def keep_login(request: HttpRequest, user: User) -> bool:
    """Whether the login of this request still counts; if not, its session is emptied."""
    marks = request.session.get(MARKS)
    # The backend knows a card from a password; the session also a phone from a card.
    user.entered_by = Entry((marks or {}).get("by", user.entered_by))
    cause = _run_out(marks) or _touch(request, user, marks)
    if cause is None:
        return True
    if marks is not None:
        end_logins(LoginSession.objects.filter(pk=marks["row"]), cause)
    request.session.flush()
    request.session[ENDED] = cause.value
    return False


def _run_out(marks: dict[str, Any] | None) -> EndCause | None:
    now = timezone.now().timestamp()
    if marks is None or now >= marks["until"]:
        return EndCause.EXPIRED
    return EndCause.IDLE if now - marks["seen"] >= marks["idle"] else None


def _touch(request: HttpRequest, user: User, marks: Any) -> EndCause | None:
    """Note once a minute that the login is in use, under the rules of now; why not, if it ended."""
    now = timezone.now()
    if 0 <= now.timestamp() - marks["seen"] < _EXACTNESS:
        return None
    limits = limits_of(user)
    row = LoginSession.objects.filter(pk=marks["row"], ended_at=None).first()
    if row is None:
        return EndCause.REVOKED
    if request.headers.get(BY_ITSELF):
        return None
    row.seen_at, row.idle_until = now, now + limits.idle
    row.expires_at = row.started_at + limits.absolute
    row.ip = client_address(request)
    row.save(update_fields=["seen_at", "idle_until", "expires_at", "ip"])
    request.session[MARKS] = {
        **marks,
        "seen": now.timestamp(),
        "idle": limits.idle.total_seconds(),
        "until": row.expires_at.timestamp(),
    }
    return None


def finish_login(request: HttpRequest, user: User) -> None:
    """The user has logged out."""
    marks = request.session.get(MARKS)
    if marks is not None:
        end_logins(LoginSession.objects.filter(pk=marks["row"]), EndCause.LOGOUT)
    record_event(SecurityEventKind.LOGOUT, user=user, subject=user.label, request=request)


def note_end(request: HttpRequest) -> None:
    """Remember for the login page why the session that the browser still names is gone."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key is None or not request.session.is_empty():
        return
    row = LoginSession.objects.filter(session_key=key).exclude(ended_at=None).first()
    if row is not None and row.end_cause != EndCause.LOGOUT:
        request.session[ENDED] = row.end_cause


def follow_key(request: HttpRequest) -> None:
    """The session goes on under a new key."""
    row = request.session[MARKS]["row"]
    LoginSession.objects.filter(pk=row).update(session_key=request.session.session_key)


def end_logins(logins: LoginSessionQuerySet, cause: EndCause) -> int:
    """End logins at once, whatever they are doing. Returns how many there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    with transaction.atomic():
        keys = list(logins.filter(ended_at=None).values_list("session_key", flat=True))
        LoginSession.objects.filter(session_key__in=keys).update(
            ended_at=timezone.now(), end_cause=cause
        )
        for key in keys:
            store.delete(key)
    return len(keys)


@transaction.atomic
def revoke_logins(*, actor: Any, account: User, logins: LoginSessionQuerySet) -> int:
    """End logins of an account, one's own or as the one who looks after it."""
    if actor.pk != account.pk and not can_change_account(actor, account):
        raise PermissionDenied
    ended = logins.filter(user=account)
    # A remembered phone would come in again by itself.
    phones = RememberedPhone.objects.filter(logins__in=ended.filter(ended_at=None))
    phones.update(revoked_at=timezone.now())
    count = end_logins(ended, EndCause.REVOKED)
    if count:
        record_event(
            SecurityEventKind.SESSION_REVOKED,
            user=actor,
            subject=account.label,
            detail=f"{count}处登录",
        )
    return count
