"""The e-mail behind a message, and what the mail server says, in plain Chinese."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from congress.common.models import Message

_SUBJECT_LENGTH = 60
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")
_REFUSED_FOR_GOOD = range(500, 600)
_NOT_LOGGED_IN = (530, 534, 535, 538)


def mail_is_on() -> bool:
    """Whether a mail server is set."""
    return bool(settings.MAIL_IS_ON)


def compose(message: Message) -> EmailMessage:
    """Plain text: the sentence, where to go on, how to stop it. The detail stays in the portal."""
    lines = [message.text, ""]
    if message.detail:
        lines += ["具体说明请登录后查看。"]
    page = absolute(reverse("message", args=[message.public_id]))
    lines += [f"打开：{page}" if page else "请登录门户查看。", "", *_footer()]
    return _email(one_line(message.text), lines, message.recipient.email, message.public_id)


def compose_test(address: str) -> EmailMessage:
    """A mail that says only that it has come."""
    lines = ["这是一封测试邮件。收到它，说明邮件服务器的设置是对的。", "", *_footer()]
    return _email("测试邮件", lines, address)


def absolute(path: str) -> str:
    """The full address for people who aren't on the site; "" when PORTAL_SITE_URL is unset."""
    return f"{settings.SITE_ORIGIN}{path}" if settings.SITE_ORIGIN else ""


def one_line(text: str) -> str:
    """Fit for a header: one line (whatever names hold), and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _SUBJECT_LENGTH else f"{line[: _SUBJECT_LENGTH - 1]}…"


def is_for_good(error: Exception) -> bool:
    """Whether the server will never take this mail, however often it is asked."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in _REFUSED_FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code in _REFUSED_FOR_GOOD


def explain(error: Exception) -> str:
    """What went wrong and what to look at, without anybody's address."""
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    # smtplib calls a server that falls silent one that has hung up.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"邮件服务器 {server} 没有应答；请核对端口和加密方式，或检查防火墙。"
    if isinstance(error, smtplib.SMTPException):
        return _explain_answer(error)
    if isinstance(error, ssl.SSLError):
        return f"和邮件服务器 {server} 的加密连接没有建成；请核对端口和加密方式。"
    if isinstance(error, socket.gaierror):
        return f"找不到邮件服务器 {settings.EMAIL_HOST}；请核对主机名，或检查网络。"
    if isinstance(error, ConnectionRefusedError):
        return f"邮件服务器 {server} 拒绝连接；请核对主机名和端口，并确认它已经启动。"
    return f"连不上邮件服务器 {server}；请检查网络。"


def _explain_answer(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = "；".join(_answer(*refusal) for refusal in error.recipients.values())
        return f"邮件服务器不收这个收件地址；请核对账号上的电子邮箱。{answers}"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "邮件服务器中途断开了连接；请核对端口和加密方式。"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "邮件服务器不支持所设的加密或登录方式；请核对 PORTAL_EMAIL_URL。"
    if not isinstance(error, smtplib.SMTPResponseException):
        return "邮件服务器没有按规矩应答；请核对 PORTAL_EMAIL_URL。"
    answer = _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code not in _NOT_LOGGED_IN:
        return f"邮件服务器不收这个发件人；请核对 PORTAL_EMAIL_FROM。{answer}"
    if isinstance(error, smtplib.SMTPAuthenticationError) or error.smtp_code in _NOT_LOGGED_IN:
        return f"登录邮件服务器失败；请核对 PORTAL_EMAIL_URL 里的用户名和密码（授权码）。{answer}"
    return f"邮件服务器没有收下邮件。{answer}"


def _answer(code: int, text: Any) -> str:
    """The server's own words, on one line."""
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    said = _ADDRESS.sub("（邮箱）", " ".join(said.split()))
    return f"服务器的原话：{code} {said}"


def _email(subject: str, lines: list[str], address: str, name: str = "") -> EmailMessage:
    # The same mail tried twice has the same name, by which mail programs know it again.
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    headers = {"Auto-Submitted": "auto-generated"}
    if name:
        headers["Message-ID"] = f"<{name}@{domain}>"
    return EmailMessage(subject, "\n".join(lines), to=[address], headers=headers)


def _footer() -> list[str]:
    town = apps.get_model("township", "Township").objects.first()
    page = absolute(reverse("message-settings"))
    where = f"：{page}" if page else "里关闭。"
    return [
        "——",
        f"{town or ''}人大履职门户自动发出，请不要回复。",
        f"不想收邮件，可以在门户的“消息设置”{where}",
    ]
