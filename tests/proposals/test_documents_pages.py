"""Where documents are taken: from the list, from one proposal, from the desk; many by a job."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.jobs.execution import run_job
from congress.common.models import Job, JobStatus
from proposals.documents import jobs, kinds
from proposals.documents.rows import printed
from proposals.enums import ProposalStatus
from proposals.models import Proposal
from tests.conftest import events
from tests.factories import UserFactory
from tests.proposals.papers import pages_of
from tests.proposals.samples import joined, proposal_of

pytestmark = pytest.mark.django_db
PAGE, LIST = "admin:proposals_proposal_print_page", "admin:proposals_proposal_changelist"


@pytest.fixture
def deputies(session):
    return [m.deputy for m in session.term.mandates.select_related("deputy")[:3]]


@pytest.fixture
def matters(session, deputies):
    titles = ("清沟", "修桥", "装路灯")
    return [proposal_of(deputies[0], session, title=f"关于{title}的建议") for title in titles]


@pytest.fixture
def at_office(client, office, matters):
    client.force_login(office)
    return client


def test_search_is_what_is_printed_and_that_is_recorded(at_office):
    answer = at_office.post(reverse(PAGE) + "?q=修桥", {"document": "register"})
    assert answer["Content-Type"] == "application/pdf"
    (page,) = pages_of(answer.content)
    assert "关于修桥的建议" in page
    assert "关于清沟的建议" not in page
    event = events().latest("at")
    assert (event.subject, event.detail) == ("议案建议登记表", "1件")


def test_ticked_rows_are_printed(at_office, matters):
    keys = [matters[0].pk, matters[2].pk]
    ticked = {"action": "print_ticked", "_selected_action": keys}
    page = at_office.post(reverse(LIST), ticked)["Location"]
    assert "将打印2件" in at_office.get(page).content.decode()
    first, second = pages_of(at_office.post(page, {"document": "form"}).content)
    assert "关于清沟的建议" in first
    assert "关于装路灯的建议" in second


def test_button_takes_the_search_along(at_office):
    page = at_office.get(reverse(LIST), {"q": "修桥"}).content.decode()
    assert f"{reverse(PAGE)}?q=%E4%BF%AE%E6%A1%A5" in page


@pytest.mark.parametrize(
    ("query", "document", "said"),
    [
        ("?q=修桥", "notices", "这些件还没有交办"),
        ("?q=没有这回事", "register", "列表里没有可打印的件"),
        ("", "nonsense", "没有这种文件"),
        ("", "", "请选打印什么"),
    ],
)
def test_what_cannot_be_printed_is_said(at_office, query, document, said):
    answer = at_office.post(reverse(PAGE) + query, {"document": document})
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("query", ["?id__in=x", "?id__in=" + "9" * 40, "?id__in=1,%00"])
def test_broken_addresses_lead_back_to_the_list(at_office, query):
    for answer in (
        at_office.get(reverse(PAGE) + query),
        at_office.post(reverse(PAGE) + query, {"document": "form"}),
    ):
        assert answer.status_code in (200, 302, 400)
    assert at_office.get("/admin/proposals/proposal/987654/form/").status_code in (302, 403, 404)


def test_many_are_drawn_by_a_job_in_order(at_office, matters, monkeypatch):
    few = kinds.Document("form", "议案建议表", "", kinds.document_of("form").make, 1, step=2)
    monkeypatch.setitem(kinds._BY_SLUG, "form", few)
    answer = at_office.post(reverse(PAGE), {"document": "form"})
    job = Job.objects.get(kind=jobs.SLUG)
    assert answer["Location"] == reverse("admin:jobs_job", args=[job.public_id])
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE, job.message
    assert (job.done, job.total) == (2, 2)
    assert job.message == "议案建议表做好了，共3页。"
    pages = pages_of(job.file.read())
    assert all(m.title in page for m, page in zip(matters, pages, strict=True))


def test_sponsor_takes_his_draft_to_be_signed(client, session, deputies):
    draft = proposal_of(deputies[0], session, status=ProposalStatus.DRAFT)
    joined(draft, deputies[1], status="invited")
    page = reverse("desk-proposal-form", args=[draft.public_id])
    answers = []
    for number, deputy in enumerate(deputies):
        deputy.user = UserFactory(username=f"deputy{number}")
        deputy.save()
        client.force_login(deputy.user)
        answers.append(client.get(page))
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert "领衔代表（签名）" in pages_of(answers[0].content)[0]
    client.force_login(deputies[0].user)
    detail = client.get(reverse("desk-proposal", args=[draft.public_id])).content.decode()
    assert page in detail


def test_documents_ask_as_often_for_many_as_for_one(matters, session):
    asked = []
    for rows in (Proposal.objects.filter(pk=matters[0].pk), Proposal.objects.all()):
        with CaptureQueriesContext(connection) as captured:
            printed(rows)
        asked.append(len(captured))
    assert asked[0] == asked[1]
