"""Invented people and things for tests. Each factory gives a valid, saved record."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from congress.accounts.models import User
from congress.common.partial_dates import PartialDate
from congress.township.models import (
    CongressTerm,
    ElectoralDistrict,
    Organ,
    Session,
    Township,
    Village,
)
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonAssignment,
    LiaisonPlan,
    Mandate,
    PresidiumPost,
    PresidiumRole,
)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("correct horse 9")


class TownshipFactory(DjangoModelFactory[Township]):
    class Meta:
        model = Township
        django_get_or_create = ("singleton",)

    singleton = True
    name = "江湾镇"
    county = "安平县"


class TermFactory(DjangoModelFactory[CongressTerm]):
    class Meta:
        model = CongressTerm
        django_get_or_create = ("ordinal",)

    ordinal = 19
    town_name = "江湾镇"
    starts_on = PartialDate(2022, 1)


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session

    term = factory.SubFactory(TermFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    starts_on = PartialDate(2026, 1, 14)
    ends_on = PartialDate(2026, 1, 16)


class VillageFactory(DjangoModelFactory[Village]):
    class Meta:
        model = Village

    name = factory.Sequence(lambda n: f"新村{n}")


class DistrictFactory(DjangoModelFactory[ElectoralDistrict]):
    class Meta:
        model = ElectoralDistrict

    term = factory.SubFactory(TermFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda o: f"第{o.number}选区")
    seats = 3


class GroupFactory(DjangoModelFactory[DeputyGroup]):
    class Meta:
        model = DeputyGroup

    term = factory.SubFactory(TermFactory)
    name = factory.Sequence(lambda n: f"第{n}代表小组")


class OrganFactory(DjangoModelFactory[Organ]):
    class Meta:
        model = Organ

    name = factory.Sequence(lambda n: f"镇第{n}站")


class DeputyFactory(DjangoModelFactory[Deputy]):
    """A person without a mandate; MandateFactory makes one a serving deputy."""

    class Meta:
        model = Deputy

    name = factory.Sequence(lambda n: f"王{chr(0x4E00 + n % 5000)}")
    sex = "1"
    ethnic_group = "01"
    born_on = PartialDate(1980, 5)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        deputy = model_class(*args, **kwargs)
        deputy.set_name(deputy.name)
        deputy.save()
        return deputy


class MandateFactory(DjangoModelFactory[Mandate]):
    class Meta:
        model = Mandate

    deputy = factory.SubFactory(DeputyFactory)
    term = factory.SubFactory(TermFactory)


class PostFactory(DjangoModelFactory[PresidiumPost]):
    class Meta:
        model = PresidiumPost

    deputy = factory.SubFactory(DeputyFactory)
    term = factory.SubFactory(TermFactory)
    role = PresidiumRole.MEMBER


class PlanFactory(DjangoModelFactory[LiaisonPlan]):
    class Meta:
        model = LiaisonPlan

    term = factory.SubFactory(TermFactory)
    year = 2026
    title = "2026年联系计划"
    starts_on = dt.date(2026, 7, 1)


class LineFactory(DjangoModelFactory[LiaisonAssignment]):
    class Meta:
        model = LiaisonAssignment

    plan = factory.SubFactory(PlanFactory)
    member = factory.SubFactory(DeputyFactory)
