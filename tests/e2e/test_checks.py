"""The office opens the page of checks, follows a link, mends, and the finding is gone."""

from deputies.models import DeputyGroup
from tests.deputies.liaison import serving
from tests.e2e.conftest import DESKTOP
from tests.factories import GroupFactory


def test_finding_is_followed_and_mended(sit_down, office, term):
    group = GroupFactory(term=term, name="新洲代表小组")
    leader, _, _ = (serving(term, group=group) for _ in range(3))
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.follow("数据核对", within="#nav-sidebar")
    assert "新洲代表小组没有组长。" in clerk.text()

    finding = clerk.page.get_by_role("listitem").filter(has_text="新洲代表小组没有组长。")
    clerk.click(finding.get_by_role("link", name="选组长"))
    clerk.page.get_by_label("组长").select_option(label=leader.name)
    clerk.press("保存")
    assert DeputyGroup.objects.get().leader == leader

    clerk.follow("数据核对", within="#nav-sidebar")
    assert "新洲代表小组没有组长" not in clerk.text()
    clerk.page.get_by_text("没有发现问题的").click()
    assert "小组没有组长" in clerk.text()


def test_finding_that_stays_as_it_is_is_explained(sit_down, office, term):
    group = GroupFactory(term=term, name="新洲代表小组")
    for _ in range(3):
        serving(term, group=group)
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.open("/admin/common/acceptedfinding/checks/")
    finding = clerk.page.get_by_role("listitem").filter(has_text="新洲代表小组没有组长。")
    clerk.click(finding.get_by_role("link", name="不用改，写明原因"))
    clerk.page.get_by_label("原因").fill("下月开会推选")
    clerk.press("不再提示")
    clerk.page.get_by_text("已写明原因，不再提示的1条").click()
    assert "原因：下月开会推选（文书小秦" in clerk.text()
