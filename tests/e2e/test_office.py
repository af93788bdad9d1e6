"""The office's clerk at a desktop: spreadsheets in, the annual report out."""

import re

import pytest

from congress.common.partial_dates import PartialDate
from congress.documents.models import WorkReport
from deputies.models import Deputy, LiaisonTask
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories import GroupFactory, SessionFactory
from tests.imports.conftest import GROUPS, LIAISON_PLAN, ROSTER, WITH_MISTAKES

MISTAKES = {
    3: "没有填写姓名",
    4: "看不懂“先生”",
    5: "没有13月",
    6: "出生日期在今天之后",
    7: "看不懂“火星族”",
    8: "没有叫“不存在的小组”的代表小组",
    9: "这一格是公式",
    10: "姓名有61个字，最多50个字",
    12: "与第11行重复",
    13: "分不清1980.1是1980年1月还是10月",
}


@pytest.fixture
def clerk(sit_down, office, term):
    screen = sit_down(DESKTOP, scripts=True)
    screen.log_in("office")
    assert screen.page.url.endswith("/admin/")
    return screen


def _is_preview(response) -> bool:
    return response.url.endswith("/preview/")


def upload(clerk, entry, path) -> None:
    """From the side bar to the preview; a new town's tick for what is missing is taken away."""
    clerk.follow(re.compile(entry), within="#nav-sidebar")
    clerk.page.locator("input[type=file]").set_input_files(path)
    tick = clerk.page.get_by_label("缺的小组、村（社区）、选区一并建立")
    if tick.count():
        tick.uncheck()
    clerk.press("上传并核对")


def test_clerk_imports_the_roster_and_the_liaison_plan(clerk):
    clerk.follow("导入代表名册")
    clerk.page.locator("input[type=file]").set_input_files(ROSTER)
    clerk.page.get_by_label("缺的小组、村（社区）、选区一并建立").check()
    clerk.press("上传并核对")
    assert "将新增80人，更新0人，未变0人，有问题0行。" in clerk.text()
    assert not Deputy.objects.exists()
    clerk.press("确认导入")
    assert "新增80人，更新0人，未变0人。" in clerk.text()
    assert Deputy.objects.count() == 80

    upload(clerk, "导入联系计划", LIAISON_PLAN)
    clerk.press("确认导入")
    made = LiaisonTask.objects.count()
    assert f"派发联系任务{made}项。" in clerk.text()
    assert made > 100


def test_clerk_reads_what_is_wrong_with_which_row(clerk, term):
    for name in GROUPS:
        GroupFactory(term=term, name=f"{name}代表小组")
    upload(clerk, "导入代表名册", WITH_MISTAKES)
    rows = clerk.page.get_by_role("row").all_inner_texts()
    for number, problem in MISTAKES.items():
        assert any(f"第{number}行" in row and problem in row for row in rows), problem
    assert {int(n) for n in re.findall(r"第(\d+)行\t", "\n".join(rows))} == set(MISTAKES)
    assert clerk.page.get_by_role("button", name="确认导入", exact=True).count() == 0
    assert clerk.page.get_by_role("button", name="只导入没有问题的1行").is_visible()
    clerk.press("放弃")
    assert not Deputy.objects.exists()


def test_report_goes_from_the_editor_to_the_public(clerk, sit_down, term, deputy, member):
    for ordinal, year in ((5, 2026), (6, 2027)):
        SessionFactory(term=term, ordinal=ordinal, starts_on=PartialDate(year, 1, 14), ends_on=None)
    clerk.follow(re.compile("年度工作报告"), within="#nav-sidebar")
    clerk.open("/admin/documents/workreport/add/")
    session = "江湾镇第十九届人民代表大会第六次会议"
    clerk.page.get_by_label("会议").select_option(label=f"{session}（2027年1月14日）")
    clerk.press("新建报告")

    written = "两次视察长江干堤，督促补上三处防汛砂石。"
    clerk.page.get_by_label(re.compile("监督.*的正文")).first.fill(written)
    clerk.press("保存")
    report = WorkReport.objects.get()
    assert report.sections.filter(text=written).count() == 1
    with clerk.page.context.expect_event("response", _is_preview) as preview:
        clerk.page.get_by_role("button", name="预览PDF").click()
    assert preview.value.headers["content-type"] == "application/pdf"

    clerk.press("定稿")
    clerk.press("定稿")
    visitor = sit_down(PHONE, scripts=False)
    visitor.open("/reports/")
    assert "还没有公开的工作报告" in visitor.text()

    clerk.follow("公开")
    clerk.press("公开")
    visitor.open("/reports/")
    visitor.follow(re.compile(r"镇十九届人大\s?六次会议"))
    assert written in visitor.text("main")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="下载PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
