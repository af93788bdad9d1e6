"""The demonstration town: made once, complete, marked, and never beside real data."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from congress.accounts.models import User
from congress.common.models import Attachment, Message
from congress.documents.models import WorkReport
from congress.township.models import TownSettings, Township
from deputies.models import Deputy, DeputyGroup, LiaisonTask, PresidiumMeeting, TaskStatus
from proposals.enums import AssignmentStatus
from proposals.models import Proposal
from proposals.office_page import today_lines
from tests.factories import TermFactory, TownshipFactory, UserFactory
from tests.proposals.lived import require_something_to_do, require_true_days
from tests.proposals.samples import town_lists


@pytest.fixture(autouse=True)
def _lists(db):
    """What migrations give, which a test that empties the tables takes away."""
    town_lists()


@pytest.fixture
def password(monkeypatch) -> str:
    monkeypatch.setenv("PORTAL_DEMO_PASSWORD", "willow-river-7")
    return "willow-river-7"


def _counts() -> dict[str, int]:
    models = (User, Deputy, DeputyGroup, LiaisonTask, Proposal, WorkReport, Message, Attachment)
    return {model.__name__: model.objects.count() for model in models}


def test_demonstration_is_whole_and_can_be_made_again(db, password, client, capsys):
    call_command("seed_demo")
    assert Township.objects.get().is_demonstration
    assert TownSettings.load().publishes_deputies
    assert Deputy.objects.serving().count() == 79
    statuses = set(LiaisonTask.objects.values_list("status", flat=True))
    assert statuses == set(TaskStatus.values) - {TaskStatus.CANCELLED}
    assert set(WorkReport.objects.values_list("status", flat=True)) == {"released", "draft"}
    told = {message.recipient.username for message in Message.objects.unread()}
    assert {"office", "member", "deputy", "unit"} <= told
    assert Proposal.objects.count() == 73
    lines = {line.label: line for line in today_lines(timezone.localdate())}
    waiting = ("议案建议待登记", "建议待审查", "议案待主席团会议决定", "建议待交办")
    assert [lines[label].count for label in waiting] == [2, 1, 1, 2]
    assert lines["建议待交办"].note.startswith("其中1件是单位退办的，最早一件应在")
    (returned,) = Proposal.objects.filter(assignments__status=AssignmentStatus.RETURNED)
    assert returned.title == "关于疏浚南湾村支渠的建议"
    meeting = PresidiumMeeting.objects.get()
    assert meeting.chaired_by in meeting.present.all()
    require_true_days()
    require_something_to_do()
    assert "已答复53件" in client.get("/").content.decode()
    shown = Attachment.objects.shown()
    assert {"office", "member", "deputy"} <= {row.created_by.username for row in shown}
    assert shown.filter(is_scan=True).count() == 1
    before = _counts()
    call_command("seed_demo")
    assert _counts() == before
    assert f"密码都是：{password}" in capsys.readouterr().out

    for username, landing in [
        ("office", "/admin/"),
        ("chair", "/admin/"),
        ("auditor", "/admin/"),
        ("member", "/desk/"),
        ("deputy", "/desk/"),
        ("unit", "/desk/"),
    ]:
        client.logout()
        response = client.post("/login/", {"username": username, "password": password})
        assert (response.status_code, response.url) == (302, landing)
        assert "演示数据" in client.get(landing, follow=True).content.decode()
    assert "演示数据" in client.get("/").content.decode()


def test_demonstration_makes_a_password_of_its_own_and_says_it(db, monkeypatch, capsys):
    monkeypatch.delenv("PORTAL_DEMO_PASSWORD", raising=False)
    call_command("seed_demo")
    said = capsys.readouterr().out.rsplit("：", 1)[1].strip()
    assert len(said) == 10
    assert all(user.check_password(said) for user in User.objects.all())


@pytest.mark.parametrize("real", [TermFactory, UserFactory, TownshipFactory])
def test_demonstration_refuses_a_database_with_other_data(db, password, real):
    real()
    before = _counts()
    with pytest.raises(CommandError, match="库里已有真实数据"):
        call_command("seed_demo")
    assert _counts() == before
