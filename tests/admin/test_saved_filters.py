"""The office keeps conditions of a list under a name, for itself or for everybody."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from congress.common import saved_filters
from congress.common.exceptions import RuleViolation
from congress.common.models import SavedFilter
from congress.common.roles import Role
from tests.admin.pages import visible
from tests.conftest import give_role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "proposals_proposal_changelist"
LIST, KEEP = f"admin:{PAGE}", "admin:proposals_proposal_keep_filter"


def keep(actor, name="逾期的", query="limit=overdue", **values) -> SavedFilter:
    values.setdefault("is_shared", False)
    return saved_filters.keep_filter(PAGE, name=name, query=query, actor=actor, **values)


def links(answer) -> dict[str, str]:
    assert answer.status_code == 200
    return {link["name"]: link["query"] for link in answer.context["kept_filters"]["links"]}


@pytest.fixture
def at_work(client, office):
    client.force_login(office)
    return client


def test_conditions_of_the_list_are_kept_and_opened_again(at_work, office):
    shown = at_work.get(reverse(LIST), {"q": "校车", "limit": "overdue", "kind__exact": ""})
    page = shown.context["kept_filters"]["keep"]
    assert "保存这组条件" in shown.content.decode()
    answer = at_work.post(page, {"name": "校车逾期的", "is_shared": "on"})
    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.is_shared, kept.page) == (office, True, PAGE)
    assert kept.query == "limit=overdue&q=%E6%A0%A1%E8%BD%A6"
    assert kept.history.get().history_user == office
    again = at_work.get(answer.url)
    assert links(again) == {"校车逾期的": kept.query}
    assert 'aria-current="true"' in again.content.decode()
    assert not again.context["kept_filters"]["keep"]


def test_page_of_the_list_is_no_condition(at_work):
    at_work.post(reverse(KEEP) + "?status__exact=closed&p=1&e=1&all=", {"name": "办结的"})
    assert SavedFilter.objects.get().query == "status__exact=closed"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "没有可保存的条件"),
        ("?nothing=1", "没有可保存的条件"),
        ("?kind__nonsense=1", "没有可保存的条件"),
        ("?created_by__password__startswith=a", "没有可保存的条件"),
        ("?q=" + "校" * 400, "条件太长"),
    ],
)
def test_what_the_list_does_not_know_is_not_kept(at_work, query, said):
    answer = at_work.post(reverse(KEEP) + query, {"name": "怪的"})
    assert said in "".join(visible(answer.content.decode()))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "长" * 21])
def test_name_is_asked_for_again(at_work, name):
    answer = at_work.post(reverse(KEEP) + "?limit=overdue", {"name": name})
    assert answer.status_code == 200
    assert not SavedFilter.objects.exists()


def test_one_person_has_a_name_once(at_work, office):
    keep(office)
    answer = at_work.post(reverse(KEEP) + "?limit=soon", {"name": "逾期的"})
    assert "已经有一组条件叫“逾期的”。请换一个名称。" in answer.content.decode()
    other = give_role(UserFactory(), Role.OFFICE)
    assert keep(other).pk
    second = keep(office, name="快到期的", query="limit=soon")
    page = reverse("admin:proposals_proposal_change_filter", args=[second.pk])
    answer = at_work.post(page, {"name": "逾期的"})
    assert "请换一个名称" in answer.content.decode()
    assert SavedFilter.objects.get(pk=second.pk).name == "快到期的"


def test_nobody_keeps_without_end(office, monkeypatch):
    monkeypatch.setattr(saved_filters, "MOST_FILTERS", 2)
    keep(office, name="一")
    keep(office, name="二")
    with pytest.raises(RuleViolation, match="最多保存2组"):
        keep(office, name="三")


def test_own_are_ones_own_and_shared_are_everybodys(client, office, auditor, chair):
    own, shared = keep(office), keep(office, name="快到期的", query="limit=soon", is_shared=True)
    for user in (chair, auditor):
        client.force_login(user)
        assert links(client.get(reverse(LIST))) == {"快到期的": "limit=soon"}
    for page in ("change_filter", "drop_filter"):
        address = f"admin:proposals_proposal_{page}"
        assert client.get(reverse(address, args=[own.pk])).status_code == 404
        assert client.post(reverse(address, args=[shared.pk])).status_code == 403
    client.force_login(chair)
    client.post(reverse("admin:proposals_proposal_drop_filter", args=[shared.pk]))
    assert list(SavedFilter.objects.all()) == [own]


def test_who_edits_nothing_shares_nothing(client, auditor):
    client.force_login(auditor)
    client.post(reverse(KEEP) + "?limit=overdue", {"name": "查过的", "is_shared": "on"})
    assert SavedFilter.objects.get().is_shared is False


def test_it_can_be_called_otherwise_shared_and_dropped(at_work, office):
    kept = keep(office)
    page = reverse("admin:proposals_proposal_change_filter", args=[kept.pk])
    at_work.post(page, {"name": "要催办的", "is_shared": "on"})
    kept.refresh_from_db()
    assert (kept.name, kept.is_shared, kept.query) == ("要催办的", True, "limit=overdue")
    answer = at_work.post(reverse("admin:proposals_proposal_drop_filter", args=[kept.pk]))
    assert [str(m) for m in get_messages(answer.wsgi_request)][-1:] == ["已删除“要催办的”。"]
    assert not SavedFilter.objects.exists()
    assert SavedFilter.history.count() == 3


@pytest.mark.parametrize(
    "query",
    ["gone=1", "gone__exact=1", "kind__gone=1", "unit=999999", "submitted_from=abc", "o=99", "p=9"],
)
def test_conditions_that_are_no_more_break_nothing(at_work, office, query):
    keep(office, name="老的", query=query)
    answer = at_work.get(reverse(LIST))
    assert answer.status_code == 200
    opened = at_work.get(f"{reverse(LIST)}?{links(answer)['老的']}", follow=True)
    assert opened.status_code == 200
    if query.startswith("gone"):
        assert "老的（条件已失效）" in answer.content.decode()


def test_link_has_no_path(at_work, office):
    keep(office)
    assert '<a href="?limit=overdue"' in at_work.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("key", [0, 999_999_999_999_999_999, 10**30])
def test_what_there_is_not_is_not_found(at_work, key):
    page = reverse("admin:proposals_proposal_change_filter", args=[key])
    assert at_work.get(page).status_code == 404
