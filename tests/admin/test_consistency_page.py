"""The page 数据核对: what it lists for whom, accepting with a reason, many findings."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.models import AcceptedFinding
from congress.township.working_days import working_calendar
from deputies.models import ConcurrentDuty, DeputyGroup, PresidiumRole
from tests.factories import DeputyFactory, GroupFactory, MandateFactory, PostFactory

pytestmark = pytest.mark.django_db
REASON = "县人大已同意年底前调整"


@pytest.fixture(autouse=True)
def _on_a_day_with_a_calendar(db):
    with time_machine.travel(dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC), tick=False):
        working_calendar()  # read once a process
        yield


@pytest.fixture
def group(term):
    return GroupFactory(term=term, name="新洲代表小组")


@pytest.fixture
def page(client, office):
    """What the office reads."""

    def read(query=""):
        client.force_login(office)
        return client.get(reverse("admin:consistency") + query).content.decode()

    return read


def accept_address(group):
    return reverse("admin:consistency_accept", args=["group-without-leader", f"group:{group.pk}"])


def accept(client, group, **changed):
    form = {"sentence": "新洲代表小组没有组长。", "reason": REASON, **changed}
    return client.post(accept_address(group), form, follow=True)


@pytest.mark.parametrize("who", ["office", "chair", "auditor"])
def test_page_is_read_by_presidium_staff_and_auditors(request, client, group, who):
    client.force_login(request.getfixturevalue(who))
    html = client.get(reverse("admin:consistency")).content.decode()
    assert "新洲代表小组没有组长。" in html
    link = reverse("admin:deputies_deputygroup_change", args=[group.pk]) + "#id_leader"
    assert f'<a href="{link}">{"查看" if who == "auditor" else "选组长"}</a>' in html
    assert ("写明原因" in html) == (who != "auditor")


@pytest.mark.parametrize("who", ["deputy", "member", "unit"])
def test_others_have_no_page(request, client, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("admin:consistency")).status_code in (302, 403)


def test_mended_finding_is_gone_and_named_among_what_was_looked_at(page, group):
    assert "小组没有组长 <small>1条</small>" in page()
    group.leader = MandateFactory(term=group.term, group=group).deputy
    group.save()
    html = page()
    assert "没有组长。" not in html
    assert "没有发现问题的" in html
    assert "小组没有组长" in html.partition("没有发现问题的")[2]


def test_town_without_findings_says_so(page):
    html = page()
    assert "没有发现问题。" in html
    assert "必须改正<b" not in html


def test_accepted_finding_is_listed_apart_with_reason_and_by_whom(page, client, group, office):
    page()
    assert "已记下原因" in accept(client, group).content.decode()
    row = AcceptedFinding.objects.get()
    assert (row.accepted_by, row.reason) == (office, REASON)
    assert [entry.history_user for entry in row.history.all()] == [office]
    html = page()
    said = html.index("新洲代表小组没有组长。")
    assert said > html.index("不再提示的1条")
    assert f"原因：{REASON}（文书小秦，" in html[said:]


def test_accepted_finding_comes_back_when_the_facts_change(page, client, group):
    page()
    accept(client, group)
    group.name = "新洲第一代表小组"
    group.save()
    html = page()
    assert "不再提示的" not in html
    assert "新洲第一代表小组没有组长。" in html


def test_accepting_needs_a_reason_and_the_present_sentence(page, client, group):
    page()
    assert "portal-field__error" in accept(client, group, reason=" ").content.decode()
    stale = accept(client, group, sentence="旧小组没有组长。").content.decode()
    assert "情况刚刚有变化" in stale
    assert REASON in stale  # what was typed stays
    assert not AcceptedFinding.objects.exists()


def test_finding_that_is_mended_meanwhile_needs_no_reason(page, client, group):
    page()
    DeputyGroup.objects.all().delete()
    assert "这个问题已经不在了" in accept(client, group).content.decode()
    assert client.get(reverse("admin:consistency_accept", args=["no-such", "x"])).status_code == 404


def test_auditor_can_neither_accept_nor_list_again(client, auditor, office, group):
    row = AcceptedFinding.objects.create(
        check_key="group-without-leader",
        subject=f"group:{group.pk}",
        sentence="新洲代表小组没有组长。",
        reason=REASON,
        accepted_by=office,
        accepted_at="2026-05-03T08:00:00Z",
    )
    client.force_login(auditor)
    assert accept(client, group).status_code == 403
    again = reverse("admin:consistency_list_again", args=[row.pk])
    assert client.post(again).status_code == 403
    client.force_login(office)
    assert "恢复提示" in client.get(again).content.decode()
    assert client.post(again).status_code == 302
    assert not AcceptedFinding.objects.exists()
    assert "-" in {entry.history_type for entry in AcceptedFinding.history.all()}


def test_hundreds_are_shown_in_part_and_page_by_page(page, term):
    for number in range(60):
        DeputyFactory(name=f"王{chr(0x4E00 + number)}")
    html = page()
    assert html.count("没有代表资格的记录。") == 20
    assert "看全部60条" in html
    assert page("?check=deputy-without-mandate").count("没有代表资格的记录。") == 50
    assert page("?check=deputy-without-mandate&page=2").count("没有代表资格的记录。") == 10


def test_odd_check_in_the_address_is_not_found(client, office):
    client.force_login(office)
    for key in ("x", "选区", "x" * 2000):
        assert client.get(reverse("admin:consistency"), {"check": key}).status_code == 404


def test_page_asks_as_often_for_thirty_findings_as_for_one(page, term):
    """The checks' own numbers stand in tests/deputies/findings.py."""
    page()
    asked = []
    for number in (1, 29):
        for n in range(number):
            DeputyFactory(name=f"王{chr(0x4E00 + n)}")
            GroupFactory(term=term)
        with CaptureQueriesContext(connection) as captured:
            assert "没有组长。" in page()
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 80


def test_command_refuses_what_is_no_date(db):
    with pytest.raises(CommandError, match="没有这个日期：2026-13-01"):
        call_command("check_consistency", on="2026-13-01")


def test_command_prints_the_same_and_fails_when_something_must_be_mended(term, capsys, group):
    call_command("check_consistency", on="2026-10-20")
    said = capsys.readouterr().out
    assert "【请核对】代表小组：小组没有组长" in said
    assert "  新洲代表小组没有组长。" in said
    post = PostFactory(deputy=MandateFactory(term=term).deputy, term=term, role=PresidiumRole.CHAIR)
    ConcurrentDuty.objects.create(presidium_post=post, title="镇长", is_administrative_post=True)
    with pytest.raises(SystemExit, match="1"):
        call_command("check_consistency", on="2026-10-20")
    assert "又担任国家行政机关的职务：镇长。" in capsys.readouterr().out
