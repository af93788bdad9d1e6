"""Register, the unit's document, and the list of the meeting."""

import io

import pdfplumber
import pytest

from congress.common.exceptions import RuleViolation
from congress.township.models import Organ
from proposals.documents.meeting import meeting_list_pdf
from proposals.documents.notices import notices_pdf
from proposals.documents.register import register_pdf
from proposals.enums import AssignmentStatus, Occasion, ProposalKind, UnitRole
from tests.documents.measure import MM
from tests.proposals.papers import drawn, pages_of
from tests.proposals.samples import assigned, proposal_of

pytestmark = pytest.mark.django_db
RULE = "自交办之日起三个月内答复（代表法第五十一条）"


@pytest.fixture
def lead(session):
    return session.term.mandates.select_related("deputy").first().deputy


@pytest.fixture
def matters(session, lead):
    """Four: one led and assisted in, one handled separately, one that came back, one open."""
    water, police = (Organ.objects.create(name=name) for name in ("镇水利站", "交警中队"))
    titles = ("清沟", "修桥", "装路灯", "通校车")
    found = [proposal_of(lead, session, title=f"关于{title}的建议") for title in titles]
    dates = {"assigned_on": "2026-02-02", "due_on": "2026-05-02", "due_rule": RULE}
    assigned(found[0], water, contact_due_on="2026-03-09", **dates)
    assigned(found[0], police, UnitRole.CO, assigned_on="2026-02-02")
    for unit in (water, police):
        assigned(found[1], unit, UnitRole.SEPARATE, **dates)
    assigned(found[2], police, status=AssignmentStatus.RETURNED, **dates)
    assigned(found[2], water, **dates)
    return found


def test_register_has_a_line_for_each_and_heads_on_every_page(session, lead):
    many = [proposal_of(lead, session, title=f"关于第{n}件事的建议") for n in range(40)]
    many[3].kind, many[3].occasion = ProposalKind.OPINION, Occasion.INTERSESSIONAL
    many[3].save()
    pdf = drawn(register_pdf, *many)
    pages = pages_of(pdf)
    assert len(pages) > 1
    heads = "编号类别案由领衔代表代表小组提出日期内容分类状态承办单位应答复日期"
    assert all(heads in page for page in pages)
    assert all(f"关于第{n}件事的建议" in "".join(pages) for n in range(40))
    assert "共40件：建议39件，意见1件；其中闭会期间提出1件。" in pages[0]
    assert "第1页，共" in pages[0]
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        page = file.pages[0]
        assert (page.width * MM, page.height * MM) == pytest.approx((297, 210), abs=0.1)
        assert max(char["x1"] for char in page.chars) * MM < 297 - 15


def test_each_unit_has_a_sheet_of_its_own(matters):
    pages = pages_of(drawn(notices_pdf, *matters))
    police, police_list, water, water_list = pages
    title = "关于交办江湾镇第十九届人民代表大会第五次会议代表建议、批评和意见的通知"
    assert police.startswith(f"{title}交警中队：")
    assert water.startswith(f"{title}镇水利站：")
    assert "共2件：分别办理1件，协办1件。" in police
    assert "共3件：主办2件，分别办理1件。" in water
    assert "镇水利站" not in police + police_list
    assert "关于装路灯的建议" not in police_list
    assert "协办的件" in police
    assert "协办的件" not in water
    assert "江湾镇人民代表大会主席团2026年2月2日" in water
    assert "联系2026年3月9日" in water_list
    assert f"期限依据：{RULE}" in water_list
    assert "签收人" in water_list
    assert [page[-3:] for page in pages] == ["—1—", "—2—", "—1—", "—2—"]


def test_room_for_the_seal_stays_free(matters):
    with pdfplumber.open(io.BytesIO(drawn(notices_pdf, *matters))) as file:
        page = file.pages[2]
        words = page.extract_words()
        organ = next(w for w in words if w["text"].startswith("江湾镇人民代表大会主席团"))
        above = [w["bottom"] for w in words if w["bottom"] < organ["top"]]
        assert (organ["top"] - max(above)) * MM > 15


def test_signature_never_stands_on_a_page_without_text(matters):
    police = Organ.objects.get(name="交警中队")
    police.name = "镇人民政府农业农村办公室"  # a line more
    police.save()
    dates = {"assigned_on": "2026-02-02", "due_on": "2026-05-02", "due_rule": RULE}
    assigned(matters[3], police, return_due_on="2026-02-09", return_due_rule="五日内", **dates)
    pages = pages_of(drawn(notices_pdf, *matters))
    (signed,) = (
        page
        for page in pages[: pages.index(next(p for p in pages if "镇水利站：" in p))]
        if "江湾镇人民代表大会主席团2026年2月2日" in page
    )
    assert signed.endswith("—2—")  # it doesn't fit on the first page
    assert "转给别的单位。" in signed


def test_sums_of_the_meeting_add_up(matters):
    text = "".join(pages_of(drawn(meeting_list_pdf, *matters)))
    assert "共4件，已交办3件，由2个单位办理。有的件由几个单位办理，各单位合计5件次。" in text
    assert "还没有交办的1件，列在最后。" in text
    assert "序号承办单位主办分别办理协办合计签收1交警中队1122镇水利站213合计2215" in text
    assert "1.交警中队（分别办理1件，协办1件）" in text
    assert "还没有交办（1件）编号案由领衔代表状态第4号关于通校车的建议" in text


def test_what_nobody_has_yet_is_refused_in_words(matters):
    for make in (notices_pdf, meeting_list_pdf):
        with pytest.raises(RuleViolation, match="还没有交办"):
            drawn(make, matters[3])
