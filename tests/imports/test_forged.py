"""What a page never sends, but somebody may: refused or left aside, never a fault."""

import pytest
from django.urls import reverse

from congress.common.models import ImportRun
from deputies.imports.matching import find_person
from tests.imports.conftest import roster
from tests.imports.test_pages import ONE, client, page, press, upload

__all__ = ["client"]


@pytest.fixture
def run(client, term, groups):
    return upload(client, roster(ONE))


@pytest.mark.parametrize(
    "forged",
    [
        {"question": "\0"},
        {"question": "2", "person-2": "a\0b"},
        {"proposal": "2:\0", "accept-2:\0": "on"},
        {"question": "2" * 5000, "person-2": "x" * 5000},
        {"proposal": ["", ":", "x:start", "²:end"]},
    ],
)
def test_decision_that_no_page_offers_is_left_aside(client, run, forged):
    shown = press(client, run, "update", **forged)
    assert "将新增1人" in shown
    run.refresh_from_db()
    assert run.options["decisions"] == {}


def test_decision_for_a_row_that_is_not_there_changes_nothing(client, run):
    shown = press(client, run, "confirm", question="999", **{"person-999": "new"})
    assert "预览之后" not in shown
    assert "导入完成。" in shown


def test_person_chosen_who_is_gone_is_somebody_new():
    match = find_person("赵明", None, [], set(), "2345678bcd")
    assert match.deputy is None
    assert match.question is None


@pytest.mark.parametrize("row", ["", "²", "-1", "1e3", "9999999"])
def test_heading_row_must_be_a_number(client, run, row):
    assert "表头所在的行请写数字" in press(client, run, "update", header_row=row)


def test_confirming_without_having_seen_writes_nothing(client, run):
    assert "预览之后" in press(client, run, "confirm", seen="forged\0")
    assert ImportRun.objects.get().status == "preview"


def test_missing_file_says_so(client, run):
    run.file.storage.delete(run.file.name)
    assert "上传的文件已经不在了。请重新上传。" in page(client, run)
    address = reverse("admin:imports_run", args=[run.public_id])
    confirmed = client.post(address, {"action": "confirm", "header_row": "2"}, follow=True)
    assert "上传的文件已经不在了。" in confirmed.content.decode()
    discarded = client.post(address, {"action": "discard"}, follow=True)
    assert "已放弃这次导入" in discarded.content.decode()
