"""The figures that the work report suggests, on a town whose numbers are known."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from congress.common.registry import ReportPeriod, report_appendices, report_chapters
from congress.documents.report_drafts import default_period, draft_report
from congress.township.models import TownSettings
from deputies.models import LiaisonTask, TaskReport
from tests.documents.report_town import AS_OF, PEOPLE, make_town, next_session
from tests.factories import MandateFactory, SessionFactory, TermFactory


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def period(town):
    return ReportPeriod(town.term, dt.date(2024, 1, 18), AS_OF, AS_OF)


def _chapter(period, key="deputies.work"):
    (chapter,) = [c for c in report_chapters.collect(period) if c.key == key]
    return chapter


def _figures(period, key="deputies.work"):
    return {figure.key: figure for figure in _chapter(period, key).figures}


def _appendix(period, key):
    (appendix,) = [a for a in report_appendices.collect(period) if a.key == key]
    return appendix


def test_chapters_make_the_five_headings_and_the_two_other_parts(period):
    chapters = report_chapters.collect(period)
    assert [(c.part, c.heading) for c in chapters] == [
        ("past", "坚持党的领导"),
        ("past", "依法监督"),
        ("past", "代表工作"),
        ("past", "议案建议办理"),
        ("past", "自身建设"),
        ("problems", ""),
        ("plans", ""),
    ]
    assert all(chapter.text or chapter.hint for chapter in chapters)


def test_figures_count_the_deputies_and_their_changes(period):
    figures = _figures(period)
    counted = {key: figures[key].value for key in ("serving", "fixed", "vacancies", "suspended")}
    assert counted == {"serving": 10, "fixed": 13, "vacancies": 2, "suspended": 1}
    assert (figures["groups"].value, figures["by_elected"].value, figures["ended"].value) == (
        2,
        2,
        1,
    )


def test_figures_count_tasks_due_in_the_period_and_those_done(period):
    figures = _figures(period)
    shown = {key: figure.shown for key, figure in figures.items()}
    assert (shown["group_visit_due"], shown["group_visit_done"]) == ("4次", "3次")
    assert shown["group_visit_rate"] == "75.0%（3/4）"
    assert shown["duty_report_rate"] == "33.3%（1/3）"
    assert (shown["raised"], shown["solved"]) == ("4份", "1份")


def test_rate_is_a_dash_when_nothing_was_due(period):
    assert _figures(period)["symposium_rate"].shown == "—"


def test_work_reported_after_the_as_of_date_is_not_done(period):
    TaskReport.objects.filter(task__kind="duty_report").update(held_on=dt.date(2025, 1, 15))
    assert _figures(period)["duty_report_done"].value == 0


def test_prose_says_the_figures(period):
    assert _chapter(period).text == (
        "截至2025年1月14日，镇十九届人大在任代表10名，编为2个代表小组。代表名额确定数13名，"
        "缺额2名。另有1名代表暂停执行职务。报告期内，补选代表2名，"
        "终止代表资格1名（迁出或者调离本行政区域1名）。\n"
        "主席团成员按照联系计划走访代表小组，应走访4次，已走访3次，完成75.0%。"
        "听取代表履职汇报，应听取3人次，已听取1人次，完成33.3%。\n"
        "走访、汇报和座谈中记录代表反映的情况和问题4份，其中1份有协商结果。"
    )


def test_township_chapter_names_the_sessions_held(period):
    chapter = _chapter(period, "township.self_building")
    assert (
        "已举行会议1次，最近一次是2024年1月16日至17日举行的镇十九届人大四次会议。" in chapter.text
    )
    assert _figures(period, "township.self_building")["statutory"].value == 85


def test_heading_without_data_is_empty_with_a_hint(period):
    chapter = _chapter(period, "supervision.work")
    assert (chapter.text, bool(chapter.hint)) == ("", True)


def test_figure_opens_the_very_records_it_counts(period):
    url = _figures(period)["group_visit_done"].url
    ids = parse_qs(urlsplit(url).query)["id__in"][0].split(",")
    found = LiaisonTask.objects.filter(pk__in=ids)
    assert {(task.kind, task.status) for task in found} == {("group_visit", "confirmed")}
    assert found.count() == 3


def test_structure_always_adds_up_to_the_deputies_in_office(period):
    data = _appendix(period, "deputies.structure").data
    assert data["total"] == len(PEOPLE)
    for dimension in data["dimensions"]:
        assert sum(number for _, number in dimension["bands"]) == dimension["total"] == 10


def test_structure_counts_ages_as_of_the_day_and_unknown_ones_apart(period):
    data = _appendix(period, "deputies.structure").data
    ages = dict(data["dimensions"][0]["bands"])
    # 叶㐱 turned 35 on the day, 龙䶮 turns 36 the day after, 王𠅤 (1969) counts 56 by the year.
    assert ages == {"35岁及以下": 4, "36–55岁": 2, "56岁及以上": 3, "未填": 1}


def test_structure_uses_the_age_bands_of_the_town(period):
    TownSettings.objects.create(age_band_edges="30,40,50")
    labels = [
        label for label, _ in _appendix(period, "deputies.structure").data["dimensions"][0]["bands"]
    ]
    assert labels == ["30岁及以下", "31–40岁", "41–50岁", "51岁及以上", "未填"]


@pytest.mark.parametrize("place", range(5))
def test_structure_puts_unknown_last(period, place):
    dimension = _appendix(period, "deputies.structure").data["dimensions"][place]
    assert dimension["bands"][-1][0] in ("未填", "其他")


def test_liaison_appendix_adds_up_by_member_and_by_quarter(period):
    data = _appendix(period, "deputies.liaison").data
    assert data["members"] == [
        ["沈立冬", 2, 1, "50.0%", 3, 1, "33.3%"],
        ["程\u3000远", 2, 2, "100.0%", 0, 0, "—"],
    ]
    assert [row[:3] for row in data["quarters"]] == [
        ["2024年第三季度", 2, 2],
        ["2024年第四季度", 2, 1],
    ]
    assert data["total"] == ["合计", 4, 3, "75.0%", 3, 1, "33.3%"]


def _roster_names(period):
    return [
        row[0].replace("\u3000", "") for row in _appendix(period, "deputies.roster").data["rows"]
    ]


@pytest.mark.parametrize(
    ("padded", "order"), [(False, ["田大利", "田富"]), (True, ["田富", "田大利"])]
)
def test_roster_is_in_stroke_order_by_the_practice_of_the_town(period, padded, order):
    TownSettings.objects.create(pads_two_character_names=padded)
    names = _roster_names(period)
    assert [name for name in names if name.startswith("田")] == order
    assert names[0] == "王𠅤"


def test_roster_lists_what_is_known_of_a_deputy(period):
    data = _appendix(period, "deputies.roster").data
    (row,) = [row for row in data["rows"] if row[0] == "叶\u3000㐱"]
    assert row == [
        "叶\u3000㐱", "女", "汉", "1990.01", "研究生", "群众",
        "新洲村党支部书记", "第1选区\n新洲代表小组",
    ]  # fmt: skip


def test_public_roster_is_left_out_until_the_town_publishes_its_deputies(period):
    assert _appendix(period, "deputies.roster").public_data == {}


def test_public_roster_shows_only_what_the_town_publishes(period):
    TownSettings.objects.create(publishes_deputies=True, publishes_ethnic_group=False)
    public = _appendix(period, "deputies.roster").public_data
    assert [column["key"] for column in public["columns"]] == [
        "name", "sex", "birth_year", "education", "post", "seat",
    ]  # fmt: skip


def test_period_runs_from_the_session_before_to_the_day_before_this_one(town):
    today = dt.date(2026, 11, 23)
    assert default_period(town.session, today) == (dt.date(2024, 1, 18), dt.date(2025, 1, 14))


def test_period_ends_today_when_the_session_has_no_date(town):
    today = dt.date(2026, 11, 23)
    assert default_period(next_session(town), today) == (dt.date(2025, 1, 17), today)


def test_first_session_of_a_term_hears_the_presidium_of_the_term_before(town):
    first = SessionFactory(term=TermFactory(ordinal=20), ordinal=1)
    draft = draft_report(first)
    assert "第十九届人民代表大会主席团" in draft.report.opening
    assert draft.report.period_starts_on == dt.date(2025, 1, 17)


def test_draft_suggests_the_chair_as_speaker(town):
    report = draft_report(town.session).report
    assert (report.speaker, report.speaker_post) == ("程远", "江湾镇人大主席")
    assert report.delivered_on == dt.date(2025, 1, 15)
    assert report.title == "江湾镇人民代表大会主席团工作报告"


def test_gathering_takes_the_same_queries_for_any_number_of_deputies(
    period, django_assert_num_queries
):
    for _ in range(2):
        with django_assert_num_queries(17):
            report_chapters.collect(period)
        with django_assert_num_queries(10):
            report_appendices.collect(period)
        for _ in range(20):
            MandateFactory(term=period.term)
