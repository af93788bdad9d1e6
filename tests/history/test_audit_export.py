"""操作留痕 as a spreadsheet: what the filters find, with the filters; itself an event."""

import io
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from congress.common.audit import pages
from congress.common.history import recorded_as, sign
from congress.common.models import SecurityEventKind
from deputies.models import Deputy
from tests.conftest import events
from tests.factories import DeputyFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(client, auditor):
    """Press the button under a list that was found with some filters."""
    client.force_login(auditor)

    def press(**query):
        address = f"{reverse('admin:audit_export')}?{urlencode(query)}"
        return client.post(address, follow=True)

    return press


def rows_of(answer) -> list[list]:
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [[cell for cell in row if cell is not None] for row in sheet.values]


def test_sheet_holds_what_was_found_and_what_was_looked_for(export, office):
    person = Deputy.objects.get(pk=DeputyFactory(name="何秋萍").pk)
    with recorded_as(office, "10.20.30.40"):
        sign(person, office, "本人来电")
        person.phone = "13812345678"
        person.save()
    VillageFactory(name="新洲村")
    answer = export(q="秋萍", action="~", since="2000-01-01")
    (heading,), head, line = rows_of(answer)
    assert heading.startswith("文字：秋萍；操作：修改；从：2000年1月1日。auditor")
    assert heading.endswith("导出，1条，最新的在前。")
    assert head[-2:] == ["改过的保密栏目", "原因或说明"]
    assert line[1:] == [
        *("文书小秦", "office", "10.20.30.40", "修改", "代表", "何秋萍", "联系电话", "本人来电")
    ]
    assert "13812345678" not in answer.content.decode("latin-1")


def test_export_leaves_an_event_that_names_the_filters(export, auditor):
    VillageFactory(name="新洲村")
    export(q="新洲")
    event = events().get()
    assert (event.kind, event.user) == (SecurityEventKind.EXPORT, auditor)
    assert (event.subject, event.detail) == ("操作留痕（1条）", "文字：新洲")


def test_text_that_a_spreadsheet_would_run_is_made_harmless(export, office):
    village = VillageFactory(name="=1+1")
    with recorded_as(office):
        sign(village, office, "@SUM(A1)")
        village.order = 2
        village.save()
    line = rows_of(export(kind="township.village", action="~"))[2]
    assert line[-2:] == ["'=1+1", "'@SUM(A1)"]


def test_too_many_rows_are_refused_in_words(export, monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", 2)
    for number in range(3):
        VillageFactory(name=f"第{number}村")
    answer = export(kind="township.village")
    assert answer.redirect_chain[0][0] == f"{reverse('admin:audit_trail')}?kind=township.village"
    html = answer.content.decode()
    assert "符合条件的留痕超过2条，没有导出。请缩短起止日期，或者多写几个条件，分几次导出。" in html
    assert not events().exists()


def test_faulty_filter_exports_nothing(export):
    answer = export(since="昨天")
    assert "查找的条件有错，没有导出。" in answer.content.decode()
    assert not events().exists()


def test_page_offers_to_export_what_it_found(client, auditor):
    client.force_login(auditor)
    VillageFactory(name="新洲村")
    html = client.get(reverse("admin:audit_trail"), {"q": "新洲"}).content.decode()
    address = f"{reverse('admin:audit_export')}?{urlencode({'q': '新洲'})}"
    assert f'action="{address}"' in html
    assert "导出找到的留痕" in html
