"""The report editor in the back office and the public pages."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.documents import services
from congress.documents.enums import ReportPart
from congress.documents.models import WorkReport
from congress.documents.report_files import report_pdf
from tests.boxes import boxes_of
from tests.documents.report_town import make_town, next_session

FILE = b"%PDF-1.7 stands for the drawn file"


@pytest.fixture(autouse=True)
def _quick_printing(monkeypatch):
    """Real files are drawn in test_work_report_print."""

    def draw(content):
        return FILE + json.dumps(content).encode()

    monkeypatch.setattr(services, "render_report", draw)
    monkeypatch.setattr("congress.documents.report_pages.render_report", draw)
    monkeypatch.setattr("congress.documents.report_files.render_report", draw)


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def report(town, office) -> WorkReport:
    return services.create_report(town.session, actor=office)


@pytest.fixture
def released(report, office) -> WorkReport:
    final = services.finalise_report(report, actor=office)
    return services.release_report(final, actor=office)


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def _url(report, page="change") -> str:
    return reverse(f"admin:documents_workreport_{page}", args=[report.pk])


def _posted(client, report, **changes) -> dict[str, str]:
    """What the browser would send from the editor as it stands now."""
    html = client.get(_url(report)).content.decode()
    data = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', html))
    data |= {
        name: text.strip()
        for name, text in re.findall(
            r'<textarea[^>]*? name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL
        )
    }
    return {**data, "do": "save", **changes}


def _section(report, key):
    return report.sections.get(key=key)


# --- the editor -------------------------------------------------------------------------------


def test_new_report_is_made_for_a_chosen_session(desk, town):
    session = next_session(town)
    page = desk.get(reverse("admin:documents_workreport_add")).content.decode()
    assert session.full_name in page
    answer = desk.post(reverse("admin:documents_workreport_add"), {"session": session.pk})
    assert answer.url == _url(WorkReport.objects.get())


def test_new_report_is_not_offered_for_a_session_that_has_one(desk, report):
    page = desk.get(reverse("admin:documents_workreport_add")).content.decode()
    assert report.session.full_name not in page


def test_editor_shows_text_hints_figures_and_what_is_missing(desk, report):
    page = desk.get(_url(report)).content.decode()
    assert "在任代表10名" in page
    assert _section(report, "supervision.work").hint in page
    assert "75.0%（3/4）" in page
    assert "还有5节没有正文" in page


def test_editor_saves_everything_on_the_page(desk, report):
    section = _section(report, "supervision.work")
    name = f"section-{section.pk}"
    data = _posted(desk, report, speaker="沈立冬", **{f"{name}-text": "听取专项报告三项。"})
    assert desk.post(_url(report), data).status_code == 302
    report.refresh_from_db()
    section.refresh_from_db()
    assert (report.speaker, section.text) == ("沈立冬", "听取专项报告三项。")
    assert "在任代表10名" in _section(report, "deputies.work").text


def test_editor_adds_moves_and_removes_own_sections(desk, report):
    desk.post(_url(report), _posted(desk, report, do="add:plans"))
    own = report.sections.get(key="")
    assert own.part == "plans"
    desk.post(_url(report), _posted(desk, report, do=f"up:{own.pk}"))
    assert next(iter(report.sections.filter(part="plans"))).pk == own.pk
    desk.post(_url(report), _posted(desk, report, do=f"remove:{own.pk}"))
    assert report.sections.filter(part="plans").count() == 1


def test_editor_restores_the_suggestion_of_one_section(desk, report):
    section = _section(report, "deputies.work")
    report.sections.filter(pk=section.pk).update(text="写坏了。")
    desk.post(_url(report), _posted(desk, report, do=f"restore:{section.pk}"))
    section.refresh_from_db()
    assert "在任代表10名" in section.text


def test_stale_edit_is_refused_with_both_versions_on_the_page(desk, report, office):
    section = _section(report, "supervision.work")
    name = f"section-{section.pk}-text"
    mine = _posted(desk, report, **{name: "我写的一段。"})
    desk.post(_url(report), _posted(desk, report, speaker="鲁大江", **{name: "别人写的一段。"}))
    answer = desk.post(_url(report), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "别人改过这条记录，所以没有保存" in page
    assert "我写的一段。" in page
    assert "别人写的一段。" in page
    assert "文书小秦改过。" in page
    section.refresh_from_db()
    assert section.text == "别人写的一段。"


def test_what_was_left_alone_takes_over_what_somebody_else_saved(desk, report):
    mine, theirs = (_section(report, key) for key in ("supervision.work", "deputies.work"))
    here = f"section-{mine.pk}-text"
    typed = _posted(desk, report, **{here: "我写的一段。"})
    written = {f"section-{theirs.pk}-text": "别人写的一段。"}
    desk.post(_url(report), _posted(desk, report, speaker="鲁大江", **written))
    answer = desk.post(_url(report), typed)
    page = answer.content.decode()
    assert "您没有动过的栏目，已换成现在的内容：报告人。" in page
    assert page.count("您没有动过这一节，已换成别人刚保存的内容。") == 1
    assert desk.post(_url(report), {**boxes_of(answer), "do": "save"}).status_code == 302
    report.refresh_from_db()
    texts = dict(report.sections.values_list("pk", "text"))
    assert report.speaker == "鲁大江"
    assert (texts[mine.pk], texts[theirs.pk]) == ("我写的一段。", "别人写的一段。")


def test_report_discarded_meanwhile_gives_back_what_was_typed(desk, report):
    section = _section(report, "supervision.work")
    typed = _posted(desk, report, **{f"section-{section.pk}-text": "别丢了我。"})
    desk.post(reverse("admin:documents_workreport_delete", args=[report.pk]), {"post": "yes"})
    answer = desk.post(_url(report), typed)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "文书小秦删除了它。" in page
    assert re.search(r"<dt>正文</dt><dd>别丢了我。</dd>", page)


def test_refused_edit_can_be_saved_after_comparing(desk, report):
    section = _section(report, "supervision.work")
    name = f"section-{section.pk}-text"
    mine = _posted(desk, report, **{name: "我写的一段。"})
    desk.post(_url(report), _posted(desk, report, **{name: "别人写的一段。"}))
    page = desk.post(_url(report), mine).content.decode()
    version = re.search(r'name="seen_version" value="(\d+)"', page)[1]
    merged = {**mine, name: "合好的一段。", "seen_version": version}
    assert desk.post(_url(report), merged).status_code == 302
    section.refresh_from_db()
    assert section.text == "合好的一段。"


def test_faulty_dates_keep_what_was_typed(desk, report):
    section = _section(report, "supervision.work")
    data = _posted(
        desk, report, period_ends_on="2020-01-01", **{f"section-{section.pk}-text": "别丢了我。"}
    )
    page = desk.post(_url(report), data).content.decode()
    assert "报告期的截止日期不能早于开始日期。" in page
    assert "别丢了我。" in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("话\0", "有看不见的特殊字符"), ("长" * 50_001, "有50001个字，最多50000个字")],
)
def test_section_that_can_not_be_stored_is_neither_cut_nor_lost(desk, report, text, sentence):
    section = report.sections.first()
    shown = desk.post(_url(report), _posted(desk, report, **{f"section-{section.pk}-text": text}))
    assert sentence in shown.content.decode()
    assert text.strip("\0") in shown.content.decode()
    before = section.text
    section.refresh_from_db()
    assert section.text == before


def test_section_number_that_is_none_is_left_aside(desk, report):
    forged = {f"section-{n}-part": ReportPart.values[0] for n in ("٣", "9" * 5000)}
    sent = "&".join(f"{name}={value}" for name, value in forged.items())
    answer = desk.post(_url(report), sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_changed_figures_are_marked_until_acknowledged(desk, report):
    assert "report-chip--changed" not in desk.get(_url(report)).content.decode()
    report.session.term.mandates.filter(deputy__name="鲁大江").delete()
    page = desk.get(_url(report)).content.decode()
    assert "report-chip--changed" in page
    assert "原10名" in page
    seen = f"section-{_section(report, 'deputies.work').pk}-seen"
    desk.post(_url(report), _posted(desk, report, **{seen: "on"}))
    assert "report-chip--changed" not in desk.get(_url(report)).content.decode()


def test_preview_draws_what_is_typed_and_stores_nothing(desk, report):
    section = _section(report, "supervision.work")
    data = _posted(desk, report, **{f"section-{section.pk}-text": "还没有保存。"})
    answer = desk.post(_url(report, "preview"), data)
    assert answer["Content-Type"] == "application/pdf"
    assert "还没有保存。" in str(json.loads(answer.content.removeprefix(FILE)))
    section.refresh_from_db()
    report.refresh_from_db()
    assert (section.text, report.version) == ("", 1)


def test_finalising_is_asked_about_first(desk, report):
    answer = desk.post(_url(report), _posted(desk, report, do="finalise"))
    page = desk.get(answer.url).content.decode()
    assert "过去一年的工作\u3000依法监督" in page
    report.refresh_from_db()
    assert report.is_draft
    desk.post(answer.url)
    report.refresh_from_db()
    assert report.status == "final"


def test_final_report_downloads_byte_for_byte(desk, released):
    answer = desk.get(_url(released, "file"))
    assert answer.content == report_pdf(released)
    assert "%E4%B8%BB%E5%B8%AD%E5%9B%A2" in answer["Content-Disposition"]


def test_final_report_can_not_be_edited(desk, released):
    page = desk.get(_url(released)).content.decode()
    assert "<textarea" not in page
    assert "定稿时" in page
    answer = desk.post(_url(released), {"title": "改了"})
    assert answer.status_code == 409
    assert desk.get(_url(released, "delete")).status_code == 403


def test_correction_opens_a_new_draft(desk, released):
    desk.post(_url(released, "edition"))
    edition = WorkReport.objects.get(edition=2)
    assert edition.is_draft
    assert "<textarea" in desk.get(_url(edition)).content.decode()


def test_report_list_takes_the_same_queries_for_any_number(desk, released):
    address = reverse("admin:documents_workreport_changelist")

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    counted()
    with_one = counted()
    services.new_edition(released, actor=released.finalised_by)
    assert counted() == with_one


_PAGES = ["changelist", "add", "change", "preview", "file", "finalise", "release", "edition"]
_STAFF = dict.fromkeys(_PAGES, 200) | {"release": 302, "edition": 302}
_AUDITOR = dict.fromkeys(_PAGES, 403) | dict.fromkeys(
    ["changelist", "change", "preview", "file"], 200
)


@pytest.mark.parametrize("page", _PAGES)
@pytest.mark.parametrize("who", ["office", "chair", "auditor", "member", "deputy", "unit", None])
def test_pages_open_by_role(request, client, report, town, who, page):
    # On a draft: release and correction lead back to the editor.
    people = {"chair": "程远", "member": "沈立冬", "deputy": "何秋萍"}
    if who:
        user = town.user_of(people[who]) if who in people else request.getfixturevalue(who)
        client.force_login(user)
    arguments = [] if page in ("changelist", "add") else [report.pk]
    answer = client.get(reverse(f"admin:documents_workreport_{page}", args=arguments))
    if who in ("office", "chair"):
        assert answer.status_code == _STAFF[page]
    elif who == "auditor":
        assert answer.status_code == _AUDITOR[page]
    else:
        assert answer.status_code in (302, 403, 404)
        assert "workreport" not in answer.get("Location", "").partition("?")[0]


# --- the public pages -------------------------------------------------------------------------


def test_public_list_shows_released_reports_only(client, report, office):
    address = reverse("documents:reports")
    assert "还没有公开的工作报告" in client.get(address).content.decode()
    final = services.finalise_report(report, actor=office)
    assert "还没有公开的工作报告" in client.get(address).content.decode()
    services.release_report(final, actor=office)
    page = client.get(address).content.decode()
    assert reverse("documents:report", args=[report.public_id]) in page
    assert "2025年1月15日" in page


@pytest.mark.parametrize("name", ["report", "report-pdf"])
def test_public_page_of_an_unreleased_report_is_404(client, report, office, name):
    address = reverse(f"documents:{name}", args=[report.public_id])
    assert client.get(address).status_code == 404
    services.finalise_report(report, actor=office)
    assert client.get(address).status_code == 404
    client.force_login(office)
    assert client.get(address).status_code == 404


def test_public_page_shows_the_frozen_text(client, released):
    released.session.term.mandates.all().delete()
    page = client.get(reverse("documents:report", args=[released.public_id])).content.decode()
    assert "在任代表10名" in page
    assert "/admin/" not in page


def test_public_page_names_no_deputy_until_the_town_publishes_them(client, released):
    page = client.get(reverse("documents:report", args=[released.public_id])).content.decode()
    assert "阿依古丽" not in page
    assert "沈立冬" not in page
    pdf = client.get(reverse("documents:report-pdf", args=[released.public_id])).content
    assert "阿依古丽" not in str(json.loads(pdf.removeprefix(FILE)))


def test_public_page_points_to_a_corrected_edition(client, released, office):
    edition = services.new_edition(released, actor=office)
    final = services.finalise_report(edition, actor=office)
    services.release_report(final, actor=office)
    page = client.get(reverse("documents:report", args=[released.public_id])).content.decode()
    assert reverse("documents:report", args=[edition.public_id]) in page
    listed = client.get(reverse("documents:reports")).content.decode()
    assert released.public_id not in listed
    assert edition.public_id in listed


def test_home_page_shows_the_latest_released_report(client, released):
    page = client.get(reverse("home")).content.decode()
    assert reverse("documents:report", args=[released.public_id]) in page
