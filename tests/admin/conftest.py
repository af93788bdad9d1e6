"""A town with one record of every kind, so that every page has something to show."""

import datetime as dt
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from congress.accounts.models import LoginPolicy
from congress.common.models import (
    AcceptedFinding,
    ColumnMapping,
    DailyRun,
    ImportRun,
    Job,
    SavedFilter,
    SecurityEvent,
    SecurityEventKind,
)
from congress.common.roles import Role
from congress.documents.models import WorkReport
from congress.township.models import Area, CalendarDay, TownSettings
from deputies.models import (
    ConcurrentDuty,
    LiaisonTask,
    PresidiumMeeting,
    PresidiumPost,
    TaskKind,
)
from proposals.enums import ProposalKind, ProposalStatus
from proposals.models import (
    Category,
    HandlingReport,
    MotionVote,
    OutcomeClass,
    ProposalSettings,
    SetAsideGround,
)
from tests.conftest import login_rules
from tests.factories import (
    DistrictFactory,
    GroupFactory,
    LineFactory,
    OrganFactory,
    PlanFactory,
    SessionFactory,
    VillageFactory,
)
from tests.proposals.samples import answered, followed, proposal_of
from tests.supervision.samples import one_of_each


@pytest.fixture
def filled(cast, term, db):
    """One record of each kind; ``cast`` has the people."""
    if not LoginPolicy.objects.exists():
        login_rules(Role.OFFICE)  # a test that empties the tables takes what the migration made
    TownSettings.objects.create()
    SavedFilter.objects.create(
        owner=cast.office,
        page="proposals_proposal_changelist",
        name="逾期的",
        query="limit=overdue",
        is_shared=True,
    )
    area = Area.objects.create(name="新洲片")
    village = VillageFactory(name="新洲村", area=area)
    district = DistrictFactory(term=term, name="第一选区", number=1, seats=2)
    district.villages.add(village)
    group = GroupFactory(term=term, name="新洲代表小组", leader=cast.deputy.deputy)
    mandate = cast.deputy.deputy.mandates.get()
    mandate.group, mandate.district = group, district
    mandate.save()
    person = cast.deputy.deputy
    person.village, person.phone = village, "13812345678"
    person.id_number, person.address = "110105199003078772", "江湾镇新洲村三组"
    person.save()
    session = SessionFactory(term=term, ordinal=5)
    organ = OrganFactory(name="江湾镇人民政府", is_state_administrative=True)
    post = PresidiumPost.objects.get(deputy=cast.chair.deputy)
    ConcurrentDuty.objects.create(presidium_post=post, title="副镇长", organ=organ)
    plan = PlanFactory(term=term)
    LineFactory(plan=plan, member=cast.member.deputy).groups.add(group)
    LiaisonTask.objects.create(
        plan=plan,
        kind=TaskKind.GROUP_VISIT,
        assignee=cast.member.deputy,
        member=cast.member.deputy,
        group=group,
        year=2026,
        quarter=3,
        opens_on=dt.date(2026, 7, 1),
        due_on=dt.date(2026, 9, 30),
        due_rule="本季度最后一天",
    )
    WorkReport.objects.create(
        session=session,
        title="主席团工作报告",
        period_starts_on=dt.date(2025, 1, 17),
        period_ends_on=dt.date(2026, 1, 13),
    )
    CalendarDay.objects.create(date=dt.date(2026, 6, 12), kind="off", name="防汛停工")
    ColumnMapping.objects.create(kind="roster", heading="姓　名", field="name")
    ImportRun.objects.create(kind="roster", file="imports/a.xlsx", file_name="名册.xlsx")
    AcceptedFinding.objects.create(
        check_key="district-vacant",
        subject=f"district:{district.pk}",
        sentence="第一选区应选2名，现有1名，缺1名。",
        reason="年底补选",
        accepted_by=cast.office,
        accepted_at=timezone.now(),
    )
    Job.objects.create(kind="liaison-sheets", title="打印任务单", parameters={"plan": plan.pk})
    DailyRun.objects.create(name="tidy-jobs", day=dt.date(2026, 5, 6), problem="没有网络。")
    SecurityEvent.objects.create(
        kind=SecurityEventKind.SENSITIVE_VIEW, user=cast.office, subject="代表何秋萍"
    )
    ProposalSettings.objects.create(publishes_outcomes=True)
    Category.objects.create(name="防汛抗旱")
    SetAsideGround.objects.create(name="已经办结的事项")
    OutcomeClass.objects.create(letter="D", name="暂时难以解决")
    followed(answered(proposal_of(person, session), organ))
    meeting = PresidiumMeeting.objects.create(term=session.term, held_on=dt.date(2026, 1, 13))
    meeting.present.add(cast.chair.deputy)
    motion = proposal_of(person, session, kind=ProposalKind.MOTION, status=ProposalStatus.ADOPTED)
    MotionVote.objects.create(
        proposal=motion,
        voted_on=dt.date(2026, 1, 15),
        all_deputies=80,
        present=76,
        in_favour=70,
        against=2,
        abstained=3,
    )
    one_of_each(organ, person, session, meeting)
    file = b"%PDF-1.7"
    report = HandlingReport(
        session=session,
        title="议案建议办理情况报告（截至2026年6月2日）",
        as_of=dt.date(2026, 6, 2),
        total=2,
        pdf_sha256=sha256(file).hexdigest(),
        released_at=timezone.now(),
    )
    report.pdf.save("report.pdf", ContentFile(file))
    cast.session, cast.district, cast.group, cast.village = session, district, group, village
    return cast
