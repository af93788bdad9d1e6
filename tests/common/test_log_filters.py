"""No log tells the secret of a duty card."""

import logging

from django.conf import settings

from congress.common.log_filters import HideCardSecrets


def test_secret_of_a_card_is_cut_out_of_a_log_line():
    line = logging.LogRecord(
        "django.security.csrf",
        30,
        "",
        0,
        "Forbidden (%s): %s",
        ("token", "/rd/card/27c_C5tX/"),
        None,
    )
    assert HideCardSecrets().filter(line)
    assert line.getMessage() == "Forbidden (token): /rd/card/…/"


def test_console_uses_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["cards"]
