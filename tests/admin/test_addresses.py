"""Addresses that nobody's page has: each is answered with a page, never with a fault."""

import pytest
from django.urls import reverse

from congress.common.models import SecurityEvent
from congress.township.models import CongressTerm, ElectoralDistrict, Session, Village
from deputies.models import Deputy, LiaisonPlan, LiaisonTask, Mandate
from tests.admin.pages import address, registered
from tests.factories import DeputyFactory


@pytest.fixture
def as_office(filled, client):
    client.force_login(filled.office)
    return client


@pytest.mark.parametrize("key", ["abc", "²", "9" * 40])
def test_key_that_is_no_number_is_not_found(as_office, key):
    for model in registered():
        for page in ("change", "history", "delete"):
            assert as_office.get(address(model, page, key)).status_code == 404, model


@pytest.mark.parametrize("page", ["reset-password", "unlock"])
def test_button_on_no_account_is_not_found(as_office, page):
    assert as_office.post(f"/admin/accounts/user/abc/{page}/").status_code == 404


def test_history_row_that_is_no_number_is_not_found(as_office):
    person = Deputy.objects.first()
    page = address(Deputy, "history", person.pk)
    assert as_office.get(page).status_code == 200
    for row in ("abc", "²", "99999999"):
        assert as_office.get(f"{page}{row}/").status_code == 404


def test_history_of_what_keeps_none_is_not_found(filled, client):
    filled.auditor.is_superuser = True
    filled.auditor.save()
    client.force_login(filled.auditor)
    event = SecurityEvent.objects.first()
    assert client.get(f"{address(SecurityEvent, 'history', event.pk)}1/").status_code == 404


@pytest.mark.parametrize("model", [Deputy, Mandate, LiaisonPlan, LiaisonTask])
@pytest.mark.parametrize("value", ["²", "9" * 40])
def test_filter_that_is_no_choice_shows_a_list(as_office, model, value):
    for name in ("term", "group", "member", "quarter_of"):
        response = as_office.get(address(model, "changelist"), {name: value}, follow=True)
        assert response.status_code == 200


def test_term_filter_counts_beside_its_choices(as_office):
    term = CongressTerm.objects.get()
    page = as_office.get(address(Mandate, "changelist"), {"_facets": "True", "term": term.pk})
    assert page.status_code == 200


def test_search_page_that_there_is_not_is_not_found(as_office):
    DeputyFactory(name="张三丰")
    search = reverse("admin:search")
    assert as_office.get(search, {"s": "张", "extended": ""}).status_code == 200
    for page in ("abc", "99999"):
        sent = {"s": "张", "extended": "", "page": page}
        assert as_office.get(search, sent).status_code == 404


def test_export_of_a_list_that_can_not_be_is_refused_in_words(as_office):
    answer = as_office.post("/admin/deputies/deputy/export/?nonsense=1", follow=True)
    assert "看不懂列表的筛选条件，没有导出" in answer.content.decode()


@pytest.mark.parametrize("path", ["/admin/deputies/deputy/%00/change/", "/deputies/%00/", "/%00"])
def test_nul_in_the_path_is_a_bad_request(as_office, path):
    response = as_office.get(path)
    assert response.status_code == 400
    assert "看不懂这个请求" in response.content.decode()


def test_nul_in_the_query_is_a_bad_request(as_office):
    for page in ("/deputies/?q=%00", "/admin/deputies/deputy/?sex__exact=%00", "/login/?next=%00"):
        assert as_office.get(page).status_code == 400


def test_nul_in_a_cookie_is_a_bad_request(town, client):
    response = client.get("/desk/", headers={"cookie": 'sessionid="\\000abcdefghijk"'})
    assert response.status_code == 400


def _typed(client, page, **changed):
    """What the page's own form holds, with some of it replaced; gives the answer."""
    admin_form = client.get(page).context["adminform"].form
    form = {name: "" if v is None else v for name, v in admin_form.initial.items()}
    return client.post(page, {**form, **changed})


@pytest.mark.parametrize(
    ("model", "column"),
    [(Village, "successor"), (ElectoralDistrict, "villages"), (LiaisonTask, "member")],
)
@pytest.mark.parametrize("typed", ["abc", "a\0", "9" * 40])
def test_choice_that_is_no_key_is_refused_on_the_page(as_office, model, column, typed):
    page = address(model, "add")
    answer = as_office.post(page, {column: typed})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[column]


@pytest.mark.parametrize("ordinal", ["0", "1000", "9" * 30, "-1"])
def test_ordinal_that_is_none_is_refused_on_the_page(as_office, ordinal):
    for record in (CongressTerm.objects.first(), Session.objects.first()):
        answer = _typed(as_office, address(type(record), "change", record.pk), ordinal=ordinal)
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["ordinal"]


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ({"year": "9" * 30}, "year"),
        ({"year": "0"}, "year"),
        ({"starts_on": "1999-01-01"}, "starts_on"),
    ],
)
def test_plan_of_no_year_is_refused_on_the_page(as_office, typed, column):
    plan = LiaisonPlan.objects.get()
    rows = {f"assignments-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = _typed(as_office, address(LiaisonPlan, "change", plan.pk), **rows, **typed)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[column]
