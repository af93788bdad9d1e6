"""What clerks write, and which code they mean by it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from django.db.models import TextChoices

from .education import Education
from .ethnic import EthnicGroup
from .political import PoliticalStatus
from .sex import Sex

_SYNONYMS: dict[type[TextChoices], dict[str, str]] = {
    Sex: {
        "男性": Sex.MALE,
        "女性": Sex.FEMALE,
        "不详": Sex.UNKNOWN,
    },
    EthnicGroup: {
        "蒙族": EthnicGroup.MONGOL,
        "维族": EthnicGroup.UYGHUR,
        "维吾尔": EthnicGroup.UYGHUR,
        "哈族": EthnicGroup.KAZAKH,
        "柯族": EthnicGroup.KIRGIZ,
        "鲜族": EthnicGroup.KOREAN,
        "佧佤族": EthnicGroup.VA,
        "仲家": EthnicGroup.BUYEI,
        "毛难族": EthnicGroup.MAONAN,
        "崩龙族": EthnicGroup.DEANG,
        "其他民族": EthnicGroup.OTHER,
        "其它": EthnicGroup.OTHER,
        "穿青人": EthnicGroup.OTHER,
        "外国血统": EthnicGroup.FOREIGN_DESCENT,
    },
    PoliticalStatus: {
        "中共": PoliticalStatus.PARTY_MEMBER,
        "党员": PoliticalStatus.PARTY_MEMBER,
        "共产党员": PoliticalStatus.PARTY_MEMBER,
        "中国共产党党员": PoliticalStatus.PARTY_MEMBER,
        "中共正式党员": PoliticalStatus.PARTY_MEMBER,
        "正式党员": PoliticalStatus.PARTY_MEMBER,
        "预备党员": PoliticalStatus.PROBATIONARY_PARTY_MEMBER,
        "中国共产党预备党员": PoliticalStatus.PROBATIONARY_PARTY_MEMBER,
        "团员": PoliticalStatus.YOUTH_LEAGUE_MEMBER,
        "共青团": PoliticalStatus.YOUTH_LEAGUE_MEMBER,
        "民革": PoliticalStatus.REVOLUTIONARY_COMMITTEE,
        "民革会员": PoliticalStatus.REVOLUTIONARY_COMMITTEE,
        "民革成员": PoliticalStatus.REVOLUTIONARY_COMMITTEE,
        "民盟": PoliticalStatus.DEMOCRATIC_LEAGUE,
        "民盟成员": PoliticalStatus.DEMOCRATIC_LEAGUE,
        "民建": PoliticalStatus.NATIONAL_CONSTRUCTION,
        "民建成员": PoliticalStatus.NATIONAL_CONSTRUCTION,
        "民进": PoliticalStatus.PROMOTING_DEMOCRACY,
        "民进成员": PoliticalStatus.PROMOTING_DEMOCRACY,
        "农工党": PoliticalStatus.PEASANTS_AND_WORKERS,
        "农工": PoliticalStatus.PEASANTS_AND_WORKERS,
        "农工民主党": PoliticalStatus.PEASANTS_AND_WORKERS,
        "致公党": PoliticalStatus.ZHI_GONG,
        "九三": PoliticalStatus.JIU_SAN,
        "九三学社": PoliticalStatus.JIU_SAN,
        "九三社员": PoliticalStatus.JIU_SAN,
        "台盟": PoliticalStatus.TAIWAN_LEAGUE,
        "无党派": PoliticalStatus.NO_PARTY,
        "无党派民主人士": PoliticalStatus.NO_PARTY,
        "普通群众": PoliticalStatus.MASSES,
        "公民": PoliticalStatus.MASSES,
    },
    # A level alone (初中) is the level's own code: it doesn't say how the school ended. A school
    # that has no code of its own but by how it ended (中专) counts as finished.
    Education: {
        "研究生": Education.POSTGRADUATE,
        "研究生学历": Education.POSTGRADUATE,
        "研究生毕业": Education.POSTGRADUATE,
        "在职研究生": Education.POSTGRADUATE,
        "博士": Education.DOCTORATE_GRADUATED,
        "博士研究生": Education.DOCTORATE_GRADUATED,
        "硕士": Education.MASTER_GRADUATED,
        "硕士研究生": Education.MASTER_GRADUATED,
        "研究生班": Education.POSTGRADUATE_CLASS_GRADUATED,
        "大学": Education.UNDERGRADUATE,
        "本科": Education.UNDERGRADUATE,
        "大学本科": Education.UNDERGRADUATE,
        "在职本科": Education.UNDERGRADUATE,
        "大本": Education.UNDERGRADUATE,
        "学士": Education.BACHELOR_GRADUATED,
        "本科毕业": Education.BACHELOR_GRADUATED,
        "大学毕业": Education.BACHELOR_GRADUATED,
        "大学普通班": Education.REGULAR_CLASS_GRADUATED,
        "大专": Education.JUNIOR_COLLEGE,
        "专科": Education.JUNIOR_COLLEGE,
        "大学专科": Education.JUNIOR_COLLEGE,
        "在职大专": Education.JUNIOR_COLLEGE,
        "高职": Education.JUNIOR_COLLEGE,
        "高等职业教育": Education.JUNIOR_COLLEGE,
        "大专毕业": Education.COLLEGE_GRADUATED,
        "专科毕业": Education.COLLEGE_GRADUATED,
        "中职": Education.SECONDARY_VOCATIONAL,
        "中等职业": Education.SECONDARY_VOCATIONAL,
        "中专": Education.SECONDARY_SPECIALISED_GRADUATED,
        "中等专科": Education.SECONDARY_SPECIALISED_GRADUATED,
        "中等专业学校": Education.SECONDARY_SPECIALISED_GRADUATED,
        "中师": Education.SECONDARY_SPECIALISED_GRADUATED,
        "中专毕业": Education.SECONDARY_SPECIALISED_GRADUATED,
        "职业高中": Education.VOCATIONAL_SENIOR_GRADUATED,
        "职高": Education.VOCATIONAL_SENIOR_GRADUATED,
        "职高毕业": Education.VOCATIONAL_SENIOR_GRADUATED,
        "技校": Education.TECHNICAL_SCHOOL_GRADUATED,
        "技工学校": Education.TECHNICAL_SCHOOL_GRADUATED,
        "技校毕业": Education.TECHNICAL_SCHOOL_GRADUATED,
        "高中": Education.SENIOR_SECONDARY,
        "普通高中": Education.SENIOR_SECONDARY,
        "高级中学": Education.SENIOR_SECONDARY,
        "高中毕业": Education.SENIOR_GRADUATED,
        "高中肄业": Education.SENIOR_UNFINISHED,
        "初中": Education.JUNIOR_SECONDARY,
        "初级中学": Education.JUNIOR_SECONDARY,
        "小学": Education.PRIMARY,
        "其它": Education.OTHER,
        "文盲": Education.OTHER,
        "半文盲": Education.OTHER,
        "初小": Education.PRIMARY_UNFINISHED,
        "高小": Education.PRIMARY_GRADUATED,
    },
}

_ENDINGS = ("文化程度", "文化", "学历", "程度", "教育")


def match_code(choices: type[TextChoices], text: str | None) -> str | None:
    """The value of ``choices`` that a clerk meant by ``text``, or None if that can't be told.

    Knows the label, the code itself as it is printed in the standard, and the usual synonyms.
    """
    table = _table(choices)
    return next((table[key] for key in _spellings(text or "") if key in table), None)


def _spellings(text: str) -> Iterator[str]:
    """From what was written to what it may be shortened to: 大专学历（在职） to 大专."""
    yield _key(text)
    bare = _key(re.sub(r"[（(].*?[)）]", "", text))
    yield bare
    for ending in _ENDINGS:
        yield bare.removesuffix(ending)


@cache
def _table(choices: type[TextChoices]) -> dict[str, str]:
    table: dict[str, str] = {}
    for choice in choices:
        table[_key(choice.label)] = choice.value
        table[choice.value.upper()] = choice.value
        if choices is EthnicGroup and choice.label.endswith("族"):
            table[_key(choice.label.removesuffix("族"))] = choice.value
    for word, value in _SYNONYMS.get(choices, {}).items():
        table[_key(word)] = str(value)
    return table


def _key(text: str) -> str:
    """Spaces, brackets and punctuation are layout here."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum()).upper()
