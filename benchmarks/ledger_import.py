"""A ledger of 5,000 finished matters, from the .xlsx file to the rows with their history.

Prints rows a second beside the limit: 500.
"""

import sys
import tempfile
import time
from pathlib import Path

ROWS = 5_000
ROWS_A_SECOND = 500

_HEADINGS = (
    "编号 类别 案由 领衔代表 附议代表 代表小组 提出日期 提出时段 内容分类 主办单位 协办单位 "
    "交办日期 应答复日期 答复日期 答复文号 办理结果 面商方式 对办理态度 对办理结果 是否公开 备注"
)
_MATTERS = ("修缮机耕路", "安装路灯", "清理排水沟", "增加校车班次", "改善卫生室条件")
_UNITS = ("镇水利站", "镇财政所", "中心学校", "卫生院", "交警中队", "供电所")


def write_ledger(path: Path) -> None:
    """Write an invented ledger, each matter with three sponsors, two units, reply and rating."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["江湾镇第十九届人大第五次会议议案、建议、批评和意见办理情况台账"])
    sheet.append(_HEADINGS.split())
    for number in range(1, ROWS + 1):
        sheet.append(_row(number))
    book.save(path)


def _row(number: int) -> list[object]:
    people = [f"王{chr(0x4E00 + (number * step) % 160)}" for step in (1, 3, 7)]
    lead, *others = dict.fromkeys(people)
    return [
        f"第{number}号",
        "建议",
        f"关于在第{number % 15 + 1}村{_MATTERS[number % 5]}的建议",
        lead,
        "、".join(others),
        None,
        "2026-01-14",
        "大会期间",
        "农业农村",
        _UNITS[number % 6],
        _UNITS[(number + 1) % 6],
        "2026年1月31日",
        "2026.04.30",
        "2026-04-06",
        f"江政函〔2026〕{number}号",
        "ABC"[number % 3],
        "电话联系",
        "满意",
        "基本满意",
        "是",
        None,
    ]


def main() -> None:
    """Make the file, import it, print the figure; status 1 when it is under the limit."""
    import django

    django.setup()
    from congress.common.imports.services import import_file
    from congress.township.models import CongressTerm, Session
    from deputies.models import Deputy, Mandate

    term = CongressTerm.objects.create(ordinal=19, town_name="江湾镇")
    Session.objects.create(term=term, ordinal=5)
    for place in range(160):
        deputy = Deputy()
        deputy.set_name(f"王{chr(0x4E00 + place)}")
        deputy.save()
        Mandate.objects.create(deputy=deputy, term=term)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_ledger(path)
        started = time.perf_counter()
        plan, _ = import_file("proposals", path, {"create_missing": True})
        seconds = time.perf_counter() - started
    rate = ROWS / seconds
    print(f"ledger import, {ROWS} rows: {plan.counts}")
    print(f"  {seconds:6.1f} s, {rate:6.0f} rows a second    limit {ROWS_A_SECOND}")
    if rate < ROWS_A_SECOND or plan.counts["new"] != ROWS:
        sys.exit(1)


if __name__ == "__main__":
    main()
