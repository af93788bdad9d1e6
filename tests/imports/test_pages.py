"""The way through the back office: upload, preview, confirm, result, undo."""

import io
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from congress.common.models import ColumnMapping, ImportRun, ImportStatus
from deputies.models import Deputy, DeputyGroup, Mandate
from tests.factories import DeputyFactory, MandateFactory
from tests.imports.conftest import LIAISON_PLAN, ROSTER, WITH_MISTAKES, roster, workbook

ONE = ["赵明", "男", "1975.03", None]


@pytest.fixture
def client(client, office):
    client.force_login(office)
    return client


def upload(client, content, kind="roster", name="名册.xlsx", **fields):
    """Upload and give the import."""
    address = reverse("admin:imports_upload", args=[kind])
    response = client.post(address, {"file": SimpleUploadedFile(name, content), **fields})
    assert response.status_code == 302, response.content.decode()
    return ImportRun.objects.latest("pk")


def page(client, run) -> str:
    return client.get(_address(run)).content.decode()


def _address(run):
    return reverse("admin:imports_run", args=[run.public_id])


def press(client, run, action, *, seen=None, **fields) -> str:
    """Press a button of the preview as the browser would; gives the page that follows."""
    context = client.get(_address(run)).context
    plan = context["plan"]
    columns = [column for sheet in context["sheets"] for column in sheet["columns"]]
    data = {"action": action, "header_row": context["header_row"], "term": "19"}
    data["fingerprint"] = seen or (plan.fingerprint if plan else "")
    data |= {f"column-{c['column'].index}": c["column"].field for c in columns}
    if context["options_form"].initial.get("create_missing"):
        data["create_missing"] = "on"
    if plan:
        shown = [(row, said) for row in plan.rows for said in row.proposals]
        data["proposal"] = [f"{row.number}:{said.key}" for row, said in shown]
        data |= {f"accept-{r.number}:{p.key}": "on" for r, p in shown if p.is_accepted}
        data["question"] = [row.number for row in plan.rows if row.question]
    data |= fields
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(_address(run), data, follow=True).content.decode()


def test_upload_page_explains_and_complains_of_nothing_yet(client, term):
    shown = client.get(reverse("admin:imports_upload", args=["roster"])).content.decode()
    assert "名册里没有的人保留不动" in shown
    assert "请选择要导入的表格文件" not in shown


def test_whole_way_of_a_roster(client, term):
    run = upload(client, ROSTER.read_bytes(), term="19", create_missing="on")
    shown = page(client, run)
    assert "将新增80人，更新0人，未变0人，有问题0行。" in shown
    assert "将新建代表小组8个" in shown
    assert "代表资格到2026年5月终止（迁出或者调离本行政区域）" in shown
    assert not Deputy.objects.exists()
    result = press(client, run, "confirm")
    assert "导入完成。" in result
    assert "新增80人，更新0人，未变0人。" in result
    assert Deputy.objects.count() == 80
    undone = client.post(reverse("admin:imports_undo", args=[run.public_id]), follow=True)
    assert "已撤销这次导入。" in undone.content.decode()
    assert not Deputy.objects.exists()


def test_bad_rows_stop_the_import_until_the_good_are_chosen(client, groups):
    run = upload(client, WITH_MISTAKES.read_bytes())
    shown = page(client, run)
    assert "将新增1人，更新0人，未变0人，有问题10行。" in shown
    assert "没有13月。请核对日期。" in shown
    refused = press(client, run, "confirm")
    assert "有10行有问题，所以没有导入。" in refused
    assert not Deputy.objects.exists()
    result = press(client, run, "confirm_good")
    assert "新增1人，更新0人，未变0人，没有导入10行。" in result
    assert Deputy.objects.get().name == "王芳"


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_bad_rows_can_be_downloaded_with_their_reasons(client, groups, is_confirmed):
    run = upload(client, WITH_MISTAKES.read_bytes())
    if is_confirmed:
        press(client, run, "confirm_good")
    response = client.get(reverse("admin:imports_bad_rows", args=[run.public_id]))
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1] == "姓 名"
    assert rows[0][-2:] == ("原行号", "问题")
    assert [row[-2] for row in rows[1:]] == [3, 4, 5, 6, 7, 8, 9, 10, 12, 13]
    assert rows[3][-1] == "出生年月：没有13月。请核对日期。"
    formula = sheet.cell(8, 2)
    assert formula.value.startswith("'=HYPERLINK")
    assert formula.data_type == "s"


def test_mended_bad_rows_can_be_imported_as_they_are(client, groups):
    run = upload(client, roster(["赵明", "先生", "1975.03", "新洲代表小组"]))
    content = client.get(reverse("admin:imports_bad_rows", args=[run.public_id])).content
    book = load_workbook(io.BytesIO(content))
    book.active.cell(2, 2).value = "男"
    stream = io.BytesIO()
    book.save(stream)
    run = upload(client, stream.getvalue())
    assert "将新增1人" in page(client, run)


def test_column_can_be_mapped_by_hand_and_is_remembered(client, term):
    content = workbook(["人名", "出生年月"], ["赵明", "1975.03"])
    run = upload(client, content)
    shown = page(client, run)
    assert "没有认出“姓名”一列" in shown
    assert "赵明" in shown
    shown = press(client, run, "update", **{"column-0": "name"})
    assert "将新增1人" in shown
    assert ColumnMapping.objects.get().field == "name"
    assert "将新增1人" in page(client, upload(client, content))


def test_known_column_can_be_left_out(client, term):
    run = upload(client, roster(["赵明", "先生", "1975.03", None]))
    shown = press(client, run, "update", **{"column-1": ""})
    assert "将新增1人，更新0人，未变0人，有问题0行。" in shown


def test_two_columns_for_one_field_are_refused(client, term):
    run = upload(client, workbook(["姓名", "别的"], ["赵明", "钱强"]))
    shown = press(client, run, "update", **{"column-1": "name"})
    assert "“姓名”和“别的”两列都指定为“姓名”。请只留一列。" in shown


def test_table_without_a_header_is_mapped_by_hand(client, term):
    run = upload(client, workbook(["赵明", "男"], ["钱强", "男"]))
    press(client, run, "update", header_row="0")
    shown = press(client, run, "update", **{"column-0": "name", "column-1": "sex"})
    assert "将新增2人" in shown


def test_clerk_says_who_is_meant(client, term):
    known = MandateFactory(deputy=DeputyFactory(name="赵明", born_on=None), term=term).deputy
    run = upload(client, roster(ONE))
    assert "请判断说的是谁" in page(client, run)
    shown = press(client, run, "update", **{"person-3": known.public_id})
    assert "将新增0人，更新1人" in shown
    press(client, run, "confirm", **{"person-3": known.public_id})
    known.refresh_from_db()
    assert known.born_on.iso == "1975-03"


def test_unticked_remark_is_not_done_and_asks_to_look_again(client, term):
    headings = ("姓名", "出生年月", "备注")
    run = upload(client, roster(["赵明", "1975.03", "2026年5月调离"], headings=headings))
    shown = press(client, run, "confirm", **{"accept-3:end": None})
    assert "预览之后，记录或您的选择有了变化" in shown
    press(client, run, "confirm", **{"accept-3:end": None})
    assert Mandate.objects.get().ends_on is None


def test_confirming_what_has_changed_meanwhile_shows_the_preview_again(client, term):
    run = upload(client, roster(ONE))
    seen = client.get(_address(run)).context["plan"].fingerprint
    MandateFactory(deputy=DeputyFactory(name="赵明", born_on=None), term=term)
    shown = press(client, run, "confirm", seen=seen)
    assert "预览之后，记录或您的选择有了变化" in shown
    assert Deputy.objects.count() == 1


def test_phones_are_masked_before_and_after(client, term):
    headings = ("姓名", "出生年月", "电话")
    first = upload(client, roster(["赵明", "1975.03", "13800000001"], headings=headings))
    press(client, first, "confirm")
    second = upload(client, roster(["赵明", "1975.03", "13911112222"], headings=headings))
    shown = page(client, second)
    assert "138****0001" in shown
    assert "139****2222" in shown
    assert "13911112222" not in shown


def test_second_clerk_is_told(client, term):
    run = upload(client, roster(ONE))
    press(client, run, "confirm")
    response = client.post(_address(run), {"action": "confirm"}, follow=True)
    assert "已导入" in response.content.decode()
    assert Deputy.objects.count() == 1


def test_discarded_import_writes_nothing(client, term):
    run = upload(client, roster(ONE))
    press(client, run, "discard")
    run.refresh_from_db()
    assert run.status == ImportStatus.DISCARDED
    assert not Deputy.objects.exists()
    assert "已经放弃，没有写入任何内容" in page(client, run)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04broken", "这个文件打不开，可能已经损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "这是旧版的 .xls 文件"),
        (b"<html><table></table></html>", "这是网页格式的表格"),
    ],
)
def test_unreadable_file_is_refused_with_a_sentence(client, term, content, message):
    address = reverse("admin:imports_upload", args=["roster"])
    response = client.post(address, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert message in response.content.decode()
    assert not ImportRun.objects.exists()


def test_file_name_is_shown_but_never_a_path(client, term):
    run = upload(client, roster(ONE), name="../../名册<b>.xlsx")
    assert run.file.name == f"imports/{run.public_id}.xlsx"
    assert "名册<b>" not in page(client, run)


def test_list_opens_each_import(client, term):
    run = upload(client, roster(ONE))
    shown = client.get(reverse("admin:common_importrun_changelist")).content.decode()
    assert "代表名册" in shown
    response = client.get(reverse("admin:common_importrun_change", args=[run.pk]))
    assert response.headers["Location"] == _address(run)


def test_liaison_plan_in_the_back_office(client, whole_roster):
    run = upload(client, LIAISON_PLAN.read_bytes(), kind="liaison-plan", name="plan.xlsx")
    shown = page(client, run)
    assert "将新增8行" in shown
    assert "自2026年8月1日起实施" in shown
    form = client.get(_address(run)).context["options_form"]
    assert (form["year"].value(), str(form["starts_on"].value())) == (2026, "2026-08-01")
    shown = press(client, run, "update", year="2026", starts_on="2026-10-01")
    assert "自2026年10月1日起实施" in shown
    assert "派发联系任务" in press(client, run, "confirm", year="2026", starts_on="2026-10-01")


@pytest.mark.parametrize("who", ["auditor", "deputy", "member", "unit"])
def test_without_the_right_nothing_opens(cast, client, who, request):
    run = upload(client, roster(ONE))
    client.force_login(getattr(cast, who))
    addresses = [
        reverse("admin:imports_upload", args=["roster"]),
        _address(run),
        reverse("admin:imports_bad_rows", args=[run.public_id]),
    ]
    for address in addresses:
        assert client.get(address).status_code in (302, 403), address
        assert client.post(address).status_code in (302, 403), address
    undo = reverse("admin:imports_undo", args=[run.public_id])
    assert client.post(undo).status_code in (302, 403)
    if who == "auditor":
        assert client.get(addresses[0]).status_code == 403


def test_unknown_kind_is_not_found(client, term):
    address = reverse("admin:imports_upload", kwargs={"kind": "nothing"})
    assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_clerks_confirming_at_once_write_once(client, term, office):
    from congress.common.exceptions import RuleViolation
    from congress.common.imports.services import confirm_import

    runs = [upload(client, roster(ONE, ["钱强", "男", "1976.01", None])) for _ in range(2)]
    said: list[str] = []

    def confirm(run):
        try:
            confirm_import(run, actor=office)
        except RuleViolation as violation:
            said.append(violation.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[run]) for run in [runs[0], runs[0], runs[1]]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Deputy.objects.count() == Mandate.objects.count() == 2
    assert len(said) == 1
    assert "没有再做一遍" in said[0]
    assert not DeputyGroup.objects.exists()
