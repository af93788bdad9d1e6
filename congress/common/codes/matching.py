"""What clerks write, and which code they mean by it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from django.db.models import TextChoices

from .education import Education as E
from .ethnic import EthnicGroup as G
from .political import PoliticalStatus as P
from .sex import Sex as S

_SYNONYMS: dict[type[TextChoices], dict[str, str]] = {
    S: {
        "男性": S.MALE,
        "女性": S.FEMALE,
        "不详": S.UNKNOWN,
    },
    G: {
        "蒙族": G.MONGOL,
        "维族": G.UYGHUR,
        "维吾尔": G.UYGHUR,
        "哈族": G.KAZAKH,
        "柯族": G.KIRGIZ,
        "鲜族": G.KOREAN,
        "佧佤族": G.VA,
        "仲家": G.BUYEI,
        "毛难族": G.MAONAN,
        "崩龙族": G.DEANG,
        "其他民族": G.OTHER,
        "其它": G.OTHER,
        "穿青人": G.OTHER,
        "外国血统": G.FOREIGN_DESCENT,
    },
    P: {
        "中共": P.PARTY_MEMBER,
        "党员": P.PARTY_MEMBER,
        "共产党员": P.PARTY_MEMBER,
        "中国共产党党员": P.PARTY_MEMBER,
        "中共正式党员": P.PARTY_MEMBER,
        "正式党员": P.PARTY_MEMBER,
        "预备党员": P.PROBATIONARY_PARTY_MEMBER,
        "中国共产党预备党员": P.PROBATIONARY_PARTY_MEMBER,
        "团员": P.YOUTH_LEAGUE_MEMBER,
        "共青团": P.YOUTH_LEAGUE_MEMBER,
        "民革": P.REVOLUTIONARY_COMMITTEE,
        "民革会员": P.REVOLUTIONARY_COMMITTEE,
        "民革成员": P.REVOLUTIONARY_COMMITTEE,
        "民盟": P.DEMOCRATIC_LEAGUE,
        "民盟成员": P.DEMOCRATIC_LEAGUE,
        "民建": P.NATIONAL_CONSTRUCTION,
        "民建成员": P.NATIONAL_CONSTRUCTION,
        "民进": P.PROMOTING_DEMOCRACY,
        "民进成员": P.PROMOTING_DEMOCRACY,
        "农工党": P.PEASANTS_AND_WORKERS,
        "农工": P.PEASANTS_AND_WORKERS,
        "农工民主党": P.PEASANTS_AND_WORKERS,
        "致公党": P.ZHI_GONG,
        "九三": P.JIU_SAN,
        "九三学社": P.JIU_SAN,
        "九三社员": P.JIU_SAN,
        "台盟": P.TAIWAN_LEAGUE,
        "无党派": P.NO_PARTY,
        "无党派民主人士": P.NO_PARTY,
        "普通群众": P.MASSES,
        "公民": P.MASSES,
    },
    # A level alone (初中) is the level's own code: it doesn't say how the school ended. A school
    # that has no code of its own but by how it ended (中专) counts as finished.
    E: {
        "研究生": E.POSTGRADUATE,
        "研究生学历": E.POSTGRADUATE,
        "研究生毕业": E.POSTGRADUATE,
        "在职研究生": E.POSTGRADUATE,
        "博士": E.DOCTORATE_GRADUATED,
        "博士研究生": E.DOCTORATE_GRADUATED,
        "硕士": E.MASTER_GRADUATED,
        "硕士研究生": E.MASTER_GRADUATED,
        "研究生班": E.POSTGRADUATE_CLASS_GRADUATED,
        "大学": E.UNDERGRADUATE,
        "本科": E.UNDERGRADUATE,
        "大学本科": E.UNDERGRADUATE,
        "在职本科": E.UNDERGRADUATE,
        "大本": E.UNDERGRADUATE,
        "学士": E.BACHELOR_GRADUATED,
        "本科毕业": E.BACHELOR_GRADUATED,
        "大学毕业": E.BACHELOR_GRADUATED,
        "大学普通班": E.REGULAR_CLASS_GRADUATED,
        "大专": E.JUNIOR_COLLEGE,
        "专科": E.JUNIOR_COLLEGE,
        "大学专科": E.JUNIOR_COLLEGE,
        "在职大专": E.JUNIOR_COLLEGE,
        "高职": E.JUNIOR_COLLEGE,
        "高等职业教育": E.JUNIOR_COLLEGE,
        "大专毕业": E.COLLEGE_GRADUATED,
        "专科毕业": E.COLLEGE_GRADUATED,
        "中职": E.SECONDARY_VOCATIONAL,
        "中等职业": E.SECONDARY_VOCATIONAL,
        "中专": E.SECONDARY_SPECIALISED_GRADUATED,
        "中等专科": E.SECONDARY_SPECIALISED_GRADUATED,
        "中等专业学校": E.SECONDARY_SPECIALISED_GRADUATED,
        "中师": E.SECONDARY_SPECIALISED_GRADUATED,
        "中专毕业": E.SECONDARY_SPECIALISED_GRADUATED,
        "职业高中": E.VOCATIONAL_SENIOR_GRADUATED,
        "职高": E.VOCATIONAL_SENIOR_GRADUATED,
        "职高毕业": E.VOCATIONAL_SENIOR_GRADUATED,
        "技校": E.TECHNICAL_SCHOOL_GRADUATED,
        "技工学校": E.TECHNICAL_SCHOOL_GRADUATED,
        "技校毕业": E.TECHNICAL_SCHOOL_GRADUATED,
        "高中": E.SENIOR_SECONDARY,
        "普通高中": E.SENIOR_SECONDARY,
        "高级中学": E.SENIOR_SECONDARY,
        "高中毕业": E.SENIOR_GRADUATED,
        "高中肄业": E.SENIOR_UNFINISHED,
        "初中": E.JUNIOR_SECONDARY,
        "初级中学": E.JUNIOR_SECONDARY,
        "小学": E.PRIMARY,
        "其它": E.OTHER,
        "文盲": E.OTHER,
        "半文盲": E.OTHER,
        "初小": E.PRIMARY_UNFINISHED,
        "高小": E.PRIMARY_GRADUATED,
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
        if choices is G and choice.label.endswith("族"):
            table[_key(choice.label.removesuffix("族"))] = choice.value
    for word, value in _SYNONYMS.get(choices, {}).items():
        table[_key(word)] = str(value)
    return table


def _key(text: str) -> str:
    """Spaces, brackets and punctuation are layout here."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum()).upper()
