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


def test_line_of_gunicorn_hides_it_too():
    import congress.wsgi  # noqa: F401  it puts the filters there

    atoms = {"r": "GET /card/kx7p2mdf9qrs3tvw/ HTTP/1.1", "f": "http://rd.test/card/kx7p2mdf/"}
    line = logging.LogRecord("gunicorn.access", 20, "", 0, '"%(r)s" "%(f)s"', (atoms,), None)
    for name in ("gunicorn.error", "gunicorn.access"):
        assert logging.getLogger(name).filter(line)
    assert line.getMessage() == '"GET /card/…/ HTTP/1.1" "http://rd.test/card/…/"'


def test_other_lines_stay_as_they_are():
    line = logging.LogRecord("x", 20, "", 0, "%s: %d", ("/desk/", 3), None)
    assert HideCardSecrets().filter(line)
    assert (line.msg, line.args) == ("%s: %d", ("/desk/", 3))
