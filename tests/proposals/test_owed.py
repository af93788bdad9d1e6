"""What is late, due or to be decided stands on the office's first page, each with its list."""

import datetime as dt

import pytest
from django.urls import reverse

from congress.common.imports.services import import_file
from congress.common.partial_dates import PartialDate
from congress.common.registry import DutyPart, DutyPeriod
from deputies.models import Deputy
from proposals.duty import entries
from proposals.enums import AssignmentStatus, ProposalStatus
from proposals.models import Proposal
from proposals.office_page import today_lines
from tests.admin.pages import visible
from tests.factories import DeputyFactory, OrganFactory, SessionFactory
from tests.proposals.conftest import LEDGER
from tests.proposals.samples import assigned, joined, proposal_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 4, 20)


@pytest.mark.parametrize(
    ("due_on", "state"),
    [
        ("2026-04-19", "overdue"),
        ("2026-04-20", "soon"),
        ("2026-05-04", "soon"),
        ("2026-05-05", "later"),
        ("2026-03", "overdue"),
        ("2026-04", "soon"),
        ("2026-05", "later"),
        (None, "later"),
    ],
)
def test_what_is_owed_by_when(term, due_on, state):
    proposal = proposal_of(DeputyFactory(), SessionFactory(term=term))
    part = assigned(proposal, OrganFactory(), due_on=due_on)
    found = {
        "overdue": set(Proposal.objects.overdue(on=TODAY)),
        "soon": set(Proposal.objects.due_soon(on=TODAY)),
    }
    assert found.get(state, {proposal}) == {proposal}
    assert sum(map(len, found.values())) == (state != "later")
    part.refresh_from_db()
    assert part.is_overdue(TODAY) == (state == "overdue")


@pytest.mark.parametrize("status", [AssignmentStatus.REPLIED, AssignmentStatus.RETURNED])
def test_who_answered_or_gave_it_back_owes_nothing(term, status):
    proposal = proposal_of(DeputyFactory(), SessionFactory(term=term))
    assigned(proposal, OrganFactory(), due_on="2026-01-01", status=status)
    assert not Proposal.objects.overdue(on=TODAY).exists()


def test_first_page_counts_what_its_lists_show(client, office, session):
    import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)
    client.force_login(office)
    page = client.get(reverse("admin:index")).content.decode()
    for line in today_lines(dt.date.today()):
        answer = client.get(line.url)
        assert answer.context["cl"].result_count == line.count
        assert line.label in page
    counts = {line.label: line.count for line in today_lines(dt.date(2026, 11, 24))}
    assert {label: count for label, count in counts.items() if count} == {
        "逾期未答复的议案建议": 6,
        "代表不满意，要决定是否重新办理": 3,
    }


def test_office_finds_a_proposal_among_everything(client, office, session):
    import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)
    client.force_login(office)
    answer = client.get(reverse("admin:search"), {"s": "涉农收费公示", "extended": "1"})
    text = "".join(visible(answer.content.decode()))
    assert "关于对涉农收费公示不及时的批评" in text


def test_duty_record_has_what_was_led_and_joined(term):
    session = SessionFactory(term=term)
    me, other = DeputyFactory(name="何秋萍"), DeputyFactory()
    proposal_of(me, session, submitted_on="2026-01-14", title="关于路灯的建议")
    both = proposal_of(
        other, session, submitted_on="2026-03", title="关于修闸的议案", kind="motion"
    )
    joined(both, me)
    joined(proposal_of(other, session, submitted_on="2026-05-01"), me, status="invited")
    proposal_of(me, session, submitted_on="2025-12-31", title="去年的建议")
    proposal_of(me, session, submitted_on="2026-06-01", status=ProposalStatus.DRAFT)
    year = DutyPeriod(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    found = list(entries(Deputy.objects.get(name="何秋萍"), year))
    assert [(e.title, e.date, dict(e.counts)) for e in found] == [
        ("关于路灯的建议", PartialDate(2026, 1, 14), {"领衔建议": 1}),
        ("关于修闸的议案", PartialDate(2026, 3), {"附议议案": 1}),
    ]
    assert {entry.part for entry in found} == {DutyPart.SUGGESTIONS}
    assert found[0].detail == "领衔，第1号，已登记"
