"""Reading the State Council's yearly notices, as they are pasted."""

import datetime as dt

import pytest

from congress.common.working_days import notice_year, published
from congress.township.holiday_notices import read_notice
from congress.township.holiday_rows import (
    HolidayRow,
    marked_days,
    problems_of,
    rows_of,
    unnamed_festivals,
)

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
国务院办公厅
2025年11月4日
"""
NOTICE_2023 = """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。"""
NOTICE_2019 = """
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。"""


def kinds(marks, year):
    return {day: mark.kind for day, mark in marks.items() if notice_year(day) == year}


@pytest.mark.parametrize(("text", "year"), [(NOTICE_2026, 2026), (NOTICE_2023, 2023)])
def test_notice_is_read_as_it_was_meant(text, year):
    notice = read_notice(text, year)
    assert notice.problems == []
    assert kinds(marked_days(notice.rows), year) == kinds(published().days, year)
    assert problems_of(notice.rows, year) == []
    assert unnamed_festivals(notice.rows) == []


def test_number_of_the_notice_is_taken_over():
    assert read_notice(NOTICE_2026, 2026).source == "国办发明电〔2025〕7号"


def test_new_year_reaches_back_into_december():
    rows = read_notice(NOTICE_2019, 2019).rows
    assert rows[0] == HolidayRow(
        "元旦", dt.date(2018, 12, 30), dt.date(2019, 1, 1), (dt.date(2018, 12, 29),)
    )
    assert rows[2] == HolidayRow("清明节", dt.date(2019, 4, 5), dt.date(2019, 4, 5))


def test_day_made_up_for_belongs_to_the_holiday():
    (row,) = read_notice("劳动节：5月1日放假，5月2日（星期一）补休。", 2016).rows
    assert (row.off_from, row.off_to) == (dt.date(2016, 5, 1), dt.date(2016, 5, 2))


def test_advice_is_no_day_off():
    text = (
        "二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。"
        "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"
    )
    (row,) = read_notice(text, 2024).rows
    assert row.off_from == dt.date(2024, 2, 10)
    assert dt.date(2024, 2, 9) not in row.worked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("国庆节：10月1日（周五）至7日放假。", "10月1日写的是星期五，2026年的这一天是星期四"),
        ("国庆节：10月1日至7日放假调休，共8天。", "写的是共8天，日期是7天"),
        ("国庆节：10月1日至7日放假。10月32日上班。", "没有10月32日这一天"),
        ("国庆节：10月1日至7日放假。10月10日照常。", "没有计入“10月10日照常”"),
        ("另外10月8日也放假", "没有读懂，请自己填写：另外10月8日也放假"),
        ("请各单位安排好值班。", "没有读出放假安排"),
        (NOTICE_2026.replace("2026年", "2027年"), "这是2027年的通知，不是2026年的"),
    ],
)
def test_what_does_not_fit_is_said(text, said):
    assert any(said in problem for problem in read_notice(text, 2026).problems)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (HolidayRow("元旦", dt.date(2026, 1, 3), dt.date(2026, 1, 1)), "最后一天在第一天之前"),
        (HolidayRow("春节", dt.date(2026, 2, 1), dt.date(2026, 2, 28)), "放假超过16天"),
        (HolidayRow("春节", dt.date(2025, 2, 1), dt.date(2025, 2, 2)), "不属于2026年的安排"),
        (HolidayRow("春节", worked=(dt.date(2026, 2, 26),)), "2月26日是星期四，本来就上班"),
        (HolidayRow("国庆节", dt.date(2026, 1, 1), dt.date(2026, 1, 2)), "1月1日写了两次"),
        (HolidayRow("补班", worked=(dt.date(2026, 10, 3),)), "10月3日既放假又上班"),
    ],
)
def test_arrangement_that_can_not_be_is_refused_in_words(row, said):
    rows = [*read_notice(NOTICE_2026, 2026).rows, row]
    assert any(said in problem for problem in problems_of(rows, 2026))


def test_arrangement_without_the_fixed_holidays_is_incomplete():
    (problem,) = problems_of([HolidayRow("元旦", dt.date(2026, 1, 1))], 2026)
    assert problem == "还不完整：5月1日、10月1日是法定节假日，没有写进来。"


def test_rows_give_the_same_days_back():
    marks = marked_days(read_notice(NOTICE_2026, 2026).rows)
    assert marked_days(rows_of(marks)) == marks
