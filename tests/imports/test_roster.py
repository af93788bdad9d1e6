"""The roster of an office goes in as it is."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.common.id_numbers import check_character
from congress.common.models import ImportRun, ImportStatus
from congress.common.partial_dates import PartialDate
from congress.township.models import CongressTerm, ElectoralDistrict, Village
from congress.township.models.places import VillageKind
from deputies.models import Deputy, DeputyGroup, Mandate, PresidiumPost
from tests.factories import DeputyFactory, MandateFactory, TermFactory, VillageFactory
from tests.imports.conftest import ROSTER, WITH_MISTAKES, roster, run_roster, workbook

TODAY = dt.date(2026, 11, 23)
MESSAGES = {
    3: "姓名：没有填写姓名。请补上，或者删去这一行。",
    4: "性别：看不懂“先生”。请写男或女。",
    5: "出生年月：没有13月。请核对日期。",
    6: "出生年月：出生日期在今天之后。请核对。",
    7: "民族：看不懂“火星族”。请写民族名称，如“汉族”。",
    8: "代表小组：没有叫“不存在的小组”的代表小组。请核对名称；确实没有建立的，"
    "请勾选“缺的小组、村（社区）、选区一并建立”。 "
    "联系电话：电话号码有7位，手机号应为11位。请核对。",
    9: "姓名：这一格是公式。请复制后用“选择性粘贴”改成数值，再上传。",
    10: "姓名：姓名有61个字，最多50个字。请核对。",
    12: "与第11行重复。",
    13: "出生年月：分不清1980.1是1980年1月还是10月。请把单元格改为文本，写成1980.01或1980.10。",
}


def test_mistakes_are_named_by_row_and_column_and_nothing_is_written(groups):
    plan, run = run_roster(WITH_MISTAKES)
    assert {row.number: row.reason for row in plan.bad_rows} == MESSAGES
    assert plan.counts == {"new": 1, "changed": 0, "unchanged": 0, "bad": 10}
    assert run is None
    assert not Deputy.objects.exists()
    assert not ImportRun.objects.exists()


def test_good_row_among_mistakes_is_row_11(groups):
    plan, _ = run_roster(WITH_MISTAKES, skip_bad=True)
    assert plan.counts["new"] == 1
    assert Deputy.objects.get().name == "王芳"


def test_roster_counts_who_is_in_office(whole_roster):
    assert Deputy.objects.serving(on=TODAY).count() == 79
    gone = Mandate.objects.get(ends_on__isnull=False)
    assert (gone.deputy.name, gone.ends_on, gone.end_cause) == (
        "许根海",
        PartialDate(2026, 5),
        "moved_away",
    )
    elected = Mandate.objects.get(start_cause="by_election")
    assert (elected.deputy.name, elected.starts_on) == ("韩斌文", PartialDate(2026, 7))


def test_roster_makes_the_places_it_names(whole_roster):
    assert DeputyGroup.objects.count() == 8
    assert Village.objects.count() == 15
    assert Village.objects.get(kind=VillageKind.COMMUNITY).name == "江湾社区"
    assert ElectoralDistrict.objects.count() == 30
    assert {d.seats for d in ElectoralDistrict.objects.all()} == {2, 3}
    assert ElectoralDistrict.objects.get(number=30).name == "第30选区"
    group = DeputyGroup.objects.get(name="新洲代表小组")
    assert {village.name for village in group.villages.all()} == {"新洲村", "东岭村"}


def test_namesakes_stay_two_persons(whole_roster):
    found = Deputy.objects.filter(name="张伟").values_list("village__name", "born_on")
    assert set(found) == {
        ("中堡村", PartialDate(1971, 9)),
        ("沙湖村", PartialDate(2000, 10, 11)),
    }


def test_rare_names_and_phones_arrive_whole(whole_roster):
    assert Deputy.objects.filter(name__in=["李㐱", "陈䶮", "王堃", "王勇"]).count() == 4
    assert Deputy.objects.get(name="阿依古丽·买买提").born_on == PartialDate(1979, 1, 10)
    assert Deputy.objects.get(name="白强贵").phone == "13853647210"
    assert Deputy.objects.get(name="范福文").phone == "13825545839"
    assert Deputy.objects.order_by("pk").first().name == "张\U00020164"
    assert not Deputy.objects.filter(stroke_key="").exists()


def test_upper_levels_become_mandates_of_their_own(whole_roster):
    upper = Mandate.objects.exclude(level="township")
    assert set(upper.values_list("deputy__name", "level", "term")) == {
        ("王堃", "county", None),
        ("雷云", "county", None),
        ("胡生永", "county", None),
        ("胡生永", "city", None),
        ("袁庆宝", "county", None),
    }


def test_presidium_remark_beside_the_chair_makes_the_chair(whole_roster):
    post = PresidiumPost.objects.get()
    assert (post.deputy.name, post.role) == ("程翠燕", "chair")


def test_same_file_twice_changes_nothing(whole_roster):
    before = (Deputy.history.count(), Mandate.history.count(), Village.history.count())
    plan, _ = run_roster(ROSTER, create_missing=True)
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 80, "bad": 0}
    assert (Deputy.history.count(), Mandate.history.count(), Village.history.count()) == before


def test_one_history_entry_a_row(whole_roster, office):
    assert Deputy.history.count() == 80
    assert Mandate.history.count() == 85
    entry = Deputy.history.first()
    assert entry.history_change_reason == "导入代表名册"
    assert entry.history_user is None
    assert entry.sensitive_changed == "phone"


def test_history_names_who_imported(groups, office):
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]), actor=office)
    assert Deputy.history.get().history_user == office


def test_missing_places_need_the_tick(term):
    content = roster(["赵明", "男", "1975.03", "新洲代表小组"])
    assert run_roster(content)[0].counts["bad"] == 1
    plan, _ = run_roster(content, create_missing=True)
    assert plan.creates == {"代表小组": ["新洲代表小组"]}
    assert DeputyGroup.objects.get().name == "新洲代表小组"


def test_bad_row_creates_no_place(groups):
    rows = roster(["赵明", "先生", "1975.03", "没有的小组"], ["钱强", "男", "1975.03", "花口小组"])
    run_roster(rows, create_missing=True, skip_bad=True)
    assert DeputyGroup.objects.count() == len(groups)
    assert Mandate.objects.get().group == groups["花口"]


def test_merged_village_is_refused_by_its_new_name(groups):
    new = VillageFactory(name="新洲村")
    VillageFactory(name="老洲村", ends_on=PartialDate(2020), successor=new)
    content = roster(["赵明", "老洲村"], headings=("姓名", "所在村"))
    plan, _ = run_roster(content, create_missing=True)
    assert plan.bad_rows[0].reason == "所在村（社区）：老洲村已并入新洲村。请改写为现在的名称。"


def test_named_term_that_is_missing_is_created_only_when_allowed(town):
    run_roster(roster(["赵明", "男", "1975.03", None]), term=20, create_missing=True)
    assert CongressTerm.objects.get().ordinal == 20
    assert CongressTerm.objects.get().town_name == "江湾镇"


def test_people_missing_from_the_file_are_kept(groups):
    run_roster(roster(["赵明", "男", "1975.03", None], ["钱强", "男", "1976.03", None]))
    plan, _ = run_roster(roster(["赵明", "男", "1975.03", None]))
    assert plan.notes == ["本届另有1名代表不在这份名册里，保留不动。"]
    assert Deputy.objects.count() == Mandate.objects.count() == 2


def test_blank_cells_and_absent_columns_clear_nothing(groups):
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]))
    plan, _ = run_roster(roster(["赵明", None, "1975.03", None]))
    plan_without, _ = run_roster(roster(["赵明", "1975.03"], headings=("姓名", "出生年月")))
    assert plan.counts["unchanged"] == plan_without.counts["unchanged"] == 1
    assert Deputy.objects.get().sex == "1"
    assert Mandate.objects.get().group == groups["新洲"]


def test_update_changes_only_what_differs(groups):
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]))
    version = Deputy.objects.get().version
    plan, _ = run_roster(roster(["赵明", "男", "1975.03", "花口代表小组"]))
    changes = [(c.label, c.before, c.after) for c in plan.rows[0].changes]
    assert changes == [("代表小组", "新洲代表小组", "花口代表小组")]
    assert Mandate.objects.get().group == groups["花口"]
    assert Deputy.objects.get().version == version
    assert Deputy.history.count() == 1


def test_changed_record_cannot_be_overwritten_by_a_form_opened_before(groups):
    run_roster(roster(["赵明", "男", "1975.03", None]))
    run_roster(roster(["赵明", "女", "1975.03", None]))
    assert Deputy.objects.get().version == 2


def test_person_of_an_earlier_term_gets_a_new_mandate(term):
    old = MandateFactory(
        deputy=DeputyFactory(name="赵明", born_on=PartialDate(1975, 3)),
        term=TermFactory(ordinal=18, starts_on=PartialDate(2017), ends_on=PartialDate(2021)),
    )
    plan, _ = run_roster(roster(["赵明", "男", "1975.03", None]))
    assert plan.counts["bad"] == 0
    assert set(old.deputy.mandates.values_list("term__ordinal", flat=True)) == {18, 19}


def test_occupation_follows_the_post_until_it_is_corrected(term):
    def content(post):
        return roster(["赵明", "1975.03", post], headings=("姓名", "出生年月", "职务"))

    run_roster(content("教师"))
    run_roster(content("养殖户"))
    assert Deputy.objects.get().occupation_class == "farmer"
    Deputy.objects.update(occupation_class="veteran")
    run_roster(content("医生"))
    assert Deputy.objects.get().occupation_class == "veteran"


def test_id_number_must_agree_with_the_birth(term):
    headings = ("姓名", "出生年月", "身份证号")
    number = "11010119750402001"
    number += check_character(number)
    plan, _ = run_roster(roster(["赵明", "1975.03", number], headings=headings))
    assert plan.bad_rows[0].reason == (
        "身份证号：身份证号里的出生日期是1975年4月2日，与出生年月不一致。请核对。"
    )
    run_roster(roster(["赵明", None, number], headings=headings))
    assert Deputy.objects.get().born_on == PartialDate(1975, 4, 2)


def test_title_of_another_term_is_warned_of(term):
    plan, _ = run_roster(workbook(["江湾镇第十八届人大代表名册"], ["姓名"], ["赵明"]), dry_run=True)
    assert plan.warnings == ["表格标题写的是第十八届，将导入的是第十九届。请核对。"]


def test_run_is_kept_with_its_file(whole_roster):
    run = ImportRun.objects.get()
    assert run.status == ImportStatus.DONE
    assert run.file_name == "roster.xlsx"
    assert run.file.name == f"imports/{run.public_id}.xlsx"
    assert run.file.open().read() == ROSTER.read_bytes()


def test_number_of_queries_does_not_grow_with_rows(groups):
    assert _queries(range(3)) == _queries(range(100, 140))


def _queries(characters):
    rows = [[f"赵{chr(0x4E00 + n)}", "男", "1975.03", "新洲代表小组"] for n in characters]
    with CaptureQueriesContext(connection) as captured:
        assert run_roster(roster(*rows))[0].counts["new"] == len(rows)
    return len(captured)
