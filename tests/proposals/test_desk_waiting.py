"""The desk's first page asks as often for many that wait as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals import services
from proposals.deskwork.waiting import waiting_for

pytestmark = pytest.mark.django_db


def sent_back(stage, title: str) -> None:
    proposal = stage.submitted(title=title)
    services.send_back_proposal(proposal, actor=stage.office, reason=f"{title}：请写明地点。")


def test_what_was_sent_back_is_read_at_once_with_its_reasons(stage):
    asked = []
    for titles in (("关于路灯的建议",), ("关于公厕的建议", "关于水渠的建议")):
        for title in titles:
            sent_back(stage, title)
        with CaptureQueriesContext(connection) as captured:
            waiting = waiting_for(stage.lead)
        asked.append(len(captured))
    assert asked[0] == asked[1]
    reasons = {row.title: row.sent_back.reason for row in waiting.sent_back}
    assert len(reasons) == 3
    assert all(reason.startswith(title) for title, reason in reasons.items())
