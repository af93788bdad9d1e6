"""What everybody can read in the demonstration: some matters of the ledger, with their texts."""

from __future__ import annotations

from congress.common.demo import DemoContext
from congress.common.records import save_record
from proposals.enums import Occasion
from proposals.models import Proposal, Reply
from proposals.services.publishing import publish_proposal, suggested_text

# Number in the ledger: grounds, measures, reply.
_TEXTS = {
    4: (
        "新洲村主路两公里没有路灯，学生下晚自习走夜路，去年冬天摔伤三人。",
        "请在主路和两处路口装太阳能路灯，由村里管护。",
        (
            "范玉莉等代表：\n"
            "提出的建议收悉。3月10日，我办到新洲村和代表座谈，实地看了两处路口。\n"
            "太阳能路灯每盏约需3,200元，全程要装62盏。今年的村镇建设资金已经排满，暂时不能安装；"
            "已报县住建局争取明年的人居环境整治资金，资金下达后优先安排新洲村。\n"
            "感谢代表对村镇建设的关心。"
        ),
    ),
    5: (
        "江湾社区老街没有路灯，夜里行人和电动车相撞的事多。",
        "请在老街装路灯，先装学校和卫生院门口的一段。",
        (
            "范玉莉代表：\n"
            "提出的建议收悉。4月2日，我办邀请代表和社区居民代表座谈，商定先装学校到卫生院一段。\n"
            "4月20日已装好太阳能路灯18盏，由社区负责日常管护，镇里每季度检查一次。\n"
            "其余路段列入下半年计划。"
        ),
    ),
    6: (
        "江湾社区三处垃圾池常满，夏天气味大，雨后污水流进沟渠。",
        "请增加清运次数，把敞口的垃圾池换成密闭的收集点。",
        (
            "魏平斌代表：\n"
            "提出的建议收悉。3月25日，我队召开座谈会，听取了代表和居民的意见。\n"
            "从4月1日起，清运由每周三次增加到每天一次；三处敞口垃圾池已经拆除，换成六个密闭收集箱。"
            "我队每周抽查一次，请代表继续监督。"
        ),
    ),
    8: (
        "江畔村集市日车辆沿路停放，校车和救护车过不去。",
        "请划停车位，集市日安排人疏导。",
        (
            "范艳淑等代表：\n"
            "提出的建议收悉。我队上门听取了三位代表的意见。\n"
            "集市日已安排两名辅警疏导；在村委会门前划停车位30个，正在办理占地手续，"
            "办好后划线、立牌。"
        ),
    ),
    9: (
        "新洲村去年购机的七户还没有领到补贴。",
        "请查明原因，尽快发放，把名单公示。",
        (
            "丁海宝代表：\n"
            "提出的建议收悉。经查，七户的购机发票缺合格证编号，已由镇农机员上门补齐。\n"
            "补贴共21,600元已于3月28日发到农户账户，名单已在村务公开栏公示。"
        ),
    ),
    12: (
        "白鹭村渡口到村部没有路灯，早晚过渡的人多。",
        "请在渡口和沿堤路口安装路灯。",
        (
            "顾英莉等代表：\n"
            "提出的建议收悉。我办上门和两位代表一起看了现场。\n"
            "渡口和沿堤路口已装太阳能路灯9盏，4月30日亮灯。因等待堤防部门同意，答复迟了三天，请代表谅解。"
        ),
    ),
}


def seed_published(context: DemoContext) -> None:
    """Give some answered matters of the ledger their texts, and publish them."""
    if not context.is_fresh:
        return
    rows = Proposal.objects.filter(number__in=_TEXTS, occasion=Occasion.IN_SESSION)
    for proposal in rows.filter(may_be_public=True).order_by("number"):
        reply = Reply.objects.filter(assignment__proposal=proposal).first()
        if reply is None or proposal.number is None:
            continue
        proposal.grounds, proposal.measures, reply.content = _TEXTS[proposal.number]
        save_record(proposal, actor=context.office, reason="补录内容")
        save_record(reply, actor=context.office, reason="补录答复全文")
        publish_proposal(proposal, suggested_text(proposal), actor=context.office)
