"""Trying the mail server out, and hearing in plain Chinese what it says."""

import smtplib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from congress.common.exceptions import RuleViolation
from congress.common.messaging.mail import compose_test, explain, mail_is_on


def send_test_mail(address: str) -> None:
    """Send at once. Raises RuleViolation with what went wrong and what to look at."""
    if not mail_is_on():
        raise RuleViolation(
            "没有设置邮件服务器。请设 PORTAL_EMAIL_URL 和 PORTAL_EMAIL_FROM，重新启动后再试。"
        )
    try:
        validate_email(address)
    except ValidationError as error:
        raise RuleViolation(f"“{address}”不是电子邮箱。请核对。") from error
    try:
        compose_test(address).send()
    except (smtplib.SMTPException, OSError) as error:
        raise RuleViolation(explain(error)) from error
