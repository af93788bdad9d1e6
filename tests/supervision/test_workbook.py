"""The workbook of projects and their money: in, once more, wrong, back, and out again."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from congress.common.cells import SheetError
from congress.common.imports.services import import_file
from congress.common.imports.undo import undo_import
from congress.common.models import ImportRun
from congress.common.partial_dates import PartialDate
from supervision.exports import supervision_xlsx, with_export_relations
from supervision.models import FundSource, Instalment, SupervisionProject
from tests.factories import OrganFactory

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "data" / "supervision.xlsx"
PROJECTS = ("项目名称", "监督类别", "来源", "责任单位", "开工日期", "计划投入（万元）", "资金来源")
MONEY = ("项目名称", "到位日期", "金额（万元）", "资金来源", "凭证号", "备注")
GATE = ("复元闸", "重点", "县级人大代表议案", "镇水利站", "2026年2月", 30, "县级财政20；配套10")


@pytest.fixture(autouse=True)
def _after_the_table(time_machine):
    time_machine.move_to("2026-10-10T09:00+08:00")


def book(**sheets) -> bytes:
    """An .xlsx with these sheets: name → rows."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(content=DATA, **options):
    return import_file("supervision", content, {"create_missing": True, **options})


def project(name):
    return SupervisionProject.objects.get(name__startswith=name)


class TestWhole:
    def test_all_rows_of_the_office_s_file(self, town):
        plan, _ = read()
        assert plan.counts == {"new": 11, "changed": 0, "unchanged": 0, "bad": 0}
        assert "工作表“评议”没有导入：评议还没有单独的记录。" in plan.notes
        assert plan.creates == {"责任单位": ["镇水利站", "镇财政所"]}
        gate = project("复元闸")
        assert (gate.kind, gate.origin, gate.level) == ("key", "motion", "county")
        assert gate.starts_on == PartialDate(2026, 2)
        assert gate.finished_on == PartialDate(2026, 5, 20)
        assert str(gate.unit_parts.get().unit) == "镇水利站"
        assert (gate.planned_total, gate.arrived_total) == (Decimal(300000), Decimal(300000))
        late = Instalment.objects.get(voucher="财凭0098")
        assert late.is_make_up
        assert (str(late.source.name), late.arrived_on) == (
            "县级财政配套",
            PartialDate(2026, 9, 15),
        )

    def test_arrears_and_what_nobody_planned(self, town):
        read()
        water = project("村级安全饮水工程（新洲片）")
        assert water.planned_total - water.arrived_total == Decimal(500000)
        assert water.arrears_due_on is None
        burden = project("农民负担")
        assert (burden.planned_total, burden.arrived_total) == (None, Decimal(0))
        shares = Instalment.objects.get(voucher="股金01")
        assert (shares.source.name, shares.payer) == ("社会资本入股", "社会资本")

    def test_once_more_changes_nothing(self, town):
        read()
        plan, run = read()
        assert plan.counts == {"new": 0, "changed": 0, "unchanged": 11, "bad": 0}
        assert run is not None

    def test_command_says_the_same(self, town, capsys):
        call_command("import_records", "supervision", str(DATA), create_missing=True)
        said = capsys.readouterr().out.splitlines()
        assert said[-1] == "new=11 changed=0 unchanged=0 bad=0"
        assert "工作表“评议”没有导入：评议还没有单独的记录。" in said

    def test_command_without_the_units_names_each_row(self, town, capsys):
        with pytest.raises(SystemExit):
            call_command("import_records", "supervision", str(DATA))
        said = capsys.readouterr().out.splitlines()
        assert said[0].startswith("监督项目第2行 责任单位：没有叫“镇水利站”的单位")
        assert any(
            line.startswith("资金到位第2行 项目名称：“复元闸整险加固工程”在“监督项目”里有问题")
            for line in said
        )
        assert said[-1] == "new=0 changed=0 unchanged=0 bad=11"
        assert not SupervisionProject.objects.exists()

    def test_undo_takes_all_of_it_back(self, town, office):
        _, run = read()
        undo_import(run, actor=office)
        assert not SupervisionProject.objects.exists()
        assert not Instalment.objects.exists()
        assert not FundSource.objects.exists()

    def test_exported_and_read_again_nothing_changes(self, town):
        read()
        content = supervision_xlsx(with_export_relations(SupervisionProject.objects.all()))
        plan, _ = read(content)
        assert plan.counts == {"new": 0, "changed": 0, "unchanged": 11, "bad": 0}, [
            (row.place, row.changes) for row in plan.rows if row.changes
        ]
        assert not plan.warnings

    def test_export_asks_as_often_for_many_as_for_few(self, town, django_assert_num_queries):
        read()
        with django_assert_num_queries(4):
            supervision_xlsx(with_export_relations(SupervisionProject.objects.all()))


class TestRows:
    @pytest.fixture(autouse=True)
    def _station(self, town):
        OrganFactory(name="镇水利站")

    def tried(self, *rows, money=()):
        sheets = {"监督项目": [PROJECTS, *rows]}
        if money:
            sheets["资金到位"] = [MONEY, *money]
        return read(book(**sheets), create_missing=False)

    def reasons(self, *rows, money=()):
        plan, run = self.tried(*rows, money=money)
        assert run is None
        return {row.place: row.reason for row in plan.bad_rows}

    @pytest.mark.parametrize(
        ("column", "value", "sentence"),
        [
            (0, None, "没有填写项目名称"),
            (0, "长" * 101, "100"),
            (1, "特别", "看不懂“特别”。请写重点监督、一般监督。"),
            (3, "镇外星站", "没有叫“镇外星站”的单位"),
            (4, "明年", "看不懂"),
            (5, "约三十", "看不懂金额“约三十”"),
            (5, -3, "不能是负数"),
            (6, "30；20", "看不懂资金来源“30”"),
            (6, "财政10；财政20", "写了两次"),
        ],
    )
    def test_bad_cell_is_named_with_row_and_column(self, column, value, sentence):
        row = list(GATE)
        row[column] = value
        (found,) = self.reasons(row).values()
        assert sentence in found

    def test_formula_is_refused(self):
        row = list(GATE)
        row[5] = "=SUM(A1:A2)"
        assert "公式" in self.reasons(row)["第2行"]

    def test_same_project_twice(self):
        assert "与第2行的项目重名" in self.reasons(GATE, GATE)["第3行"]

    def test_end_before_the_start(self):
        headings = (*PROJECTS, "计划完工", "实际完工")
        rows = [(*GATE, "2026年1月", "2027年1月")]
        plan, _ = read(book(监督项目=[headings, *rows]))
        assert "早于开工日期（2026年2月）" in plan.bad_rows[0].reason
        assert "还没有到" in plan.bad_rows[0].reason

    def test_sum_of_sources_that_isn_t_the_plan_is_said(self):
        row = list(GATE)
        row[5] = 35
        plan, _ = self.tried(row)
        assert plan.warnings == [
            "第2行：计划投入是35万元，各资金来源合计30万元。按各来源记下，请核对。"
        ]

    def test_sum_without_sources_and_source_without_sum(self):
        self.tried((*GATE[:5], 30, None))
        assert FundSource.objects.get().name == "来源未载"
        self.tried(("跃进闸", *GATE[1:5], 10, "镇财政"))
        assert FundSource.objects.get(name="镇财政").planned == Decimal(100000)

    def test_heading_tells_whether_yuan_or_ten_thousands(self):
        headings = [*PROJECTS[:5], "计划投入（元）", "资金来源"]
        read(book(监督项目=[headings, (*GATE[:5], 300000, "县级财政200000；配套10万元")]))
        assert SupervisionProject.objects.get().planned_total == Decimal(300000)

    def test_changed_plan_leaves_the_change_on_record(self):
        self.tried(GATE)
        plan, run = self.tried((*GATE[:5], 35, "县级财政25；配套10"))
        assert plan.counts["changed"] == 1
        change = FundSource.objects.get(name="县级财政").changes.get()
        assert (change.before, change.after, change.reason) == (
            Decimal(200000),
            Decimal(250000),
            "台账导入",
        )
        assert SupervisionProject.objects.get().planned_total == Decimal(350000)
        assert run is not None

    def test_empty_cells_leave_what_is_recorded(self):
        self.tried(GATE)
        plan, _ = self.tried(("复元闸", None, None, None, None, None, None))
        assert plan.counts["unchanged"] == 1

    def test_money_for_a_project_that_isn_t_there(self):
        found = self.reasons(GATE, money=[("跃近闸", "2026-03-01", 10, "镇财政", "1", None)])
        assert found == {
            "资金到位第2行": "项目名称：没有“跃近闸”这个项目。请先录入项目，或者核对名称。"
        }

    def test_same_voucher_twice_and_money_of_tomorrow(self):
        row = ("复元闸", "2026-03-01", 10, "县级财政", "财凭1", None)
        later = ("复元闸", "2026-12-01", 5, "县级财政", "财凭2", None)
        found = self.reasons(GATE, money=[row, row, later])
        assert "与第2行是同一笔" in found["资金到位第3行"]
        assert "还没有到" in found["资金到位第4行"]

    def test_more_than_planned_and_unknown_source_are_said(self):
        rows = [
            ("复元闸", "2026-03-01", 25, "县级财政", "财凭1", None),
            ("复元闸", "2026-03-01", 1, "香港捐款", "财凭2", None),
        ]
        plan, _ = self.tried(GATE, money=rows)
        assert "“复元闸”的县级财政计划20万元，到位25万元，多出5万元。请核对。" in plan.warnings
        assert any("没有“香港捐款”这个资金来源" in warning for warning in plan.warnings)
        assert FundSource.objects.get(name="香港捐款").planned is None

    def test_only_money_can_come_later(self, office):
        self.tried(GATE)
        content = book(资金到位=[MONEY, ("复元闸", "2026-03-01", 12, "县级财政", "财凭1", None)])
        plan, run = read(content, create_missing=False)
        assert plan.counts == {"new": 1, "changed": 0, "unchanged": 0, "bad": 0}
        assert SupervisionProject.objects.get().arrived_total == Decimal(120000)
        undo_import(run, actor=office)
        assert SupervisionProject.objects.get().arrived_total == Decimal(0)

    def test_money_without_a_source_is_known_again(self):
        row = ("复元闸", "2026-03-01", 1, None, None, None)
        self.tried(GATE, money=[row])
        plan, _ = self.tried(GATE, money=[row])
        assert plan.counts["new"] == 0
        assert Instalment.objects.get().source.name == "来源未载"

    def test_name_that_two_projects_have_is_asked_about(self):
        for _ in range(2):
            SupervisionProject.objects.create(name="复元闸")
        row = ("复元闸", "2026-03-01", 1, None, "财凭1", None)
        found = self.reasons(GATE, money=[row])
        assert all("不止一个项目叫这个名字" in reason for reason in found.values())
        assert len(found) == 2

    def test_changed_remark_is_taken_over(self):
        row = ("复元闸", "2026-03-01", 12, "县级财政", "财凭1", None)
        self.tried(GATE, money=[row])
        plan, _ = self.tried(GATE, money=[(*row[:5], "督促后补拨")])
        assert plan.counts["changed"] == 1
        assert Instalment.objects.get().is_make_up

    def test_file_with_other_sheets_alone(self):
        with pytest.raises(SheetError, match="应有的工作表是：监督项目、资金到位"):
            read(book(评议=[("评议对象",), ("派出所",)]))
        with pytest.raises(CommandError):
            call_command("import_records", "supervision", "/nowhere.xlsx")


class TestPages:
    @pytest.fixture
    def run(self, client, office, town):
        OrganFactory(name="镇水利站")
        client.force_login(office)
        rows = [("复元闸", "2026-03-01", 12, "县级财政", "财凭1", None)]
        rows.append(("跃近闸", "2026-03-01", 12, "县级财政", "财凭2", None))
        odd = [("项目", "何时到账", "金额（万元）", "资金来源", "凭证号", "备注"), *rows]
        file = io.BytesIO(book(监督项目=[PROJECTS, GATE], 资金到位=odd))
        file.name = "监督.xlsx"
        page = client.post(reverse("admin:imports_upload", args=["supervision"]), {"file": file})
        assert page.status_code == 302
        return page.url

    def test_preview_names_sheet_and_row_and_both_sheets_columns(self, client, run):
        page = client.get(run).content.decode()
        assert "资金到位第3行" in page
        assert "没有“跃近闸”这个项目" in page
        assert 'name="column-1:1"' in page
        assert "没有认出的列：何时到账" in page

    def test_column_of_the_second_sheet_can_be_told_and_is_remembered(self, client, run):
        sent = {"action": "update", "header_row": "1", "column-1:1": "arrived_on"}
        client.post(run, sent)
        client.post(run, {**sent, "action": "confirm_good", "fingerprint": ""})
        again = client.get(run)
        print_ = again.context["plan"].fingerprint
        client.post(run, {**sent, "action": "confirm_good", "fingerprint": print_})
        assert Instalment.objects.get().arrived_on == PartialDate.of(dt.date(2026, 3, 1))
        page = client.get(run).content.decode()
        assert "资金到位第3行" in page
        stored = ImportRun.objects.get()
        assert list(stored.options["bad"]) == ["资金到位:3"]
        file = client.get(reverse("admin:imports_bad_rows", args=[stored.public_id]))
        sheets = load_workbook(io.BytesIO(file.content))
        assert sheets.sheetnames == ["资金到位"]
        assert sheets["资金到位"].cell(2, 1).value == "跃近闸"
