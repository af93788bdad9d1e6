"""Large text: a link that works without JavaScript and leads back to where the reader was."""

import pytest


def test_text_size_is_remembered_for_a_year(client, db):
    cookie = client.get("/text-size/?size=large").cookies["text"]
    assert cookie.value == "large"
    assert cookie["max-age"] == 365 * 24 * 60 * 60


def test_text_size_goes_back_to_normal(client, db):
    client.cookies["text"] = "large"
    assert client.get("/text-size/?size=normal").cookies["text"].value == "normal"


def test_text_size_takes_an_unknown_size_as_normal(client, db):
    assert client.get("/text-size/?size=huge").cookies["text"].value == "normal"


def test_text_size_leads_back_with_the_filters_of_the_list(client):
    response = client.get(
        "/text-size/?size=large&next=/deputies/",
        headers={"referer": "http://testserver/deputies/?by=village"},
    )
    assert response.url == "/deputies/?by=village"


def test_text_size_without_referrer_follows_next(client):
    assert client.get("/text-size/?size=large&next=/reports/").url == "/reports/"


def test_text_size_follows_next_where_the_referrer_is_only_the_host(client):
    response = client.get(
        "/text-size/?size=large&next=/card/abc/", headers={"referer": "http://testserver/"}
    )
    assert response.url == "/card/abc/"


@pytest.mark.parametrize(
    "foreign",
    [
        "https://example.org/x",
        "//example.org/x",
        "http://testserver//example.org/x",
        "javascript:alert(1)",
        "\\\\example.org",
        "/\\example.org",
        "deputies",
        "http://[",
        "/text-size/?size=large",
    ],
)
def test_text_size_never_leads_away(client, foreign):
    response = client.get("/text-size/", {"size": "large", "next": foreign})
    assert response.url == "/"
    assert client.get("/text-size/?size=large", headers={"referer": foreign}).url == "/"


def test_text_size_refuses_a_post(client):
    assert client.post("/text-size/?size=large").status_code == 405


def test_page_shows_large_text_and_offers_the_way_back(client, db):
    client.cookies["text"] = "large"
    page = client.get("/login/").content.decode()
    assert '<html lang="zh-Hans" class="text-large">' in page
    assert "标准字</a>" in page


def test_page_shows_normal_text_without_the_cookie(client, db):
    page = client.get("/login/").content.decode()
    assert '<html lang="zh-Hans">' in page
    assert "大字</a>" in page
