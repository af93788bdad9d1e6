"""What waits on the office's desk in the demonstration: to register, review, decide, assign."""

from __future__ import annotations

from django.utils import timezone

from congress.common.records import save_record
from deputies.models import PresidiumMeeting, PresidiumPost, PresidiumRole
from proposals import services
from proposals.demo.diary import Story
from proposals.demo.scene import Matter, Scene
from proposals.enums import Occasion, ProposalKind
from proposals.models import ProposalSettings
from proposals.occasions import occasions

_BY_THE_DEPUTY = Matter(
    "关于修补沙湖村机耕路的建议",
    "沙湖村机耕路有三处塌陷，雨后积水，农机进不了田。",
    "请在春耕前填补塌陷处，路边开一条排水沟。",
)
_UNSORTED = Matter(
    "关于延长镇卫生院夜间门诊的建议",
    "晚上八点以后看病要到县城，老人和孩子不方便。",
    "请镇卫生院把夜间门诊延长到晚上十点，农忙时照常。",
    "",
)
_REGISTERED = Matter(
    "关于更换新洲村村口路灯的建议",
    "村口路灯坏了四盏，晚上骑车不安全。",
    "请更换路灯，并定下多久检查一次。",
    "城建环保",
)
_GIVEN_BACK = Matter(
    "关于疏浚南湾村支渠的建议",
    "支渠淤了五年，下游两个组灌不上水。",
    "请在冬季清淤，修好两处闸门。",
)
_ACCEPTED = Matter(
    "关于规范集镇早市停车的建议",
    "早市期间车停在主路上，校车过不去。",
    "请划出停车的地方，早市时有人疏导。",
    "城建环保",
)
_MOTION = Matter(
    "关于制定江湾镇水源保护办法的议案",
    "全镇六处取水口没有划定保护范围，去年两处检出超标。",
    "由镇人民政府划定保护范围，立界牌，每季度公布水质，一年内办成。",
)
_RETURNED = "支渠由村里管护，本站只管干渠，应由镇农业农村办公室牵头。"
_WHY = "内容具体，可以办理"


def stories(scene: Scene) -> list[Story]:
    """Some submitted, some registered, one taken up, one given back, a motion and a meeting."""
    tellers = (_to_register, _to_study, _to_assign, _given_back, _to_decide)
    return [tell(scene) for tell in tellers]


def _to_register(scene: Scene) -> Story:
    yield 3
    scene.brought(_BY_THE_DEPUTY, scene.known["deputy"], [scene.lead(8)])
    yield 2
    scene.brought(_UNSORTED, scene.lead(9), [scene.lead(10)])


def _to_study(scene: Scene) -> Story:
    yield 7
    proposal = scene.brought(_REGISTERED, scene.lead(11), [scene.lead(12)])
    yield 6
    services.register_proposal(proposal, actor=scene.context.office)


def _to_assign(scene: Scene) -> Story:
    office = scene.context.office
    yield 9
    proposal = scene.brought(_ACCEPTED, scene.lead(13), [scene.lead(14)])
    yield 8
    proposal = services.register_proposal(proposal, actor=office)
    yield 3
    services.accept_proposal(proposal, actor=office, reason=_WHY)


def _given_back(scene: Scene) -> Story:
    """The unit's letter came: it is to be assigned anew, within the days that the town set."""
    part = yield from scene.given(_GIVEN_BACK, 7, scene.lead(15), [scene.lead(8)])
    yield 3
    services.return_assignment(part, actor=scene.context.office, reason=_RETURNED)


def _to_decide(scene: Scene) -> Story:
    """A motion in the register, and the meeting at which it can be decided on."""
    office, needed = scene.context.office, ProposalSettings.load().motion_sponsors
    session = occasions(scene.today).open or scene.session
    leads = [scene.lead(place) for place in range(needed)]
    yield 6
    paper = services.PaperProposal(
        session=session,
        occasion=Occasion.IN_SESSION,
        kind=ProposalKind.MOTION,
        title=_MOTION.title,
        submitted_on=timezone.localdate(),
        grounds=_MOTION.grounds,
        measures=_MOTION.measures,
        lead=leads[0],
        co=leads[1:],
    )
    proposal = services.enter_proposal(paper, actor=office)
    yield 5
    services.register_proposal(proposal, actor=office)
    yield 0
    posts = PresidiumPost.objects.filter(term=session.term).select_related("deputy")
    chair = posts.filter(role=PresidiumRole.CHAIR).first()
    meeting = PresidiumMeeting(
        term=session.term,
        held_on=scene.today,
        place="镇政府二楼会议室",
        chaired_by=chair.deputy if chair else None,
        decisions="听取人大办关于议案建议受理情况的汇报，研究退办件的重新交办。",
    )
    save_record(meeting, actor=office)
    meeting.present.set(post.deputy for post in posts)
