"""操作留痕: one list over all histories and events, its filters, its pages, its names."""

import datetime as dt
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.audit.kinds import audit_kinds
from congress.common.audit.pages import A_PAGE
from congress.common.history import bulk_create_recorded, recorded_as, sign
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.security import record_event
from congress.township.models import Organ, Village
from deputies.models import Deputy
from tests.factories import DeputyFactory, MandateFactory, UserFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, auditor):
    """What the auditor reads with some filters: the lines, and the whole answer."""
    client.force_login(auditor)
    SecurityEvent.objects.all().delete()

    def read(**query):
        return client.get(f"{reverse('admin:audit_trail')}?{urlencode(query)}")

    return read


def lines(answer) -> list[tuple[str, str]]:
    """(action, name) of each line."""
    return [(entry.action, entry.name) for entry in answer.context["entries"]]


def at(day: int, hour: int = 10) -> time_machine.travel:
    """Some hour of May 2026 by the town's clock."""
    moment = dt.datetime(2026, 5, day, hour, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def week(db, office):
    """A village made on the 4th, changed on the 5th by the office, an event on the 6th."""
    with at(4):
        village = VillageFactory(name="新洲村")
    with at(5), recorded_as(office, "10.20.30.40"):
        sign(village, office, "按县民政局通知")
        village.order = 3
        village.save()
    with at(6):
        record_event(
            SecurityEventKind.EXPORT, user=office, subject="代表名册（79人）", detail="姓名"
        )
    return village


def test_newest_comes_first_whatever_its_table(page, week):
    found = lines(page(kind="township.village"))
    assert found == [("修改", "新洲村"), ("新增", "新洲村")]
    merged = lines(page(since="2026-05-04", until="2026-05-06"))
    assert merged == [("导出", "代表名册（79人）"), ("修改", "新洲村"), ("新增", "新洲村")]


def test_line_says_who_from_where_and_why(page, week):
    html = page(action="~", kind="township.village").content.decode()
    for shown in ("文书小秦", "10.20.30.40", "按县民政局通知", "2026-05-05", "村（社区）"):
        assert shown in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"who": "文书"}, ["代表名册（79人）", "新洲村"]),
        ({"who": "office"}, ["代表名册（79人）", "新洲村"]),
        ({"who": "没有这个人"}, []),
        ({"who": "系统", "kind": "township.village"}, ["新洲村"]),
        ({"action": "event"}, ["代表名册（79人）"]),
        ({"action": "+", "kind": "township.village"}, ["新洲村"]),
        ({"action": "-"}, []),
        ({"kind": "event.export"}, ["代表名册（79人）"]),
        ({"kind": "event.login_failed"}, []),
        ({"kind": "event.export", "action": "~"}, []),
        ({"since": "2026-05-05", "until": "2026-05-05"}, ["新洲村"]),
        ({"until": "2026-05-03"}, []),
        ({"ip": "10.20.30.40"}, ["新洲村"]),
        ({"ip": "10.20."}, ["新洲村"]),
        ({"ip": "10.20.30.4"}, []),
        ({"q": "洲村", "action": "~"}, ["新洲村"]),
        ({"q": "民政"}, ["新洲村"]),
        ({"q": "名册"}, ["代表名册（79人）"]),
        ({"q": "姓名"}, ["代表名册（79人）"]),
        ({"q": "新洲 民政"}, ["新洲村"]),
        ({"q": "新洲 名册"}, []),
        ({"q": "村按"}, []),
    ],
    ids=str,
)
def test_filters(page, week, query, found):
    assert [name for _, name in lines(page(**query))] == found


def test_day_ends_at_midnight_of_the_town(page, db):
    with at(7, hour=0):
        VillageFactory(name="零点村")
    with at(7, hour=23):
        VillageFactory(name="深夜村")
    found = lines(page(since="2026-05-07", until="2026-05-07"))
    assert found == [("新增", "深夜村"), ("新增", "零点村")]


def test_record_is_found_by_whom_it_is_about(page, term):
    MandateFactory(deputy=DeputyFactory(name="何秋萍"), term=term)
    found = lines(page(q="秋萍", action="+"))
    assert found == [("新增", "何秋萍 镇人大代表"), ("新增", "何秋萍")]


def test_secret_column_is_named_and_searched_but_never_shown(page, db):
    person = Deputy.objects.get(pk=DeputyFactory(name="何秋萍").pk)
    person.phone, person.address = "13812345678", "新洲村三组"
    person.save()
    answer = page(q="联系电话")
    assert lines(answer) == [("修改", "何秋萍")]
    html = answer.content.decode()
    assert "改了联系电话、住址（保密栏目，不显示内容）" in html
    assert "13812345678" not in html
    assert "三组" not in html


def test_deleted_record_is_still_listed(page, db):
    VillageFactory(name="录错村").delete()
    assert lines(page(q="录错")) == [("删除", "录错村"), ("新增", "录错村")]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"since": "2026-13-40"}, "没有这个日期，请写成 2026-05-03 的样子。"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "“到”不能早于“从”。"),
        ({"ip": "办公室"}, "来源地址请写IP地址，或者它开头的几段，如 10.20.。"),
        ({"kind": "x.y"}, "没有这一项，请重新选。"),
        ({"action": "drop"}, "没有这一项，请重新选。"),
        ({"after": "昨天"}, "地址里翻页的位置看不懂，请从最新的看起。"),
        ({"after": "20260504T000000.000000-no.model-7"}, "请从最新的看起。"),
        ({"after": "20260504T000000.000000-event-²"}, "请从最新的看起。"),
    ],
    ids=str,
)
def test_bad_filter_gets_a_sentence(page, week, query, sentence):
    answer = page(**query)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not answer.context["entries"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_last_and_first_days_are_days(page, week, day):
    assert page(until=day).status_code == page(since=day).status_code == 200


def test_nothing_found_says_so(page):
    assert "没有找到这样的留痕。" in page(q="龘靐").content.decode()


def every_page(client, address) -> list[tuple[str, int]]:
    """(kind, key) of all lines, page by page."""
    found, pages = [], 0
    while address:
        answer = client.get(address)
        found += [(entry.kind.key, entry.key) for entry in answer.context["entries"]]
        address, pages = answer.context["older"], pages + 1
        assert pages < 10
    return found


def test_pages_follow_each_other_without_gap_or_double(page, client, office):
    """Also over entries of one and the same moment, in several tables."""
    with at(4):
        for model in (Village, Organ):
            rows = [model(name=f"第{n}个") for n in range(A_PAGE + 20)]
            bulk_create_recorded(model, rows, actor=office)
        for _ in range(A_PAGE // 2):
            record_event(SecurityEventKind.EXPORT, user=office, subject="名册")
    expected = {
        (kind.key, row.pk)
        for kind in audit_kinds().values()
        for row in kind.rows.objects.all()
        if kind.key in ("township.village", "township.organ", "event")
    }
    query = urlencode({"until": "2026-05-04", "since": "2026-05-04"})
    found = every_page(client, f"{reverse('admin:audit_trail')}?{query}")
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_page_has_the_same_queries_for_one_line_and_for_many(page, client, term):
    def count() -> int:
        page(q="秋萍")  # what is read once a process
        with CaptureQueriesContext(connection) as queries:
            assert page(q="秋萍").context["entries"]
        return len(queries)

    MandateFactory(deputy=DeputyFactory(name="何秋萍0"), term=term)
    before = count()
    for number in range(1, 20):
        account = UserFactory(username=f"user{number}")
        with recorded_as(account, "10.0.0.1"):
            MandateFactory(deputy=DeputyFactory(name=f"何秋萍{number}", user=account), term=term)
    assert len(page(q="秋萍").context["entries"]) > 30
    # The accounts of the actors are one query more than none.
    assert count() - before <= 1


def test_person_and_address_of_a_line_lead_to_more_of_them(page, week):
    html = page(q="新洲").content.decode()
    assert "who=office" in html
    assert "ip=10.20.30.40" in html


@pytest.mark.parametrize("who", ["office", "chair", "deputy", "unit"])
def test_nobody_else_searches_what_all_did(request, client, who, week):
    client.force_login(request.getfixturevalue(who))
    entry = reverse("admin:audit_entry", args=["township.village", week.history.first().pk])
    assert client.get(reverse("admin:audit_trail")).status_code in (302, 403)
    assert client.get(entry).status_code in (302, 403)


def test_side_bar_shows_it_to_the_auditor_only(client, auditor, office):
    for user, shown in ((auditor, True), (office, False)):
        client.force_login(user)
        html = client.get(reverse("admin:index")).content.decode()
        assert (reverse("admin:audit_trail") in html) == shown
