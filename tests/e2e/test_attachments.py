"""Photos from a phone without JavaScript, seen in the back office."""

import pytest

from tests.attachments import samples
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_deputy import tasks  # noqa: F401  a fixture

_LOADED = "() => [...document.querySelectorAll('.file__thumb')].every(image => image.naturalWidth)"


def picked(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture
def phone(sit_down, tasks):  # noqa: F811
    phone = sit_down(PHONE, scripts=False)
    phone.log_in("deputy")
    late, _ = tasks
    phone.open(f"/desk/tasks/{late.public_id}/")
    phone.page.get_by_label("地点").fill("沙湖村")
    phone.page.get_by_label("反映的情况和问题").fill("机耕路积水。")
    return phone


def test_photos_go_from_the_phone_to_the_office(sit_down, office, phone):
    photos = [
        picked("机耕路.jpg", samples.photo((4000, 3000))),
        picked("沟渠.heic", samples.photo((1200, 1600), "HEIF", 6)),
        picked("网页.jpg", samples.HTML),
    ]
    phone.page.get_by_label("拍照或选照片").set_input_files(photos)
    phone.press("提交记录")
    assert "“网页.jpg”没有收" in phone.text()
    assert phone.page.get_by_role("checkbox", checked=True).count() == 2
    phone.press("提交记录")
    assert "记录已提交" in phone.text()
    assert phone.page.locator(".file__thumb").count() == 2
    phone.click(phone.page.locator(".file__link").first)
    assert phone.page.locator(".file-full").evaluate("image => image.naturalWidth") == 2560

    desktop = sit_down(DESKTOP, scripts=True)
    desktop.log_in("office")
    desktop.open("/admin/deputies/liaisontask/")
    desktop.follow("向沈立冬汇报履职情况（2026年第三季度）")
    desktop.page.wait_for_function(_LOADED)
    widths = desktop.page.locator(".file__thumb").evaluate_all(
        "all => all.map(image => image.naturalWidth)"
    )
    assert widths == [480, 480]


def test_office_adds_the_paper_that_came_with_a_call(sit_down, office, tasks):  # noqa: F811
    late, _ = tasks
    desktop = sit_down(DESKTOP, scripts=True)
    desktop.log_in("office")
    desktop.open(f"/admin/deputies/liaisontask/{late.pk}/on-behalf/")
    desktop.page.get_by_label("地点").fill("沙湖村")
    desktop.page.get_by_label("反映的情况和问题").fill("机耕路积水。")
    scans = desktop.page.get_by_role("group", name="纸质记录的扫描件")
    scans.get_by_label("选择文件").set_input_files(
        [picked("任务单.pdf", samples.pdf()), picked("病毒.pdf", samples.EXE)]
    )
    desktop.press("保存记录")
    assert "“病毒.pdf”没有收" in desktop.text()
    assert scans.get_by_role("checkbox", checked=True).count() == 1
    desktop.press("保存记录")
    shown = desktop.text(".portal-task")
    assert "任务单.pdf扫描件" in shown
    assert "机耕路积水。" in shown
