"""What changes no record leaves an event: who, what, from where."""

import pytest
from django.contrib.auth.models import AnonymousUser

from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.security import record_event


def test_event_names_person_and_address(office, rf):
    record_event(
        SecurityEventKind.LOGIN,
        user=office,
        subject="账号office",
        request=rf.get("/", REMOTE_ADDR="10.1.2.3"),
    )
    event = SecurityEvent.objects.get()
    assert (event.kind, event.user, event.ip) == (SecurityEventKind.LOGIN, office, "10.1.2.3")


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_event_of_nobody_is_kept(db, nobody):
    """A failed login has no account, a command no address."""
    record_event(SecurityEventKind.LOGIN_FAILED, user=nobody, subject="没有这个登录名")
    event = SecurityEvent.objects.get()
    assert (event.user, event.ip) == (None, None)


def test_long_names_are_cut_to_the_column(db):
    event = record_event(SecurityEventKind.EXPORT, user=None, subject="名" * 300, detail="栏" * 300)
    event.refresh_from_db()
    assert (len(event.subject), len(event.detail)) == (200, 200)
