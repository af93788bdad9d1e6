"""One suggestion from the first word to the public page, with everybody whom it takes."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.utils import timezone

from congress.common.roles import Role
from proposals.models import ProposalSettings
from tests.attachments import samples
from tests.conftest import give_role, serving_deputy
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.screen import Screen
from tests.factories import OrganFactory, SessionFactory, UserFactory
from tests.proposals.samples import town_lists

TITLE = "关于疏通新洲村排水沟的建议"
GROUNDS = "沟堵了三年，下雨就淹田。"
MEASURES = "请清淤，装格栅，定下以后由谁管。"
OPINION = "涵管由本所更换，汛期前完工。"
TALK = "商定先清到村口，再换涵管。"
FIRST = "已经清淤两公里，村口一段列入计划。联系养护员尤大河（电话13800000000）即可。"
BLOCKED = "村口一段还是堵的，水排不出去。"
SECOND = "村口一段已经清通，涵管已经换好。养护员尤大河（电话13800000000）每月巡查一次。"
PUBLIC = "村口一段已经清通，涵管已经换好。每月巡查一次。"
REDACTED = "尤大河"
PROMISE = "清通村口一段，换好涵管"


@pytest.fixture
def town(transactional_db, term, office, chair, deputy, other_deputy, unit):
    """江湾镇 in the recess after its fifth session; another unit, and a third deputy."""
    town_lists()
    SessionFactory(term=term, ordinal=5)
    ProposalSettings.objects.update_or_create(singleton=True, defaults={"publishes_outcomes": True})
    serving_deputy(term, "白露", "third_deputy")
    roads = give_role(UserFactory(username="roads"), Role.UNIT, OrganFactory(name="镇公路所"))
    return SimpleNamespace(term=term, roads=roads)


@pytest.fixture
def people(sit_down, town):
    """Each before a screen as they would use one; the deputies' phones stay logged in."""

    def seated(width: int, username: str = "", *, scripts: bool = True) -> Screen:
        screen = sit_down(width, scripts=scripts)
        if username:
            screen.log_in(username)
        return screen

    return SimpleNamespace(
        lead=seated(PHONE, "deputy"),
        second=seated(PHONE, "other_deputy", scripts=False),
        third=seated(PHONE, "third_deputy", scripts=False),
        office=seated(DESKTOP, "office"),
        chair=seated(DESKTOP, "chair"),
        station=seated(DESKTOP, "unit"),
        roads=seated(PHONE, "roads", scripts=False),
        visitor=seated(PHONE, scripts=False),
    )


def test_suggestion_goes_the_whole_way_to_the_public(people):
    write_and_invite(people)
    join(people)
    submit(people)
    register_and_assign(people)
    press_as_chair(people)
    take_up(people)
    talk_and_ask_for_time(people)
    wait_for_the_opinion(people)
    answer_with_a_promise(people)
    say_not_satisfied(people)
    answer_again(people)
    say_satisfied(people)
    keep_the_promise(people)
    publish(people)
    read_as_anybody(people)
    count(people)


def on_the_desk(screen: Screen) -> Screen:
    """The item's page, from the list in the navigation."""
    screen.follow(re.compile("^议案建议"), within="nav.desk-nav")
    screen.follow(re.compile(TITLE), within="main")
    return screen


def in_the_queue(unit: Screen) -> Screen:
    """The item's page, from what the unit has to do."""
    unit.follow(re.compile("^交办的建议"), within="nav.desk-nav")
    unit.follow(TITLE, within="main")
    return unit


def in_the_back_office(screen: Screen) -> Screen:
    """The item's page, found from the list of proposals."""
    screen.follow(re.compile("议案和建议$"), within="#nav-sidebar")
    screen.follow(TITLE, within="#main")
    return screen


def step(screen: Screen, name: str) -> None:
    """The page of a step, by its button on the item's page."""
    screen.follow(name, within=".portal-now")


def pick(screen: Screen, label: str, wanted: str) -> None:
    """Find a record in a box that searches."""
    named = screen.page.get_by_text(label, exact=True)
    screen.page.locator(".portal-field").filter(has=named).locator(".select2-selection").click()
    screen.page.locator(".select2-results__option", has_text=wanted).click()


def write_and_invite(people) -> None:
    lead = people.lead
    lead.follow("写一件议案建议")
    lead.page.get_by_label("案由").fill(TITLE)
    lead.page.get_by_label("案据").fill(GROUNDS)
    lead.page.get_by_label("方案").fill(MEASURES)
    lead.page.get_by_text("已保存").wait_for()  # what is saved changes the address
    lead.press("请别的代表联名")
    lead.page.get_by_label("鲁大江").check()
    lead.page.get_by_label("白露").check()
    lead.press("邀请打了勾的代表")
    assert "已请" in lead.text("main")


def join(people) -> None:
    """One from the first page after reading it, the other by the link in the message."""
    people.second.open("/desk/")
    assert "何秋萍请您一起提出这件建议" in people.second.text("main")
    people.second.follow("看内容，再确认")
    assert GROUNDS in people.second.text("#cosign")
    people.second.press("确认联名")
    assert "您已确认联名" in people.second.text()

    people.third.follow(re.compile("^消息"), within="nav.desk-nav")
    people.third.follow(re.compile(TITLE), within="main")
    assert MEASURES in people.third.text("#cosign")
    people.third.press("确认联名")
    assert "您已确认联名" in people.third.text()


def submit(people) -> None:
    lead = people.lead
    lead.follow("核对并提交")
    assert "附议代表白露、鲁大江" in lead.text("main")
    lead.page.get_by_label("这件只反映一件事").check()
    lead.press("提交")
    assert "等人大办登记" in lead.text("main")


def register_and_assign(people) -> None:
    office = people.office
    office.open("/admin/")
    office.follow(re.compile("议案建议待登记"), within="#main")
    office.follow(TITLE, within="#main")
    step(office, "登记")
    office.press("登记")
    assert "已登记为闭会第1号。" in office.text()
    step(office, "受理")
    office.press("受理")
    assert "已受理，接着交办。" in office.text()
    step(office, "交办")
    pick(office, "主办单位", "镇水利站")
    pick(office, "协办单位", "镇公路所")
    office.page.get_by_label("交办意见").fill("请在汛期前办好。")
    office.press("交办")
    assert "已交办，各项期限列在“办理”里。" in office.text()

    told = on_the_desk(people.lead).text("main")
    assert "闭会第1号" in told
    assert "镇水利站主办" in told
    assert "镇公路所协办" in told


def press_as_chair(people) -> None:
    chair = in_the_back_office(people.chair)
    step(chair, "重点督办")
    chair.page.get_by_label("负责督办的主席团成员").select_option(label="程远")
    chair.press("重点督办")
    assert "已列为重点督办，程远负责。" in chair.text()
    step(chair, "录入督办")
    chair.page.get_by_label("方式").select_option(label="电话催办")
    chair.page.get_by_label("要求和答复").fill("请先到现场看一遍。")
    chair.press("录入督办")
    assert "督办已录入。" in chair.text()


def take_up(people) -> None:
    station, roads = people.station, people.roads
    for unit in (station, roads):
        in_the_queue(unit)
        assert "重点督办（程远负责）" in unit.text("main")
        assert "请在汛期前办好。" in unit.text("main")
        unit.press("接办")
        assert "已经接办" in unit.text("main")
    assert "请先到现场看一遍。" in station.text("main")


def talk_and_ask_for_time(people) -> None:
    station = people.station
    station.follow("录入面商")
    station.page.get_by_label("召开座谈会").check()
    station.page.get_by_label("谈了什么").fill(TALK)
    station.press("录入面商")
    assert TALK in station.text("main")

    station.follow("按期办不完，申请延期")
    station.page.get_by_label("延期的理由").fill("涵管要定做。")
    station.press("申请延期")
    assert "等人大办决定" in station.text("main")

    office = people.office
    office.open("/admin/")
    office.follow(re.compile("单位申请延期"), within="#main")
    office.follow(TITLE, within="#main")
    step(office, "同意延期")
    assert "涵管要定做。" in office.text("#main")
    office.press("同意延期")
    assert "已同意延期" in office.text()
    assert "人大办同意延期" in on_the_desk(people.lead).text("main")


def wait_for_the_opinion(people) -> None:
    """What the leading unit wrote stays; it can't go out before the other unit has spoken."""
    station, roads = people.station, people.roads
    in_the_queue(station)
    station.follow("写答复")
    station.page.get_by_label("答复全文").fill(FIRST)
    station.page.get_by_label("办理结果").select_option(label="B 正在解决或列入计划解决")
    station.page.get_by_label("计划落实事项").fill(PROMISE)
    promised = timezone.localdate() + dt.timedelta(days=60)
    station.page.get_by_label("落实时限").fill(promised.isoformat())
    station.page.get_by_label("答复文号").fill("江水函〔2026〕3号")
    station.press("核对并送签")
    missing = station.text(".missing")
    assert "还差1样，不能送签" in missing
    assert "还没有收到镇公路所的协办意见。" in missing

    in_the_queue(roads)
    roads.follow("写协办意见")
    roads.page.get_by_label("协办意见").fill(OPINION)
    roads.press("提交协办意见")
    assert OPINION in roads.text("main")


def answer_with_a_promise(people) -> None:
    station = people.station
    in_the_queue(station)
    station.follow("接着写答复")
    assert OPINION in station.text("#opinions")
    scan = {"name": "答复函.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
    station.page.get_by_label("其他文件").set_input_files(scan)
    sign(station, FIRST)
    for phone in (people.lead, people.second, people.third):
        told = rate_page(phone)
        assert FIRST in told
        assert "江水函〔2026〕3号" in told
        assert "签发人：雷雨" in told
        assert "正在解决或列入计划解决（B类）" in told
        assert PROMISE in told
        assert "答复函.pdf" in told


def sign(station: Screen, content: str) -> None:
    """Send the draft to be signed, read it, sign it."""
    station.press("核对并送签")
    assert content in station.text(".letter")
    station.page.get_by_label("签发人").fill("雷雨")
    station.page.get_by_label("看过全文").check()
    station.press("签发并答复")
    assert "已经答复。请3名代表在" in station.text("main")


def rate_page(phone: Screen) -> str:
    """From the first page of the desk to the reply."""
    phone.open("/desk/")
    phone.follow("看答复，再评价")
    return phone.text("main")


def rate(phone: Screen, attitude: str, result: str, words: str = "") -> None:
    form = phone.page.locator("form.rating")
    form.get_by_role("group", name=re.compile("办理态度")).get_by_label(
        attitude, exact=True
    ).check()
    form.get_by_role("group", name=re.compile("办理结果")).get_by_label(result, exact=True).check()
    form.get_by_label("意见").fill(words)
    phone.press("提交评价")


def say_not_satisfied(people) -> None:
    rate(people.second, "基本满意", "不满意")
    assert "请写明哪里不满意" in people.second.text("form.rating")
    rate(people.second, "基本满意", "不满意", BLOCKED)
    assert "由镇水利站重新办理" in people.second.text("main")
    assert "重新办理" in on_the_desk(people.lead).text("main")
    in_the_back_office(people.office)
    assert "现在是“重新办理”。" in people.office.text(".portal-now")
    assert BLOCKED in people.office.text("#main")


def answer_again(people) -> None:
    station = people.station
    in_the_queue(station)
    assert "第2次办理" in station.text("#now")
    station.follow("写答复")
    assert BLOCKED in station.text("main")
    station.page.get_by_label("答复全文").fill(SECOND)
    station.page.get_by_label("办理结果").select_option(label="A 已解决或基本解决")
    sign(station, SECOND)


def say_satisfied(people) -> None:
    for phone in (people.lead, people.second):
        assert SECOND in rate_page(phone)
        rate(phone, "满意", "满意")
        assert "对办理结果满意" in phone.text("#feedback")
    rate_page(people.third)
    rate(people.third, "满意", "基本满意")
    assert "已办结建议，闭会第1号" in people.third.text("main")


def keep_the_promise(people) -> None:
    station = people.station
    station.follow(re.compile("^承诺事项"), within="nav.desk-nav")
    station.follow(PROMISE, within="main")
    station.page.get_by_role("textbox", name="落实情况").fill("涵管十二节已经换好。")
    station.press("已经落实")
    assert "已经落实" in station.text("main")
    assert "涵管十二节已经换好。" in on_the_desk(people.lead).text("main")


def publish(people) -> None:
    """Personal data is pointed out; what is left out is left out of the public text alone."""
    office = in_the_back_office(people.office)
    step(office, "公开")
    office.press("公开")
    assert "文字里可能有个人信息" in office.text("#main")
    assert "请核对：手机号13800000000" in office.text("#main")
    office.page.get_by_label("公开的答复").fill(PUBLIC)
    office.press("公开")
    assert "已公开，群众可以看到了。" in office.text()
    people.lead.follow(re.compile("^消息"), within="nav.desk-nav")
    assert "已经公开" in people.lead.text("main")


def read_as_anybody(people) -> None:
    visitor = people.visitor
    visitor.open("/")
    visitor.follow("议案建议", within="header")
    find(visitor, REDACTED)
    assert "没有找到" in visitor.text("main")
    find(visitor, "每月巡查")
    assert "找到1件" in visitor.text("main")
    visitor.follow(TITLE, within="main")
    told = visitor.text("main")
    assert PUBLIC in told
    assert "已解决或基本解决（A类）" in told
    assert "对办理结果，满意2人，基本满意1人。" in told
    for line in ("交镇水利站主办", "镇水利站答复", "重新办理", "镇水利站再次答复", "办结。"):
        assert line in visitor.text(".timeline")
    for word in (REDACTED, "13800000000", BLOCKED):
        assert word not in visitor.page.content()


def find(visitor: Screen, words: str) -> None:
    visitor.page.get_by_role("searchbox", name="案由或答复里的字").fill(words)
    visitor.press("查找")


def count(people) -> None:
    office = people.office
    office.follow(re.compile("办理统计$"), within="#nav-sidebar")
    told = office.text(".statistics__rates")
    assert "答复率100.0%（1/1）" in told
    assert "面商率100.0%（1/1）" in told
    assert "满意率66.7%（2/3）" in told
    assert "满意和基本满意率100.0%（3/3）" in told
    office.follow(re.compile("66.7%"), within=".statistics__rates")
    assert TITLE in office.text("#main")
