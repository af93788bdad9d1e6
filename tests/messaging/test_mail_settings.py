"""What may stand in the environment, and what is said when it can't."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from congress.mail_settings import mail_settings, site_origin

FROM = {"PORTAL_EMAIL_FROM": "江湾镇人大 <rd@example.cn>"}


@pytest.fixture
def read(monkeypatch):
    def read(**values: str) -> dict:
        for name in ("PORTAL_EMAIL_URL", "PORTAL_EMAIL_FROM", "PORTAL_SITE_URL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return mail_settings(environ.Env())

    return read


def test_unset_means_off(read):
    assert read() == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.cn", 25, False, False),
        ("smtp+tls://mail.example.cn", 587, True, False),
        ("smtp+ssl://mail.example.cn", 465, False, True),
        ("smtp+ssl://mail.example.cn:994", 994, False, True),
    ],
)
def test_port_follows_the_encryption(read, url, port, tls, ssl):
    found = read(PORTAL_EMAIL_URL=url, **FROM)
    seen = found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]
    assert seen == (port, tls, ssl)


def test_user_and_password_may_hold_any_sign(read):
    url = "smtp+ssl://rd%40example.cn:a%2Fb%3Ac%23@mail.example.cn"
    found = read(PORTAL_EMAIL_URL=url, **FROM)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("rd@example.cn", "a/b:c#")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.cn",
        "smtps://mail.example.cn",
        "https://mail.example.cn",
        "smtp+ssl://",
        "smtp+ssl://u:hush@mail.example.cn:port",
    ],
)
def test_wrong_address_is_refused_with_an_example_and_without_the_password(read, url):
    with pytest.raises(ImproperlyConfigured, match="请照这样写：smtp") as refused:
        read(PORTAL_EMAIL_URL=url, **FROM)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("sender", ["", "江湾镇人大", "rd@", "<>"])
def test_sender_is_needed(read, sender):
    with pytest.raises(ImproperlyConfigured, match="PORTAL_EMAIL_FROM"):
        read(PORTAL_EMAIL_URL="smtp://mail.example.cn", PORTAL_EMAIL_FROM=sender)


@pytest.mark.parametrize(
    ("address", "sub_path", "origin"),
    [
        ("", "", ""),
        ("https://rd.example.cn", "", "https://rd.example.cn"),
        ("https://rd.example.cn/", "", "https://rd.example.cn"),
        ("http://10.1.2.3:8000", "", "http://10.1.2.3:8000"),
        ("https://x.example.cn/rd/jiangwan/", "/rd/jiangwan", "https://x.example.cn"),
        ("https://x.example.cn", "/rd/jiangwan", "https://x.example.cn"),
    ],
)
def test_site_address_is_kept_to_the_host(read, monkeypatch, address, sub_path, origin):
    read()
    monkeypatch.setenv("PORTAL_SITE_URL", address)
    assert site_origin(environ.Env(), sub_path) == origin


@pytest.mark.parametrize("address", ["rd.example.cn", "ftp://rd.example.cn", "https://x.cn/rd"])
def test_site_address_that_leads_nowhere_is_refused(read, monkeypatch, address):
    read()
    monkeypatch.setenv("PORTAL_SITE_URL", address)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_SITE_URL"):
        site_origin(environ.Env(), "/other")
