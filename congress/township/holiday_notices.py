"""Reading the text of the yearly notice on days off.

What the State Council's notices since 2016 say, and all that is read of them:

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
    清明节：4月4日放假，与周末连休。       劳动节：5月1日放假，5月2日（星期一）补休。
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from congress.common.working_days import weekday_name
from congress.township.holiday_rows import HolidayRow, add_worked

_ONE_DAY = dt.timedelta(days=1)

_NUMBER = re.compile(r"国办发明电[〔\[(](\d{4})[〕\])]\s*(\d+)号")
_ITS_YEAR = re.compile(r"(\d{4})年(?:元旦|部分节假日)")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、])?([^\d:,。;]{1,30}):(.*)$")
_BRACKET = re.compile(r"\(([^()]*)\)")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:<([一二三四五六日])>)?")
_RANGE = re.compile(rf"{_DATE.pattern}(?:(?:至|到|[-—–~]+){_DATE.pattern})?")
_COUNT = re.compile(r"共(\d+)天")
_SIGNATURE = re.compile(r"^(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日$")


@dataclass
class Notice:
    """What was read: rows, the notice's number, and sentences about what doesn't fit."""

    rows: list[HolidayRow] = field(default_factory=list)
    source: str = ""
    problems: list[str] = field(default_factory=list)


def read_notice(text: str, year: int) -> Notice:
    """Read the text of the notice for ``year``. What can't be read is said, never guessed."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    notice = Notice()
    if (its_year := _ITS_YEAR.search(plain)) and int(its_year[1]) != year:
        notice.problems.append(f"这是{its_year[1]}年的通知，不是{year}年的，所以没有读入。")
        return notice
    if number := _NUMBER.search(plain):
        notice.source = f"国办发明电〔{number[1]}〕{number[2]}号"
    for line in plain.splitlines():
        if _ITS_YEAR.search(line) and not _HEADING.match(line):
            continue  # the title, and the sentence that names all the holidays
        _read_line(line, year, notice)
    if not notice.rows:
        notice.problems.append("没有读出放假安排。请把通知里从“一、元旦”起的各条粘贴进来。")
    return notice


def _read_line(line: str, year: int, notice: Notice) -> None:
    heading = _HEADING.match(line)
    if heading is None:
        if _DATE.search(line) and not _SIGNATURE.match(line):
            notice.problems.append(f"没有读懂，请自己填写：{line}")
        return
    name, text = heading[1], _BRACKET.sub(_only_weekday, heading[2])
    row = _Row(name, year, notice)
    for clause in re.split("[,。;]", text):
        row.read(clause)
    notice.rows += row.finished()


def _only_weekday(bracket: re.Match[str]) -> str:
    """(农历除夕、周二) → <二>"""
    weekday = _WEEKDAY.search(bracket[1])
    return f"<{weekday[1].replace('天', '日')}>" if weekday else ""


class _Row:
    """One holiday while its sentences are read; months and years left out follow the last ones."""

    def __init__(self, name: str, year: int, notice: Notice) -> None:
        self.name, self.year, self.notice = name, year, notice
        self.ranges: list[tuple[dt.date, dt.date]] = []
        self.worked: list[dt.date] = []
        self._month = 0
        self._year = year

    def read(self, clause: str) -> None:
        """Take in one clause: days off, days worked, or how many there are."""
        self._year = self.year
        counted = _COUNT.search(clause)
        if re.search("放假|补休", clause) and _DATE.search(clause):
            self.ranges += list(self._spans(clause))
        elif clause.endswith("上班") and _DATE.search(clause):
            for first, last in self._spans(clause):
                self.worked += [first] if first == last else [first, last]
        elif counted and self.ranges:
            first, last = self.ranges[-1]
            if (last - first).days + 1 != int(counted[1]):
                self._complain(f"写的是共{counted[1]}天，日期是{(last - first).days + 1}天")
        elif _DATE.search(clause):
            self._complain(f"没有计入“{re.sub('<.>', '', clause)}”")

    def _spans(self, clause: str) -> Iterator[tuple[dt.date, dt.date]]:
        for found in _RANGE.finditer(clause):
            first = self._date(*found.groups()[:4])
            last = self._date(*found.groups()[4:]) if found[7] else first
            if first and last:
                yield first, last

    def _date(self, year: str, month: str, day: str, weekday: str) -> dt.date | None:
        self._year = int(year) if year else self._year
        self._month = int(month) if month else self._month
        try:
            found = dt.date(self._year, self._month, int(day))
        except ValueError:
            self._complain(f"没有{self._month}月{day}日这一天")
            return None
        if weekday and weekday_name(found)[-1] != weekday:
            said = f"{found.month}月{found.day}日写的是星期{weekday}"
            self._complain(f"{said}，{found.year}年的这一天是{weekday_name(found)}")
        return found

    def _complain(self, what: str) -> None:
        self.notice.problems.append(f"{self.name}：{what}。")

    def finished(self) -> list[HolidayRow]:
        """The rows: a holiday whose days off follow each other is one."""
        joined: list[tuple[dt.date, dt.date]] = []
        for first, last in sorted(self.ranges):
            if joined and first - joined[-1][1] <= _ONE_DAY:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        rows = [HolidayRow(self.name, first, last) for first, last in joined]
        for day in sorted(set(self.worked)):
            add_worked(rows, day, self.name)
        return rows
