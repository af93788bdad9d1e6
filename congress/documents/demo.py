"""The demonstration town's work reports: last year's, released, and this year's draft."""

from congress.common.demo import DemoContext
from congress.common.registry import DemoStep
from congress.documents.models import WorkReport
from congress.documents.services import (
    ReportInput,
    SectionInput,
    create_report,
    finalise_report,
    release_report,
    save_report,
)
from congress.township.models import Session

_LAST, _NEXT = 5, 6
_TEXTS = {
    "documents.leadership": "主席团把党的领导贯穿人大工作全过程。重要会议会前向镇党委请示、"
    "会后报告；镇党委作出的部署，及时列入监督和代表活动的安排。",
    "supervision": "围绕防汛、饮水和农民负担开展监督。汛前组织代表到堤上查看险工险段，"
    "汛后回访整改；两次听取镇人民政府专项工作报告，提出的意见逐条跟踪。",
    "proposals": "会上提出的建议全部交有关单位办理，主席团分片督办。办理单位上门听取代表意见，"
    "先沟通、后答复；一时办不了的，说明原因和打算。",
    "documents.problems": "一是监督之后的跟踪还不够紧，个别问题整改后又有反复；"
    "二是各代表小组的活动不够平衡，有的小组一个季度没有活动；"
    "三是建议办理中重答复、轻落实的现象仍然存在。",
    "documents.plans": "一是抓住群众最关心的饮水、道路、垃圾清运，监督到底；"
    "二是落实主席团成员联系代表小组和代表的制度，每季度走访一次、听一次汇报；"
    "三是建好代表履职档案，让群众看得到代表做了什么。",
}


def seed_reports(context: DemoContext) -> None:
    """Write, finalise and release the report to the last session; leave a draft for the next."""
    if not context.is_fresh:
        return
    last = create_report(Session.objects.get(ordinal=_LAST), actor=context.office)
    save_report(last, _with_invented_prose(last), actor=context.office)
    finalise_report(last, actor=context.office)
    release_report(last, actor=context.office)
    create_report(Session.objects.get(ordinal=_NEXT), actor=context.office)


def _with_invented_prose(report: WorkReport) -> ReportInput:
    """The draft's own sections, with invented prose where the records have nothing to say."""
    sections = [
        SectionInput(
            pk=section.pk,
            part=section.part,
            heading=section.heading,
            text=section.text or _text_for(section.key),
            is_acknowledged=True,
        )
        for section in report.sections.all()
    ]
    return ReportInput(sections=sections)


def _text_for(key: str) -> str:
    return _TEXTS.get(key) or _TEXTS.get(key.partition(".")[0], "")


def steps() -> list[DemoStep]:
    """This app's part of the demonstration; it comes after the deputies."""
    return [DemoStep(order=50, run=seed_reports)]
