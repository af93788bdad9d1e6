"""The page of statistics, the lists behind its figures, the spreadsheet, and the work report."""

import datetime as dt
import io

import openpyxl
import pytest

from congress.common.registry import ReportPeriod
from proposals.models import Assignment, Pressing, Promise, Proposal
from proposals.report_chapters import appendices, chapters
from proposals.statistics.lists import figure_list, figure_url
from proposals.statistics.scopes import session_scope
from proposals.statistics.tables import Dimension
from tests.factories import OrganFactory
from tests.proposals.samples import answered, assigned, proposal_of, town_lists

pytestmark = pytest.mark.django_db
PAGE = "/admin/proposals/proposal/statistics/"


@pytest.fixture
def units():
    return OrganFactory(name="镇水利站"), OrganFactory(name="镇农业站")


@pytest.fixture
def items(deputy, other_deputy, session, units):
    """Two answered by the first unit (one of them late), one overdue with the second."""
    town_lists()
    water, farm = units
    values = {"submitted_on": "2026-01-14"}
    good = proposal_of(deputy.deputy, session, status="closed", **values)
    answered(good, water)
    late = proposal_of(other_deputy.deputy, session, status="replied", **values)
    Assignment.objects.filter(pk=answered(late, water, letter="B").assignment_id).update(
        due_on="2026-03-01"
    )
    owed = proposal_of(deputy.deputy, session, status="in_handling", **values)
    assigned(owed, farm, assigned_on="2026-01-31", due_on="2026-04-30")
    return good, late, owed


@pytest.fixture
def client(client, office):
    client.force_login(office)
    return client


def shown(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return sorted(row.pk for row in response.context["cl"].result_list)


def figures(page):
    """Every figure of the page with the address of its list."""
    for _, counts in page["groups"]:
        for each in counts:
            yield each["label"], each["number"], each["url"]
    for each in page["classes"]:
        yield each["label"], each["number"], each["url"]


def test_every_figure_opens_exactly_what_it_counts(client, items):
    page = client.get(PAGE).context
    counted = 0
    for label, number, url in figures(page):
        assert (number > 0) == bool(url), label
        if url:
            assert len(shown(client, url)) == number, label
            counted += 1
    assert counted > 10
    for line in page["lines"]:
        for cell in line["cells"]:
            if cell["url"] and isinstance(cell["text"], int):
                assert len(shown(client, cell["url"])) == cell["text"]


def test_rates_of_the_page(client, items):
    rates = {each["label"]: each["shown"] for each in client.get(PAGE).context["rates"]}
    assert rates["答复率"] == "66.7%（2/3）"
    assert rates["按时答复率"] == "33.3%（1/3）"
    assert rates["面商率"] == "—"
    assert rates["解决率"] == "50.0%（1/2）"


def test_lists_of_a_line_are_of_that_line(client, items, session, units):
    good, late, owed = items
    scope = session_scope(session)
    water, farm = units
    assert shown(client, figure_url(scope, "answered", Dimension.UNIT, water.pk)) == [
        good.pk,
        late.pk,
    ]
    assert shown(client, figure_url(scope, "late", Dimension.UNIT, farm.pk)) == [owed.pk]
    lead = good.sponsorships.get().deputy_id
    assert shown(client, figure_url(scope, "brought", Dimension.LEAD, lead)) == [good.pk, owed.pk]


def test_the_list_says_what_it_is_and_works_with_other_filters(client, items, session):
    url = figure_url(session_scope(session), "answered")
    page = client.get(url).content.decode()
    assert f"{session}：已答复" in page
    assert shown(client, f"{url}&status__exact=closed") == [items[0].pk]


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "session-1",
        "session-0.answered",
        "year-2026.nonsense",
        "year-2026.answered.x-1",
        "a.b.c.d",
    ],
)
def test_a_figure_that_does_not_exist_lists_nothing(client, items, value):
    assert figure_list(value) is None
    assert shown(client, f"/admin/proposals/proposal/?figure={value}") == []


@pytest.mark.parametrize("by", Dimension.values)
def test_each_comparison_has_its_lines(client, items, by):
    page = client.get(PAGE, {"by": by}).context
    assert len(page["headings"]) == len(page["lines"][0]["cells"]) + 1


def test_nonsense_in_the_address_shows_the_latest_session(client, items, session):
    page = client.get(PAGE, {"of": "session-9' --", "by": "\x01"}).context
    assert page["scope"].key == f"session-{session.pk}"


def test_a_town_without_proposals(client):
    assert "还没有议案建议" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}export/").status_code == 404


def test_the_spreadsheet_has_numbers(client, items):
    response = client.get(f"{PAGE}export/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames[:2] == ["合计", "按承办单位"]
    totals = {row[0]: row[1:] for row in book["合计"].iter_rows(values_only=True) if row[0]}
    assert totals["已答复"][0] == 2
    assert totals["按时答复率"][:3] == (1, 3, "33.3%")
    first = next(book["按承办单位"].iter_rows(min_row=2, values_only=True))
    assert first[:5] == ("镇水利站", 2, 2, 2, 0)


# The work report


def period(term):
    days = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    return ReportPeriod(term, *days, as_of=dt.date(2026, 12, 31))


def test_the_chapter_says_it_in_words(client, items, term, office):
    good, late, _ = items
    Proposal.objects.filter(pk=late.pk).update(is_key=True)
    Pressing.objects.create(proposal=late, pressed_on=dt.date(2026, 5, 6), form="visit")
    Promise.objects.create(
        reply=late.assignments.get().replies.get(), content="修好", due_on="2026-12"
    )
    (chapter,) = chapters(period(term))
    assert "代表提出议案、建议、批评和意见3件，建议、批评和意见3件。" in chapter.text
    assert "交有关单位办理3件，已答复2件，答复率66.7%，按时答复率33.3%。" in chapter.text
    assert "办理结果A类1件，B类1件，解决率50.0%。还有1件超过期限没有答复。" in chapter.text
    assert "代表对办理结果，满意率100.0%，满意和基本满意率100.0%。" in chapter.text
    assert "主席团重点督办1件，督办1次。列入承诺事项台账1件，已经落实0件。" in chapter.text
    by_key = {figure.key: figure for figure in chapter.figures}
    assert by_key["answered"].shown == "2件"
    assert shown(client, by_key["answered"].url) == [good.pk, late.pk]
    assert by_key["met_rate"].shown == "—"


def test_of_another_year_there_is_nothing_to_say(items, term):
    days = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    other = ReportPeriod(term, *days, as_of=days[1])
    (chapter,) = chapters(other)
    assert (chapter.text, chapter.figures) == ("", ())
    assert appendices(other) == []


def test_the_appendix_has_a_line_a_unit(items, term):
    (appendix,) = appendices(period(term))
    assert [row[:4] for row in appendix.data["rows"]] == [
        ["镇农业站", 1, 0, "0.0%（0/1）"],
        ["镇水利站", 2, 2, "100.0%（2/2）"],
    ]
