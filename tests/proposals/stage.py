"""A session that is on, its deputies, and a proposal led to any state by its real steps."""

import datetime as dt

from congress.common.roles import Role
from congress.township.models import Session
from deputies.models import PresidiumMeeting
from proposals import services
from proposals.enums import ProposalKind
from proposals.models import Proposal, SetAsideGround
from tests.conftest import give_role, serving_deputy
from tests.factories import OrganFactory, SessionFactory, UserFactory
from tests.proposals.samples import town_lists

DAY = dt.date(2026, 1, 15)
NAMES = ("甘霖", "白露", "谷雨", "惊蛰", "芒种", "寒露")


class Stage:
    """镇十九届人大五次会议 (14 to 16 January 2026); the clock stands at its second day."""

    def __init__(self, term, office):
        town_lists()
        self.term, self.office = term, office
        self.session: Session = SessionFactory(term=term, ordinal=5)
        self.users = [serving_deputy(term, name, f"d{n}") for n, name in enumerate(NAMES)]
        self.lead, *self.others = self.users
        self.ground = SetAsideGround.objects.get_or_create(name="没有具体内容")[0]
        self.meeting = PresidiumMeeting.objects.create(term=term, held_on=DAY)
        self.meeting.present.add(self.lead.deputy)

    def draft(self, kind=ProposalKind.SUGGESTION, title="关于疏通新洲村排水沟的建议", **values):
        texts = {"grounds": "沟堵了三年，下雨就淹田。", "measures": "请清淤，装格栅。"} | values
        return services.save_draft(services.DraftValues(title, kind=kind, **texts), actor=self.lead)

    def invited(self, proposal, users):
        rows = services.invite_sponsors(proposal, [u.deputy for u in users], actor=self.lead)
        return {row.deputy_id: row for row in rows}

    def joined(self, proposal, users):
        rows = self.invited(proposal, users)
        for user in users:
            services.join_proposal(rows[user.deputy.pk], actor=user)
        return fresh(proposal)

    def submitted(self, kind=ProposalKind.SUGGESTION, joining=0, **values):
        proposal = self.draft(kind, **values)
        if joining:
            proposal = self.joined(proposal, self.others[:joining])
        return services.submit_proposal(proposal, actor=self.lead)

    def registered(self, *args, **values):
        proposal = self.submitted(*args, **values)
        return services.register_proposal(proposal, actor=self.office)

    def motion(self):
        return self.registered(ProposalKind.MOTION, joining=4, title="关于修建长江干堤的议案")

    def accepted(self, **values):
        return services.accept_proposal(self.registered(**values), actor=self.office)

    def assigned(self, *parts, **values):
        proposal = self.accepted()
        parts = parts or (services.UnitPart(OrganFactory(name="镇水利站")),)
        return services.assign_proposal(proposal, parts, actor=self.office, **values)


def fresh(proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def unit_user(name="镇水利站", username="shuili"):
    """An account that answers for a unit, and the unit."""
    unit = OrganFactory(name=name)
    return give_role(UserFactory(username=username, display_name=name), Role.UNIT, unit), unit
