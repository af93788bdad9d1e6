"""The record of a presidium meeting: who was there, and what was decided on motions."""

import datetime as dt

import pytest
from django.urls import reverse

from deputies.models import PresidiumMeeting
from proposals import services
from tests.admin.pages import visible
from tests.attachments.reports import upload
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
ADD = "admin:deputies_presidiummeeting_add"


@pytest.fixture
def presidium(client, stage):
    """Two members, of whom the second came in on the 15th."""
    client.force_login(stage.office)
    first, second = (user.deputy for user in stage.users[:2])
    PostFactory(deputy=first, term=stage.term)
    PostFactory(deputy=second, term=stage.term, starts_on="2026-01-15")
    return first, second


def values(stage, held_on="2026-01-15", **more):
    return {
        "term": stage.term.pk,
        "held_on": held_on,
        "place": "会议室",
        "decisions": "听取防汛情况。",
        **more,
    }


def test_meeting_is_entered_with_members_in_office_ticked(client, stage, presidium):
    form = client.get(reverse(ADD)).context["adminform"].form
    assert form["present"].value() == [
        deputy.pk for deputy in sorted(presidium, key=lambda d: d.stroke_key)
    ]
    first, second = presidium
    sent = values(stage, present=[first.pk, second.pk], chaired_by=first.pk)
    assert client.post(reverse(ADD), sent).status_code == 302
    meeting = PresidiumMeeting.objects.get(place="会议室")
    assert set(meeting.present.all()) == {first, second}
    assert meeting.history.first().history_user == stage.office


def test_who_was_not_in_office_that_day_is_refused_and_nothing_lost(client, stage, presidium):
    first, second = presidium
    sent = values(stage, "2026-01-14", present=[first.pk, second.pk], chaired_by=second.pk)
    page = client.post(reverse(ADD), sent)
    assert "白露在2026年1月14日不是主席团成员，请核对日期或出席人。" in page.content.decode()
    assert "听取防汛情况。" in page.content.decode()
    page = client.post(reverse(ADD), values(stage, present=[first.pk], chaired_by=second.pk))
    assert "主持人白露没有勾在出席人里，请核对。" in page.content.decode()
    stranger = stage.users[2].deputy
    page = client.post(reverse(ADD), values(stage, present=[stranger.pk]))
    assert "出席人里有不是这一届主席团成员的" in page.content.decode()
    assert PresidiumMeeting.objects.count() == 1


@pytest.mark.parametrize("bad", ["\0", "9" * 5000, "x"])
def test_nonsense_is_refused(client, stage, presidium, bad):
    sent = {"term": bad, "held_on": bad, "present": [bad], "chaired_by": bad, "place": bad}
    assert client.post(reverse(ADD), sent).status_code == 200


def test_meeting_lists_what_was_decided_there(client, stage, presidium):
    motion = services.put_on_agenda(stage.motion(), actor=stage.office, meeting=stage.meeting)
    page = client.get(
        reverse("admin:deputies_presidiummeeting_change", args=[stage.meeting.pk])
    ).content.decode()
    assert f"{motion.number_label}，列入议程" in visible(page)
    assert motion.title in visible(page)
    listed = client.get(reverse("admin:deputies_presidiummeeting_changelist"))
    assert {"1人", "1件"} <= set(visible(listed.content.decode()))


def test_minutes_are_attached(client, stage, presidium):
    address = reverse("admin:deputies_presidiummeeting_attachments_page", args=[stage.meeting.pk])
    sent = {"uploads-documents": upload("会议记录.pdf"), "is_scan": "on"}
    assert client.post(address, sent).status_code == 302
    assert stage.meeting.attachments.get().is_scan


def test_old_meeting_keeps_who_was_there(client, stage, presidium):
    meeting = stage.meeting
    meeting.held_on = dt.date(2026, 1, 15)
    sent = values(stage, present=[stage.lead.deputy.pk], seen_version=meeting.version)
    address = reverse("admin:deputies_presidiummeeting_change", args=[meeting.pk])
    assert client.post(address, sent).status_code == 302
    assert list(meeting.present.all()) == [stage.lead.deputy]
