"""What waits on the desk of 镇水利站 in the demonstration: one thing in each state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from typing import Any

from congress.common.partial_dates import PartialDate
from congress.township.models import Organ
from proposals.demo.diary import Story
from proposals.demo.scene import Matter, Scene, says
from proposals.enums import PressingForm, Satisfaction, UnitRole
from proposals.models import FeedbackRequest, Reply
from proposals.services import UnitPart, feedback, following, handling, replying

_OTHER = "农业技术推广站"
_NEW = Matter(
    "关于加固东岭村河堤护坡的建议",
    "护坡有两处塌口，汛期危险。",
    "请在汛期前补好塌口。",
)
_WITH_HELP = Matter(
    "关于打通沙湖村灌溉末级渠的建议",
    "末级渠断了两百米，三组没水。",
    "请接通渠道，装好水闸。",
)
_TO_SIGN = Matter("关于检修南湾村排涝泵站的建议", "泵站去年停过三次。", "请更换电机，雨季前试机。")
_LONGER = Matter("关于整治和平村水塘的建议", "水塘发臭，影响二十户。", "请清淤换水，种上水草。")
_SECOND = Matter("关于修复新洲村抗旱井的建议", "两口井抽不上水。", "请洗井或者重打。")
_PROMISED = Matter("关于更换大兴村进水闸的建议", "闸门锈死，关不严。", "请换成新闸门。")
_LATE = Matter(
    "关于清理白鹭河村段河障的建议",
    "河道里有六处旧网桩和一段塌下的围堰，汛期壅水，两岸农田被淹过。",
    "请在今年汛后清除河障，定下以后由谁巡查。",
)


def stories(scene: Scene) -> list[Story]:
    """To take up, to be signed, waiting for more time, handled again, a late promise, overdue."""
    tellers = (_new, _with_help, _to_be_signed, _asks_for_time, _handled_again, _promised_late)
    return [*(tell(scene) for tell in tellers), _overdue(scene)]


def _new(scene: Scene) -> Story:
    yield from scene.given(_NEW, 1, scene.lead(0))


def _with_help(scene: Scene) -> Story:
    other = Organ.objects.filter(name=_OTHER).first()
    parts = [UnitPart(scene.unit), *([UnitPart(other, UnitRole.CO)] if other else [])]
    part = yield from scene.given(_WITH_HELP, 20, scene.lead(1), parts=parts)
    yield 18
    scene.taken_up(part)
    yield 10
    scene.talked(part, "到现场看了断渠，商定冬修时接通，再一起定闸址。")


def _to_be_signed(scene: Scene) -> Story:
    part = yield from scene.given(_TO_SIGN, 40, scene.lead(2))
    yield 38
    scene.taken_up(part)
    yield 30
    scene.talked(part, "代表说雨季前一定要试机。")
    yield 4
    number = f"江水函〔{scene.today.year}〕12号"
    text = "本站已更换两台电机，试机正常。今后每年三月检修一次，检修情况贴在泵站门口。"
    values = says("A", text, document_number=number)
    draft = replying.save_reply_draft(part, values, actor=scene.user)
    yield 2
    replying.ask_for_signature(draft, actor=scene.user)


def _asks_for_time(scene: Scene) -> Story:
    part = yield from scene.given(_LONGER, 75, scene.lead(3))
    yield 73
    scene.taken_up(part)
    yield 50
    scene.talked(part, "代表同意先清淤、再换水。")
    yield 5
    handling.ask_extension(part, actor=scene.user, reason="清淤的机械要等水位退下去才能进场。")


def _handled_again(scene: Scene) -> Story:
    part = yield from scene.given(_SECOND, 60, scene.lead(4))
    yield 57
    scene.taken_up(part)
    yield 40
    scene.talked(part, "到井边看了，代表希望两口井都修好。")
    yield 20
    reply = scene.replied(part, says("A", "两口井已经洗过。"))
    yield 8
    _rated(scene, reply, Satisfaction.DISSATISFIED, "只有一口井出水，另一口还是干的。")


def _promised_late(scene: Scene) -> Story:
    part = yield from scene.given(_PROMISED, 80, scene.lead(5))
    yield 78
    scene.taken_up(part)
    yield 60
    scene.talked(part, "代表要求在秋灌以前换好。")
    yield 45
    due = PartialDate.of(scene.today - dt.timedelta(days=10))
    text = "新闸门已经订做，到货就换。"
    reply = scene.replied(part, says("B", text, promise="换好大兴村进水闸", promised_for=due))
    yield 40
    _rated(scene, reply, Satisfaction.BASICALLY, "")
    yield 12
    following.report_promise(reply.promised, actor=scene.user, report="闸门已到货，等吊车。")


def _overdue(scene: Scene) -> Story:
    """A key item with a member of the presidium in charge, who has pressed for it twice."""
    part = yield from scene.given(_LATE, 105, scene.lead(6), [scene.lead(7)])
    office, member = scene.context.office, scene.known["member"]
    yield 101
    scene.taken_up(part)
    yield 90
    scene.talked(part, "沿河走了一遍，代表指了六处河障的位置。")
    yield 60
    following.mark_key(part.proposal, actor=office, is_key=True, member=member)
    yield from _pressed(
        scene, part, 20, PressingForm.VISIT, "看了现场，已清三处；要求十一月底前答复。"
    )
    yield from _pressed(
        scene, part, 3, PressingForm.TELEPHONE, "水利站说围堰的拆除方案还在等县里批。"
    )


def _pressed(
    scene: Scene, part: Any, days_ago: int, form: PressingForm, content: str
) -> Generator[int, None, None]:
    yield days_ago
    following.record_pressing(
        part.proposal,
        actor=scene.context.office,
        pressed_on=scene.day(days_ago),
        form=form,
        assignment=part,
        member=scene.known["member"],
        content=content,
    )


def _rated(scene: Scene, reply: Reply, result: Satisfaction, words: str) -> None:
    """What the sponsor said on paper, entered by the office."""
    for request in FeedbackRequest.objects.filter(reply=reply):
        feedback.rate_reply(
            request,
            actor=scene.context.office,
            attitude=Satisfaction.BASICALLY,
            result=result,
            words=words,
        )
