"""The portal below a path of somebody else's host."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from congress.sub_path import mounted, sub_path


@pytest.mark.parametrize("text", ["/rd/jiangwan", "/rd/jiangwan/", "rd/jiangwan", " rd/jiangwan/ "])
def test_sub_path_is_understood_however_it_is_written(text):
    assert sub_path(text) == "/rd/jiangwan"


@pytest.mark.parametrize("text", ["", "/", " "])
def test_no_sub_path_is_the_root(text):
    assert sub_path(text) == ""


@pytest.mark.parametrize("text", ["/rd//jiangwan", "/人大", "/rd?x=1", "https://example.cn/rd"])
def test_sub_path_that_is_no_path_is_refused_in_words(text):
    with pytest.raises(ImproperlyConfigured, match="写得不对"):
        sub_path(text)


def asked(path: str) -> str:
    """What the application below /rd is asked for when the proxy sends ``path``."""
    return b"".join(
        mounted(lambda environ, _: [environ["PATH_INFO"].encode()], "/rd")(
            {"PATH_INFO": path}, None
        )
    ).decode()


def test_application_sees_the_same_address_whether_the_proxy_takes_the_path_off():
    assert asked("/rd/deputies/") == asked("/deputies/") == "/deputies/"
    assert asked("/rd/") == asked("/") == "/"
    assert asked("/rdx/") == "/rdx/"


def test_address_without_its_last_slash_leads_to_the_home_page():
    answers = []
    mounted(None, "/rd")({"PATH_INFO": "/rd"}, lambda *answer: answers.append(answer))
    assert answers == [("301 Moved Permanently", [("Location", "/rd/")])]
