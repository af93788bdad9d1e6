"""The ledger as a clerk keeps it: what each row becomes, and that nothing happens twice."""

import io

import pytest
from openpyxl import load_workbook

from congress.common.exceptions import RuleViolation
from congress.common.imports.plan import Question
from congress.common.imports.services import import_file
from congress.township.models import Organ, Session
from deputies.models import Deputy
from proposals.enums import (
    AssignmentStatus,
    Occasion,
    ProposalKind,
    ProposalSource,
    ProposalStatus,
    Satisfaction,
    UnitRole,
)
from proposals.models import RECORDED_RULE, Assignment, Proposal, ProposalSettings, Reply
from tests.imports.conftest import workbook
from tests.proposals.conftest import LEDGER

pytestmark = pytest.mark.django_db
CREATE = {"create_missing": True}
HEADINGS = (
    "编号",
    "类别",
    "案由",
    "领衔代表",
    "附议代表",
    "提出日期",
    "内容分类",
    "主办单位",
    "交办日期",
    "应答复日期",
    "答复日期",
    "答复文号",
    "办理结果",
    "对办理结果",
)


def ledger(*rows) -> bytes:
    return workbook(["江湾镇第十九届人大第五次会议台账"], HEADINGS, *rows)


def row(number="第1号", **cells):
    values = {
        "编号": number,
        "类别": "建议",
        "案由": f"关于修缮机耕路的建议{number}",
        "领衔代表": "范艳淑",
        "主办单位": "镇水利站",
        **cells,
    }
    return [values.get(heading) for heading in HEADINGS]


def edited(change) -> bytes:
    """The clerk's ledger after ``change`` was done to its sheet."""
    book = load_workbook(LEDGER)
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def numbered(number, occasion=Occasion.IN_SESSION) -> Proposal:
    return Proposal.objects.get(number=number, occasion=occasion)


def bad(plan) -> dict[int, str]:
    return {row.number: row.reason for row in plan.bad_rows}


@pytest.fixture
def imported(session):
    plan, _ = import_file("proposals", LEDGER, CREATE, skip_bad=True)
    return plan


def test_clerks_ledger_becomes_history(imported):
    assert imported.counts == {"new": 57, "changed": 0, "unchanged": 0, "bad": 1}
    assert "有2名代表叫“张伟”：中堡村、沙湖村" in bad(imported)[44]
    assert len(imported.creates["承办单位"]) == 14
    assert imported.warnings == []
    motion = numbered(1)
    assert motion.kind == ProposalKind.MOTION
    assert motion.session == Session.objects.get(ordinal=5)
    assert motion.source == ProposalSource.LEDGER
    assert (motion.status, motion.is_key, motion.may_be_public) == (
        ProposalStatus.IN_HANDLING,
        True,
        False,
    )
    names = [str(sponsor.deputy) for sponsor in motion.sponsorships.all()]
    assert names == ["谢红敏", "郭娜", "魏平斌", "阎超斌", "陆素", "胡生永"]
    lead = motion.sponsorships.get(is_lead=True)
    assert (lead.deputy.name, lead.group.name) == ("谢红敏", "大兴代表小组")
    parts = {a.role: a for a in motion.assignments.select_related("unit")}
    assert (parts[UnitRole.LEAD].unit.name, parts[UnitRole.CO].unit.name) == (
        "镇水利站",
        "交警中队",
    )
    due = parts[UnitRole.LEAD]
    assert str(due.due_on) == "2026年4月30日"
    assert due.due_rule == "自交办之日起三个月内答复（代表法第五十一条）"


def test_what_was_answered_and_rated_is_kept(imported):
    reply = Reply.objects.get(document_number="江政函〔2026〕2号")
    assert (str(reply.replied_on), reply.outcome.letter) == ("2026年4月6日", "B")
    assert reply.get_contact_form_display() == "上门征求意见"
    rating = reply.ratings.get()
    assert rating.sponsorship.deputy.name == "范艳淑"
    assert (rating.attitude, rating.result) == (Satisfaction.SATISFIED, Satisfaction.SATISFIED)
    assert reply.assignment.status == AssignmentStatus.REPLIED
    assert numbered(2).status == ProposalStatus.CLOSED
    assert numbered(13).status == ProposalStatus.REPLIED  # answered, not rated
    vague = numbered(7).assignments.get()
    assert (str(vague.assigned_on), str(vague.due_on)) == ("2026年1月", "2026年4月")


def test_dissatisfied_and_promised_are_listed_for_decision(imported):
    dissatisfied, promised = imported.notes
    assert dissatisfied == "代表不满意3件，要决定是否重新办理：第7号、第18号、第30号。"
    assert promised.startswith("承诺逐步解决12件，要决定是否继续跟踪：第2号、第3号、")
    waiting = Proposal.objects.awaiting_decision().order_by("number")
    assert [proposal.number for proposal in waiting] == [7, 18, 30]
    assert Proposal.objects.promised().count() == 12


def test_recess_has_numbers_of_its_own(imported):
    recess = numbered(2, Occasion.INTERSESSIONAL)
    assert recess.number_label == "闭会第2号"
    assert recess.series != numbered(2).series
    assert Proposal.objects.filter(occasion=Occasion.INTERSESSIONAL).count() == 14


def test_namesake_is_told_by_bracket_group_or_clerk(imported):
    by_group = numbered(31).sponsorships.get(is_lead=True).deputy
    by_bracket = numbered(34).sponsorships.get(is_lead=False).deputy
    assert (str(by_group.village), str(by_bracket.village)) == ("中堡村", "沙湖村")
    asked = next(row for row in imported.rows if row.number == 44).question
    assert isinstance(asked, Question)
    assert [candidate.label for candidate in asked.candidates] == ["张伟，中堡村", "张伟，沙湖村"]
    assert not asked.allows_new
    chosen = Deputy.objects.get(name="张伟", village__name="沙湖村")
    options = {**CREATE, "decisions": {"44": {"person": chosen.public_id}}}
    plan, _ = import_file("proposals", LEDGER, options)
    assert plan.counts == {"new": 1, "changed": 0, "unchanged": 57, "bad": 0}
    assert numbered(42).sponsorships.get(is_lead=False).deputy == chosen


def test_same_ledger_twice_changes_nothing(imported):
    plan, _ = import_file("proposals", LEDGER, CREATE, skip_bad=True)
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 57, "bad": 1}
    assert Proposal.objects.count() == 57
    assert Proposal.history.count() == 57


def test_ledger_that_went_on_changes_what_went_on(imported):
    def answer(sheet):
        for column, value in (("N", "2026-04-28"), ("P", "A"), ("R", "满意"), ("S", "满意")):
            sheet[f"{column}3"] = value
        sheet["C5"] = "关于落实江湾社区农机购置补贴的建议"

    plan, _ = import_file("proposals", edited(answer), CREATE, skip_bad=True)
    assert plan.counts == {"new": 0, "changed": 2, "unchanged": 55, "bad": 1}
    motion = numbered(1)
    assert motion.status == ProposalStatus.CLOSED
    assert motion.history.first().history_change_reason == "导入议案建议台账"
    assert numbered(3).title == "关于落实江湾社区农机购置补贴的建议"


def test_what_the_portal_led_on_stands_where_it_was_led(imported, office):
    from proposals import services
    from tests.factories import OrganFactory

    part = numbered(1).assignments.get(role=UnitRole.LEAD)
    services.revoke_assignment(part, actor=office, reason="给错了单位")
    services.assign_proposal(
        numbered(1), [services.UnitPart(OrganFactory(name="县水利局"))], actor=office
    )
    plan, _ = import_file("proposals", LEDGER, CREATE, skip_bad=True)
    assert numbered(1).status == ProposalStatus.IN_HANDLING
    assert plan.counts["changed"] == 0
    (warning,) = plan.warnings
    assert warning == (
        "第3行：台账的承办单位是镇水利站，系统里已经交给县水利局。"
        "照系统保留；要改的，请在这一件的页面上改办。"
    )


def test_import_is_taken_back_whole(session, office):
    from congress.common.imports.undo import undo_import

    _, run = import_file("proposals", LEDGER, CREATE, actor=office, skip_bad=True)
    undo_import(run, actor=office)
    assert not Proposal.objects.exists()
    assert not Organ.objects.exists()


def test_date_of_the_ledger_is_kept_and_the_rule_is_named(session):
    rows = [
        row("第1号", 交办日期="2026-01-31", 应答复日期="2026-05-15"),
        row("第2号", 交办日期="2026-01-31", 应答复日期="2026-07-31"),
        row("第3号", 交办日期="2026-01-31"),
        row("第4号", 交办日期="2025-11", 应答复日期="2026-02"),
    ]
    plan, _ = import_file("proposals", ledger(*rows), CREATE)
    [warning] = plan.warnings
    assert warning == (
        "第3行：台账所载的应答复日期是2026年5月15日，"
        "按“自交办之日起三个月内答复（代表法第五十一条）”应为2026年4月30日。照台账保留，请核对。"
    )
    given = {a.proposal.number: a for a in Assignment.objects.select_related("proposal")}
    assert (str(given[1].due_on), given[1].due_rule) == ("2026年5月15日", RECORDED_RULE)
    assert given[2].due_rule.startswith("涉及面广、处理难度大的，")
    assert str(given[3].due_on) == "2026年4月30日"
    assert str(given[4].due_on) == "2026年2月"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"编号": "无号"}, "编号：看不懂编号“无号”。请写成“第3号”或“闭会第2号”的样子。"),
        ({"案由": None}, "案由：没有填写案由。请补上。"),
        ({"类别": "提案"}, "类别：看不懂“提案”。请写议案、建议、批评、意见。"),
        ({"领衔代表": None}, "领衔代表：没有填写领衔代表。请补上。"),
        ({"领衔代表": "范艳淑、周淑"}, "领衔代表：这一格写了不止一个人。"),
        ({"领衔代表": "查无此人"}, "领衔代表：本届没有叫“查无此人”的代表。请核对。"),
        ({"附议代表": "周淑、范艳淑"}, "附议代表：附议代表里有领衔代表范艳淑本人。请核对。"),
        (
            {"交办日期": "2025-12-01", "提出日期": "2026-01-14"},
            "交办日期：2025年12月1日早于提出日期",
        ),
        ({"交办日期": "2026-02-01", "答复日期": "2026-01"}, "答复日期：2026年1月早于交办日期"),
        ({"办理结果": "X", "答复日期": "2026-03"}, "办理结果：看不懂办理结果“X”。请写A、B、C。"),
        ({"对办理结果": "还行"}, "对办理结果：看不懂“还行”。请写满意、基本满意、不满意、未表态。"),
        ({"主办单位": None, "答复日期": "2026-03"}, "主办单位：写了交办或者答复，却没有主办单位。"),
        ({"主办单位": "水利站、农机站"}, "主办单位：这一格写了不止一个单位。"),
    ],
)
def test_bad_row_says_what_to_do_and_stops_the_rest(session, cells, sentence):
    written = ledger(row("第1号", **cells), row("第2号"))
    plan, run = import_file("proposals", written, CREATE)
    assert bad(plan)[3].startswith(sentence)
    assert run is None
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"案由": "长" * 101}, "案由："),
        ({"主办单位": "长" * 101}, "主办单位：单位名称最多100个字。请核对。"),
        ({"内容分类": "长" * 51}, "内容分类：内容分类最多50个字。请核对。"),
        ({"答复文号": "长" * 51, "答复日期": "2026-03"}, "答复文号：最多50个字。请核对。"),
        ({"交办日期": "2200-12-01"}, "交办日期：2200年12月1日不像交办的日期。请核对。"),
    ],
)
def test_what_no_column_holds_is_refused_in_words(session, cells, sentence):
    plan, run = import_file("proposals", ledger(row(**cells)), CREATE)
    assert bad(plan)[3].startswith(sentence)
    assert run is None


def test_number_given_twice_is_refused(session):
    plan, _ = import_file("proposals", ledger(row(), row()), CREATE)
    assert bad(plan) == {4: "编号：与第3行的编号重复。请核对。"}


def test_motions_may_have_numbers_of_their_own(session):
    ProposalSettings.objects.create(numbers_motions_apart=True)
    written = ledger(row(), row(类别="议案", 案由="关于修闸的议案"))
    plan, _ = import_file("proposals", written, CREATE)
    assert plan.counts["new"] == 2
    assert len({proposal.series_id for proposal in Proposal.objects.filter(number=1)}) == 2
    plan, _ = import_file("proposals", written, CREATE)
    assert plan.counts["unchanged"] == 2


def test_unit_that_is_not_there_is_made_only_when_told(session):
    plan, _ = import_file("proposals", ledger(row()), {})
    assert bad(plan)[3] == (
        "主办单位：没有叫“镇水利站”的单位。请先建立，或者勾选“缺的承办单位、内容分类一并建立”。"
    )
    Organ.objects.create(name="江湾镇水利站")
    plan, _ = import_file("proposals", ledger(row()), {})
    assert plan.counts["new"] == 1
    assert Assignment.objects.get().unit.name == "江湾镇水利站"


def test_session_is_the_one_of_the_title(session):
    later = Session.objects.create(term=session.term, ordinal=6)
    import_file("proposals", ledger(row()), CREATE)
    assert Proposal.objects.get().session == session
    import_file("proposals", ledger(row()), {**CREATE, "session": 6})
    assert Proposal.objects.filter(session=later).count() == 1
    with pytest.raises(RuleViolation, match="还没有建立第十九届第七次会议"):
        import_file("proposals", ledger(row()), {"session": 7})
    import_file("proposals", ledger(row()), {**CREATE, "session": 7})
    assert Session.objects.filter(ordinal=7).exists()
