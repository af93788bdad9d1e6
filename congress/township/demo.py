"""The demonstration town's institution: profile, villages, organs, term and sessions, accounts."""

from decimal import Decimal

from congress.common.demo import DemoContext
from congress.common.partial_dates import PartialDate
from congress.common.registry import DemoStep
from congress.common.roles import Role
from congress.township.models import (
    Area,
    CongressTerm,
    Organ,
    OrganKind,
    RoleAssignment,
    Session,
    TownSettings,
    Township,
    Village,
    VillageKind,
)

TERM = 19
_AREAS = {
    "新洲片": ["新洲村", "东岭村", "花口村", "中堡村", "沙湖村", "白鹭村", "柳林村", "江湾社区"],
    "东岭片": ["石桥村", "大兴村", "永丰村", "合心村", "江畔村", "双桥村", "南湾村"],
}
_SESSIONS = [
    (1, PartialDate(2022, 1, 12), PartialDate(2022, 1, 14)),
    (2, PartialDate(2023, 1, 10), PartialDate(2023, 1, 11)),
    (3, PartialDate(2024, 1, 16), PartialDate(2024, 1, 17)),
    (4, PartialDate(2025, 1, 15), PartialDate(2025, 1, 16)),
    (5, PartialDate(2026, 1, 14), PartialDate(2026, 1, 16)),
    (6, PartialDate(2027, 1, 13), PartialDate(2027, 1, 15)),
]
_ORGANS = [
    ("江湾镇人民政府", OrganKind.GOVERNMENT, True),
    ("镇党政综合办公室", OrganKind.GOVERNMENT_OFFICE, True),
    ("镇人民政府村镇建设办公室", OrganKind.GOVERNMENT_OFFICE, True),
    ("镇人民政府农业农村办公室", OrganKind.GOVERNMENT_OFFICE, True),
    ("镇财政所", OrganKind.GOVERNMENT_OFFICE, True),
    ("镇水利站", OrganKind.STATION, False),
    ("综合行政执法大队", OrganKind.STATION, True),
    ("派出所", OrganKind.STATION, True),
    ("交警中队", OrganKind.STATION, True),
    ("市场监督管理所", OrganKind.STATION, True),
    ("人民法庭", OrganKind.COURT, False),
    ("农业技术推广站", OrganKind.INSTITUTION, False),
    ("中心学校", OrganKind.INSTITUTION, False),
    ("卫生院", OrganKind.INSTITUTION, False),
]


def seed_institution(context: DemoContext) -> None:
    """Make what is missing; what is there stays as it was edited."""
    town, _ = Township.objects.get_or_create(
        singleton=True,
        defaults={
            "name": "江湾镇",
            "county": "安平县",
            "introduction": "江湾镇临江而建，辖14个行政村、1个社区，以水稻、油菜和水产养殖为主。",
            "area_km2": Decimal("164.5"),
            "farmland_mu": Decimal(66000),
            "levee_km": Decimal("41.5"),
            "population": 60000,
            "industrial_firms": 30,
            "approximate_figures": "人口、工业企业",
            "as_of": PartialDate(2026, 6, 30),
            "is_demonstration": True,
        },
    )
    TownSettings.objects.get_or_create(
        singleton=True,
        defaults={
            "publishes_deputies": True,
            "publishes_liaison_progress": True,
            "contact_address": "江湾镇江堤路1号镇人大办公室",
        },
    )
    _seed_places()
    for name, kind, is_administrative in _ORGANS:
        Organ.objects.get_or_create(
            name=name, defaults={"kind": kind, "is_state_administrative": is_administrative}
        )
    term, _ = CongressTerm.objects.get_or_create(
        ordinal=TERM,
        defaults={
            "town_name": town.name,
            "starts_on": PartialDate(2022, 1),
            "population_basis": 60000,
            "fixed_deputies": 80,
        },
    )
    for ordinal, starts_on, ends_on in _SESSIONS:
        Session.objects.get_or_create(
            term=term,
            ordinal=ordinal,
            defaults={"starts_on": starts_on, "ends_on": ends_on, "place": "镇政府三楼会议室"},
        )
    context.office = context.account("office", "秦晓棠", "人大办工作人员：录入、导入、出报告")
    RoleAssignment.objects.get_or_create(user=context.office, role=Role.OFFICE)
    auditor = context.account("auditor", "纪文清", "审计员：查操作留痕，看全部记录，不能改")
    RoleAssignment.objects.get_or_create(user=auditor, role=Role.AUDITOR)


def _seed_places() -> None:
    order = 0
    for area_order, (area_name, villages) in enumerate(_AREAS.items(), start=1):
        area, _ = Area.objects.get_or_create(name=area_name, defaults={"order": area_order})
        for name in villages:
            order += 1
            kind = VillageKind.COMMUNITY if name.endswith("社区") else VillageKind.VILLAGE
            Village.objects.get_or_create(
                name=name, defaults={"kind": kind, "area": area, "order": order}
            )


def steps() -> list[DemoStep]:
    """This app's part of the demonstration."""
    return [DemoStep(order=10, run=seed_institution)]
