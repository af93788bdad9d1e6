"""What waits on the desk of 镇水利站 in the demonstration: one thing in each state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from congress.accounts.models import User
from congress.common.demo import DemoContext
from congress.common.partial_dates import PartialDate
from congress.township.models import Organ, Session
from deputies.models import Deputy
from proposals import services
from proposals.enums import Adoption, ContactForm, Occasion, ProposalKind, Satisfaction, UnitRole
from proposals.models import Assignment, Category, FeedbackRequest, OutcomeClass
from proposals.occasions import occasions
from proposals.services import UnitPart, feedback, following, handling, replying

_UNIT, _OTHER, _LOGIN = "镇水利站", "农业技术推广站", "unit"
_SIGNER, _PHONE = "雷雨", "0716-5550123"


@dataclass
class _Scene:
    """Who acts, and on which day it is."""

    context: DemoContext
    session: Session
    user: Any
    unit: Organ
    leads: list[Deputy]
    today: dt.date
    brought: int = 0

    def day(self, days_ago: int) -> dt.date:
        """That many days ago, but never before the session."""
        first = self.session.starts_on.earliest() if self.session.starts_on else dt.date.min
        return max(self.today - dt.timedelta(days=days_ago), first)

    def given(self, title: str, days_ago: int, grounds: str, measures: str) -> Assignment:
        """A suggestion that was assigned to the unit some days ago."""
        day = self.day(days_ago)
        paper = services.PaperProposal(
            session=self.session,
            occasion=Occasion.INTERSESSIONAL,
            kind=ProposalKind.SUGGESTION,
            title=title,
            submitted_on=self.day(days_ago + 1),
            grounds=grounds,
            measures=measures,
            lead=self.leads[self.brought % len(self.leads)],
            category=Category.objects.filter(name="农业农村").first(),
        )
        self.brought += 1
        office = self.context.office
        proposal = services.enter_proposal(paper, actor=office, register=True)
        proposal = services.accept_proposal(proposal, actor=office)
        parts = [UnitPart(self.unit)]
        other = Organ.objects.filter(name=_OTHER).first()
        if other is not None and title == _WITH_HELP[0]:
            parts.append(UnitPart(other, UnitRole.CO))
        return services.assign_proposal(proposal, parts, actor=office, assigned_on=day)[0]

    def talked(self, part: Assignment, days_ago: int, content: str) -> None:
        """Taken up, and spoken with who brought it."""
        handling.accept_assignment(part, actor=self.user)
        handling.record_contact(
            part,
            actor=self.user,
            held_on=self.day(days_ago),
            form=ContactForm.VISIT,
            with_whom=list(handling.answered_sponsors(part)),
            spoke_for_unit=f"{_SIGNER}，站长",
            content=content,
        )

    def replied(self, part: Assignment, days_ago: int, values: replying.ReplyValues) -> Any:
        """Answered on paper, entered by the office."""
        return replying.enter_reply(
            part,
            values,
            actor=self.context.office,
            signed_by=_SIGNER,
            replied_on=self.day(days_ago),
            contact_form=ContactForm.TELEPHONE,
        )


_NEW = (
    "关于加固东岭村河堤护坡的建议",
    1,
    "护坡有两处塌口，汛期危险。",
    "请在汛期前补好塌口。",
)
_WITH_HELP = (
    "关于打通沙湖村灌溉末级渠的建议",
    20,
    "末级渠断了两百米，三组没水。",
    "请接通渠道，装好水闸。",
)
_TO_SIGN = ("关于检修南湾村排涝泵站的建议", 40, "泵站去年停过三次。", "请更换电机，雨季前试机。")
_LONGER = ("关于整治和平村水塘的建议", 75, "水塘发臭，影响二十户。", "请清淤换水，种上水草。")
_SECOND = ("关于修复新洲村抗旱井的建议", 60, "两口井抽不上水。", "请洗井或者重打。")
_PROMISED = ("关于更换大兴村进水闸的建议", 80, "闸门锈死，关不严。", "请换成新闸门。")


def seed_units(context: DemoContext) -> None:
    """To take up, to be signed, waiting for more time, handled again, a promise that is late."""
    today = timezone.localdate()
    user = User.objects.filter(username=_LOGIN).first()
    unit = Organ.objects.filter(name=_UNIT).first()
    session = occasions(today).last
    if not context.is_fresh or user is None or unit is None or session is None:
        return
    serving = Deputy.objects.serving(on=today, term=session.term).in_stroke_order()
    scene = _Scene(context, session, user, unit, list(serving[20:26]), today)
    if not scene.leads:
        return
    scene.given(*_NEW)
    scene.talked(scene.given(*_WITH_HELP), 10, "到现场看了断渠，商定冬修时接通，再一起定闸址。")
    for step in (_to_be_signed, _asks_for_time, _handled_again, _promised_late):
        step(scene)


def _says(letter: str, content: str, **more: Any) -> replying.ReplyValues:
    known = {"contact_person": _SIGNER, "contact_phone": _PHONE, "adoption": Adoption.ADOPTED}
    outcome = OutcomeClass.objects.get(letter=letter)
    return replying.ReplyValues(content=content, outcome=outcome, **(known | more))


def _to_be_signed(scene: _Scene) -> None:
    part = scene.given(*_TO_SIGN)
    scene.talked(part, 30, "代表说雨季前一定要试机。")
    number = f"江水函〔{scene.today.year}〕12号"
    text = "本站已更换两台电机，试机正常。今后每年三月检修一次，检修情况贴在泵站门口。"
    draft = replying.save_reply_draft(
        part, _says("A", text, document_number=number), actor=scene.user
    )
    replying.ask_for_signature(draft, actor=scene.user)


def _asks_for_time(scene: _Scene) -> None:
    part = scene.given(*_LONGER)
    scene.talked(part, 50, "代表同意先清淤、再换水。")
    handling.ask_extension(part, actor=scene.user, reason="清淤的机械要等水位退下去才能进场。")


def _handled_again(scene: _Scene) -> None:
    part = scene.given(*_SECOND)
    reply = scene.replied(part, 20, _says("A", "两口井已经洗过。"))
    request = FeedbackRequest.objects.filter(reply=reply).first()
    if request is not None:
        feedback.rate_reply(
            request,
            actor=scene.context.office,
            attitude=Satisfaction.BASICALLY,
            result=Satisfaction.DISSATISFIED,
            words="只有一口井出水，另一口还是干的。",
        )


def _promised_late(scene: _Scene) -> None:
    part = scene.given(*_PROMISED)
    due = PartialDate.of(scene.today - dt.timedelta(days=10))
    text = "新闸门已经订做，到货就换。"
    values = _says("B", text, promise="换好大兴村进水闸", promised_for=due)
    reply = scene.replied(part, 45, values)
    following.report_promise(reply.promised, actor=scene.user, report="闸门已到货，等吊车。")
