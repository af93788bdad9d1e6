"""Phone, ID number and address: masked, opened with a trace, replaced but never filled in."""

import pytest
from django.urls import reverse

from deputies.models import Deputy
from tests.admin.test_people import post_page
from tests.conftest import events
from tests.factories import DeputyFactory

PHONE, NUMBER, ADDRESS = "13812345678", "110105199003078772", "江湾镇新洲村三组12号"


@pytest.fixture
def person(town):
    return DeputyFactory(name="张伟", phone=PHONE, id_number=NUMBER, address=ADDRESS)


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def page(name, *args):
    return reverse(f"admin:deputies_deputy_{name}", args=args)


def test_page_and_list_show_masks_only(at_office, person):
    html = at_office.get(page("change", person.pk)).content.decode()
    assert "138****5678" in html
    assert "110105********8772" in html
    listing = at_office.get(page("changelist")).content.decode()
    for secret in (PHONE, NUMBER, ADDRESS, "三组"):
        assert secret not in html
        assert secret not in listing
    assert "138****5678" not in listing


def test_opening_asks_first_and_leaves_a_trace(at_office, office, person):
    url = page("open", person.pk, "phone")
    assert PHONE not in at_office.get(url).content.decode()
    assert not events().exists()
    response = at_office.post(url, {"reason": "通知会议"})
    assert PHONE in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    event = events().get()
    assert (event.user, event.ip, event.detail) == (office, "127.0.0.1", "联系电话，通知会议")
    assert event.subject == f"代表张伟（编号{person.public_id}）"
    assert PHONE not in event.subject + event.detail


def test_auditor_sees_masks_and_opens_nothing(auditor, client, person):
    client.force_login(auditor)
    html = client.get(page("change", person.pk)).content.decode()
    assert "138****5678" in html
    assert "/open/phone/" not in html
    assert client.post(page("open", person.pk, "phone")).status_code == 403
    assert not events().exists()


def test_other_columns_can_not_be_opened(at_office, person):
    assert at_office.post(page("open", person.pk, "name")).status_code == 404


def test_empty_boxes_keep_what_is_stored(at_office, person):
    post_page(at_office, person, remark="改了备注")
    stored = Deputy.objects.get(pk=person.pk)
    assert stored.remark == "改了备注"
    assert (stored.phone, stored.id_number, stored.address) == (PHONE, NUMBER, ADDRESS)


def test_new_value_replaces_and_history_keeps_the_name_of_the_column_only(at_office, person):
    post_page(at_office, person, new_phone="139 0000 1111", new_id_number="11010519900307877x")
    assert Deputy.objects.get(pk=person.pk).phone == PHONE  # the number was wrong
    post_page(at_office, person, new_phone="139-0000-1111")
    assert Deputy.objects.get(pk=person.pk).phone == "13900001111"
    newest = person.history.first()
    assert newest.sensitive_changed == "phone"
    html = at_office.get(page("history", person.pk)).content.decode()
    assert "联系电话" in html
    assert "13900001111" not in html


@pytest.mark.parametrize(
    ("box", "text", "sentence"),
    [
        ("new_phone", "1381234", "电话号码有7位，手机号应为11位"),
        ("new_id_number", "110105199003078771", "校验码不对"),
    ],
)
def test_wrong_value_is_refused_with_a_sentence(at_office, person, box, text, sentence):
    html = post_page(at_office, person, **{box: text}).content.decode()
    assert sentence in html


def test_tick_removes_what_is_stored(at_office, person):
    html = post_page(at_office, person, drop_phone="on", new_phone="13900001111").content.decode()
    assert "请只留一样" in html
    post_page(at_office, person, drop_phone="on")
    assert Deputy.objects.get(pk=person.pk).phone == ""
