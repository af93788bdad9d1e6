"""Pressing letters, the ledger of promises, and what a presidium meeting has to press for."""

import datetime as dt
import io
from types import SimpleNamespace

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from deputies.models import PresidiumMeeting
from proposals import services
from proposals.documents.owed import days_in_words
from proposals.documents.pressing_letter import overdue_letters_pdf, pressing_letters_pdf
from proposals.documents.promise_ledger import chosen_promises, ledger_pdf, promises_pdf
from proposals.documents.rows import printed
from proposals.documents.watch_list import to_watch, watch_list_pdf
from proposals.enums import PressingForm
from proposals.models import Promise, Proposal, Reply
from proposals.services import UnitPart
from proposals.services.feedback import rate_reply
from proposals.services.following import keep_promise, mark_key, record_pressing, strike_off_promise
from tests.conftest import events
from tests.documents.measure import MM, lines
from tests.proposals.papers import pages_of, rows_of
from tests.proposals.stage import DAY, unit_user
from tests.proposals.units import replied, says

pytestmark = pytest.mark.django_db
# Assigned on 15 January 2026, replies are due on 15 April, opinions on 15 February.
TITLE = "关于疏通新洲村排水沟的建议"
JUNE = dt.date(2026, 6, 2)
LATE_DAY = dt.date(2026, 4, 27)
ITEM = "江湾镇第十九届人民代表大会第五次会议第1号建议"


def made(make, day=LATE_DAY, proposals=None, **choice):
    return make(printed(proposals or Proposal.objects.all()), printed_on=day, **choice)


def text_of(*args, **values) -> list[str]:
    return pages_of(made(*args, **values))


@pytest.fixture
def owing(handed_out):
    """第1号 owed by two units, 第2号 by one; 第3号 answered with a promise until May 2026."""
    stage = handed_out.stage
    second = services.accept_proposal(stage.registered(title="关于修桥的建议"), actor=stage.office)
    services.assign_proposal(second, [UnitPart(handed_out.unit)], actor=stage.office)
    third = services.accept_proposal(stage.registered(title="关于装灯的建议"), actor=stage.office)
    (part,) = services.assign_proposal(third, [UnitPart(handed_out.unit)], actor=stage.office)
    values = says("B", promise="路口装灯六盏。", promised_for=PartialDate.parse("2026-05"))
    reply = replied(handed_out.user, part, values)
    return SimpleNamespace(
        **vars(handed_out), second=second, third=third, reply=reply, promise=Promise.objects.get()
    )


def test_letter_about_one_item_says_all(handed_out):
    stage = handed_out.stage
    mark_key(handed_out.proposal, actor=stage.office, is_key=True, member=stage.lead.deputy)
    record_pressing(
        handed_out.proposal,
        actor=stage.office,
        pressed_on=DAY,
        form=PressingForm.TELEPHONE,
        assignment=handed_out.lead,
    )
    helper, _, unit = text_of(pressing_letters_pdf)
    assert unit.startswith(f"关于催办{ITEM}的函江湾镇水利站：{ITEM}“关于疏通新洲村排水沟的建议”")
    assert "（领衔代表甘霖等2人），主席团2026年1月15日交你单位主办，应在2026年4月15日以前" in unit
    assert "到2026年4月27日已经逾期12天，代表还没有收到答复。" in unit
    assert "这件是主席团重点督办的件，由甘霖负责督办。" in unit
    assert "主席团已经督办：2026年1月15日电话催办。" in unit
    # Five working days behind 27 April 2026, over the holiday of May.
    assert "请在2026年5月7日以前（5个工作日内）书面答复代表" in unit
    assert "江湾镇人民代表大会主席团2026年4月27日" in unit
    assert "还没有收到协办意见" in helper
    assert "电话催办" not in helper
    assert "催办清单" not in unit


def test_what_is_not_late_is_asked_for_by_its_day(alone):
    (page,) = text_of(pressing_letters_pdf, dt.date(2026, 4, 10))
    assert "到2026年4月10日，离到期还有5天，代表还没有收到答复。" in page
    assert "请在2026年4月15日以前答复代表。" in page
    assert "逾期" not in page


def test_all_of_a_unit_stand_in_one_letter(owing):
    pdf = made(overdue_letters_pdf, JUNE, unit=owing.unit)
    letter, listed = pages_of(pdf)
    assert "关于催办代表建议、批评和意见的函江湾镇水利站：" in letter
    assert "有：逾期没有答复的2件，逾期没有落实的承诺1项。清单附后。" in letter
    assert "逾期的承诺，请在2026年6月9日以前（5个工作日内）把落实情况书面报告主席团。" in letter
    assert "附件催办清单江湾镇水利站，共3项，2026年6月2日。" in listed
    _, first, _, promise = rows_of(pdf)
    day = "2026年4月15日"
    assert first[:5] == ["第1号", TITLE, "甘霖等2人", "答复代表", f"{day}逾期48天"]
    assert promise[3:5] == ["落实承诺：路口装灯六盏。", "2026年5月逾期2天"]
    helper, blank, _, _ = text_of(overdue_letters_pdf, JUNE)
    assert "江湾镇农业站：" in helper
    assert not blank  # each letter begins a sheet
    assert "关于修桥的建议" not in helper


def test_long_letters_keep_name_and_date_with_the_text(owing):
    for number in range(40):
        record_pressing(
            owing.second,
            actor=owing.stage.office,
            pressed_on=DAY,
            form=PressingForm.VISIT,
            content=str(number),
        )
    rows = Proposal.objects.filter(pk=owing.second.pk)
    pdf = made(pressing_letters_pdf, proposals=rows)
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        assert len(file.pages) == 2
        last = [line.text for line in lines(file.pages[-1]) if line.text.strip()]
        place = next(n for n, text in enumerate(last) if "主席团" in text and "2026" not in text)
        assert place >= 2, last
        assert max(char["x1"] for page in file.pages for char in page.chars) * MM < 210 - 24


def test_nothing_owed_is_said(owing):
    rows = Proposal.objects.filter(pk=owing.third.pk)
    with pytest.raises(RuleViolation, match="没有催办函可打印"):
        made(pressing_letters_pdf, dt.date(2026, 2, 1), rows)
    with pytest.raises(RuleViolation, match="各单位没有逾期的件"):
        made(overdue_letters_pdf, dt.date(2026, 2, 1))


@pytest.mark.parametrize(
    ("days", "words"), [(-12, "逾期12天"), (0, "今天到期"), (3, "还有3天"), (None, "")]
)
def test_days_in_words(days, words):
    assert days_in_words(days) == words


def test_ledger_marks_what_is_late(owing):
    pdf = made(promises_pdf, JUNE)
    (page,) = pages_of(pdf)
    assert "江湾镇人民代表大会主席团承诺事项台账共1项：正在落实1项（其中逾期1项）。" in page
    named = ["1", "第3号", "关于装灯的建议", "镇水利站", "路口装灯六盏。", "2026年5月"]
    assert rows_of(pdf)[1] == [*named, "逾期2天", ""]
    soon = rows_of(made(promises_pdf, dt.date(2026, 5, 25)))[1]
    assert soon[6] == "正在落实，还有6天"
    keep_promise(owing.promise, actor=owing.user, report="六盏都亮了。", kept_on=DAY)
    (page,) = text_of(promises_pdf, JUNE)
    assert "共1项：已经落实1项。" in page
    assert "六盏都亮了。" in page
    assert "逾期" not in page


def test_ledger_repeats_its_heads_and_counts_its_pages(owing):
    for _ in range(45):
        reply = Reply.objects.create(assignment=owing.reply.assignment)
        Promise.objects.create(reply=reply, content="路口装灯" * 20, due_on="2026-03")
    pdf = made(promises_pdf)
    pages = pages_of(pdf)
    assert len(pages) > 2
    heads = "序号编号案由承办单位承诺事项落实时限状态落实情况"
    assert all(heads in page for page in pages)
    assert f"第2页，共{len(pages)}页" in pages[1]
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        page = file.pages[0]
        assert (page.width * MM, page.height * MM) == pytest.approx((297, 210), abs=0.1)
        assert max(char["x1"] for char in page.chars) * MM < 297 - 17


def test_ledger_of_a_unit_or_a_state(owing):

    def count(unit=None, state="", on=JUNE) -> int:
        return chosen_promises(unit=unit, state=state, on=on).count()

    other = owing.helper.role_assignments.get().organ
    assert (count(), count(owing.unit), count(other)) == (1, 1, 0)
    assert (count(state="late"), count(state="late", on=dt.date(2026, 5, 31))) == (1, 0)
    assert (count(state="open"), count(state="kept")) == (1, 0)
    strike_off_promise(owing.promise, actor=owing.stage.office, reason="县里统一装。")
    assert (count(state="struck_off"), count(state="late")) == (1, 0)
    with pytest.raises(RuleViolation, match="没有这种状态"):
        count(state="nonsense")
    with pytest.raises(RuleViolation, match="镇农业站没有承诺事项"):
        ledger_pdf(chosen_promises(unit=other, state="", on=JUNE), printed_on=JUNE, of="镇农业站")


def test_meeting_list_has_its_chapters(owing):
    stage = owing.stage
    mark_key(owing.second, actor=stage.office, is_key=True, member=stage.others[0].deputy)
    rate_reply(
        owing.reply.requests.first(),
        actor=stage.lead,
        attitude="satisfied",
        result="dissatisfied",
        words="还是黑的。",
    )
    meeting = PresidiumMeeting.objects.create(term=stage.term, held_on=JUNE)
    rows = to_watch(Proposal.objects.all(), JUNE)
    pdf = watch_list_pdf(rows, printed_on=JUNE, meeting=meeting)
    text = "".join(pages_of(pdf))
    assert "督办清单重点督办1件，逾期4件，代表不满意1件，逾期没有落实的承诺1项。" in text
    assert "一、重点督办（1件）" in text
    said = [row[5] for row in rows_of(pdf)]
    key = next(row for row in rows_of(pdf) if row[6] == "白露")
    assert key[5] == "镇水利站应在2026年4月15日以前答复代表，逾期48天"
    assert "甘霖：还是黑的。重新办理，应在2026年2月15日以前再次答复" in said
    assert "四、逾期没有落实的承诺（1项）" in text
    assert str(meeting).replace(" ", "") in text


def test_what_is_due_soon_and_what_is_over(owing):
    pdf = made(watch_list_pdf, dt.date(2026, 4, 10))
    assert "15天内到期2件" in "".join(pages_of(pdf))
    assert rows_of(pdf)[-1][5] == "应在2026年4月15日以前答复代表，还有5天"
    with pytest.raises(RuleViolation, match="没有要督办的"):
        made(watch_list_pdf, dt.date(2026, 1, 20))
    assert to_watch(Proposal.objects.all(), dt.date(2026, 1, 20)) == []


@pytest.fixture
def at_office(as_user, owing, time_machine):
    time_machine.move_to("2026-06-02T09:00+08:00")
    return as_user(owing.stage.office)


def page(name, *args) -> str:
    return reverse(f"admin:proposals_proposal_{name}", args=args)


def test_office_takes_them_from_the_list(at_office, owing):
    for name, said in (
        ("print_overdue", "清单附后"),
        ("print_promises", "路口装灯六盏"),
        ("print_watch", "督办清单"),
    ):
        address = page(name)
        assert said in "".join(pages_of(at_office.get(address).content))
        listed = at_office.get(page("changelist")).content.decode()
        assert address in listed
    assert events().latest("at").subject == "督办清单"
    unit = {"unit": owing.unit.pk}
    assert len(pages_of(at_office.get(page("print_overdue"), unit).content)) == 2
    assert f"{page('print_promises')}?unit={owing.unit.pk}" in (
        at_office.get(page("changelist"), unit).content.decode()
    )


def test_ledger_is_printed_as_its_list_is_filtered(at_office, owing):
    printed = reverse("admin:proposals_promise_print_ledger")
    listed = reverse("admin:proposals_promise_changelist")
    unit = {"unit": owing.unit.pk}
    assert f"{printed}?unit={owing.unit.pk}" in at_office.get(listed, unit).content.decode()
    for query, said in (
        ({}, "全部：共1项"),
        (unit, "镇水利站：共1项"),
        (unit | {"late": "late"}, "镇水利站逾期的：共1项"),
        ({"q": "装灯"}, "筛选的：共1项"),
    ):
        assert said in "".join(pages_of(at_office.get(printed, query).content)), query
    answer = at_office.get(printed, {"state__exact": "kept"}, follow=True)
    assert answer.request["PATH_INFO"] == listed
    assert "已经落实的没有承诺事项" in answer.content.decode()
    for bad in ("x", "9" * 60, "-1"):
        for name in ("unit", "state__exact", "late", "q", "due_from", "nonsense"):
            assert at_office.get(printed, {name: bad}, follow=True).status_code == 200


def test_office_takes_the_letter_of_one_item(at_office, owing):
    letter = at_office.get(page("print_pressing", owing.second.pk))
    assert "第2号建议" in pages_of(letter.content)[0]
    detail = at_office.get(page("change", owing.second.pk)).content.decode()
    assert page("print_pressing", owing.second.pk) in detail
    assert page("print_item", owing.second.pk) in detail
    answer = at_office.get(page("print_item", owing.second.pk), follow=True)
    assert "将打印1件" in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "0", "9" * 60, "-1", "١", "1e3"])
def test_nonsense_in_the_address_is_said(at_office, key):
    for name, field in (
        ("print_overdue", "unit"),
        ("print_promises", "unit"),
        ("print_promises", "state"),
        ("print_watch", "meeting"),
    ):
        answer = at_office.get(f"{page(name)}?{field}={key}", follow=True)
        assert answer.status_code == 200
        assert "没有" in answer.content.decode()


def test_unit_takes_its_own_ledger(at_office, owing, as_user):
    address = reverse("desk-promises-ledger")
    assert address in as_user(owing.user).get(reverse("desk-promises")).content.decode()
    assert "镇水利站：共1项" in pages_of(as_user(owing.user).get(address).content)[0]
    answer = as_user(owing.helper).get(address, follow=True)
    assert "没有承诺事项，没有台账可打印" in answer.content.decode()
    stranger, _ = unit_user("镇司法所", "sifa")
    assert as_user(stranger).get(address).status_code == 302
    assert as_user(owing.stage.lead).get(address).status_code == 404
