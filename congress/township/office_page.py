"""What the institution itself gives to the back office's first page."""

import datetime as dt

from congress.common.office_page import list_address
from congress.common.registry import FirstStep, OfficeLine
from congress.township.models import CongressTerm, TownSettings, Township
from congress.township.working_days import working_calendar

_NOTICE_IS_OUT_FROM = 11  # the month in which next year's notice has been out in most years


def check_lines(day: dt.date) -> list[OfficeLine]:
    """Years whose days off should be known by now and aren't."""
    expected = [day.year, day.year + 1] if day.month >= _NOTICE_IS_OUT_FROM else [day.year]
    known = working_calendar().years
    missing = [year for year in expected if year not in known]
    url = list_address("township_calendar_year", year=str(missing[0])) if missing else ""
    names = tuple(f"{year}年" for year in missing)
    return [OfficeLine(70, "还没有录入放假安排", len(missing), url, "年", "check", names)]


def steps() -> list[FirstStep]:
    """The town, its term, and the deputies made public."""
    return [
        FirstStep(
            10,
            "填写镇情",
            "乡镇名称、所属县市和基本数字。名称会用在所有页面和文件上。",
            list_address("setup_profile"),
            Township.objects.exists(),
        ),
        FirstStep(
            20,
            "建立本届",
            "第几届、任期、确定的代表名额。",
            list_address("setup_term"),
            CongressTerm.objects.exists(),
        ),
        FirstStep(
            60,
            "公开代表名册",
            "在“本镇设置”里勾选以后，群众才看得到代表和主席团。",
            list_address("township_townsettings_changelist"),
            TownSettings.load().publishes_deputies,
        ),
    ]
