"""Lists ask the database as often for hundreds of rows as for one; and what they count is right."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import UniqueConstraint
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congress.common.models import (
    AcceptedFinding,
    ColumnMapping,
    DailyRun,
    ImportRun,
    Job,
    Message,
    MessageDelivery,
    SecurityEventKind,
)
from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from congress.common.security import record_event
from congress.common.working_days import DayKind
from congress.documents.models import WorkReport
from congress.township.models import Area, CalendarDay, RoleAssignment
from deputies.enums import MandateEnd
from deputies.models import ConcurrentDuty, MandateSuspension, PresidiumRole
from deputies.seats import term_figures, township_mandates
from proposals.models import OutcomeClass, Promise
from supervision.models import PlanItem, SupervisionPlan
from tests.admin.pages import english, registered
from tests.conftest import give_role
from tests.deputies.liaison import task_for
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    MandateFactory,
    OrganFactory,
    PlanFactory,
    PostFactory,
    SessionFactory,
    TermFactory,
    UserFactory,
    VillageFactory,
)
from tests.proposals.samples import answered, assigned, joined, proposal_of
from tests.supervision.samples import project_of, visit_of


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def a_deputy(n):
    group = GroupFactory(term__ordinal=19)
    district = DistrictFactory(term=group.term)
    person = DeputyFactory(village=VillageFactory(), phone="13812345678")
    return MandateFactory(deputy=person, term=group.term, group=group, district=district)


def a_group(n):
    group = a_deputy(n).group
    group.villages.add(VillageFactory())
    group.leader = DeputyFactory()
    group.save()


def a_term(n):
    MandateFactory(term=TermFactory(ordinal=40 + n))


def a_post(n):
    post = PostFactory(term__ordinal=19)
    ConcurrentDuty.objects.create(presidium_post=post, title="分管", organ=OrganFactory())


def an_account(n):
    RoleAssignment.objects.create(user=UserFactory(), role=Role.UNIT, organ=OrganFactory())


def a_report(n):
    WorkReport.objects.create(
        session=SessionFactory(ordinal=n + 1),
        title=f"报告{n}",
        period_starts_on=dt.date(2025, 1, 1),
        period_ends_on=dt.date(2025, 12, 31),
    )


def a_task(n):
    task_for(a_deputy(n).deputy, DeputyFactory())


def a_mail(n):
    message = Message.objects.create(
        recipient=UserFactory(), text="请查收。", dedup_key=str(n), created_at=timezone.now()
    )
    MessageDelivery.objects.create(
        message=message, queued_at=timezone.now(), next_try_at=timezone.now()
    )


def a_finding(n):
    AcceptedFinding.objects.create(
        check_key="deputy-without-mandate",
        subject=str(n),
        sentence="没有代表资格。",
        reason="待补",
        accepted_by=UserFactory(),
        accepted_at=timezone.now(),
    )


def a_proposal(n):
    mandate = a_deputy(n)
    session = mandate.term.sessions.first() or SessionFactory(term=mandate.term)
    proposal = proposal_of(mandate.deputy, session)
    joined(proposal, DeputyFactory())
    assigned(proposal, OrganFactory())


def a_promise(n):
    mandate = a_deputy(n)
    session = mandate.term.sessions.first() or SessionFactory(term=mandate.term)
    reply = answered(proposal_of(mandate.deputy, session), OrganFactory(), letter="B")
    Promise.objects.create(reply=reply, content="修好闸门", due_on="2026-05")


def a_supervision_plan(n):
    plan = SupervisionPlan.objects.create(year=1951 + n)
    item = PlanItem.objects.create(plan=plan, kind="inspection", title="视察", month="2026-04")
    item.units.add(OrganFactory())
    visit_of(plan_item=item)


def a_project(n):
    member = DeputyFactory()
    project_of(OrganFactory(), sources=[("县级财政", "200000", None)], member=member)


LISTS = {
    "supervision/supervisionproject": a_project,
    "supervision/supervisionplan": a_supervision_plan,
    "proposals/proposal": a_proposal,
    "proposals/promise": a_promise,
    "proposals/outcomeclass": lambda n: OutcomeClass.objects.create(
        letter=chr(0x4E00 + n), name=f"分类{n}"
    ),
    "common/securityevent": lambda n: record_event(
        SecurityEventKind.EXPORT, user=UserFactory(), subject="名册"
    ),
    "common/importrun": lambda n: ImportRun.objects.create(
        kind="roster", file_name=f"{n}.xlsx", created_by=UserFactory()
    ),
    "common/columnmapping": lambda n: ColumnMapping.objects.create(
        kind="roster", heading=f"栏{n}", field="name"
    ),
    "common/acceptedfinding": a_finding,
    "common/messagedelivery": a_mail,
    "common/job": lambda n: Job.objects.create(
        kind="import", title="导入", fingerprint=str(n), created_by=UserFactory()
    ),
    "common/dailyrun": lambda n: DailyRun.objects.create(
        name="backup", day=dt.date(2026, 1, 1) + dt.timedelta(days=n)
    ),
    "documents/workreport": a_report,
    "deputies/liaisonplan": lambda n: PlanFactory(
        starts_on=dt.date(2026, 1, 1) + dt.timedelta(days=n)
    ),
    "deputies/liaisontask": a_task,
    "township/calendarday": lambda n: CalendarDay.objects.create(
        date=dt.date(2026, 1, 1) + dt.timedelta(days=n), kind=DayKind.OFF, name="放假"
    ),
    "township/area": lambda n: Area.objects.create(name=f"片{n}"),
    "deputies/deputy": a_deputy,
    "deputies/mandate": a_deputy,
    "deputies/deputygroup": a_group,
    "deputies/presidiumpost": a_post,
    "township/congressterm": a_term,
    "township/electoraldistrict": a_deputy,
    "township/session": lambda n: SessionFactory(ordinal=n + 1),
    "township/village": lambda n: VillageFactory(
        area=Area.objects.create(name=f"片{n}"), successor=VillageFactory()
    ),
    "township/organ": lambda n: OrganFactory(successor=OrganFactory()),
    "township/roleassignment": an_account,
    "accounts/user": an_account,
}


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Lists that lead to their one record, or whose rows are the roles.
SHORT = {
    "township/township",
    "township/townsettings",
    "accounts/loginpolicy",
    "proposals/proposalsettings",
    "supervision/supervisionsettings",
}


def paths():
    found = {model._meta.label_lower.replace(".", "/") for model in registered()}
    return sorted(found - SHORT)


def copier(path):
    """Makes more of what the filled town has one of: for lists that have no entry above."""
    model = apps.get_model(*path.split("/"))
    rules = [rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    apart = {name for rule in rules for name in rule.fields}

    def copy(n):
        row = model._default_manager.order_by("pk").first()
        assert row is not None, f"Enter {path} in LISTS, or one record of it in `filled`."
        row.pk, row._state.adding = None, True
        for field in model._meta.fields:
            if field.unique and field.has_default():
                setattr(row, field.name, field.get_default())
            elif not field.primary_key and (field.unique or field.name in apart):
                setattr(row, field.name, another(getattr(row, field.name), n))
        row.save()

    return copy


def another(value, n):
    """The n-th value beside this one; records and choices stay as they are."""
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=n)
    if isinstance(value, int) and not isinstance(value, bool):
        return value + n
    return f"{value}{n}" if isinstance(value, str) else value


@pytest.mark.parametrize("path", paths())
def test_list_asks_as_often_for_many_rows_as_for_one(at_office, office, term, path, request):
    if path == "common/securityevent":
        give_role(office, Role.AUDITOR)
    if path not in LISTS:
        request.getfixturevalue("filled")
    make, address = LISTS.get(path) or copier(path), f"/admin/{path}/"
    make(0)
    queries(at_office, address)  # what is remembered for good is remembered now
    one = queries(at_office, address)
    for rows, most in ((1, 30), (30, 300)):
        for n in range(rows, most):
            make(n)
        assert queries(at_office, address) == one
    assert one <= 25


@pytest.mark.parametrize("path", ["township/village", "documents/workreport", "common/dailyrun"])
def test_list_without_an_entry_gets_copies_of_the_filled_town(filled, path):
    model = apps.get_model(*path.split("/"))
    before = model.objects.count()
    for n in range(3):
        copier(path)(n + 1)
    assert model.objects.count() == before + 3


def figures(term, on=dt.date(2026, 11, 23)):
    found = type(term).objects.prefetch_related(township_mandates()).get(pk=term.pk)
    return term_figures(found, on)


def test_term_shows_its_four_numbers(at_office, term):
    term.population_basis, term.fixed_deputies = 60_000, 5
    term.save()
    for _ in range(2):
        MandateFactory(term=term)
    halted = MandateFactory(term=term)
    MandateSuspension.objects.create(
        mandate=halted, cause="in_custody", starts_on=PartialDate(2026, 5)
    )
    MandateFactory(term=term, ends_on=PartialDate(2025, 3), end_cause=MandateEnd.RESIGNED)
    MandateFactory(term=term, level="county")
    found = figures(term)
    assert (found.statutory, found.fixed, found.seated, found.vacant) == (85, 5, 3, 2)
    assert found.suspended == 1
    html = at_office.get("/admin/township/congressterm/").content.decode()
    assert f"/admin/deputies/deputy/?term={term.pk}&status=seated" in html
    assert "（其中暂停1）" in html


def test_term_that_is_over_is_counted_on_its_last_day(term):
    former = TermFactory(ordinal=18, starts_on=PartialDate(2017, 1), ends_on=PartialDate(2021, 12))
    MandateFactory(term=former)
    MandateFactory(term=former, ends_on=PartialDate(2019), end_cause=MandateEnd.DIED)
    assert figures(former).seated == 1


def test_group_of_two_is_marked_and_leader_is_one_of_them(at_office, term):
    group = GroupFactory(term=term, name="新洲代表小组")
    members = [MandateFactory(term=term, group=group).deputy for _ in range(2)]
    stranger = MandateFactory(term=term).deputy
    assert "2（不足3人）" in at_office.get("/admin/deputies/deputygroup/").content.decode()
    page = f"/admin/deputies/deputygroup/{group.pk}/change/"
    html = at_office.get(page).content.decode()
    assert all(f'<option value="{person.pk}"' in html for person in members)
    form = {"term": term.pk, "name": group.name, "order": 0, "leader": stranger.pk}
    assert at_office.post(page, form).status_code == 200
    assert at_office.post(page, {**form, "leader": members[0].pk}).status_code == 302


def test_district_shows_elected_of_seats(at_office, term):
    district = DistrictFactory(term=term, seats=1)
    for _ in range(2):
        MandateFactory(term=term, district=district)
    html = at_office.get("/admin/township/electoraldistrict/").content.decode()
    assert "2/1，超过应选数" in html


def test_officer_with_administrative_post_is_warned_of_on_list_page_and_saving(at_office, term):
    post = PostFactory(term=term, role=PresidiumRole.VICE_CHAIR)
    page = f"/admin/deputies/presidiumpost/{post.pk}/change/"
    assert "第十八条第二款：" not in at_office.get(page).content.decode()
    organ = OrganFactory(is_state_administrative=True)
    form = {
        "deputy": post.deputy_id,
        "term": term.pk,
        "role": post.role,
        "seen_version": post.version,
        "concurrent_duties-TOTAL_FORMS": "1",
        "concurrent_duties-INITIAL_FORMS": "0",
        "concurrent_duties-0-title": "副镇长",
        "concurrent_duties-0-organ": organ.pk,
    }
    saved = at_office.post(page, form, follow=True).content.decode()
    assert "又担任国家行政机关的职务：副镇长" in saved
    assert "兼任行政职务" in saved  # the list that follows
    assert "第十八条第二款：" in at_office.get(page).content.decode()


def test_member_with_administrative_post_is_not_warned_of(at_office, term):
    post = PostFactory(term=term)
    ConcurrentDuty.objects.create(
        presidium_post=post, title="民政办主任", is_administrative_post=True
    )
    assert "兼任行政职务" not in at_office.get("/admin/deputies/presidiumpost/").content.decode()


def test_list_names_every_state_in_chinese(at_office, term):
    ended = {"ends_on": PartialDate(2025, 3), "end_cause": MandateEnd.MOVED_AWAY}
    MandateFactory(term=term, deputy=DeputyFactory(name="许根海"), **ended)
    DeputyFactory(name="汪无届")
    people = at_office.get("/admin/deputies/deputy/").content.decode()
    assert english(people, ("office",)) == []
    assert "终止" in people
    assert "没有代表资格" in people
    assert english(at_office.get("/admin/deputies/mandate/").content.decode(), ("office",)) == []
