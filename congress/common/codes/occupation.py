"""What a deputy lives from, in the classes of the structure chart."""

from django.db.models import TextChoices


class OccupationClass(TextChoices):
    """Class of occupation in the structure of deputies: the portal's own, as towns report it."""

    FARMER = "farmer", "农民（含种养大户）"
    WORKER = "worker", "工人"
    VILLAGE_CADRE = "village_cadre", "村（社区）干部"
    OFFICIAL = "official", "机关事业单位干部"
    ENTERPRISE = "enterprise", "企业负责人"
    SELF_EMPLOYED = "self_employed", "个体工商户"
    PROFESSIONAL = "professional", "专业技术人员"
    VETERAN = "veteran", "退役军人"
    OTHER = "other", "其他"
    BLANK = "blank", "未填"


# The first line with a word that stands in the text decides, so the order matters: 村医 is a
# doctor, 村党支部书记、合作社理事长 a village cadre, 养殖公司董事长 runs an enterprise.
_PROFESSIONAL = "教师 老师 医生 医师 护士 护师 村医 药师 技师 工程师 农艺师 技术员 兽医 律师 会计"
_VILLAGE = (
    "村党 村支部 村支书 支部书记 村民委员会 村委 村主任 村书记 居民委员会 居委 社区 网格 妇联主任 "
    "村干部 村民小组 村会计 村监"
)
_ENTERPRISE = "企业 公司 董事 经理 厂长 法人 理事长 合作社 老板"
_OFFICIAL = (
    "干部 机关 公务员 人大 政府 党委 镇长 乡长 委员 书记 主席 局长 所长 站长 主任 院长 校长 园长 "
    "科员 民警 法庭 武装部"
)
_FARMER = "农民 种植 养殖 务农 村民 农户 渔民 大户 农场 牧民 果农 茶农"
_WORDS = (
    (OccupationClass.PROFESSIONAL, _PROFESSIONAL),
    (OccupationClass.VILLAGE_CADRE, _VILLAGE),
    (OccupationClass.ENTERPRISE, _ENTERPRISE),
    (OccupationClass.OFFICIAL, _OFFICIAL),
    (OccupationClass.SELF_EMPLOYED, "个体 工商户 经营户 店主 经商 商户"),
    (OccupationClass.FARMER, _FARMER),
    (OccupationClass.WORKER, "工人 职工 务工 员工 司机 电工 打工"),
    (OccupationClass.VETERAN, "退役 退伍 复员 转业"),
)

_BEFORE_ALL = {
    "农民工": OccupationClass.WORKER,
    "村会计": OccupationClass.VILLAGE_CADRE,
    "村民": OccupationClass.FARMER,
}


def occupation_class_of(post: str | None) -> OccupationClass:
    """A guess at the class from the text of 现任职务; the office may correct it."""
    post = "".join((post or "").split())
    if not post:
        return OccupationClass.BLANK
    if post in _BEFORE_ALL:
        return _BEFORE_ALL[post]
    for occupation, words in _WORDS:
        if any(word in post for word in words.split()):
            return occupation
    return OccupationClass.OTHER
