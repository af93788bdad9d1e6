from django.db.models import TextChoices


class Education(TextChoices):
    """Level of education (学历, GB/T 4658-2006): the tens give the level, the ones how it ended."""

    POSTGRADUATE = "10", "研究生教育"
    DOCTORATE_GRADUATED = "11", "博士研究生毕业"
    DOCTORATE_COMPLETED = "12", "博士研究生结业"
    DOCTORATE_UNFINISHED = "13", "博士研究生肄业"
    MASTER_GRADUATED = "14", "硕士研究生毕业"
    MASTER_COMPLETED = "15", "硕士研究生结业"
    MASTER_UNFINISHED = "16", "硕士研究生肄业"
    POSTGRADUATE_CLASS_GRADUATED = "17", "研究生班毕业"
    POSTGRADUATE_CLASS_COMPLETED = "18", "研究生班结业"
    POSTGRADUATE_CLASS_UNFINISHED = "19", "研究生班肄业"
    UNDERGRADUATE = "20", "大学本科教育"
    BACHELOR_GRADUATED = "21", "大学本科毕业"
    BACHELOR_COMPLETED = "22", "大学本科结业"
    BACHELOR_UNFINISHED = "23", "大学本科肄业"
    REGULAR_CLASS_GRADUATED = "28", "大学普通班毕业"
    JUNIOR_COLLEGE = "30", "大学专科教育"
    COLLEGE_GRADUATED = "31", "大学专科毕业"
    COLLEGE_COMPLETED = "32", "大学专科结业"
    COLLEGE_UNFINISHED = "33", "大学专科肄业"
    SECONDARY_VOCATIONAL = "40", "中等职业教育"
    SECONDARY_SPECIALISED_GRADUATED = "41", "中等专科毕业"
    SECONDARY_SPECIALISED_COMPLETED = "42", "中等专科结业"
    SECONDARY_SPECIALISED_UNFINISHED = "43", "中等专科肄业"
    VOCATIONAL_SENIOR_GRADUATED = "44", "职业高中毕业"
    VOCATIONAL_SENIOR_COMPLETED = "45", "职业高中结业"
    VOCATIONAL_SENIOR_UNFINISHED = "46", "职业高中肄业"
    TECHNICAL_SCHOOL_GRADUATED = "47", "技工学校毕业"
    TECHNICAL_SCHOOL_COMPLETED = "48", "技工学校结业"
    TECHNICAL_SCHOOL_UNFINISHED = "49", "技工学校肄业"
    SENIOR_SECONDARY = "60", "普通高级中学教育"
    SENIOR_GRADUATED = "61", "普通高中毕业"
    SENIOR_COMPLETED = "62", "普通高中结业"
    SENIOR_UNFINISHED = "63", "普通高中肄业"
    JUNIOR_SECONDARY = "70", "初级中学教育"
    JUNIOR_GRADUATED = "71", "初中毕业"
    JUNIOR_UNFINISHED = "73", "初中肄业"
    PRIMARY = "80", "小学教育"
    PRIMARY_GRADUATED = "81", "小学毕业"
    PRIMARY_UNFINISHED = "83", "小学肄业"
    OTHER = "90", "其他"


class EducationBand(TextChoices):
    """Bands of the structure table of a township's deputies; they add up to all of them."""

    COLLEGE = "college", "大专以上"
    SECONDARY = "secondary", "中专及高中"
    JUNIOR = "junior", "初中"
    PRIMARY_OR_OTHER = "primary_or_other", "小学及以下、其他"
    BLANK = "blank", "未填"


_BANDS = {
    "1": EducationBand.COLLEGE,
    "2": EducationBand.COLLEGE,
    "3": EducationBand.COLLEGE,
    "4": EducationBand.SECONDARY,
    "6": EducationBand.SECONDARY,
    "7": EducationBand.JUNIOR,
}

# What a roster prints in its narrow column, where the standard's wording is too long.
_SHORT = {
    "1": "研究生",
    "2": "本科",
    "3": "大专",
    "40": "中专",
    "41": "中专",
    "42": "中专",
    "43": "中专",
    "44": "职高",
    "45": "职高",
    "46": "职高",
    "47": "技校",
    "48": "技校",
    "49": "技校",
    "6": "高中",
    "7": "初中",
    "8": "小学",
}


def education_band(code: str | None) -> EducationBand:
    """The band that a code of Education belongs to; none given is a band of its own."""
    if not code:
        return EducationBand.BLANK
    return _BANDS.get(code[0], EducationBand.PRIMARY_OR_OTHER)


def education_short(code: str | None) -> str:
    """研究生, 大专, 初中 …: as rosters and public pages write it; "" for none."""
    if not code:
        return ""
    return _SHORT.get(code) or _SHORT.get(code[0]) or Education.OTHER.label
