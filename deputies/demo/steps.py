"""What seed_demo makes of the deputies: imported from files, then lived in for a quarter."""

import datetime as dt
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from congress.accounts.models import LoginPin
from congress.accounts.services.cards import issue_card
from congress.common.demo import DemoContext
from congress.common.imports.services import import_file
from congress.common.jobs.execution import run_job
from congress.common.registry import DemoStep
from congress.township.models import CongressTerm, Organ, Village
from deputies.demo.pictures import photos, scans
from deputies.jobs import print_selected_sheets
from deputies.models import (
    ConcurrentDuty,
    Deputy,
    DeputyGroup,
    LiaisonPlan,
    LiaisonTask,
    Mandate,
    PresidiumPost,
    PresidiumRole,
    TaskKind,
)
from deputies.services import (
    confirm_report,
    generate_liaison_tasks,
    report_task,
    return_report,
)

_DEMO_PIN = "274936"
_FOLDER = Path(__file__).resolve().parent
_LOGINS = [
    ("chair", "程翠燕", "主席：审核办理记录、看全部工作"),
    ("member", "胡超波", "主席团成员：手机上走访小组、填办理情况"),
    ("deputy", "郑庆武", "代表：手机上看任务、汇报履职"),
]
_MATTERS = [
    ("机耕路雨后积水，农机进不了田。", "请村里先清沟，镇水利站列入冬修。"),
    ("几户老人反映看病报销手续不清楚。", "卫生院每月到村讲一次，村里贴办事流程。"),
    ("村口路灯坏了四盏，晚上骑车不安全。", "已告知村镇建设办公室，月底前换好。"),
    ("垃圾清运两天才来一次，夏天气味大。", "执法大队答应改为每天一次。"),
    ("想学水稻病虫防治，盼农技员到田头。", "农业技术推广站九月下村两次。"),
]


def seed_roster(context: DemoContext) -> None:
    """Import the roster; link the logins to their deputies; name the leaders of the groups."""
    if not context.is_fresh:
        _link_logins(context)
        return
    import_file(
        "roster",
        _FOLDER / "roster.xlsx",
        {"term": CongressTerm.objects.get().ordinal, "create_missing": True},
        actor=context.office,
    )
    for order, group in enumerate(DeputyGroup.objects.order_by("pk"), start=1):
        members = Mandate.objects.township().serving().filter(group=group)
        group.order = order
        group.leader = Deputy.objects.filter(mandates__in=members).in_stroke_order().first()
        group.meeting_place = f"{group.name.removesuffix('代表小组')}代表活动室"
        group.save()
        villages = Village.objects.filter(deputies__mandates__in=members).distinct()
        group.villages.set(villages)
    _link_logins(context)


def _link_logins(context: DemoContext) -> None:
    for username, name, purpose in _LOGINS:
        user = context.account(username, name, purpose)
        deputy = Deputy.objects.filter(name=name, user__isnull=True).first()
        if deputy is not None:
            deputy.user = user
            deputy.save()


def seed_card(context: DemoContext) -> None:
    """A card for the demo deputy, so that the way in by phone can be tried."""
    if not context.is_fresh:
        return
    account = get_user_model().objects.get(username="deputy")
    token = issue_card(actor=context.office, account=account)
    LoginPin.objects.create(user=account, code=make_password(_DEMO_PIN))
    context.logins.append((f"{reverse('card', args=[token])}", f"代表的履职卡，口令{_DEMO_PIN}"))


def seed_liaison(context: DemoContext) -> None:
    """Import the liaison plan, give out its tasks, report and confirm most of the third quarter."""
    if not context.is_fresh:
        return
    import_file("liaison-plan", _FOLDER / "liaison-plan.xlsx", {}, actor=context.office)
    for plan in LiaisonPlan.objects.all():
        generate_liaison_tasks(plan, actor=context.office)
    # So that the office sees what the portal has to say to it (组织法18②).
    ConcurrentDuty.objects.create(
        presidium_post=PresidiumPost.objects.filter(role=PresidiumRole.VICE_CHAIR).earliest("pk"),
        title="镇党政综合办公室主任",
        organ=Organ.objects.get(name="镇党政综合办公室"),
        is_administrative_post=True,
    )
    _live_through_the_quarter(context)


def _live_through_the_quarter(context: DemoContext) -> None:
    """Reports as the office types them from paper: most confirmed, one returned, a few missing."""
    logins = {name for _, name, _ in _LOGINS}
    tasks = LiaisonTask.objects.filter(year=2026, quarter=3).exclude(kind=TaskKind.SYMPOSIUM)
    for number, task in enumerate(tasks.with_list_relations().order_by("kind", "pk")):
        # What the demo logins are to do stays open, so that they have something to do.
        if number % 7 == 6 or task.assignee.name in logins:
            continue
        matter, solution = _MATTERS[number % len(_MATTERS)]
        report_task(
            task,
            actor=context.office,
            held_on=dt.date(2026, 9, 1) + dt.timedelta(days=number % 28),
            place=task.group.meeting_place if task.group else "镇人大办公室",
            content=matter,
            solution=solution,
            # Its matter is what the pictures show.
            uploads=photos(1, actor=context.office) if number == 0 else [],
            scans=scans(1, actor=context.office) if number == 0 else [],
        )
        if number % 11 == 5:
            return_report(task, actor=context.office, reason="请补写有哪些代表参加。")
        elif number % 5:
            confirm_report(task, actor=context.office)
    _tell_each_other(context)


def _tell_each_other(context: DemoContext) -> None:
    """The member waits for the office, the deputy's report came back: both find a message."""
    day, matter = dt.date(2026, 9, 18), _MATTERS[0][0]
    third = LiaisonTask.objects.filter(year=2026, quarter=3).with_list_relations()
    visit = third.filter(kind=TaskKind.GROUP_VISIT, assignee__user__username="member").first()
    if visit and visit.assignee.user:
        report_task(
            visit,
            actor=visit.assignee.user,
            held_on=day,
            place="村委会会议室",
            content=matter,
            uploads=photos(2, 3, actor=visit.assignee.user),
        )
    duty = third.filter(kind=TaskKind.DUTY_REPORT, assignee__user__username="deputy").first()
    if duty and duty.assignee.user:
        report_task(
            duty,
            actor=duty.assignee.user,
            held_on=day,
            place="镇人大办公室",
            content=matter,
            uploads=photos(4, actor=duty.assignee.user),
        )
        return_report(duty, actor=context.office, reason="请补写反映的情况是怎样处理的。")


def seed_printed_sheets(context: DemoContext) -> None:
    """A finished job with its file, so that the list of work in the background has one."""
    if not context.is_fresh:
        return
    late = LiaisonTask.objects.overdue(on=dt.date(2026, 11, 1)).order_by("due_on", "pk")[:6]
    run_job(print_selected_sheets(late, actor=context.office).pk)


def steps() -> list[DemoStep]:
    """This app's part of the demonstration."""
    return [
        DemoStep(order=20, run=seed_roster),
        DemoStep(order=30, run=seed_liaison),
        DemoStep(order=40, run=seed_card),
        DemoStep(order=50, run=seed_printed_sheets),
    ]
