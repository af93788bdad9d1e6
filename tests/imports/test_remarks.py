"""What a remark proposes, and that nothing more than that is done."""

import pytest

from congress.common.partial_dates import PartialDate
from deputies.imports.remarks import read_remark
from deputies.models import Deputy, Mandate, PresidiumPost
from tests.imports.conftest import roster, run_roster

HEADINGS = ("姓名", "出生年月", "备注")


@pytest.mark.parametrize(
    ("text", "post", "expected"),
    [
        ("补选（2026年7月）", "", [("start", "by_election", "2026-07", True)]),
        ("2026.7补选", "", [("start", "by_election", "2026-07", True)]),
        ("补选", "", [("start", "by_election", None, False)]),
        ("2026年5月调离，代表资格终止", "", [("end", "moved_away", "2026-05", True)]),
        ("2025年3月12日因病去世", "", [("end", "died", "2025-03-12", True)]),
        ("2024-06辞职", "", [("end", "resigned", "2024-06", True)]),
        ("拟于2026年12月调离", "", [("end", "moved_away", "2026-12", False)]),
        ("调离", "", []),
        ("主席团成员", "农民", [("post", "member", None, True)]),
        ("主席团成员", "镇人大主席", [("post", "chair", None, True)]),
        ("主席团成员", "镇人大副主席", [("post", "vice_chair", None, True)]),
        ("不再担任主席团成员", "", []),
        ("困难户联系人", "", []),
        ("", "", []),
    ],
)
def test_remark_is_understood(text, post, expected):
    found = [
        (r.key, str(r.value), r.on.iso if r.on else None, r.is_clear)
        for r in read_remark(text, post)
    ]
    assert found == expected


def test_refused_proposal_is_not_done(term):
    content = roster(["赵明", "1975.03", "2026年5月调离"], headings=HEADINGS)
    run_roster(content, decisions={"3": {"refused": ["end"]}})
    assert Mandate.objects.get().ends_on is None
    assert Deputy.objects.get().remark == "2026年5月调离"


def test_unclear_proposal_is_done_only_when_accepted(term):
    content = roster(["赵明", "1975.03", "补选"], headings=HEADINGS)
    plan, _ = run_roster(content, dry_run=True)
    assert [p.is_accepted for p in plan.rows[0].proposals] == [False]
    run_roster(content, decisions={"3": {"accepted": ["start"]}})
    assert Mandate.objects.get().start_cause == "by_election"


def test_later_remark_ends_a_known_mandate_once(term):
    run_roster(roster(["赵明", "1975.03", None], headings=HEADINGS))
    content = roster(["赵明", "1975.03", "2026年5月调离"], headings=HEADINGS)
    assert run_roster(content)[0].counts["changed"] == 1
    assert run_roster(content)[0].counts["unchanged"] == 1
    Mandate.objects.update(ends_on=PartialDate(2026, 5, 18))
    assert run_roster(content)[0].counts["unchanged"] == 1


def test_elected_again_after_an_end_is_a_second_mandate(term):
    run_roster(roster(["赵明", "1975.03", "2024年5月辞职"], headings=HEADINGS))
    run_roster(roster(["赵明", "1975.03", "补选（2026年7月）"], headings=HEADINGS))
    assert list(Mandate.objects.order_by("pk").values_list("end_cause", "start_cause")) == [
        ("resigned", "general_election"),
        ("", "by_election"),
    ]


def test_end_before_start_is_refused(term):
    content = roster(["赵明", "1975.03", "补选（2026年7月）；2026年5月调离"], headings=HEADINGS)
    plan, _ = run_roster(content)
    assert plan.bad_rows[0].reason == "备注：代表资格的终止时间早于开始时间。请核对。"


def test_second_chair_is_refused(term):
    headings = (*HEADINGS, "职务")
    rows = [
        ["赵明", "1975.03", "主席团成员", "镇人大主席"],
        ["钱强", "1976.03", "主席团成员", "镇人大主席"],
    ]
    plan, _ = run_roster(roster(*rows, headings=headings), skip_bad=True)
    assert plan.bad_rows[0].reason == "备注：本届已有主席（赵明）。请先填写前任的任职截止时间。"
    assert PresidiumPost.objects.count() == 1
