"""What waits on the office's desk in the demonstration: to register, review, decide, assign."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from congress.common.demo import DemoContext
from congress.common.records import save_record
from congress.township.models import Organ, Session
from deputies.models import Deputy, PresidiumMeeting, PresidiumPost, PresidiumRole
from proposals import services
from proposals.enums import Occasion, ProposalKind
from proposals.models import Category, Proposal, ProposalSettings
from proposals.occasions import occasions

_UNIT = "镇水利站"
# Title, what it is about, grounds, measures; the first is brought by who has the demo's account.
_SUGGESTIONS = [
    (
        "关于修补沙湖村机耕路的建议",
        "农业农村",
        "沙湖村机耕路有三处塌陷，雨后积水，农机进不了田。",
        "请在春耕前填补塌陷处，路边开一条排水沟。",
    ),
    (
        "关于延长镇卫生院夜间门诊的建议",
        "",
        "晚上八点以后看病要到县城，老人和孩子不方便。",
        "请镇卫生院把夜间门诊延长到晚上十点，农忙时照常。",
    ),
    (
        "关于更换新洲村村口路灯的建议",
        "城建环保",
        "村口路灯坏了四盏，晚上骑车不安全。",
        "请更换路灯，并定下多久检查一次。",
    ),
    (
        "关于疏浚南湾村支渠的建议",
        "农业农村",
        "支渠淤了五年，下游两个组灌不上水。",
        "请在冬季清淤，修好两处闸门。",
    ),
    (
        "关于规范集镇早市停车的建议",
        "城建环保",
        "早市期间车停在主路上，校车过不去。",
        "请划出停车的地方，早市时有人疏导。",
    ),
]
_MOTION = (
    "关于制定江湾镇水源保护办法的议案",
    "全镇六处取水口没有划定保护范围，去年两处检出超标。",
    "由镇人民政府划定保护范围，立界牌，每季度公布水质，一年内办成。",
)
_RETURNED = "支渠由村里管护，本站只管干渠，应由镇农业农村办公室牵头。"


def seed_office(context: DemoContext) -> None:
    """Some submitted, some registered, one taken up, one given back, a motion and a meeting."""
    today = timezone.localdate()
    now = occasions(today)
    if not context.is_fresh or now.last is None:
        return
    leads = list(Deputy.objects.serving(on=today, term=now.last.term).in_stroke_order()[10:20])
    known = Deputy.objects.filter(user__username="deputy").first()
    leads = [known, *(d for d in leads if d != known)] if known else leads
    if len(leads) < 2 * len(_SUGGESTIONS):
        return
    brought = [
        _suggested(context, now.last, leads[order], leads[order + 5 : order + 6], order, today)
        for order in range(len(_SUGGESTIONS))
    ]
    registered, returned, accepted = brought[2:]
    for proposal in (registered, accepted, returned):
        services.register_proposal(proposal, actor=context.office)
    for proposal in (accepted, returned):
        services.accept_proposal(proposal, actor=context.office, reason="内容具体，可以办理")
    _give_back(context, returned, today)
    _decide(context, now.open or now.last, leads, today)


def _suggested(
    context: DemoContext,
    session: Session,
    lead: Deputy,
    others: list[Deputy],
    order: int,
    today: dt.date,
) -> Proposal:
    title, category, grounds, measures = _SUGGESTIONS[order]
    paper = services.PaperProposal(
        session=session,
        occasion=Occasion.INTERSESSIONAL,
        kind=ProposalKind.SUGGESTION,
        title=title,
        submitted_on=max(today - dt.timedelta(days=12 - order), _first_day(session)),
        grounds=grounds,
        measures=measures,
        lead=lead,
        co=others,
        category=Category.objects.filter(name=category).first(),
    )
    return services.enter_proposal(paper, actor=context.office)


def _give_back(context: DemoContext, proposal: Proposal, today: dt.date) -> None:
    """The unit's letter came: it is to be assigned anew, within the days that the town set."""
    unit = Organ.objects.filter(name=_UNIT).first()
    if unit is None:
        return
    brought = proposal.submitted_on.latest() if proposal.submitted_on else today
    given = max(today - dt.timedelta(days=4), brought)
    parts = [services.UnitPart(unit)]
    (part,) = services.assign_proposal(proposal, parts, actor=context.office, assigned_on=given)
    services.return_assignment(part, actor=context.office, reason=_RETURNED, returned_on=today)


def _decide(context: DemoContext, session: Session, leads: list[Deputy], today: dt.date) -> None:
    """A motion in the register, and the meeting at which it can be decided on."""
    title, grounds, measures = _MOTION
    needed = ProposalSettings.load().motion_sponsors
    brought = max(today - dt.timedelta(days=6), dt.date(today.year, 1, 1))
    paper = services.PaperProposal(
        session=session,
        occasion=Occasion.IN_SESSION,
        kind=ProposalKind.MOTION,
        title=title,
        submitted_on=brought,
        grounds=grounds,
        measures=measures,
        lead=leads[1],
        co=leads[2 : needed + 1],
    )
    services.enter_proposal(paper, actor=context.office, register=True)
    posts = PresidiumPost.objects.filter(term=session.term).select_related("deputy")
    chair = posts.filter(role=PresidiumRole.CHAIR).first()
    meeting = PresidiumMeeting(
        term=session.term,
        held_on=today,
        place="镇政府二楼会议室",
        chaired_by=chair.deputy if chair else None,
        decisions="听取人大办关于议案建议受理情况的汇报，研究退办件的重新交办。",
    )
    save_record(meeting, actor=context.office)
    meeting.present.set(post.deputy for post in posts)


def _first_day(session: Session) -> dt.date:
    return session.starts_on.earliest() if session.starts_on else dt.date.min
