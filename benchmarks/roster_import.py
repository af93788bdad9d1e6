"""A roster of 10,000 rows, from the .xlsx file to the committed rows with their history.

Prints the time and the peak of memory beside their limits: 10 s and 300 MB. The file is made by a
process of its own, so that making it doesn't count.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 10_000
SECONDS = 10.0
MEGABYTES = 300.0

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_GIVEN = "春夏秋冬江河湖海山川田野松竹梅兰金木水火土文武明亮福禄寿喜安康宁静"
_HEADINGS = (
    "序号 姓名 性别 民族 出生年月 文化程度 政治面貌 现任职务（职业） 选区 所在村（社区） "
    "代表小组 联系电话 代表层级 备注"
)


def write_roster(path: Path) -> None:
    """Write an invented roster; no two rows have the same name and month of birth."""
    from openpyxl import Workbook

    # Not write-only: Excel, too, keeps its texts in one table, which is quicker to read.
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["代表名册"])
    sheet.append(_HEADINGS.split())
    for number in range(ROWS):
        sheet.append(_row(number))
    sheet.append(["合计", f"{ROWS}人"])
    workbook.save(path)


def _row(number: int) -> list[object]:
    rest, first = divmod(number, len(_SURNAMES))
    rest, second = divmod(rest, len(_GIVEN))
    return [
        number + 1,
        _SURNAMES[first] + _GIVEN[second] + _GIVEN[rest % len(_GIVEN)],
        "男女"[number % 2],
        ("汉族", "回族", "土家族")[number % 3],
        f"{1960 + number % 40}.{1 + number % 12:02d}",
        ("初中", "高中", "大专", "大学本科")[number % 4],
        ("中共党员", "群众")[number % 2],
        ("农民", "教师", "村民委员会主任", "个体工商户")[number % 4],
        f"第{1 + number % 90}选区",
        f"第{1 + number % 60}村",
        f"第{1 + number % 30}代表小组",
        f"138{number:08d}",
        "镇",
        None,
    ]


def main() -> None:
    """Make the file, import it, print the figures; status 1 when a limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        if len(sys.argv) > 1:
            write_roster(Path(sys.argv[1]))
            return
        subprocess.run([sys.executable, "-m", "benchmarks.roster_import", str(path)], check=True)
        seconds, counts = _timed_import(path)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"roster import, {ROWS} rows: {counts}")
    print(f"  time    {seconds:6.1f} s    limit {SECONDS:.0f} s")
    print(f"  memory  {megabytes:6.0f} MB   limit {MEGABYTES:.0f} MB")
    if seconds > SECONDS or megabytes > MEGABYTES:
        raise SystemExit(1)


def _timed_import(path: Path) -> tuple[float, str]:
    import django

    django.setup()
    from congress.common.imports.plan import counts_line
    from congress.common.imports.services import import_file
    from deputies.models import Deputy, Mandate

    started = time.perf_counter()
    plan, run = import_file("roster", path, {"term": 19, "create_missing": True})
    seconds = time.perf_counter() - started
    assert run is not None and plan.counts["new"] == ROWS, plan.counts
    assert Deputy.history.count() == Mandate.history.count() == ROWS
    return seconds, counts_line(plan.counts)


if __name__ == "__main__":
    main()
