"""The fixed cast: one user of each kind, in the invented town of 江湾镇."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import QuerySet

from congress.accounts.models import LoginPolicy, User
from congress.accounts.models.policies import default_policy
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.roles import Role
from congress.township.models import CongressTerm, RoleAssignment, Township
from deputies.models import PresidiumRole
from tests.factories import (
    DeputyFactory,
    MandateFactory,
    OrganFactory,
    PostFactory,
    TermFactory,
    TownshipFactory,
    UserFactory,
)
from tests.history.guard import stand_on_guard
from tests.sharing import ByPlace


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPlace:
    """How the workers share the tests."""
    return ByPlace(config, log)


@pytest.fixture(autouse=True)
def _plain_static_files(settings, tmp_path):
    """No manifest to collect first; private files land in a folder of the test's own."""
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_write_past_history(monkeypatch):
    stand_on_guard(monkeypatch)


@pytest.fixture
def town(db) -> Township:
    return TownshipFactory()


@pytest.fixture
def term(town) -> CongressTerm:
    return TermFactory()


def give_role(user: User, role: Role, organ=None) -> User:
    RoleAssignment.objects.create(user=user, role=role, organ=organ)
    user.__dict__.pop("_roles_on", None)
    return user


def login_rules(role: Role, **rules) -> LoginPolicy:
    """The login rules of a role, changed; the rows of the migration go with the first flush."""
    policy = LoginPolicy.objects.filter(role=role).first() or default_policy(role)
    for name, value in rules.items():
        setattr(policy, name, value)
    policy.save()
    return policy


def events() -> QuerySet[SecurityEvent]:
    """What has been recorded, apart from the logins of those who did it."""
    return SecurityEvent.objects.exclude(kind=SecurityEventKind.LOGIN)


@pytest.fixture
def office(town) -> User:
    return give_role(UserFactory(username="office", display_name="文书小秦"), Role.OFFICE)


@pytest.fixture
def auditor(town) -> User:
    return give_role(UserFactory(username="auditor"), Role.AUDITOR)


@pytest.fixture
def unit(town) -> User:
    return give_role(UserFactory(username="unit"), Role.UNIT, OrganFactory(name="镇水利站"))


def serving_deputy(term: CongressTerm, name: str, username: str, **mandate) -> User:
    """A user who is a deputy in office; ``user.deputy`` is the person."""
    user = UserFactory(username=username, display_name=name)
    MandateFactory(deputy=DeputyFactory(name=name, user=user), term=term, **mandate)
    return user


@pytest.fixture
def deputy(term) -> User:
    return serving_deputy(term, "何秋萍", "deputy")


@pytest.fixture
def other_deputy(term) -> User:
    return serving_deputy(term, "鲁大江", "other_deputy")


@pytest.fixture
def member(term) -> User:
    user = serving_deputy(term, "沈立冬", "member")
    PostFactory(deputy=user.deputy, term=term)
    return user


@pytest.fixture
def chair(term) -> User:
    user = serving_deputy(term, "程远", "chair")
    PostFactory(deputy=user.deputy, term=term, role=PresidiumRole.CHAIR)
    return user


@pytest.fixture
def cast(office, chair, member, deputy, other_deputy, unit, auditor) -> SimpleNamespace:
    """Everybody at once."""
    return SimpleNamespace(
        office=office,
        chair=chair,
        member=member,
        deputy=deputy,
        other_deputy=other_deputy,
        unit=unit,
        auditor=auditor,
    )
