"""What the annual work report says of the deputies' work: suggested prose and its figures."""

import datetime as dt
from collections.abc import Iterable

from congress.common.partial_dates import in_force
from congress.common.rates import percentage, rate
from congress.common.registry import Chapter, Figure, ReportPeriod, Speaker
from congress.common.templatetags.portal import cn_date
from congress.common.tracing import records_url
from congress.documents.enums import ReportPart
from congress.township.models import CongressTerm
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonTask,
    Mandate,
    PresidiumPost,
    PresidiumRole,
    TaskKind,
)
from deputies.report_figures import (
    Body,
    Work,
    accepted_reports,
    body_of,
    tasks_due,
    work_of,
)


def speakers(term: CongressTerm, on: dt.date) -> Iterable[Speaker]:
    """The chair in office; a vice-chair while the post is vacant."""
    posts = PresidiumPost.objects.filter(in_force(on), term=term).select_related("deputy")
    officers = [post for post in posts if post.role != PresidiumRole.MEMBER]
    officers.sort(key=lambda post: post.role != PresidiumRole.CHAIR)
    return [
        Speaker(post.deputy.name, f"{term.town_name}人大{post.get_role_display()}")
        for post in officers
    ]


def chapters(period: ReportPeriod) -> list[Chapter]:
    """（三）代表工作."""
    body, tasks = body_of(period), tasks_due(period)
    visits, duty = work_of(tasks, TaskKind.GROUP_VISIT), work_of(tasks, TaskKind.DUTY_REPORT)
    talks = work_of(tasks, TaskKind.SYMPOSIUM)
    raised, solved = accepted_reports(period, tasks)
    prose = [
        _body_prose(period, body),
        _liaison_prose(period, visits, duty, talks),
        _raised_prose(raised, solved),
    ]
    return [
        Chapter(
            key="deputies.work",
            part=ReportPart.PAST,
            order=14,
            heading="代表工作",
            text="\n".join(part for part in prose if part),
            hint="写代表人数和变动、代表小组活动、主席团成员联系代表和群众的情况。"
            "录入代表名册和联系计划后，这里会有建议文字。",
            figures=(
                *_body_figures(body),
                *_work_figures(period, TaskKind.GROUP_VISIT, visits, "次"),
                *_work_figures(period, TaskKind.DUTY_REPORT, duty, "人次"),
                *_work_figures(period, TaskKind.SYMPOSIUM, talks, "次"),
                _task_figure("raised", "记录情况和问题", raised),
                _task_figure("solved", "其中有协商结果", solved),
            ),
        )
    ]


# --- prose ------------------------------------------------------------------------------------


def _body_prose(period: ReportPeriod, body: Body) -> str:
    if not body.serving:
        return ""
    groups = f"，编为{len(body.groups)}个代表小组" if body.groups else ""
    day, congress = cn_date(period.as_of), period.term.short_name
    text = f"截至{day}，{congress}在任代表{len(body.serving)}名{groups}。"
    if body.fixed is not None:
        text += f"代表名额确定数{body.fixed}名，缺额{body.vacancies}名。"
    if body.suspended:
        text += f"另有{len(body.suspended)}名代表暂停执行职务。"
    return text + _changes_prose(body)


def _changes_prose(body: Body) -> str:
    parts = [f"补选代表{len(body.by_elected)}名"] if body.by_elected else []
    if body.ended:
        causes = "、".join(f"{cause}{number}名" for cause, number in body.end_causes.items())
        parts.append(f"终止代表资格{len(body.ended)}名（{causes}）")
    return f"报告期内，{'，'.join(parts)}。" if parts else "报告期内，代表没有变动。"


def _liaison_prose(period: ReportPeriod, visits: Work, duty: Work, talks: Work) -> str:
    until = "" if period.as_of == period.ends_on else f"截至{cn_date(period.as_of)}，"
    parts = []
    if visits.due:
        parts.append(_done_sentence("走访代表小组", "走访", visits, "次"))
    if duty.due:
        parts.append(_done_sentence("听取代表履职汇报", "听取", duty, "人次"))
    if talks.due:
        parts.append(_done_sentence("召开会前座谈", "召开", talks, "次"))
    if not parts:
        return ""
    return f"{until}主席团成员按照联系计划{''.join(parts)}"


def _done_sentence(what: str, verb: str, work: Work, unit: str) -> str:
    due, done = len(work.due), len(work.done)
    return f"{what}，应{verb}{due}{unit}，已{verb}{done}{unit}，完成{percentage(done, due)}。"


def _raised_prose(raised: list[int], solved: list[int]) -> str:
    if not raised:
        return ""
    text = f"走访、汇报和座谈中记录代表反映的情况和问题{len(raised)}份"
    return f"{text}，其中{len(solved)}份有协商结果。" if solved else f"{text}。"


# --- figures ----------------------------------------------------------------------------------


def _body_figures(body: Body) -> list[Figure]:
    """Each with the list it counts."""

    def figure(key: str, label: str, model: type, ids: list[int], unit: str = "名") -> Figure:
        return Figure(key, label, len(ids), unit, records_url(model, ids))

    serving = records_url(Deputy, body.serving)
    return [
        Figure("serving", "在任代表", len(body.serving), "名", serving),
        Figure("fixed", "确定数", body.fixed, "名"),
        Figure("vacancies", "缺额", body.vacancies, "名"),
        figure("suspended", "暂停执行职务", Mandate, body.suspended),
        figure("groups", "代表小组", DeputyGroup, body.groups, "个"),
        figure("by_elected", "补选", Mandate, body.by_elected),
        figure("ended", "终止资格", Mandate, body.ended),
    ]


def _work_figures(period: ReportPeriod, kind: TaskKind, work: Work, unit: str) -> list[Figure]:
    conditions = {
        "kind__exact": kind.value,
        "due_on__gte": period.starts_on,
        "due_on__lte": period.ends_on,
    }
    due = records_url(LiaisonTask, work.due, **conditions)
    done = records_url(LiaisonTask, work.done, **conditions, status__exact="confirmed")
    share = rate(len(work.done), len(work.due))
    return [
        Figure(f"{kind}_due", f"应{kind.label}", len(work.due), unit, due),
        Figure(f"{kind}_done", f"已{kind.label}", len(work.done), unit, done),
        Figure(f"{kind}_rate", f"{kind.label}完成率", share, "", done),
    ]


def _task_figure(key: str, label: str, tasks: list[int]) -> Figure:
    return Figure(key, label, len(tasks), "份", records_url(LiaisonTask, tasks))
