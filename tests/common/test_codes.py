import openpyxl
import pytest

from congress.common.codes import (
    Education,
    EducationBand,
    EthnicGroup,
    OccupationClass,
    PoliticalStatus,
    Sex,
    education_band,
    education_short,
    match_code,
    occupation_class_of,
)
from tests.common.samples import DATA


def test_ethnic_group_has_the_56_and_two_more():
    assert len(EthnicGroup) == 58
    assert EthnicGroup("01").label == "汉族"
    assert EthnicGroup("15").label == "土家族"
    assert EthnicGroup("56").label == "基诺族"
    assert {"97", "98"} <= set(EthnicGroup.values)


def test_education_is_the_list_of_2006():
    assert len(Education) == 40
    assert not {"50", "91", "99"} & set(Education.values)


@pytest.mark.parametrize(
    ("choices", "text", "code"),
    [
        (Sex, "男", Sex.MALE),
        (Sex, " 女 ", Sex.FEMALE),
        (Sex, "男性", Sex.MALE),
        (EthnicGroup, "汉", EthnicGroup.HAN),
        (EthnicGroup, "汉族", EthnicGroup.HAN),
        (EthnicGroup, "回 族", EthnicGroup.HUI),
        (EthnicGroup, "维吾尔", EthnicGroup.UYGHUR),
        (EthnicGroup, "01", EthnicGroup.HAN),
        (Education, "初中", Education.JUNIOR_SECONDARY),
        (Education, "初中毕业", Education.JUNIOR_GRADUATED),
        (Education, "高中", Education.SENIOR_SECONDARY),
        (Education, "大专", Education.JUNIOR_COLLEGE),
        (Education, "大学专科", Education.JUNIOR_COLLEGE),
        (Education, "大专（在职）", Education.JUNIOR_COLLEGE),
        (Education, "大学", Education.UNDERGRADUATE),
        (Education, "本科学历", Education.UNDERGRADUATE),
        (Education, "中专", Education.SECONDARY_SPECIALISED_GRADUATED),
        (Education, "职高", Education.VOCATIONAL_SENIOR_GRADUATED),
        (Education, "小学文化", Education.PRIMARY),
        (PoliticalStatus, "党员", PoliticalStatus.PARTY_MEMBER),
        (PoliticalStatus, "预备党员", PoliticalStatus.PROBATIONARY_PARTY_MEMBER),
        (PoliticalStatus, "团员", PoliticalStatus.YOUTH_LEAGUE_MEMBER),
        (PoliticalStatus, "民盟", PoliticalStatus.DEMOCRATIC_LEAGUE),
        (PoliticalStatus, "无党派", PoliticalStatus.NO_PARTY),
        (PoliticalStatus, "群众", PoliticalStatus.MASSES),
    ],
)
def test_match_code_knows_what_clerks_write(choices, text, code):
    assert match_code(choices, text) == code


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        (Sex, "先生"),
        (EthnicGroup, "火星族"),
        (EthnicGroup, "族"),
        (Education, "学历"),
        (Sex, "😀"),
        (Sex, ""),
        (Sex, None),
        (PoliticalStatus, "党"),
        (EthnicGroup, "=1"),
    ],
)
def test_match_code_does_not_guess(choices, text):
    assert match_code(choices, text) is None


def test_match_code_knows_every_label():
    for choices in (Sex, EthnicGroup, Education, PoliticalStatus):
        assert [match_code(choices, label) for label in choices.labels] == choices.values


@pytest.mark.parametrize(
    ("code", "band", "short"),
    [
        (Education.MASTER_GRADUATED, EducationBand.COLLEGE, "研究生"),
        (Education.UNDERGRADUATE, EducationBand.COLLEGE, "本科"),
        (Education.COLLEGE_UNFINISHED, EducationBand.COLLEGE, "大专"),
        (Education.SECONDARY_SPECIALISED_GRADUATED, EducationBand.SECONDARY, "中专"),
        (Education.VOCATIONAL_SENIOR_GRADUATED, EducationBand.SECONDARY, "职高"),
        (Education.SENIOR_SECONDARY, EducationBand.SECONDARY, "高中"),
        (Education.JUNIOR_GRADUATED, EducationBand.JUNIOR, "初中"),
        (Education.PRIMARY, EducationBand.PRIMARY_OR_OTHER, "小学"),
        (Education.OTHER, EducationBand.PRIMARY_OR_OTHER, "其他"),
        ("", EducationBand.BLANK, ""),
        (None, EducationBand.BLANK, ""),
    ],
)
def test_education_band_and_short_word(code, band, short):
    assert education_band(code) == band
    assert education_short(code) == short


@pytest.mark.parametrize(
    ("post", "occupation"),
    [
        ("农民", OccupationClass.FARMER),
        ("种植大户", OccupationClass.FARMER),
        ("养殖户", OccupationClass.FARMER),
        ("村民", OccupationClass.FARMER),
        ("工人", OccupationClass.WORKER),
        ("农民工", OccupationClass.WORKER),
        ("沙湖村村民委员会主任", OccupationClass.VILLAGE_CADRE),
        ("南湾村村党支部书记", OccupationClass.VILLAGE_CADRE),
        ("社区网格员", OccupationClass.VILLAGE_CADRE),
        ("村党支部书记、合作社理事长", OccupationClass.VILLAGE_CADRE),
        ("镇干部", OccupationClass.OFFICIAL),
        ("镇人大副主席", OccupationClass.OFFICIAL),
        ("福利院院长", OccupationClass.OFFICIAL),
        ("企业负责人", OccupationClass.ENTERPRISE),
        ("养殖公司董事长", OccupationClass.ENTERPRISE),
        ("个体工商户", OccupationClass.SELF_EMPLOYED),
        ("教师", OccupationClass.PROFESSIONAL),
        ("村医", OccupationClass.PROFESSIONAL),
        ("退役军人", OccupationClass.VETERAN),
        ("诗人", OccupationClass.OTHER),
        ("　", OccupationClass.BLANK),
        (None, OccupationClass.BLANK),
    ],
)
def test_occupation_class_of_post(post, occupation):
    assert occupation_class_of(post) == occupation


def test_every_code_and_post_of_the_sample_roster_is_recognised():
    worksheet = openpyxl.load_workbook(DATA / "roster.xlsx").active
    for row in worksheet.iter_rows(min_row=4, max_row=83, values_only=True):
        assert match_code(Sex, row[2])
        assert match_code(EthnicGroup, row[3])
        assert match_code(Education, row[5]) or row[5] is None
        assert match_code(PoliticalStatus, row[6])
        assert occupation_class_of(row[7]) not in (OccupationClass.OTHER, OccupationClass.BLANK)
