"""Who tries too often: by account, and by address with a higher limit (an office shares one).

django-axes counts and forgets; it knows only one limit, so the two are compared here. A name that
nobody has is counted like any other: a lock doesn't tell whether the account exists.
"""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from congress.accounts.backends import CARD_BACKEND
from congress.accounts.models import User
from congress.accounts.pins import UNKNOWN_CARD, account_id_in, lock_name
from congress.common.client_address import client_address
from congress.common.models import SecurityEventKind
from congress.common.security import record_event


def address_to_count(request: Any) -> str | None:
    """The address that failed tries are counted for: of IPv6 the network that one customer has."""
    address = client_address(request)
    if address is None or ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def _tried(name: str) -> str:
    """Which account somebody tried. What nobody is called may be a password in the wrong box."""
    if public_id := account_id_in(name):
        owner = User.objects.filter(public_id=public_id).first()
        return f"{owner.label}的口令" if owner else "没有这张履职卡"
    account = User.objects.filter(username=name).first()
    return account.label if account else f"没有这个登录名（{name[:1]}…，{len(name)}字）"


def _kind_of(name: str) -> str:
    """What was tried under a name: "code", "pin" or "password". The page of a lock tells which."""
    if name.startswith(UNKNOWN_CARD):
        return "code"
    return "pin" if account_id_in(name) else "password"


@dataclass(frozen=True)
class Lock:
    """What of an account is locked, and when it ends by itself."""

    label: str
    until: dt.datetime


def locks_of(account: User) -> list[Lock]:
    """What of the account is locked now; the lock of an address belongs to nobody."""
    cool_off = get_cool_off()
    assert cool_off is not None  # noqa: S101  for mypy: the settings always have one
    since, locks = timezone.now() - cool_off, []
    for label, name in (("登录名和密码", account.username), ("履职卡口令", lock_name(account))):
        attempts = AccessAttempt.objects.filter(username=name, attempt_time__gte=since)
        if _failures(attempts) >= settings.AXES_FAILURE_LIMIT:
            last = attempts.aggregate(last=Max("attempt_time"))["last"]
            locks.append(Lock(label, last + cool_off))
    return locks


def _failures(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


class LockoutHandler(AxesDatabaseHandler):
    """Locks an account after AXES_FAILURE_LIMIT tries, an address after ADDRESS_FAILURE_LIMIT."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Failed tries as axes compares them with the account's limit: reached if either one is."""
        by_account, by_address = self.get_user_attempts(request, credentials)
        is_known = request.axes_ip_address is not None
        if is_known and _failures(by_address) >= settings.ADDRESS_FAILURE_LIMIT:
            request.locked_thing = "address"
            return settings.AXES_FAILURE_LIMIT
        request.locked_thing = _kind_of(str(get_client_username(request, credentials) or ""))
        return _failures(by_account)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """Count the try and write it down; tries while locked are neither."""
        was_locked = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is None or was_locked:
            return
        tried = _tried(str(get_client_username(request, credentials) or ""))
        record_event(SecurityEventKind.LOGIN_FAILED, user=None, subject=tried, request=request)
        if getattr(request, "axes_locked_out", False):
            is_address = request.locked_thing == "address"
            record_event(
                SecurityEventKind.LOCKED_OUT,
                user=None,
                subject=tried,
                detail="来源地址输错太多，这个地址暂时都不能登录" if is_address else "",
                request=request,
            )

    def reset_user_attempts(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Logging in forgives the account's tries and not its neighbours'.

        Otherwise whoever has an account could try everybody else's from there without end. Who
        came in by card or phone has typed no password: his tries at it stay counted.
        """
        if request.session.get(BACKEND_SESSION_KEY) == CARD_BACKEND:
            return 0
        name = get_client_username(request, credentials)
        count, _ = AccessAttempt.objects.filter(username=name).delete()
        return count

    def post_save_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """Keep nothing of what was sent along: it may hold words typed before the login ran out."""
        AccessAttempt.objects.filter(pk=instance.pk).update(get_data="", post_data="")
