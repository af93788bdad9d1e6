"""The printed work report, read back from the PDF, and the command that writes it."""

import io
import json
from pathlib import Path

import pdfplumber
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from congress.documents import services
from congress.documents.headings import balanced_lines, text_ems
from congress.documents.models import ReportSection, WorkReport
from congress.documents.report_files import render_report, report_pdf
from tests.conftest import give_role
from tests.documents.measure import line_with, lines, text_lines
from tests.documents.report_town import RARE, make_town, next_session
from tests.documents.sample import SOLID
from tests.factories import UserFactory


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """A final report with long texts, printed once: (content, bytes)."""
    from django.db import transaction

    from congress.common.roles import Role

    with django_db_blocker.unblock(), transaction.atomic():
        town = make_town()
        office = give_role(UserFactory(), Role.OFFICE)
        report = services.create_report(town.session, actor=office)
        for section in report.sections.filter(text=""):
            section.text = SOLID
            section.save()
        report.sections.filter(key="documents.leadership").update(
            heading="坚持和加强党的全面领导，把党的主张经过法定程序变成全镇人民的共同意志和自觉行动"
        )
        from congress.documents.report_content import final_content

        content = final_content(report, list(report.sections.all()))
        # As the database keeps it and gives it back.
        pdf = render_report(json.loads(json.dumps(content)))
        transaction.set_rollback(True)
    return content, pdf


@pytest.fixture(scope="module")
def pages(printed):
    with pdfplumber.open(io.BytesIO(printed[1])) as pdf:
        yield pdf


def _text(pages):
    return "\n".join(line.text for page in pages.pages for line in lines(page))


def test_full_lines_have_28_characters_and_full_pages_22_lines(pages):
    counted = [len(line.text) for page in pages.pages[:3] for line in text_lines(page)]
    assert max(counted) == 28
    assert counted.count(28) > 20
    assert [len(text_lines(page)) for page in pages.pages[1:3]] == [22, 22]


def test_first_page_names_report_occasion_and_speaker(pages):
    assert [line.text for line in text_lines(pages.pages[0])][:5] == [
        "江湾镇人民代表大会主席团工作报告",
        "——2025年1月15日在江湾镇",
        "第十九届人民代表大会第五次会议上",
        "江湾镇人大主席\u3000程\u3000远",
        "各位代表：",
    ]


@pytest.mark.parametrize(
    ("words", "font"),
    [
        ("江湾镇人民代表大会主席团工作报告", "FandolSong-Title"),
        ("江湾镇人大主席", "FandolKai"),
        ("一、过去一年的工作", "FandolHei"),
        ("（二）依法监督", "FandolKai"),
        ("二、存在问题", "FandolHei"),
        ("三、今后工作安排", "FandolHei"),
        ("附件1", "FandolHei"),
    ],
)
def test_levels_have_the_typefaces_of_the_standard(pages, words, font):
    line = line_with(pages, words)
    assert {name.replace("-Regular", "") for name in line.fonts} == {font}


def test_attachments_are_listed_and_begin_on_pages_of_their_own(pages):
    listed = line_with(pages, "附件：1.")
    assert listed.text == "附件：1.镇十九届人大代表结构"
    first = [text_lines(page)[0].text for page in pages.pages]
    assert [text for text in first if text.startswith("附件")] == ["附件1", "附件2", "附件3"]


@pytest.mark.parametrize("name", RARE)
def test_rare_names_stand_in_the_roster_drawn_by_a_real_glyph(pages, name):
    page = pages.pages[-1]
    rare = name[-1]
    (char,) = [char for char in page.chars if char["text"] == rare]
    assert "Noto" in char["fontname"]
    assert f"{name[0]}\u3000{rare}" in "".join(c["text"] for c in page.chars)


def test_every_font_is_embedded(printed):
    from pypdf import PdfReader

    fonts = {}
    for page in PdfReader(io.BytesIO(printed[1])).pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object()["/DescendantFonts"]:
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                fonts[descriptor["/FontName"]] = (
                    "/FontFile2" in descriptor or "/FontFile3" in descriptor
                )
    assert len(fonts) >= 5
    assert all(fonts.values())


def test_final_report_is_not_marked_as_a_draft(pages):
    assert "草稿" not in _text(pages)
    assert "〔待写〕" not in _text(pages)


def test_charts_are_drawn(pages):
    assert any(page.rects for page in pages.pages)


def test_same_content_gives_the_same_bytes(printed):
    content, pdf = printed
    assert render_report(content) == pdf


@pytest.mark.parametrize(
    ("title", "most"),
    [
        ("白鹭湖彝族苗族土家族乡人民代表大会主席团工作报告", 20),
        ("关于" + "加强农村人居环境整治" * 5 + "的报告", 20),
        ("——2027年1月18日在江湾镇第十九届人民代表大会第二十一次会议上", 28),
    ],
)
def test_long_titles_break_into_lines_of_like_length(title, most):
    found = balanced_lines(title, most)
    assert "".join(found) == title
    assert len(found) > 1
    assert all(text_ems(line) <= most for line in found)


def test_long_titles_break_after_a_word():
    title = "白鹭湖彝族苗族土家族乡人民代表大会主席团工作报告"
    assert balanced_lines(title, 20) == ["白鹭湖彝族苗族土家族乡", "人民代表大会主席团工作报告"]


def test_figures_are_never_divided_between_lines():
    found = balanced_lines("——2027年12月28日在江湾镇第十九届人民代表大会第三次会议上", 28)
    assert found[0] == "——2027年12月28日在江湾镇"


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def town(db):
    return make_town()


def _written(tmp_path, *arguments) -> str:
    target = tmp_path / "report.pdf"
    call_command("work_report", *arguments, output=str(target))
    with pdfplumber.open(target) as pdf:
        return "".join(line.text + "\n" for page in pdf.pages for line in lines(page))


def test_command_writes_a_draft_with_the_suggested_prose_and_stores_nothing(town, tmp_path):
    text = _written(tmp_path, "2025")
    for words in (
        "（一）坚持党的领导",
        "（五）自身建设",
        "三、今后工作安排",
        "在任代表10名",
        "草稿",
    ):
        assert words in text.replace("\n", "") or words in text
    assert not WorkReport.objects.exists()
    assert not ReportSection.objects.exists()


def test_command_writes_the_saved_draft(town, office, tmp_path):
    report = services.create_report(town.session, actor=office)
    report.sections.filter(key="documents.plans").update(text="明年开好两次会。")
    assert "明年开好两次会。" in _written(tmp_path, "2025")


def test_command_writes_the_stored_file_of_a_final_report(town, office, tmp_path):
    report = services.create_report(town.session, actor=office)
    report = services.finalise_report(report, actor=office)
    services.new_edition(report, actor=office)
    _written(tmp_path, "2025")
    assert (tmp_path / "report.pdf").read_bytes() == report_pdf(report)


def test_command_takes_the_named_session_of_the_year(town, tmp_path, capsys):
    other = next_session(town)
    other.starts_on = "2025-07"
    other.save()
    assert "第六次会议上" in _written(tmp_path, "2025")
    assert "第五次会议上" in _written(tmp_path, "2025", "--session", "5")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["1999"], "1999年没有人大会议的记录"),
        (["99999"], "99999年没有人大会议的记录"),
        (["2025", "--session", "9"], "2025年没有第9次会议。这一年有：镇十九届人大五次会议。"),
    ],
)
def test_command_says_which_session_is_missing(town, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("work_report", *arguments, output=str(tmp_path / "report.pdf"))
    assert not (tmp_path / "report.pdf").exists()


def test_command_says_that_the_file_can_not_be_written(town, tmp_path):
    with pytest.raises(CommandError, match="写不进去"):
        call_command("work_report", "2025", output=str(tmp_path / "missing" / "report.pdf"))


def test_command_writes_only_the_named_file(town, tmp_path):
    neighbour = tmp_path / "report.pdf.txt"
    neighbour.write_text("邻居")
    _written(tmp_path, "2025")
    assert sorted(Path(tmp_path).glob("report*")) == [tmp_path / "report.pdf", neighbour]
    assert neighbour.read_text() == "邻居"
