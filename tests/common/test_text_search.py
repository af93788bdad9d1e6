"""Any piece of a text is found, whatever its characters; nothing else is."""

import pytest
from django.db import connection
from django.db.models import Value

from congress.common.text_search import (
    BETWEEN,
    Piece,
    Plain,
    plain,
    search_query,
    snippet,
    text_contains,
)
from congress.documents.models import WorkReport
from tests.factories import SessionFactory

TEXT = (
    "关于加固新洲村长江干堤的建议，共3.5公里（约２８０万元）。"
    "㐱𠅤老人住在A区B-12号，电话请打Ｔｅｌ。"
)


@pytest.fixture
def stored(db):
    """Keep a text as a report's, and say whether a query finds it."""
    session = SessionFactory(ordinal=5)

    def found(text: str, typed: str) -> bool:
        report, _ = WorkReport.objects.update_or_create(
            session=session,
            defaults={
                "title": "主席团工作报告",
                "period_starts_on": "2025-01-01",
                "period_ends_on": "2025-12-31",
                "public_text": text,
            },
        )
        return WorkReport.objects.filter(text_contains(search_query(typed)), pk=report.pk).exists()

    return found


@pytest.mark.parametrize(
    "typed",
    [
        "加固",
        "江干堤",
        "堤的建议，共",
        "堤",
        "㐱𠅤",
        "𠅤老",
        "𠅤",
        "3.5公里",
        "280万",  # full-width in the text
        "（约２８０",
        "(约280",
        "a区b-12",
        "ＴＥＬ",
        "tel",
        "。",
        "住在 加固",  # two words, in any order
        "  加固　 干堤 ",
    ],
)
def test_piece_of_the_text_is_found(stored, typed):
    assert stored(TEXT, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "固加",  # not in this order
        "加干",  # both are there, not together
        "新洲江",
        "35公里",
        "老人 不在",
        "%",
        "_",
        "加_固",
        "\\",
        "'",
        "𠅥",
        "㐱老",
    ],
)
def test_what_the_text_does_not_say_is_not_found(stored, typed):
    assert not stored(TEXT, typed)


def test_white_space_and_line_ends_of_layout_do_not_part_a_word(stored):
    assert stored("王　勇说：机耕\n路积\u200b水", "王勇")
    assert stored("王　勇说：机耕\n路积\u200b水", "机耕路积水")


def test_nothing_is_found_across_the_parts_of_a_text(stored):
    assert not stored(BETWEEN.join(["修好水", "利用冬季"]), "水利")
    assert not stored("利用冬季", "告利")  # the title ends with 告


def test_long_text_is_found_to_its_end(stored):
    assert stored("的" * 20_000 + "堤防", "的堤防")


def test_word_that_is_common_is_found_wherever_it_stands(stored):
    assert stored("建议的办理" * 3_000 + "尾声", "理尾声")


def test_database_and_python_agree_on_what_is_plain(db):
    with connection.cursor() as cursor:
        for text in (TEXT, "Ａ Ｂ\t㈠℃ﬁ", "Ä ß İ Σ", "ｶ｡", "\ufeff堤\u2060", "①½"):
            cursor.execute("SELECT portal_plain(%s)", [text])
            assert cursor.fetchone()[0] == plain(text), text


def test_index_of_pairs_serves_the_query(stored):
    stored(TEXT, "加固")
    query = WorkReport.objects.filter(text_contains(search_query("长江干堤"))).values("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "work_report_pairs" in query.order_by().explain()


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  \t　", ()),
        ("\x00\x1f\u200b\ud800", ()),
        ("水\x00利", ("水利",)),
        ("a b c d e f g", ("a", "b", "c", "d", "e")),
        ("x" * 10_000, ("x" * 50,)),
    ],
)
def test_odd_queries_are_made_sensible(typed, terms):
    assert search_query(typed).terms == terms


def marked(text: str, typed: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_match else piece.text
        for piece in snippet(text, search_query(typed))
    )


def test_snippet_marks_the_words_where_they_stand():
    assert marked("共２８０万元，用于加固。", "280万 加固") == "共[２８０万]元，用于[加固]。"
    assert marked("王　勇代表", "王勇") == "[王 勇]代表"


def test_snippet_is_cut_around_the_first_match():
    shown = marked("前" * 100 + "堤防" + "后" * 100, "堤防")
    assert shown == "…" + "前" * 18 + "[堤防]" + "后" * 52 + "…"


def test_snippet_without_a_match_is_the_beginning():
    assert snippet("一二三", search_query("四")) == [Piece("一二三")]


def test_plain_takes_null_for_null(db):
    assert WorkReport.objects.annotate(p=Plain(Value(None))).count() == 0
