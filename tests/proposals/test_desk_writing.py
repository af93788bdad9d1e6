"""A draft on the desk: saved while it is written, over a bad line, from two devices."""

import uuid

import pytest
from django.urls import reverse

from congress.common.models import Attachment
from proposals import services
from proposals.enums import Occasion, ProposalKind, ProposalStatus, SponsorshipStatus
from proposals.models import Proposal
from tests.admin.pages import visible
from tests.attachments.reports import upload
from tests.proposals.stage import fresh

pytestmark = pytest.mark.django_db
TITLE = "关于疏通新洲村排水沟的建议"


def said(answer) -> str:
    return "".join("".join(visible(answer.content.decode())).split())


def page(name, proposal) -> str:
    return reverse(f"desk-proposal-{name}", args=[proposal.public_id])


@pytest.fixture
def desk(client, stage):
    client.force_login(stage.lead)
    return client


def typed(**values):
    boxes = {
        "kind": "suggestion",
        "title": TITLE,
        "grounds": "沟堵了三年。",
        "measures": "请清淤。",
        "occasion": "in_session",
        "category": "",
        "may_be_public": "on",
        "draft_key": str(uuid.uuid4()),
        "seen_version": "0",
    }
    return boxes | values


class TestSavedAsOneWrites:
    """What the page sends by itself."""

    SAVE = "/desk/proposals/save/"

    @pytest.fixture
    def send(self, desk, stage):
        def send(**fields):
            return desk.post(self.SAVE, {"writer": stage.lead.public_id, **fields})

        return send

    def test_first_words_make_a_draft(self, send, stage):
        key = str(uuid.uuid4())
        answer = send(draft_key=key, seen_version="0", title="关于修路的建议")
        assert answer.status_code == 200
        draft = Proposal.objects.get()
        assert answer.json()["id"] == draft.public_id
        assert answer.json()["edit"] == page("edit", draft)
        assert answer.json()["at"] == "09:00"
        assert (draft.title, draft.status) == ("关于修路的建议", ProposalStatus.DRAFT)
        assert (draft.occasion, draft.session) == (Occasion.IN_SESSION, stage.session)
        assert draft.sponsorships.get().deputy == stage.lead.deputy

    def test_only_what_changed_is_sent_and_the_rest_stays(self, send, stage):
        draft = stage.draft()
        answer = send(proposal=draft.public_id, seen_version=draft.version, grounds="堵了四年。")
        assert answer.json()["version"] == draft.version + 1
        after = fresh(draft)
        assert (after.title, after.grounds) == (draft.title, "堵了四年。")
        assert after.measures == draft.measures

    def test_same_again_after_a_lost_answer_is_no_change(self, send):
        words = {"draft_key": str(uuid.uuid4()), "seen_version": "0", "title": TITLE}
        first, second = send(**words).json(), send(**words).json()
        assert first == second
        assert Proposal.objects.count() == 1

    def test_from_two_devices_the_second_is_told_and_nothing_overwritten(self, send, stage):
        draft = stage.draft()
        seen = draft.version
        assert send(proposal=draft.public_id, seen_version=seen, title="关于修桥的建议").json()
        answer = send(proposal=draft.public_id, seen_version=seen, title="关于修路的建议")
        assert answer.status_code == 409
        assert answer.json()["message"] == "这份草稿在别的手机或电脑上改过。"
        assert fresh(draft).title == "关于修桥的建议"

    def test_words_of_another_account_are_not_taken(self, desk, stage):
        other = stage.others[0]
        fields = {"writer": other.public_id, "draft_key": str(uuid.uuid4()), "title": TITLE}
        assert desk.post(self.SAVE, fields).status_code == 403
        assert not Proposal.objects.exists()

    def test_somebody_elses_draft_does_not_exist(self, client, stage):
        draft = stage.draft()
        other = stage.others[0]
        client.force_login(other)
        fields = {"writer": other.public_id, "proposal": draft.public_id, "title": "别的"}
        assert client.post(self.SAVE, fields).status_code == 404
        stage.invited(draft, [other])
        assert client.post(self.SAVE, fields).status_code == 403
        assert fresh(draft).title == TITLE

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "很" * 101},
            {"grounds": "长" * 10_001},
            {"title": "\0"},
            {"kind": "poem"},
            {"category": "9" * 40},
            {"category": "\0"},
        ],
    )
    def test_what_cannot_be_is_told_in_a_sentence(self, send, fields):
        answer = send(draft_key=str(uuid.uuid4()), seen_version="0", **fields)
        assert answer.status_code == 422
        assert answer.json()["message"]

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"draft_key": "no key"},
            {"proposal": "nobody"},
            {"proposal": "\0"},
            {"draft_key": "\0"},
        ],
    )
    def test_no_draft_that_is_known_is_404(self, send, fields):
        assert send(title=TITLE, **fields).status_code == 404

    def test_version_beyond_all_numbers_is_stale(self, send, stage):
        draft = stage.draft()
        answer = send(proposal=draft.public_id, seen_version="9" * 30, title="关于修路的建议")
        assert answer.status_code == 409

    def test_submitted_one_is_not_written_on(self, send, stage):
        proposal = stage.submitted()
        answer = send(proposal=proposal.public_id, seen_version=proposal.version, title="别的")
        assert answer.status_code == 422
        assert "已经办了“提交”" in answer.json()["message"]
        same = send(proposal=proposal.public_id, seen_version="1", title=proposal.title)
        assert same.status_code == 200  # nothing to change, nothing lost


class TestWithoutScripts:
    """The plain form."""

    NEW = "/desk/proposals/new/"

    def test_form_saves_and_goes_on(self, desk):
        answer = desk.post(self.NEW, typed(kind="criticism"), follow=True)
        draft = Proposal.objects.get()
        assert answer.redirect_chain == [(page("edit", draft), 302)]
        assert "草稿已保存。" in said(answer)
        assert draft.kind == ProposalKind.CRITICISM

    def test_sent_twice_it_is_one(self, desk):
        boxes = typed()
        desk.post(self.NEW, boxes)
        assert desk.post(self.NEW, boxes).status_code == 302
        assert Proposal.objects.count() == 1

    def test_buttons_lead_on_after_saving(self, desk):
        answer = desk.post(self.NEW, typed(then="submit"))
        assert answer.url == page("submit", Proposal.objects.get())

    def test_empty_page_makes_no_draft(self, desk):
        answer = desk.post(self.NEW, typed(title=" ", grounds="", measures=""))
        assert "还什么都没有写。" in said(answer)
        assert not Proposal.objects.exists()

    def test_files_are_kept_and_taken_away(self, desk):
        desk.post(self.NEW, typed(**{"uploads-photos": upload("沟.jpg")}))
        draft = Proposal.objects.get()
        photo = Attachment.objects.of(draft).shown().get()
        boxes = typed(seen_version=draft.version, **{"uploads-kept": photo.public_id})
        desk.post(page("edit", draft), boxes)
        assert Attachment.objects.of(draft).shown().get() == photo
        desk.post(page("edit", draft), typed(seen_version=draft.version))
        assert not Attachment.objects.of(draft).shown().exists()

    def test_stale_form_shows_both_and_saves_deliberately(self, desk, stage):
        draft = stage.draft()
        services.save_draft(
            services.DraftValues("关于修桥的建议", grounds=draft.grounds, measures=draft.measures),
            actor=stage.lead,
            proposal=draft,
        )
        boxes = typed(
            title="关于修路的建议",
            grounds=draft.grounds,
            measures=draft.measures,
            seen_version=draft.version,
        )
        answer = desk.post(page("edit", draft), boxes)
        assert answer.status_code == 409
        assert "在别的手机或电脑上改过，所以没有保存" in said(answer)
        assert "关于修桥的建议" in said(answer)
        assert answer.context["form"]["title"].value() == "关于修路的建议"
        again = boxes | {"seen_version": answer.context["form"]["seen_version"].value()}
        assert desk.post(page("edit", draft), again).status_code == 302
        assert fresh(draft).title == "关于修路的建议"

    def test_submitted_meanwhile_the_words_are_still_on_the_page(self, desk, stage):
        draft = stage.draft()
        services.submit_proposal(draft, actor=stage.lead)
        answer = desk.post(page("edit", draft), typed(title="别的", seen_version=draft.version))
        assert answer.status_code == 409
        assert "已经办了“提交”" in said(answer)
        assert answer.context["form"]["title"].value() == "别的"
        assert desk.get(page("edit", draft)).url == reverse("desk-proposal", args=[draft.public_id])

    def test_draft_is_deleted_by_its_writer_and_who_was_asked_is_told(self, desk, stage):
        draft = stage.draft()
        desk.post(
            page("edit", draft),
            typed(seen_version=draft.version, **{"uploads-photos": upload("沟.jpg")}),
        )
        stage.invited(draft, stage.others[:1])
        assert desk.post(page("discard", draft)).url == reverse("desk-proposals")
        assert not Proposal.objects.exists()
        desk.force_login(stage.others[0])
        answer = desk.get(reverse("desk-proposal", args=[draft.public_id]))
        assert answer.status_code == 404
        assert "的草稿已经删除（甘霖，" in said(answer)

    def test_who_joined_is_warned_of_before_the_text_changes(self, desk, stage):
        draft = stage.joined(stage.draft(), stage.others[:2])
        answer = desk.get(page("edit", draft))
        assert "已有2名代表确认联名。" in said(answer)
        assert "data-holds" in answer.content.decode()
        desk.post(page("edit", draft), typed(title="别的", seen_version=draft.version))
        states = fresh(draft).sponsorships.filter(is_lead=False).values_list("status", flat=True)
        assert set(states) == {SponsorshipStatus.INVITED}


class TestOccasion:
    """To what it can be brought today."""

    def offered(self, desk):
        form = desk.get("/desk/proposals/new/").context["form"]
        return [label for _, label in form.fields["occasion"].choices]

    def test_session_that_is_on(self, desk):
        assert self.offered(desk) == ["向镇十九届人大五次会议提出（正在举行）"]

    def test_in_recess_also_the_next_session(self, desk, stage, time_machine):
        time_machine.move_to("2026-01-05T09:00+08:00")
        assert self.offered(desk) == [
            "现在提出，交镇人大主席团（闭会期间）",
            "向镇十九届人大五次会议提出（2026年1月14日开始）",
        ]

    def test_draft_that_lay_until_after_the_session_goes_to_the_presidium(
        self, desk, stage, time_machine
    ):
        draft = stage.draft()
        time_machine.move_to("2026-03-05T09:00+08:00")
        desk.force_login(stage.lead)
        answer = desk.get(page("submit", draft))
        assert "下一次会议的日期还没有登记" in said(answer)
        form = desk.get(page("edit", draft)).context["form"]
        assert form["occasion"].value() == Occasion.INTERSESSIONAL
        desk.post(page("edit", draft), typed(seen_version=draft.version, occasion="intersessional"))
        assert desk.get(page("submit", draft)).context["missing"] == []


def test_who_is_no_deputy_in_office_does_not_write(client, stage, office):
    client.force_login(office)
    assert client.get("/desk/proposals/new/").status_code == 403
    draft = stage.draft()
    for name in ("edit", "submit", "sponsors"):
        assert client.get(page(name, draft)).status_code == 404
