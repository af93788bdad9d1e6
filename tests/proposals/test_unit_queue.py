"""A unit's first page: what is most urgent first, each with what to do next and until when."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from proposals import services
from proposals.enums import ContactForm, Satisfaction, UnitRole
from proposals.models import Assignment, FeedbackRequest
from proposals.services import UnitPart, feedback, following, handling
from tests.conftest import give_role
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, unit_user
from tests.proposals.test_desk_writing import said
from tests.proposals.units import replied, says, to_sign

pytestmark = pytest.mark.django_db
INDEX = "desk-proposals"


class Desk:
    """A unit that has things in every state."""

    def __init__(self, stage):
        self.stage = stage
        self.user, self.unit = unit_user()

    def given(self, title, *more, role=UnitRole.LEAD, **due) -> Assignment:
        proposal = self.stage.accepted(title=title)
        parts = [UnitPart(self.unit, role), *more]
        part = services.assign_proposal(proposal, parts, actor=self.stage.office)[0]
        for name, value in due.items():
            setattr(part, name, value)
        part.save()
        return part

    def accepted(self, title, *more, **due) -> Assignment:
        return handling.accept_assignment(self.given(title, *more, **due), actor=self.user)

    def talked(self, title, **due) -> Assignment:
        part = self.accepted(title, **due)
        form = {"held_on": DAY, "form": ContactForm.VISIT}
        handling.record_contact(part, actor=self.user, **form)
        return part

    def answered(self, title, values=None) -> Assignment:
        part = self.given(title)
        replied(self.user, part, values)
        return part


@pytest.fixture
def desk(stage):
    return Desk(stage)


@pytest.fixture
def full(desk):
    """One of each kind, made in another order than they are shown."""
    desk.answered("关于答复了的建议")
    desk.talked("关于正在办的建议")
    leading = UnitPart(OrganFactory(name="镇农业站"))
    co = desk.given("关于协办的建议", leading, role=UnitRole.CO)
    handling.accept_assignment(co, actor=desk.user)
    desk.accepted("关于要联系的建议")
    desk.given("关于刚交办的建议")
    again = desk.answered("关于再办的建议")
    bad = {"attitude": Satisfaction.SATISFIED, "result": Satisfaction.DISSATISFIED}
    request = FeedbackRequest.objects.get(reply__assignment=again)
    feedback.rate_reply(request, actor=desk.stage.lead, words="没有修", **bad)
    to_sign(desk.user, desk.given("关于待签的建议"))
    desk.accepted("关于快到的建议", due_on=PartialDate.of(DAY + dt.timedelta(7)))
    desk.accepted("关于过了的建议", due_on=PartialDate.of(DAY - dt.timedelta(3)))
    return desk


def titles(answer) -> list[str]:
    return [part.proposal.title for part in answer.context["page"]]


def test_most_urgent_first_with_what_to_do(as_user, full):
    answer = as_user(full.user).get(reverse(INDEX))
    assert titles(answer) == [
        "关于过了的建议",
        "关于快到的建议",
        "关于待签的建议",
        "关于再办的建议",
        "关于刚交办的建议",
        "关于要联系的建议",
        "关于协办的建议",
        "关于正在办的建议",
        "关于答复了的建议",
    ]
    page = said(answer)
    assert "要办的8件：已经逾期1件，7天内到期1件，等签发1件，重新办理1件，等接办1件" in page
    for line in (
        "已经逾期逾期3天2026年1月12日关于过了的建议",
        "还有7天2026年1月22日关于快到的建议",
        "关于待签的建议第7号甘霖签发答复",
        "关于再办的建议第6号重新办理甘霖重新办理，再次答复",
        "关于刚交办的建议第5号甘霖接办，或者退办2026年1月22日以前，还有7天",
        "关于要联系的建议第4号甘霖联系代表，录入面商2026年2月",
        "关于协办的建议第3号，协办甘霖写协办意见",
        "关于正在办的建议第2号甘霖办理、写答复",
        "关于答复了的建议第1号甘霖2026年1月15日答复，A类",
    ):
        assert line in page, line


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("late", "关于过了的建议"),
        ("soon", "关于快到的建议"),
        ("sign", "关于待签的建议"),
        ("second", "关于再办的建议"),
        ("new", "关于刚交办的建议"),
        ("contact", "关于要联系的建议"),
        ("opinion", "关于协办的建议"),
        ("open", "关于正在办的建议"),
        ("answered", "关于答复了的建议"),
    ],
)
def test_one_kind_alone(as_user, full, state, title):
    assert titles(as_user(full.user).get(reverse(INDEX), {"state": state})) == [title]


def test_found_by_words_number_and_state(as_user, full):
    client = as_user(full.user)
    assert titles(client.get(reverse(INDEX), {"q": "快到"})) == ["关于快到的建议"]
    assert titles(client.get(reverse(INDEX), {"q": "第7号"})) == ["关于待签的建议"]
    assert titles(client.get(reverse(INDEX), {"q": "快到", "state": "late"})) == []
    for bad in ({"state": "nobody"}, {"page": "9" * 40}, {"q": "字" * 5000}):
        assert client.get(reverse(INDEX), bad).status_code == 200


def test_of_other_units_nothing(as_user, full):
    stranger, _ = unit_user("镇司法所", "sifa")
    answer = as_user(stranger).get(reverse(INDEX))
    assert titles(answer) == []
    assert "没有要办的" in said(answer)


def test_key_items_and_pressings_are_marked(as_user, desk):
    part = desk.talked("关于重点的建议")
    other = desk.talked("关于别的建议")
    following.mark_key(
        part.proposal, actor=desk.stage.office, is_key=True, member=desk.stage.lead.deputy
    )
    pressed = {"pressed_on": DAY, "form": "telephone"}
    following.record_pressing(part.proposal, actor=desk.stage.office, **pressed)
    visited = {"pressed_on": DAY, "form": "return_visit"}
    following.record_pressing(other.proposal, actor=desk.stage.office, **visited)
    page = said(as_user(desk.user).get(reverse(INDEX)))
    assert "关于重点的建议第1号重点督办已督办" in page
    assert page.count("已督办") == 1


def test_promises_stand_above_the_queue(as_user, desk, time_machine):
    values = says("B", promise="雨季前清完", promised_for=PartialDate(2026, 1, 20))
    desk.answered("关于清淤的建议", values)
    time_machine.move_to("2026-02-04T09:00+08:00")
    page = said(as_user(desk.user).get(reverse(INDEX)))
    assert "答复里承诺的雨季前清完逾期15天关于清淤的建议" in page
    assert "承诺事项1项逾期" in page
    assert "2026年1月15日答复，B类，承诺正在落实" in page


def test_asks_as_often_for_many_as_for_few(as_user, desk):
    client = as_user(desk.user)
    desk.talked("关于正在办的建议")
    desk.answered("关于答复了的建议")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(INDEX))
        return len(captured)

    client.get(reverse(INDEX))
    few = queries()
    for number in range(4):
        desk.talked(f"关于第{number}条沟的建议")
        desk.answered(f"关于第{number}条路的建议")
    assert queries() == few


def test_taken_up_it_is_not_given_back(desk):
    part = desk.accepted("关于接办了的建议")
    with pytest.raises(RuleViolation, match="已经在2026年1月15日接办，不能再退办"):
        services.return_assignment(part, actor=desk.user, reason="不归我站")
    services.return_assignment(part, actor=desk.stage.office, reason="单位来函")


def test_deputy_who_answers_for_a_unit_too_finds_both(as_user, desk):
    part = desk.given("关于刚交办的建议")
    both = give_role(desk.stage.others[2], Role.UNIT, desk.unit)
    client = as_user(both)
    page = said(client.get(reverse(INDEX)))
    assert "我提的议案建议" in page
    assert "交办的建议" in page
    assert titles(client.get(reverse("desk-unit"))) == ["关于刚交办的建议"]
    page = said(client.get(reverse("desk-proposal", args=[part.proposal.public_id])))
    assert "接办，或者退办" in page
