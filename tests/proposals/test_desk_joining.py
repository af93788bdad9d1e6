"""Co-sponsors: asked by name or by group, confirming what they read, counted for a motion."""

import pytest
from django.urls import reverse

from deputies.models import DeputyGroup, Mandate
from proposals import services
from proposals.enums import ProposalKind, ProposalStatus, SponsorshipStatus
from proposals.models import Proposal
from tests.proposals.stage import fresh
from tests.proposals.test_desk_writing import page, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user


def open_page(client, proposal):
    return client.get(reverse("desk-proposal", args=[proposal.public_id]))


def states(proposal) -> dict[str, str]:
    rows = proposal.sponsorships.filter(is_lead=False).select_related("deputy")
    return {row.deputy.name: row.status for row in rows}


class TestLeadAsks:
    def test_some_by_name(self, as_user, stage):
        draft = stage.draft()
        chosen = [user.deputy.public_id for user in stage.others[:2]]
        boxes = {"deputies": chosen, "seen_version": draft.version}
        answer = as_user(stage.lead).post(page("sponsors", draft), boxes, follow=True)
        assert "已请白露、谷雨联名。" in said(answer)
        assert states(draft) == {"白露": "invited", "谷雨": "invited"}
        assert fresh(draft).status == ProposalStatus.COSIGNING

    def test_found_by_pinyin(self, as_user, stage):
        answer = as_user(stage.lead).get(page("sponsors", stage.draft()), {"q": "bailu"})
        listed = [m.deputy.name for g in answer.context["groups"] for m in g["people"]]
        assert listed == ["白露"]

    def test_whole_group_at_once(self, as_user, stage):
        group = DeputyGroup.objects.create(term=stage.term, name="新洲代表小组")
        for user in stage.others[:3]:
            mandate = Mandate.objects.get(deputy=user.deputy)
            mandate.group = group
            mandate.save()
        draft = stage.draft()
        boxes = {"group": group.public_id, "seen_version": draft.version}
        as_user(stage.lead).post(page("sponsors", draft), boxes)
        assert set(states(draft)) == {"白露", "谷雨", "惊蛰"}

    def test_nobody_ticked_is_told(self, as_user, stage):
        draft = stage.draft()
        answer = as_user(stage.lead).post(
            page("sponsors", draft), {"deputies": ["\0", "nobody"], "seen_version": "1"}
        )
        assert "还没有选人。" in said(answer)

    def test_who_left_office_is_named(self, as_user, stage):
        draft, gone = stage.draft(), stage.others[0]
        Mandate.objects.filter(deputy=gone.deputy).delete()
        boxes = {"deputies": [gone.deputy.public_id], "seen_version": draft.version}
        answer = as_user(stage.lead).post(page("sponsors", draft), boxes)
        assert "白露在2026年1月15日不是在任代表，不能联名。" in said(answer)

    def test_list_that_changed_meanwhile(self, as_user, stage):
        draft = stage.draft()
        seen = draft.version
        stage.invited(draft, stage.others[:1])
        boxes = {"deputies": [stage.others[1].deputy.public_id], "seen_version": seen}
        answer = as_user(stage.lead).post(page("sponsors", draft), boxes)
        assert answer.status_code == 409
        assert "有人动过这件" in said(answer)
        assert stage.others[1].deputy.public_id in answer.context["ticked"]

    def test_takes_somebody_off(self, as_user, stage):
        draft = stage.draft()
        stage.invited(draft, stage.others[:2])
        boxes = {"deputy": stage.others[0].deputy.public_id, "seen_version": fresh(draft).version}
        as_user(stage.lead).post(page("remove", draft), boxes)
        assert states(draft) == {"谷雨": "invited"}
        answer = open_page(as_user(stage.others[0]), draft)
        assert answer.status_code == 404
        assert "已经把您从“关于疏通新洲村排水沟的建议”的联名名单里去掉" in said(answer)
        boxes = {"deputy": "nobody", "seen_version": fresh(draft).version}
        assert as_user(stage.lead).post(page("remove", draft), boxes).status_code == 404

    def test_sees_how_many_a_motion_lacks(self, as_user, stage):
        draft = stage.joined(stage.draft(ProposalKind.MOTION), stage.others[:2])
        answer = as_user(stage.lead).get(page("sponsors", draft))
        assert "现在确认了3名，还差2名。" in said(answer)
        assert "还差2名" in said(open_page(as_user(stage.lead), draft))

    def test_only_the_lead_asks(self, as_user, stage):
        draft = stage.draft()
        stage.invited(draft, stage.others[:1])
        assert as_user(stage.others[0]).get(page("sponsors", draft)).status_code == 403
        assert as_user(stage.others[1]).get(page("sponsors", draft)).status_code == 404


class TestInvited:
    @pytest.fixture
    def draft(self, stage):
        draft = stage.draft()
        stage.invited(draft, stage.others[:2])
        return fresh(draft)

    def test_invitation_stands_first_on_the_desk_and_in_the_list(self, as_user, stage, draft):
        client = as_user(stage.others[0])
        for address in ("desk", "desk-proposals"):
            text = said(client.get(reverse(address)))
            assert "请您确认联名关于疏通新洲村排水沟的建议" in text
            assert "甘霖请您一起提出这件建议。" in text
        assert "现在没有要办的事" not in said(client.get(reverse("desk")))
        assert "沟堵了三年" in said(open_page(client, draft))

    def test_confirms_what_was_read(self, as_user, stage, draft):
        client = as_user(stage.others[0])
        client.post(page("join", draft), {"seen_version": draft.version})
        assert states(draft)["白露"] == SponsorshipStatus.CONFIRMED
        assert "请您确认联名" not in said(client.get(reverse("desk")))
        assert "您已联名" in said(client.get(reverse("desk-proposals")))

    def test_text_that_changed_is_read_again_first(self, as_user, stage, draft):
        values = services.DraftValues(draft.title, grounds="改过了。", measures=draft.measures)
        services.save_draft(values, actor=stage.lead, proposal=draft)
        client = as_user(stage.others[0])
        answer = client.post(page("join", draft), {"seen_version": draft.version})
        assert answer.status_code == 409
        assert "有人动过这件" in said(answer)
        assert "改过了。" in said(answer)
        assert states(draft)["白露"] == SponsorshipStatus.INVITED

    def test_says_no(self, as_user, stage, draft):
        client = as_user(stage.others[0])
        assert client.post(page("leave", draft)).url == reverse("desk-proposals")
        assert states(draft)["白露"] == SponsorshipStatus.DECLINED
        assert open_page(client, draft).status_code == 404
        assert "不参加" in said(as_user(stage.lead).get(page("sponsors", draft)))

    def test_too_late_once_it_is_submitted(self, as_user, stage, draft):
        services.submit_proposal(draft, actor=stage.lead)
        answer = as_user(stage.others[0]).post(page("join", draft), {"seen_version": 1})
        assert "甘霖已经办了“提交”" in said(answer)

    def test_nobody_answers_for_another(self, as_user, stage, draft):
        assert as_user(stage.others[3]).post(page("join", draft)).status_code == 404
        assert as_user(stage.office).post(page("join", draft)).status_code == 404


class TestSubmitting:
    def test_all_that_is_missing_at_once_with_where_it_is_filled_in(self, as_user, stage):
        draft = stage.draft(ProposalKind.MOTION, title="", grounds="", measures="")
        answer = as_user(stage.lead).get(page("submit", draft))
        places = [each.place for each in answer.context["missing"]]
        assert places == ["title", "grounds", "measures", "sponsors"]
        text = answer.content.decode()
        assert f"{page('edit', draft)}#id_grounds" in text
        assert page("sponsors", draft) in text
        assert ">提交</button>" not in text

    def test_one_matter_has_to_be_ticked(self, as_user, stage):
        draft = stage.draft()
        client = as_user(stage.lead)
        answer = client.post(page("submit", draft), {"seen_version": draft.version})
        assert "请看一看是不是只有一件事。" in said(answer)
        assert fresh(draft).status == ProposalStatus.DRAFT

    @pytest.mark.parametrize(
        ("title", "several"),
        [
            ("关于修路和建桥的建议", True),
            ("关于疏通排水沟、整修机耕路的建议", True),
            ("关于修路以及装路灯的建议", True),
            ("关于和平村饮水的建议", False),
            ("关于及时清淤的建议", False),
            ("关于疏通新洲村排水沟的建议", False),
        ],
    )
    def test_title_with_two_matters_gives_a_hint(self, as_user, stage, title, several):
        answer = as_user(stage.lead).get(page("submit", stage.draft(title=title)))
        assert ("好像不止一件事" in said(answer)) == several

    def test_submitted_and_told_what_comes_next(self, as_user, stage):
        draft = stage.joined(stage.draft(), stage.others[:1])
        stage.invited(draft, stage.others[1:2])
        draft = fresh(draft)
        client = as_user(stage.lead)
        assert "谷雨。现在提交，他们就不算联名。" in said(client.get(page("submit", draft)))
        boxes = {"seen_version": draft.version, "one_matter": "on"}
        answer = client.post(page("submit", draft), boxes, follow=True)
        text = said(answer)
        assert "建议已经提交。" in text
        assert "2026年1月15日提出，等人大办登记。" in text
        assert "甘霖等2人提出。" in text
        assert "接下来：人大办先登记、编号，再审查。" in text
        assert states(draft) == {"白露": "confirmed"}

    def test_second_tap_is_told(self, as_user, stage):
        draft = stage.draft()
        client = as_user(stage.lead)
        boxes = {"seen_version": draft.version, "one_matter": "on"}
        client.post(page("submit", draft), boxes)
        answer = client.post(page("submit", draft), boxes)
        assert "现在是“已提出”，不能“提交”。" in said(answer)
        assert Proposal.objects.get().steps.count() == 1

    def test_changed_on_another_device_since_it_was_looked_at(self, as_user, stage):
        draft = stage.draft()
        values = services.DraftValues("关于修桥的建议", grounds="桥断了。")
        services.save_draft(values, actor=stage.lead, proposal=draft)
        boxes = {"seen_version": draft.version, "one_matter": "on"}
        answer = as_user(stage.lead).post(page("submit", draft), boxes)
        assert answer.status_code == 409
        assert "关于修桥的建议" in said(answer)
        assert fresh(draft).status == ProposalStatus.DRAFT
