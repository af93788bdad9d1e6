"""Every answer says what a page may load, whoever gives it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import include, path, reverse

from tests.deputies.liaison import task_for

CSP = "Content-Security-Policy"


def broken(request):
    raise RuntimeError("broken")


urlpatterns = [
    path("broken/", broken),
    path("admin/broken/", broken),
    path("answer.json", lambda request: HttpResponse("{}", content_type="application/json")),
    path("", include("congress.urls")),
]


@pytest.fixture
def policy(settings, db):
    """The policy of the answer to GET, by directive."""
    settings.ROOT_URLCONF = __name__

    def policy(address, user=None, method="get"):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        response = getattr(client, method)(address)
        assert "Content-Security-Policy-Report-Only" not in response
        assert response["Permissions-Policy"].startswith("camera=()")
        assert response["Referrer-Policy"] == "same-origin"
        parts = (part.split() for part in response[CSP].split(";"))
        return {name: values for name, *values in parts}

    return policy


STRICT = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}


@pytest.mark.parametrize(
    "address", ["/", "/login/", "/no/such/page/", "/broken/", "/answer.json", "/desk/", "/?a=%00"]
)
def test_public_answer_is_strict(policy, address):
    assert policy(address) == STRICT


def test_refusals_and_desk_are_strict(policy, deputy, member):
    task = task_for(deputy.deputy, member.deputy)
    assert policy(reverse("desk-task", args=[task.public_id]), deputy) == STRICT
    assert policy("/text-size/", method="post") == STRICT


def test_back_office_alone_may_evaluate_and_write_styles(policy, office):
    loosened = {
        **STRICT,
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
    }
    assert policy("/admin/", office) == loosened
    assert policy("/admin/broken/", office) == loosened
    assert policy("/admin/no/such/page/", office) == loosened
    assert policy("/administration/") == STRICT


def test_back_office_is_found_below_a_sub_path(policy, office, settings):
    settings.FORCE_SCRIPT_NAME = "/admin"
    with override_script_prefix("/admin/"):
        assert policy("/") == STRICT
        assert "'unsafe-eval'" in policy("/admin/", office)["script-src"]


def test_pdf_may_be_shown_by_older_browsers(policy, deputy, member):
    task = task_for(deputy.deputy, member.deputy)
    assert policy(reverse("desk-task-sheet", args=[task.public_id]), deputy) == {
        "frame-ancestors": ["'none'"]
    }


def test_opener_policy_is_sent_only_with_a_certificate(client, db, settings):
    assert "Cross-Origin-Opener-Policy" not in client.get("/login/")
    settings.SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
    assert Client().get("/login/")["Cross-Origin-Opener-Policy"] == "same-origin"
