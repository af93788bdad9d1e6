"""What waits on the phones of the demonstration's deputies: a reply to judge, an invitation."""

from __future__ import annotations

from congress.township.models import Organ
from proposals import services
from proposals.demo.diary import Story
from proposals.demo.scene import Matter, Scene, says
from proposals.services import UnitPart

_UNIT, _SIGNER = "镇人民政府村镇建设办公室", "阮山"
_JUDGED = Matter(
    "关于在沙湖村公交站建候车亭的建议",
    "沙湖村公交站没有遮挡，老人和学生雨天站在路边等车。",
    "请在上下行两侧各建一座候车亭，装好照明。",
    "城建环保",
)
_ANSWER = (
    "提出的建议收悉。我办和县客运公司到现场看了两次，商定了位置。\n"
    "上行一侧的候车亭已在上月建好，装了太阳能照明；下行一侧要占用绿化带，"
    "手续已经办妥，候车亭也已装好。\n"
    "今后由村里管护，坏了可以打候车亭上的电话。"
)
_ASKED = services.DraftValues(
    "关于增设大兴村农药瓶回收点的建议",
    grounds="田边沟里到处是用过的农药瓶，下雨冲进河里。",
    measures="请在三个组各设一个回收箱，由农资店定期收走。",
)


def stories(scene: Scene) -> list[Story]:
    """For who has the demonstration's account of a deputy, and of a member of the presidium."""
    return [_to_be_judged(scene), _asked_to_join(scene)]


def _to_be_judged(scene: Scene) -> Story:
    unit = Organ.objects.get(name=_UNIT)
    office, deputies = scene.context.office, scene.known
    part = yield from scene.given(
        _JUDGED, 45, deputies["deputy"], [deputies["member"]], [UnitPart(unit)]
    )
    yield 42
    scene.taken_up(part, office)
    yield 30
    scene.talked(part, "一起看了上下行两个站点，商定了候车亭的位置。", office)
    yield 6
    scene.replied(part, says("A", _ANSWER, contact_person=_SIGNER), _SIGNER)


def _asked_to_join(scene: Scene) -> Story:
    yield 4
    member = scene.known["member"].user
    draft = services.save_draft(_ASKED, actor=member)
    yield 2
    services.invite_sponsors(draft, [scene.known["deputy"]], actor=member)
