"""Where a project stands: three shares, arrears, lateness, and the sentence."""

import datetime as dt
from decimal import Decimal

import pytest

from congress.common.partial_dates import PartialDate
from supervision import standing
from supervision.models import SupervisionProject

DAY = dt.date(2026, 5, 9)


def row(**values):
    """A project in hand, not stored: 镇水利站's 复元闸, 12 of 30万元 there."""
    told = {
        "name": "复元闸",
        "starts_on": PartialDate(2026, 2),
        "planned_end": PartialDate(2026, 5, 28),
        "percent": 60,
        "planned_total": Decimal(300000),
        "arrived_total": Decimal(120000),
        "arrears_due_on": dt.date(2026, 3, 31),
    }
    return SupervisionProject(**{**told, **values})


def test_says_the_whole_sentence():
    said = standing.sentence(row(), DAY, lead="镇水利站", due=PartialDate(2026, 3))
    assert said == (
        "镇水利站负责，进度60%，时间已过83%，到位12万元/30万元，"
        "尚有18万元未到位，应到日期2026年3月，已39天"
    )


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ({}, 83),
        ({"starts_on": PartialDate(2026, 5, 9), "planned_end": PartialDate(2026, 5, 9)}, 100),
        ({"starts_on": PartialDate(2026, 5, 10)}, 0),
        ({"starts_on": PartialDate(2026, 5), "planned_end": PartialDate(2026, 5)}, 29),
        ({"planned_end": PartialDate(2026, 4)}, 100),
        ({"planned_end": PartialDate(2025)}, None),
        ({"starts_on": None}, None),
        ({"planned_end": None}, None),
        # It stands still on the day of completion, and of stopping.
        ({"finished_on": PartialDate(2026, 4, 10)}, 58),
        ({"stopped_on": dt.date(2026, 4, 10)}, 58),
    ],
)
def test_share_of_time(values, share):
    assert standing.time_percent(row(**values), DAY) == share


@pytest.mark.parametrize(
    ("planned", "arrived", "share", "owed"),
    [
        ("300000", "120000", 40, "180000"),
        ("300000", "299999.99", 99, "0.01"),
        ("300000", "310000", 100, "0"),
        ("0", "0", None, "0"),
        (None, "5000", None, "0"),
    ],
)
def test_share_of_money_and_arrears(planned, arrived, share, owed):
    planned = None if planned is None else Decimal(planned)
    project = row(planned_total=planned, arrived_total=Decimal(arrived))
    assert standing.money_percent(project) == share
    assert standing.arrears(project) == Decimal(owed)


def test_stopped_project_is_owed_nothing_and_never_late():
    project = row(stopped_on=dt.date(2026, 5, 1), planned_end=PartialDate(2026, 4))
    assert standing.arrears(project) == 0
    assert standing.arrears_days(project, DAY) == 0
    assert standing.late_days(project, DAY) == 0
    said = standing.sentence(project, DAY)
    assert said == "2026年5月1日终止监督，进度60%，到位12万元/30万元"


@pytest.mark.parametrize(
    ("end", "days"),
    [(PartialDate(2026, 4), 9), (PartialDate(2026, 5), 0), (PartialDate(2026), 0), (None, 0)],
)
def test_late_from_the_day_after_the_last_it_may_mean(end, days):
    assert standing.late_days(row(planned_end=end), DAY) == days


def test_days_of_arrears_begin_after_the_due_day():
    assert standing.arrears_days(row(arrears_due_on=DAY), DAY) == 0
    assert standing.arrears_days(row(arrears_due_on=dt.date(2026, 5, 8)), DAY) == 1
    assert standing.arrears_days(row(arrears_due_on=None), DAY) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"planned_end": PartialDate(2026, 4), "arrears_due_on": None},
            (
                "进度60%，计划2026年4月完工，已晚9天，到位12万元/30万元，"
                "尚有18万元未到位，应到日期未载"
            ),
        ),
        (
            {"starts_on": PartialDate(2026, 6), "percent": None, "planned_total": None},
            "进度未载，计划2026年6月开工，到位12万元，计划投入未载",
        ),
        (
            {"starts_on": None, "planned_end": None, "arrived_total": Decimal(300000)},
            "进度60%，工期未载，到位30万元/30万元",
        ),
        (
            {"arrears_due_on": dt.date(2026, 6, 30)},
            "进度60%，时间已过83%，到位12万元/30万元，尚有18万元未到位，应到日期2026年6月30日",
        ),
        (
            {"finished_on": PartialDate(2026, 4), "planned_total": None, "arrived_total": 0},
            "2026年4月完工，还没有验收，资金未载",
        ),
        (
            {
                "finished_on": PartialDate(2026, 4),
                "accepted_on": PartialDate(2026, 5, 6),
                "arrived_total": Decimal(300000),
            },
            "2026年4月完工，2026年5月6日验收，到位30万元/30万元",
        ),
    ],
)
def test_sentence_says_what_is_known(values, said):
    assert standing.sentence(row(**values), DAY) == said


def test_three_shares_for_the_bars():
    bars = [(share.label, share.percent_in_words) for share in standing.shares(row(), DAY)]
    assert bars == [("时间", "83%"), ("进度", "60%"), ("资金", "40%")]
    unknown = row(starts_on=None, percent=None, planned_total=None)
    assert [share.percent_in_words for share in standing.shares(unknown, DAY)] == ["未载"] * 3
