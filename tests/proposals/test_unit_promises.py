"""What a unit promised: its list, reports of progress, and that it was kept."""

import pytest
from django.urls import reverse

from congress.common.models import Attachment, Message
from congress.common.partial_dates import PartialDate
from proposals.enums import PromiseState
from proposals.models import Promise
from proposals.services import following
from tests.attachments.reports import upload
from tests.proposals.stage import DAY, unit_user
from tests.proposals.test_desk_writing import said
from tests.proposals.units import replied, says

pytestmark = pytest.mark.django_db
LIST = "desk-promises"


@pytest.fixture
def promise(alone) -> Promise:
    values = says("B", promise="雨季前清完", promised_for=PartialDate(2026, 5))
    replied(alone.user, alone.lead, values)
    return Promise.objects.get()


def address(promise) -> str:
    return reverse("desk-promise", args=[promise.public_id])


def test_listed_with_its_date_and_marked_when_late(as_user, alone, promise, time_machine):
    client = as_user(alone.user)
    page = said(client.get(reverse(LIST)))
    assert "还有1项没有落实。" in page
    assert "还有136天2026年5月雨季前清完第1号" in page
    time_machine.move_to("2026-06-01T09:00+08:00")
    page = said(as_user(alone.user).get(reverse(LIST)))
    assert "还有1项没有落实，其中1项逾期。" in page
    assert "逾期1天2026年5月雨季前清完" in page


def test_progress_is_reported_and_stays_readable(as_user, alone, promise):
    client = as_user(alone.user)
    for report in ("清了一公里", "清了两公里"):
        promise.refresh_from_db()
        boxes = {"report": report, "seen_version": promise.version, "then": "report"}
        answer = client.post(address(promise), boxes, follow=True)
        assert "落实情况已经报告。" in said(answer)
    page = said(answer)
    assert "镇水利站：清了两公里" in page
    assert "镇水利站：清了一公里" in page
    promise.refresh_from_db()
    assert (promise.state, promise.report) == (PromiseState.OPEN, "清了两公里")


def test_kept_with_pictures_the_sponsors_hear_of_it(as_user, alone, promise):
    client = as_user(alone.user)
    boxes = {
        "report": "全部清完",
        "seen_version": promise.version,
        "kept_on": "2026-01-15",
        "then": "keep",
        "uploads-photos": upload("清完.jpg"),
    }
    answer = client.post(address(promise), boxes, follow=True)
    assert "已经记为落实" in said(answer)
    assert "都已经落实。" in said(answer)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on) == (PromiseState.KEPT, DAY)
    assert Attachment.objects.of(promise).shown().count() == 1
    told = Message.objects.filter(recipient=alone.stage.lead).latest("pk")
    assert "答复里承诺的已经落实" in told.text
    del boxes["uploads-photos"]
    answer = client.post(address(promise), boxes | {"report": "再写一次"})
    assert "现在是“已经落实”" in said(answer)
    assert "再写一次" in answer.content.decode()


def test_refused_with_what_was_typed(as_user, alone, promise):
    client = as_user(alone.user)
    seen = {"seen_version": promise.version}
    for values, why in (
        ({"report": " "}, "请写明落实情况。"),
        ({"report": "清完", "kept_on": "2026-01-14", "then": "keep"}, "以前，请核对"),
        ({"report": "清完", "kept_on": "2026-01-16", "then": "keep"}, "还没有到"),
        ({"report": "清完", "kept_on": "某天", "then": "keep"}, "落实日期"),
        ({"report": "字" * 1001}, "1000"),
    ):
        answer = client.post(address(promise), seen | values)
        assert answer.status_code == 200
        assert why in said(answer), values
    promise.refresh_from_db()
    assert (promise.state, promise.report) == (PromiseState.OPEN, "")


def test_two_at_once_the_second_reads_what_the_first_wrote(as_user, alone, promise):
    following.report_promise(promise, actor=alone.user, report="清了一公里")
    boxes = {"report": "我写的", "seen_version": promise.version}
    answer = as_user(alone.user).post(address(promise), boxes)
    assert answer.status_code == 409
    assert "这项承诺有了变动" in said(answer)
    assert "清了一公里" in said(answer)
    assert "我写的" in answer.content.decode()


def test_of_others_there_is_none(as_user, alone, promise):
    stranger, _ = unit_user("镇司法所", "sifa")
    client = as_user(stranger)
    assert "没有承诺事项" in said(client.get(reverse(LIST)))
    assert client.get(address(promise)).status_code == 404
    assert client.post(address(promise), {"report": "清完"}).status_code == 404
    client = as_user(alone.stage.lead)
    assert client.get(reverse(LIST)).status_code == 404
    assert client.get(address(promise)).status_code == 404
