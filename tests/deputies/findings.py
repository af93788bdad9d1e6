"""Towns in which something is odd: for each check, how to make ``n`` things that it finds."""

import datetime as dt

from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from congress.township.models import RoleAssignment
from deputies.models import (
    ConcurrentDuty,
    LiaisonPlan,
    MandateSuspension,
    PresidiumRole,
)
from deputies.services import generate_liaison_tasks
from tests.deputies.liaison import line, next_session, serving, serving_member
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    LineFactory,
    MandateFactory,
    OrganFactory,
    PlanFactory,
    PostFactory,
    SessionFactory,
    TermFactory,
    UserFactory,
    VillageFactory,
)
from tests.supervision.findings import ODD as SUPERVISION

# The day on which the towns are looked at.
DAY = dt.date(2026, 10, 20)
EARLIER, LATER = PartialDate(2023, 5), PartialDate(2024, 5)


def terms_both_open(term, n):
    for ordinal in range(term.ordinal + 1, term.ordinal + n + 1):
        TermFactory(ordinal=ordinal, starts_on=PartialDate(2026))


def sessions_outside_term(term, n):
    for ordinal in range(n):
        SessionFactory(term=term, ordinal=ordinal + 1, starts_on=PartialDate(2021, 5), ends_on=None)


def years_without_session(term, n):
    term.starts_on = PartialDate(DAY.year - n - 1, 1)
    term.save()
    SessionFactory(term=term, ordinal=1, starts_on=term.starts_on, ends_on=None)


def reversed_dates(term, n):
    for _ in range(n):
        VillageFactory(starts_on=LATER, ends_on=EARLIER, successor=VillageFactory())


def few_sessions(term, n):
    for ordinal in range(n):
        SessionFactory(
            term=term, ordinal=ordinal + 1, starts_on=PartialDate(2025 - ordinal), ends_on=None
        )


def term_without_session(term, n):
    pass


def calendar_missing(term, n):
    """Set by the test: the day lies in years that no notice reaches."""


def villages_without_district(term, n):
    DistrictFactory(term=term).villages.add(VillageFactory())
    for _ in range(n):
        VillageFactory()


def villages_without_successor(term, n):
    for _ in range(n):
        VillageFactory(ends_on=PartialDate(2020))


def reversed_roles(term, n):
    for _ in range(n):
        RoleAssignment.objects.create(
            user=UserFactory(), role=Role.OFFICE, starts_on=LATER, ends_on=EARLIER
        )


def roles_after_mandate(term, n):
    for _ in range(n):
        user = UserFactory()
        person = DeputyFactory(user=user)
        MandateFactory(deputy=person, term=term, ends_on=EARLIER, end_cause="resigned")
        RoleAssignment.objects.create(user=user, role=Role.OFFICE)


def overfull(term, n):
    for _ in range(n):
        district = DistrictFactory(term=term, seats=1)
        for _ in range(2):
            MandateFactory(term=term, district=district)


def beyond_fixed(term, n):
    term.fixed_deputies = 1
    term.save()
    for _ in range(n + 1):
        MandateFactory(term=term)


def seats_and_fixed(term, n):
    term.fixed_deputies = 1
    term.save()
    for _ in range(n):
        DistrictFactory(term=term, seats=2)


def vacant(term, n):
    for _ in range(n):
        DistrictFactory(term=term, seats=2)


def without_district(term, n):
    DistrictFactory(term=term)
    for _ in range(n):
        MandateFactory(term=term)


def mandates_overlap(term, n):
    before = TermFactory(ordinal=18, starts_on=PartialDate(2017), ends_on=PartialDate(2023, 1))
    for _ in range(n):
        person = MandateFactory(term=term).deputy
        MandateFactory(deputy=person, term=before)


def outside_term(term, n):
    for _ in range(n):
        MandateFactory(term=term, starts_on=PartialDate(2021, 11))


def of_other_term(term, n):
    before = TermFactory(ordinal=18, starts_on=PartialDate(2017), ends_on=PartialDate(2021))
    for _ in range(n):
        MandateFactory(term=term, group=GroupFactory(term=before))


def reversed_mandates(term, n):
    for _ in range(n):
        MandateFactory(term=term, starts_on=LATER, ends_on=EARLIER, end_cause="resigned")
        MandateSuspension.objects.create(
            mandate=MandateFactory(term=term),
            cause="in_custody",
            starts_on=LATER,
            ends_on=EARLIER,
        )


def without_mandate(term, n):
    for _ in range(n):
        DeputyFactory()


def twins(term, n):
    for number in range(n):
        for day in (None, 3):
            person = DeputyFactory(name=f"张{chr(0x4E00 + number)}")
            person.born_on = PartialDate(1971, 9, day)
            person.save()


def group_of_two(term, n):
    for _ in range(n):
        group = GroupFactory(term=term)
        for _ in range(2):
            MandateFactory(term=term, group=group)


def group_of_three(term, n):
    for _ in range(n):
        group = GroupFactory(term=term)
        for _ in range(3):
            MandateFactory(term=term, group=group)


def strange_leaders(term, n):
    for _ in range(n):
        GroupFactory(term=term, leader=MandateFactory(term=term).deputy)


def without_leader(term, n):
    for _ in range(n):
        GroupFactory(term=term)


def without_group(term, n):
    GroupFactory(term=term)
    for _ in range(n):
        MandateFactory(term=term)


def no_chair(term, n):
    for _ in range(n):
        serving_member(term)


def in_administration(term, n):
    organ = OrganFactory(is_state_administrative=True)
    for _ in range(n):
        post = PostFactory(deputy=serving(term), term=term, role=PresidiumRole.VICE_CHAIR)
        ConcurrentDuty.objects.create(presidium_post=post, title="副镇长", organ=organ)


def not_deputies(term, n):
    for _ in range(n):
        PostFactory(term=term)


def reversed_posts(term, n):
    for _ in range(n):
        PostFactory(term=term, starts_on=LATER, ends_on=EARLIER)


def presidium_size(term, n):
    for _ in range(n):
        serving_member(term)


def no_plan(term, n):
    for _ in range(n):
        serving(term)


def empty_plan(term, n):
    PlanFactory(term=term)


def lines_out_of_bounds(term, n):
    plan = PlanFactory(term=term)
    for _ in range(n):
        line(plan, serving_member(term), [GroupFactory(term=term)], [serving(term)])


def lines_to_oneself(term, n):
    plan = PlanFactory(term=term)
    for _ in range(n):
        member = serving_member(term)
        line(plan, member, (), [member])


def members_without_post(term, n):
    plan = PlanFactory(term=term)
    for _ in range(n):
        LineFactory(plan=plan, member=serving(term))


def deputies_uncovered(term, n):
    LineFactory(plan=PlanFactory(term=term), member=serving_member(term))
    for _ in range(n):
        serving(term)


def deputies_covered_twice(term, n):
    plan = PlanFactory(term=term)
    people = [serving(term) for _ in range(n)]
    for _ in range(2):
        line(plan, serving_member(term), (), people)


def contacts_not_serving(term, n):
    people = [DeputyFactory() for _ in range(n)]
    line(PlanFactory(term=term), serving_member(term), (), people)


def groups_uncovered(term, n):
    line(PlanFactory(term=term), serving_member(term))
    for _ in range(n):
        GroupFactory(term=term)


def not_handed_out(term, n):
    plan = PlanFactory(term=term)
    line(plan, serving_member(term), (), [serving(term)])
    generate_liaison_tasks(LiaisonPlan.objects.get(), actor=None)
    for _ in range(n):
        line(plan, serving_member(term))
    next_session(term)


# check → (how to make it odd, findings with n = 2, queries)
ODD = {
    **SUPERVISION,
    "terms-both-open": (terms_both_open, 2, 1),
    "session-outside-term": (sessions_outside_term, 2, 1),
    "year-without-session": (years_without_session, 2, 2),
    "dates-reversed": (reversed_dates, 2, 4),
    "few-sessions": (few_sessions, 1, 3),
    "term-without-session": (term_without_session, 1, 2),
    "calendar-missing": (calendar_missing, 2, 1),
    "village-without-district": (villages_without_district, 2, 3),
    "village-without-successor": (villages_without_successor, 2, 1),
    "role-dates-reversed": (reversed_roles, 2, 1),
    "role-after-mandate": (roles_after_mandate, 2, 1),
    "district-overfull": (overfull, 2, 5),
    "deputies-beyond-fixed": (beyond_fixed, 1, 3),
    "seats-and-fixed": (seats_and_fixed, 1, 2),
    "district-vacant": (vacant, 2, 3),
    "deputy-without-district": (without_district, 2, 5),
    "mandates-overlap": (mandates_overlap, 2, 2),
    "mandate-outside-term": (outside_term, 2, 1),
    "mandate-of-other-term": (of_other_term, 2, 2),
    "mandate-dates-reversed": (reversed_mandates, 4, 2),
    "deputy-without-mandate": (without_mandate, 2, 3),
    "deputy-entered-twice": (twins, 2, 1),
    "group-below-three": (group_of_two, 2, 4),
    "group-leader-elsewhere": (strange_leaders, 2, 5),
    "group-below-quota": (group_of_three, 2, 5),
    "group-without-leader": (without_leader, 2, 2),
    "deputy-without-group": (without_group, 2, 5),
    "presidium-chairs": (no_chair, 1, 5),
    "presidium-in-administration": (in_administration, 2, 5),
    "presidium-not-deputy": (not_deputies, 2, 5),
    "presidium-dates-reversed": (reversed_posts, 2, 1),
    "presidium-size": (presidium_size, 1, 4),
    "liaison-no-plan": (no_plan, 1, 4),
    "liaison-empty": (empty_plan, 1, 4),
    "liaison-bounds": (lines_out_of_bounds, 2, 12),
    "liaison-self": (lines_to_oneself, 2, 12),
    "liaison-no-post": (members_without_post, 1, 12),
    "liaison-uncovered": (deputies_uncovered, 1, 12),
    "liaison-twice": (deputies_covered_twice, 1, 12),
    "liaison-not-serving": (contacts_not_serving, 1, 12),
    "liaison-groups": (groups_uncovered, 1, 12),
    "liaison-not-handed-out": (not_handed_out, 1, 21),
}
