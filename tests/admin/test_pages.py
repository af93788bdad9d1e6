"""Every page of the back office opens, in Chinese, and keeps private columns to itself."""

import pytest
from django.contrib import admin
from django.urls import reverse

from congress.township.models import CalendarDay
from tests.admin.pages import address, english, gaps, labels, registered, visible

# Latin letters that are data of the test, not words of the portal.
NAMES = ("office", "deputy", "member", "chair", "unit", "auditor", "other_", "user")
SECRETS = ("13812345678", "110105199003078772", "新洲村三组")
COUNTS = {
    f"{rows}-{number}_FORMS": "0"
    for rows in ("mandates", "suspensions", "role_assignments")
    for number in ("TOTAL", "INITIAL")
}


def pages_of(model):
    """(page, address) of what the model's admin answers to."""
    some = model._default_manager.first()
    found = [("changelist", address(model, "changelist")), ("add", address(model, "add"))]
    if some is not None:
        found += [(page, address(model, page, some.pk)) for page in ("change", "history", "delete")]
    return found


@pytest.fixture
def everything(filled, client):
    """A user who sees every page there is."""
    filled.office.is_superuser = True
    filled.office.save()
    client.force_login(filled.office)
    return client


@pytest.mark.parametrize("label", labels())
def test_admin_page_opens_in_chinese(everything, label):
    model = next(model for model in registered() if model._meta.label == label)
    for page, url in pages_of(model):
        response = everything.get(url)
        assert response.status_code in (200, 302, 403, 404), (page, url)
        if response.status_code == 200:
            html = response.content.decode()
            assert english(html, NAMES) == [], (page, url)
            assert gaps(html) == [], (page, url)
            assert not [secret for secret in SECRETS if secret in html], (page, url)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/password_change/done/",
        "/admin/deputies/",
        "/admin/township/",
        "/admin/common/",
        "/admin/accounts/",
        "/admin/deputies/deputy/export/",
        "/admin/township/calendarday/year/",
        "/admin/township/calendarday/year/2031/",
        "/admin/township/calendarday/year/2031/enter/",
    ],
)
def test_admin_page_of_its_own_opens_in_chinese(everything, address):
    response = everything.get(address)
    assert response.status_code == 200
    assert english(response.content.decode(), NAMES) == []
    assert gaps(response.content.decode()) == []


def test_headings_and_buttons_have_no_blank_between_verb_and_noun(everything, filled):
    person = filled.deputy.deputy
    change = everything.get(address(type(person), "change", person.pk)).content.decode()
    texts = [" ".join(text.split()) for text in visible(change)]
    assert {"删除代表", "再增加一个代表资格"} <= set(texts)
    add = everything.get(address(CalendarDay, "add")).content.decode()
    assert any(text.startswith(f"增加{CalendarDay._meta.verbose_name} |") for text in visible(add))
    assert not any(gaps(html) for html in (change, add))


@pytest.mark.parametrize("text", ["增加 放假安排", "删除 代表", "添加另一个 代表资格"])
def test_blank_between_verb_and_noun_is_recognised(text):
    assert gaps(f"<h1>{text}</h1>") == [text]


def test_record_as_it_was_is_shown_in_labels(filled, client):
    client.force_login(filled.office)
    record = filled.deputy.deputy.history.first()
    url = reverse("admin:deputies_deputy_simple_history", args=[filled.deputy.deputy.pk, record.pk])
    html = client.get(url).content.decode()
    assert english(html, NAMES) == []
    assert "<dd>女</dd>" in html or "<dd>男</dd>" in html
    assert not [secret for secret in SECRETS if secret in html]
    assert client.post(url, {}).status_code == 403  # nobody goes back by a button


def test_history_says_what_changed_in_words(filled, client):
    client.force_login(filled.office)
    group = filled.group
    group.meeting_place = "新洲村文化礼堂"
    group.save_version()
    url = reverse("admin:deputies_deputygroup_history", args=[group.pk])
    html = client.get(url).content.decode()
    assert "活动地点：空 → 新洲村文化礼堂" in html
    assert "版本" not in html


def test_admin_search_finds_deputy_by_initials(filled, client):
    client.force_login(filled.office)
    html = client.get(reverse("admin:search"), {"s": "hqp", "extended": "1"}).content.decode()
    assert "何秋萍" in html
    assert english(html, NAMES) == []


def test_empty_lists_are_in_chinese(office, client):
    client.force_login(office)
    for model in registered():
        if not admin.site._registry[model].get_model_perms:
            continue
        response = client.get(address(model, "changelist"), {"q": "找不到"}, follow=True)
        if response.status_code == 200:
            assert english(response.content.decode(), NAMES) == [], model
            assert gaps(response.content.decode()) == [], model


def test_errors_of_forms_are_in_chinese(filled, client):
    client.force_login(filled.office)
    for label in ("deputies.Deputy", "township.Village", "deputies.Mandate", "accounts.User"):
        model = next(model for model in registered() if model._meta.label == label)
        response = client.post(address(model, "add"), {**COUNTS, "starts_on": "昨天"})
        assert response.status_code == 200
        assert english(response.content.decode(), NAMES) == [], label
