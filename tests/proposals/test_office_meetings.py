"""The record of a presidium meeting: who was there, and what was decided on motions."""

import datetime as dt

import pytest
from django.urls import reverse

from deputies.models import PresidiumMeeting
from proposals import services
from proposals.enums import PressingForm
from proposals.services import following
from tests.admin.pages import visible
from tests.attachments.reports import upload
from tests.factories import OrganFactory, PostFactory

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


def meeting_page(client, meeting):
    address = reverse("admin:deputies_presidiummeeting_change", args=[meeting.pk])
    return client.get(address).content.decode()


def test_meeting_lists_what_is_to_be_pressed_for_until_it_is_over(client, stage, time_machine):
    client.force_login(stage.office)
    page = meeting_page(client, stage.meeting)
    assert "没有。现在没有重点督办、逾期、快到期和代表不满意的件。" in page
    key = stage.assigned()[0].proposal
    following.mark_key(key, actor=stage.office, is_key=True, member=stage.lead.deputy)
    page = meeting_page(client, stage.meeting)
    said = " ".join(visible(page))
    assert "重点督办 1件" in said and f"{key.number_label} {key.title}" in said
    assert f"{stage.lead.deputy}负责" in said
    printed = f"{reverse('admin:proposals_proposal_print_watch')}?meeting={stage.meeting.pk}"
    assert printed in page
    assert client.get(printed)["Content-Type"] == "application/pdf"
    time_machine.move_to("2026-01-23T08:00+08:00")
    assert printed not in meeting_page(client, stage.meeting)


def test_list_that_is_empty_leads_back_to_its_meeting(client, stage):
    client.force_login(stage.office)
    printed = f"{reverse('admin:proposals_proposal_print_watch')}?meeting={stage.meeting.pk}"
    answer = client.get(printed, follow=True)
    assert answer.request["PATH_INFO"] == reverse(
        "admin:deputies_presidiummeeting_change", args=[stage.meeting.pk]
    )
    assert "没有要督办的" in answer.content.decode()


def test_meeting_lists_what_was_pressed_for_there(client, stage):
    client.force_login(stage.office)
    part = stage.assigned()[0]
    assert "会上督办的，在每一件的页面上按“录入督办”" in meeting_page(client, stage.meeting)
    following.record_pressing(
        part.proposal,
        actor=stage.office,
        pressed_on=stage.meeting.held_on,
        form=PressingForm.MEETING,
        assignment=part,
        meeting=stage.meeting,
        content="三月底前答复。",
    )
    said = " ".join(visible(meeting_page(client, stage.meeting)))
    assert f"{part.proposal.number_label}，{PressingForm.MEETING.label}" in said
    assert "三月底前答复。" in said and "会上督办的，在每一件" not in said


def test_long_list_is_cut_and_says_so(client, stage, monkeypatch):
    client.force_login(stage.office)
    monkeypatch.setattr("proposals.admin.at_meeting.MOST_WATCHED", 1)
    units = [services.UnitPart(OrganFactory()) for _ in range(2)]
    for part in [stage.assigned(unit)[0] for unit in units]:
        following.mark_key(part.proposal, actor=stage.office, is_key=True, member=stage.lead.deputy)
    said = " ".join(visible(meeting_page(client, stage.meeting)))
    assert "重点督办 1件" in said and "打印的清单里有全部" in said


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
