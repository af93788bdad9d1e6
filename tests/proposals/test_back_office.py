"""The office finds a matter by whatever it remembers, and reads all that became of it."""

import pytest
from django.urls import reverse

from congress.common.imports.services import import_file
from congress.township.models import Organ
from deputies.models import DeputyGroup
from proposals.models import Assignment, Category, Proposal, ProposalSettings
from tests.admin.pages import visible
from tests.proposals.conftest import LEDGER
from tests.proposals.samples import proposal_of

pytestmark = pytest.mark.django_db
LIST = "admin:proposals_proposal_changelist"


@pytest.fixture
def imported(session):
    import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)


@pytest.fixture
def find(client, office, imported):
    client.force_login(office)

    def find(**query) -> list[str]:
        answer = client.get(reverse(LIST), query)
        assert answer.status_code == 200
        return [proposal.number_label for proposal in answer.context["cl"].result_list]

    return find


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("校车", ["闭会第6号", "闭会第3号", "闭会第4号", "第10号", "第13号"]),
        ("防汛 中堡", ["第30号"]),
        ("第31号", ["第31号"]),
        ("闭会第2号", ["闭会第2号"]),
        ("张伟", ["第31号", "第34号"]),
        ("zhangwei", ["第31号", "第34号"]),
        ("提案 饮水", ["第1号"]),
        ("派出所", ["第41号"]),
        ("涉农收费公示", ["第23号"]),
        ("没有这回事", []),
    ],
)
def test_matter_is_found_by_what_one_remembers(find, typed, found):
    assert find(q=typed) == found


def test_wrong_word_finds_motions_and_suggestions(find):
    assert len(find(q="提案")) == 50


def test_filters_stand_in_the_address(find):
    assert find(decide="dissatisfied") == ["第30号", "第7号", "第18号"]
    assert len(find(decide="promise")) == 12
    assert find(kind__exact="motion") == ["第1号", "第2号"]
    police = Proposal.objects.get(number=8, occasion="in_session").assignments.get().unit
    assert find(unit=police.pk, q="南湾") == ["第11号"]
    assert len(find(occasion__exact="intersessional")) == 14
    assert find(unit="x") == find()


def test_page_tells_what_became_of_a_matter(client, office, imported):
    client.force_login(office)
    matter = Proposal.objects.get(number=9, occasion="in_session")
    page = client.get(reverse("admin:proposals_proposal_change", args=[matter.pk]))
    text = " ".join(visible(page.content.decode()))
    for said in (
        "第9号",
        "领衔：丁海宝（花口代表小组）",
        "镇财政所",
        "交办日期 2026年2月2日 应答复日期 2026年5月2日 （自交办之日起三个月内答复",
        "2026年4月7日，按时，江政函〔2026〕9号",
        "办理结果：A 已解决或基本解决",
        "丁海宝（领衔）：办理态度满意，办理结果满意",
    ):
        assert said in text
    late = Proposal.objects.get(number=12, occasion="in_session")
    page = client.get(reverse("admin:proposals_proposal_change", args=[late.pk]))
    assert "2026年5月3日，逾期" in page.content.decode()


def test_words_can_be_corrected_and_steps_cannot(client, office, imported):
    client.force_login(office)
    matter = Proposal.objects.get(number=9, occasion="in_session")
    values = {
        "title": "关于落实新洲村农机购置补贴的建议",
        "grounds": "补贴没有到户。",
        "measures": "",
        "category": matter.category_id,
        "remark": "",
        "version": matter.version,
        "seen_version": matter.version,
        "status": "withdrawn",
        "number": 99,
        "change_reason": "代表更正",
    }
    address = reverse("admin:proposals_proposal_change", args=[matter.pk])
    answer = client.post(address, values)
    assert answer.status_code == 302
    now = Proposal.objects.get(pk=matter.pk)
    assert (now.title, now.grounds) == (values["title"], "补贴没有到户。")
    assert (now.status, now.number) == (matter.status, 9)
    assert now.history.first().history_change_reason == "代表更正"


def test_draft_is_nobodys_business_yet(client, office, session):
    deputy = session.term.mandates.first().deputy
    draft = proposal_of(deputy, session, status="draft")
    client.force_login(office)
    assert client.get(reverse(LIST)).context["cl"].result_count == 0
    page = client.get(reverse("admin:proposals_proposal_change", args=[draft.pk]))
    assert page.status_code == 302


def test_no_limit_is_looser_than_the_law():
    settings = ProposalSettings(reply_months=4, broad_reply_months=7, motion_sponsors=4)
    with pytest.raises(Exception, match="reply_months") as refused:
        settings.full_clean()
    assert set(refused.value.message_dict) == {
        "reply_months",
        "broad_reply_months",
        "motion_sponsors",
    }


def test_category_goes_out_of_use_and_stays_in_the_records(client, office, imported):
    client.force_login(office)
    category = Category.objects.get(name="农业农村")
    page = reverse("admin:proposals_category_delete", args=[category.pk])
    assert client.post(page, {"post": "yes"}).status_code == 403
    assert Category.objects.filter(pk=category.pk).exists()


def test_many_that_are_found_are_not_counted_to_the_end(client, office, imported, monkeypatch):
    monkeypatch.setattr("proposals.admin.proposals.MOST_FOUND", 7)
    client.force_login(office)
    answer = client.get(reverse(LIST), {"q": "关于"})
    assert answer.context["cl"].result_count == 7
    assert "超过7件，列出前7件" in answer.content.decode()
    assert "7条结果" not in answer.content.decode()
    assert "选择找到的全部（超过7件）" in answer.content.decode()
    assert "已选择找到的全部，超过7件" in answer.content.decode()
    assert "件议案建议" in client.get(reverse(LIST)).content.decode()


def test_words_of_the_filters_find_what_the_filters_show(find):
    group = DeputyGroup.objects.get(name="新洲代表小组")
    category = Category.objects.get(name="农业农村")
    unit = Organ.objects.get(name="派出所")
    for typed, query in {
        "已办结": {"status__exact": "closed"},
        "闭会期间": {"occasion__exact": "intersessional"},
        "新洲代表小组": {"group": group.pk},
        "农业农村": {"category__id__exact": category.pk},
        "派出所": {"unit": unit.pk},
    }.items():
        found = find(**query)
        assert found
        assert set(found) <= set(find(q=typed)), typed
    march = Proposal.objects.filter(submitted_on__startswith="2026-03")
    assert len(find(q="2026年3月")) == march.count() == 2
    assert find(q="2026-13") == find(q="2026年99月") == []


def test_dates_are_filters_in_the_address(find):
    def numbers(**lookup):
        return set(Proposal.objects.filter(**lookup).values_list("pk", flat=True))

    march = numbers(submitted_on__startswith="2026-03")
    assert len(find(submitted_from="2026年3月", submitted_to="2026-03")) == len(march) == 2
    early = numbers(submitted_on__lte="2026-01-14")
    assert len(find(submitted_to="2026-01-14")) == len(early) == 30
    assert find(submitted_from="2026-01-15", submitted_to="2026-01-14") == []
    assert len(find(year="2026", occasion__exact="intersessional")) == 14
    assert find(year="2025") == []
    assert len(find(year="0")) == len(find(year="99999")) == 0
    due = numbers(assignments__due_on__startswith="2026-05")
    assert due
    assert len(find(due_from="2026-05", due_to="2026年5月")) == len(due)


def test_dates_the_wrong_way_round_say_so(client, office, imported):
    client.force_login(office)
    query = {"due_from": "2026年6月", "due_to": "2026-05"}
    answer = client.get(reverse(LIST), query)
    assert answer.context["cl"].result_count == 0
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["应答复日期：2026年5月早于2026年6月，请核对。"]


def test_blanks_alone_are_no_filter(find):
    part = Assignment.objects.filter(due_on__isnull=False).earliest("pk")
    part.due_on = None
    part.save()
    title = part.proposal.title
    assert len(find(q=title, due_from="  ", due_to=" ")) == 1
    assert find(q=title, due_from="1900") == []


def test_date_that_is_none_shows_nothing_and_says_why(client, office, imported):
    client.force_login(office)
    for wrong in ("abc", "2026-13", "9" * 30, "²"):
        answer = client.get(reverse(LIST), {"submitted_from": wrong})
        assert answer.status_code == 200
        assert answer.context["cl"].result_count == 0
        said = [str(message) for message in answer.context["messages"]]
        assert len(said) == 1
        assert said[0].startswith("提出日期：没有这个日期")
