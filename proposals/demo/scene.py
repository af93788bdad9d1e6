"""What the demonstration's stories share: who acts, which day it is, and the usual first steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from congress.accounts.models import User
from congress.common.demo import DemoContext
from congress.township.models import Organ, Session
from congress.township.working_days import WorkingCalendar, working_calendar
from deputies.models import Deputy
from proposals import services
from proposals.enums import Adoption, ContactForm, Occasion, ProposalKind
from proposals.models import Assignment, Category, OutcomeClass, Proposal
from proposals.occasions import occasions
from proposals.services import UnitPart, handling, replying

_UNIT, _LOGIN = "镇水利站", "unit"
SIGNER, _PHONE = "雷雨", "0716-5550123"
# So many deputies bring the stories' matters.
_BRINGING = 16


@dataclass(frozen=True)
class Matter:
    """What stands in a suggestion; ``category`` "" is none."""

    title: str
    grounds: str
    measures: str
    category: str = "农业农村"


@dataclass
class Scene:
    """Who acts, and on which day it is. ``known`` are the deputies with a demo account."""

    context: DemoContext
    session: Session
    user: User
    unit: Organ
    known: dict[str, Deputy]
    leads: list[Deputy]
    today: dt.date
    calendar: WorkingCalendar

    @classmethod
    def of_today(cls, context: DemoContext) -> Scene | None:
        """None where the demonstration lacks what the stories need."""
        today = timezone.localdate()
        session = occasions(today).last
        user = User.objects.filter(username=_LOGIN).first()
        unit = Organ.objects.filter(name=_UNIT).first()
        if session is None or user is None or unit is None:
            return None
        serving = Deputy.objects.serving(on=today, term=session.term).in_stroke_order()
        accounts = serving.filter(user__isnull=False).select_related("user")
        known = {deputy.user.username: deputy for deputy in accounts if deputy.user}
        leads = list(serving.filter(user__isnull=True)[10 : 10 + _BRINGING])
        if len(leads) < _BRINGING or not {"deputy", "member"} <= known.keys():
            return None
        return cls(context, session, user, unit, known, leads, today, working_calendar())

    def day(self, days_ago: int) -> dt.date:
        """That many days ago or the last working day before, but never before the session."""
        day = self.today - dt.timedelta(days=days_ago)
        while days_ago and not self.calendar.is_working_day(day):
            day -= dt.timedelta(days=1)
        first = self.session.starts_on.earliest() if self.session.starts_on else dt.date.min
        return max(day, first)

    def lead(self, place: int) -> Deputy:
        """Who brings the matter of that place in the story."""
        return self.leads[place % len(self.leads)]

    def brought(self, matter: Matter, lead: Deputy, others: Sequence[Deputy] = ()) -> Proposal:
        """The office enters a paper on the day on which it was handed in."""
        paper = services.PaperProposal(
            session=self.session,
            occasion=Occasion.INTERSESSIONAL,
            kind=ProposalKind.SUGGESTION,
            title=matter.title,
            submitted_on=timezone.localdate(),
            grounds=matter.grounds,
            measures=matter.measures,
            lead=lead,
            co=others,
            category=Category.objects.filter(name=matter.category).first(),
        )
        return services.enter_proposal(paper, actor=self.context.office)

    def given(
        self,
        matter: Matter,
        days_ago: int,
        lead: Deputy,
        others: Sequence[Deputy] = (),
        parts: Sequence[UnitPart] = (),
    ) -> Generator[int, None, Assignment]:
        """Brought, registered, taken up, and assigned so many days ago; the unit's part of it."""
        office = self.context.office
        yield days_ago + 8
        proposal = self.brought(matter, lead, others)
        yield days_ago + 7
        proposal = services.register_proposal(proposal, actor=office)
        yield days_ago + 3
        proposal = services.accept_proposal(proposal, actor=office, reason="内容具体，可以办理")
        yield days_ago
        parts = parts or [UnitPart(self.unit)]
        return services.assign_proposal(proposal, parts, actor=office)[0]

    def taken_up(self, part: Assignment, actor: Any = None) -> None:
        """The unit takes it up; the office enters it for a unit without an account."""
        handling.accept_assignment(part, actor=actor or self.user)

    def talked(self, part: Assignment, content: str, actor: Any = None) -> None:
        """Spoken today with who brought it."""
        handling.record_contact(
            part,
            actor=actor or self.user,
            held_on=timezone.localdate(),
            form=ContactForm.VISIT,
            with_whom=list(handling.answered_sponsors(part)),
            spoke_for_unit=f"{SIGNER}，站长" if part.unit == self.unit else "单位负责人",
            content=content,
        )

    def replied(self, part: Assignment, values: replying.ReplyValues, signer: str = SIGNER) -> Any:
        """Answered today on paper, entered by the office."""
        return replying.enter_reply(
            part,
            values,
            actor=self.context.office,
            signed_by=signer,
            replied_on=timezone.localdate(),
        )


def says(letter: str, content: str, **more: Any) -> replying.ReplyValues:
    """What a unit answers, with its class."""
    known = {"contact_person": SIGNER, "contact_phone": _PHONE, "adoption": Adoption.ADOPTED}
    outcome = OutcomeClass.objects.get(letter=letter)
    return replying.ReplyValues(content=content, outcome=outcome, **(known | more))
