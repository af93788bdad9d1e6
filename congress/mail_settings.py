"""E-mail from the environment: off when PORTAL_EMAIL_URL is unset, plain words when it is wrong."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_TIMEOUT = 10  # seconds until a server that doesn't answer counts as down
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
_EXAMPLE = "smtp+ssl://rd%40example.cn:密码@smtp.example.cn:465"


def mail_settings(env: environ.Env) -> dict[str, Any]:
    """Django's EMAIL_* settings. Raises ImproperlyConfigured, never repeating the password."""
    address = env("PORTAL_EMAIL_URL", default="")
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        scheme, port = urlsplit(address).scheme, urlsplit(address).port
        found = env.email_url_config(address)
    except (ImproperlyConfigured, ValueError) as error:
        raise _wrong() from error
    if scheme not in _PORTS or not found["EMAIL_HOST"]:
        raise _wrong()
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": found["EMAIL_HOST"],
        "EMAIL_PORT": port or _PORTS[scheme],
        "EMAIL_HOST_USER": found["EMAIL_HOST_USER"] or "",
        "EMAIL_HOST_PASSWORD": found["EMAIL_HOST_PASSWORD"] or "",
        "EMAIL_USE_TLS": scheme == "smtp+tls",
        "EMAIL_USE_SSL": scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": _TIMEOUT,
        "DEFAULT_FROM_EMAIL": _sender(env),
    }


def site_origin(env: environ.Env, sub_path: str) -> str:
    """Scheme and host of the portal for links in e-mails; "" when PORTAL_SITE_URL is unset.

    The path may be given or not; it must be PORTAL_SUB_PATH, which the links have already.
    """
    address = env("PORTAL_SITE_URL", default="")
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ImproperlyConfigured(
            f"PORTAL_SITE_URL={address} 不是网址；请写完整，例如 https://rd.example.cn"
        )
    if parts.path.strip("/") not in ("", sub_path.strip("/")):
        raise ImproperlyConfigured(
            f"PORTAL_SITE_URL={address} 的路径和 PORTAL_SUB_PATH 不一致；"
            "请改成一样的，或只写到主机名。"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _sender(env: environ.Env) -> str:
    sender = str(env("PORTAL_EMAIL_FROM", default=""))
    try:
        validate_email(parseaddr(sender)[1])
    except ValidationError as error:
        raise ImproperlyConfigured(
            "设了 PORTAL_EMAIL_URL，也要设 PORTAL_EMAIL_FROM（发件人），"
            "例如 PORTAL_EMAIL_FROM='江湾镇人大 <rd@example.cn>'"
        ) from error
    return sender


def _wrong() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"PORTAL_EMAIL_URL 写得不对。请照这样写：{_EXAMPLE}"
        "（smtp+ssl 用 465 端口，smtp+tls 用 587 端口，不加密的 smtp 用 25 端口；"
        "用户名里的 @ 写成 %40）"
    )
