"""The home page says how far it is with what was asked: figures only, once the town wants."""

import pytest

from congress.common.imports.services import import_file
from proposals.models import ProposalSettings
from proposals.progress import progress_of
from tests.admin.pages import visible
from tests.factories import DeputyFactory, OrganFactory, SessionFactory
from tests.proposals.conftest import LEDGER
from tests.proposals.samples import answered, assigned, proposal_of

pytestmark = pytest.mark.django_db
HEADING = "提的建议办得怎样？"


def home(client) -> str:
    return "".join("".join(visible(client.get("/").content.decode())).split())


def test_home_tells_how_far_it_is_once_the_town_publishes_it(client, session):
    import_file("proposals", LEDGER, {"create_missing": True}, skip_bad=True)
    assert HEADING not in home(client)
    ProposalSettings.objects.create(publishes_progress=True)
    page = home(client)
    assert HEADING in page
    said = "代表提出议案和建议57件（闭会期间14件），交有关单位办理57件，已答复49件。"
    assert said in page
    assert "已答复49还没有答复8交办57" in page
    assert "农机补贴" not in page
    assert "张伟" not in page


def test_nothing_is_said_of_nothing(client, term):
    ProposalSettings.objects.create(publishes_progress=True)
    assert HEADING not in home(client)


def test_what_is_handed_in_for_the_next_session_hides_nothing(client, term):
    deputy = DeputyFactory()
    answered(proposal_of(deputy, SessionFactory(term=term, ordinal=5)), OrganFactory())
    ProposalSettings.objects.create(publishes_progress=True)
    before = home(client)
    proposal_of(deputy, SessionFactory(term=term, ordinal=6))
    assert "已答复1件" in before
    assert "已答复1件" in home(client)


def test_every_proposal_is_counted_once(term):
    session, deputy = SessionFactory(term=term), DeputyFactory()
    both = proposal_of(deputy, session)
    answered(both, OrganFactory())
    assigned(both, OrganFactory(), role="co")
    assigned(proposal_of(deputy, session), OrganFactory())
    recess = proposal_of(deputy, session, occasion="intersessional")
    assigned(recess, OrganFactory(), status="returned")
    proposal_of(deputy, session, status="draft")
    progress = progress_of(session)
    assert (progress.brought, progress.intersessional) == (3, 1)
    assert (progress.assigned, progress.answered, progress.unanswered) == (2, 1, 1)
