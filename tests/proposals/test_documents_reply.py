"""The letter by which a unit answers: its layout, its words, whom it reaches; drafts as well."""

import copy
import io
from dataclasses import replace

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.attachments.services import attach_files, stage_upload
from congress.common.exceptions import RuleViolation
from congress.common.jobs.execution import run_job
from congress.common.models import Job, JobStatus
from congress.township.models import Township
from deputies.models import Deputy
from proposals import services
from proposals.documents import jobs, kinds
from proposals.documents.answers import item_name, replies_to_print
from proposals.documents.reply_letter import letters_pdf, reply_letters_pdf
from proposals.enums import Occasion, ProposalKind
from proposals.models import Proposal, Reply, Sponsorship
from proposals.services.feedback import rate_reply
from proposals.services.replying import ReplyValues, save_reply_draft
from tests.attachments.reports import upload
from tests.attachments.samples import photo
from tests.conftest import events
from tests.documents.measure import MM, lines
from tests.factories import UserFactory
from tests.proposals.papers import drawn, pages_of
from tests.proposals.stage import fresh, unit_user
from tests.proposals.units import replied, says, to_sign

pytestmark = pytest.mark.django_db
TITLE = "关于江湾镇第十九届人民代表大会第五次会议第1号建议的答复"
NUMBER = "江水函〔2026〕3号"
SENT = (("照片.jpg", (30, 20)), ("图.jpg", (20, 30)))
LONG = "清淤三公里。" * 12
PHONE = {"contact_person": "雷雨", "contact_phone": "0716-5551234"}


@pytest.fixture
def reply(alone):
    return replied(alone.user, alone.lead, says(document_number=NUMBER, **PHONE))


def letter_of(*replies) -> list[str]:
    return pages_of(letters_pdf(loaded(*replies)))


def loaded(*replies):
    return replies_to_print(Reply.objects.filter(pk__in=[reply.pk for reply in replies]))


def with_text(reply, content: str, **values):
    reply.content = content
    for name, value in values.items():
        setattr(reply, name, value)
    reply.save()
    return reply


def test_letter_says_who_answers_whom_and_how(alone, reply):
    (page,) = letter_of(reply)
    assert page.startswith("A江湾镇水利站签发人：雷雨江水函〔2026〕3号")
    assert f"{TITLE}甘霖、白露代表：" in page
    opening = "您提出的“关于疏通新洲村排水沟的建议”（第1号建议）收悉，现答复如下："
    assert f"{opening}已经清淤三公里。江湾镇水利站2026年1月15日" in page
    assert page.endswith(
        "（联系人：雷雨，联系电话：0716-5551234）"
        "抄送：江湾镇人民代表大会主席团，江湾镇人民政府办公室。"
    )


def test_first_page_has_the_layout_of_a_letter(reply):
    with pdfplumber.open(io.BytesIO(letters_pdf(loaded(reply)))) as pdf:
        page = pdf.pages[0]
        name = [char for char in page.chars if char["size"] > 30]
        assert "".join(char["text"] for char in name) == "江湾镇水利站"
        assert all("Title" in char["fontname"] for char in name)
        assert min(char["top"] for char in name) * MM == pytest.approx(30, abs=1.5)
        middle = (name[0]["x0"] + name[-1]["x1"]) / 2 * MM
        assert middle == pytest.approx(28 + 156 / 2, abs=0.5)
        (outcome,) = (char for char in page.chars if char["text"] == "A")
        assert outcome["x1"] * MM == pytest.approx(210 - 26, abs=0.5)
        assert outcome["bottom"] < min(char["top"] for char in name)
        red = [rect for rect in page.rects if rect["width"] * MM == pytest.approx(170, abs=0.5)]
        tops = sorted({round(rect["top"] * MM) for rect in red})
        assert tops[0] == pytest.approx(30 + 40 * MM + 4, abs=1)
        assert tops[-1] == pytest.approx(297 - 20, abs=1)
        edges = {(round(rect["x0"] * MM), round(rect["x1"] * MM)) for rect in red}
        assert edges == {(20, 190)}


def test_long_letter_counts_its_pages_and_cuts_nothing(reply):
    text = "\n".join(
        ["一、办理情况", *(f"甲{n}乙" + "清淤三公里。" * 20 for n in range(20)), "（一）下一步"]
    )
    pages = letter_of(with_text(reply, text + "\n" + "长" * 400))
    assert len(pages) > 2
    assert all(f"甲{n}乙" in "".join(pages) for n in range(20))
    assert "".join(pages).count("长") == 400
    assert "—1—" not in pages[0]
    assert all(f"—{n}—" in page for n, page in enumerate(pages[1:], 2))
    assert "抄送" not in "".join(pages[:-1])
    with pdfplumber.open(io.BytesIO(letters_pdf(loaded(reply)))) as pdf:
        for page in pdf.pages:
            assert max(char["x1"] for char in page.chars) * MM < 210 - 24
        heads = [line for page in pdf.pages for line in lines(page) if "办理情况" in line.text]
        assert heads[0].fonts == {"NotoSansCJKsc-Regular"} or "Hei" in str(heads[0].fonts)


def test_signature_never_stands_without_two_lines_of_text(reply):
    (row,) = loaded(reply)
    letters = []
    lengths = [*((n, "特此答复。") for n in range(4, 12)), *((n, LONG) for n in range(2, 10))]
    for count, last in lengths:
        each = copy.copy(row)
        each.content = "\n".join(["清淤。"] * count + [last])
        letters.append(each)
    ends = 0
    with pdfplumber.open(io.BytesIO(letters_pdf(letters))) as pdf:
        for page in pdf.pages:
            found = [line for line in lines(page) if line.text.strip()]
            place = next((n for n, line in enumerate(found) if line.text == "江湾镇水利站"), None)
            signed = [n for n, line in enumerate(found) if "2026年1月15日" in line.text]
            if not signed:
                continue
            ends += 1
            above = [line for line in found[: signed[0] - 1] if "代表：" not in line.text]
            text = [line for line in above if line.left > 25 and line.baseline > 35]
            assert len(text) >= 2, [line.text for line in found]
            assert any("抄送" in line.text for line in found), [line.text for line in found]
            assert place is not None
    assert ends == len(letters)


def test_what_the_unit_wrote_itself_is_not_said_twice(alone, reply):
    text = "甘霖、白露代表：\n您提出的建议收悉。已经清淤。\n感谢您的支持。\n镇水利站\n2026年1月15日"
    (page,) = letter_of(with_text(reply, text))
    assert page.count("收悉") == 1
    assert page.count("代表：") == 1
    assert page.count("2026年1月15日") == 1
    assert "感谢您的支持。江湾镇水利站2026年1月15日" in page


def test_promise_stands_in_the_letter_unless_the_text_has_it(alone):
    values = says("B", promise="汛期前装好格栅", promised_for="2026-05")
    reply = replied(alone.user, alone.lead, values)
    (page,) = letter_of(reply)
    assert page.startswith("B江湾镇水利站")
    assert "我单位承诺：汛期前装好格栅，2026年5月以前落实。" in page
    (page,) = letter_of(with_text(reply, "我站承诺汛期前装好格栅。"))
    assert page.count("汛期前装好格栅") == 1


def test_second_answer_says_so(alone, reply):
    asked = reply.requests.first()
    rate_reply(
        asked,
        actor=alone.stage.lead,
        attitude="satisfied",
        result="dissatisfied",
        words="沟口还堵着。",
    )
    second = replied(alone.user, alone.lead, says(document_number="江水函〔2026〕9号"))
    (page,) = letter_of(second)
    assert f"{TITLE[:-2]}再次答复" in page
    assert "我单位已经重新办理，现再次答复如下：" in page
    # Of the unit's two replies the list prints the later.
    (page,) = pages_of(drawn(reply_letters_pdf, alone.proposal))
    assert "江水函〔2026〕9号" in page


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": ProposalKind.MOTION}, "江湾镇第十九届人民代表大会第五次会议第1号议案"),
        ({"kind": ProposalKind.CRITICISM}, "江湾镇第十九届人民代表大会第五次会议第1号批评意见"),
        (
            {"kind": ProposalKind.OPINION, "occasion": Occasion.INTERSESSIONAL},
            "江湾镇第十九届人民代表大会第五次会议闭会期间第1号意见",
        ),
        ({"session": None, "number": 12}, "江湾镇第十九届人民代表大会第12号建议"),
    ],
)
def test_each_kind_is_called_by_its_name(alone, values, name):
    proposal = fresh(alone.proposal)
    for field, value in values.items():
        setattr(proposal, field, value)
    assert item_name(proposal) == name


def test_files_and_assisting_units_are_named(handed_out):
    helping = services.handling.give_opinion
    helping(handed_out.co, actor=handed_out.helper, content="同意清淤。")
    reply = replied(handed_out.user, handed_out.lead)
    office = handed_out.stage.office
    sent = [upload(name, content=photo(size)) for name, size in SENT]
    files = [stage_upload(each, actor=office) for each in sent]
    attach_files(reply, files, actor=office)
    (page,) = letter_of(reply)
    assert "附件：1.照片2.图江湾镇水利站" in page
    assert "江湾镇人民政府办公室，江湾镇农业站。" in page


def test_many_sponsors_are_named_at_the_foot(alone, reply, term):
    for number in range(14):
        deputy = Deputy.objects.create(name=f"江{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[number]}")
        Sponsorship.objects.create(
            proposal=alone.proposal, deputy=deputy, status="confirmed", order=10 + number
        )
    text = "".join(letter_of(reply))
    assert "甘霖等16名代表：" in text
    assert "主送：甘霖、白露、江甲" in text
    assert "江卯代表。抄送：" in text


def test_merged_items_are_answered_together(alone, reply):
    other = alone.stage.registered(title="关于修沟的建议")
    Sponsorship.objects.filter(proposal=other).update(deputy=alone.stage.others[2].deputy)
    Proposal.objects.filter(pk=other.pk).update(status="merged", merged_into=alone.proposal)
    (page,) = letter_of(reply)
    assert "（第2号建议合并答复）甘霖、白露、惊蛰代表：" in page


def test_government_is_answered_by_its_name(alone, reply):
    Sponsorship.objects.filter(proposal=alone.proposal).update(status="withdrawn")
    proposal = fresh(alone.proposal)
    proposal.kind, proposal.proposer = ProposalKind.MOTION, "government"
    proposal.save()
    assert "第1号议案的答复江湾镇人民政府：" in letter_of(reply)[0]


def test_long_names_stay_on_the_page(alone, reply):
    unit = alone.unit
    unit.name = "镇农业农村和生态环境保护综合行政执法服务中心办公室"
    unit.save()
    assert Township.objects.get().name == "江湾镇"
    with pdfplumber.open(io.BytesIO(letters_pdf(loaded(reply)))) as pdf:
        (page,) = pdf.pages
        assert max(char["x1"] for char in page.chars) * MM < 210 - 24
        assert min(char["x0"] for char in page.chars) * MM > 26


def test_reply_without_text_is_refused_in_words(alone, reply):
    with_text(reply, " ")
    with pytest.raises(RuleViolation, match="没有录入全文"):
        letters_pdf(loaded(reply))
    with pytest.raises(RuleViolation, match="没有答复函可打印"):
        drawn(reply_letters_pdf, alone.proposal)


def test_draft_says_what_it_is_and_leaves_room(alone, as_user):
    address = reverse("desk-part-letter", args=[alone.lead.public_id])
    assert as_user(alone.user).get(address).status_code == 404
    save_reply_draft(alone.lead, says(), actor=alone.user)
    (page,) = pages_of(as_user(alone.user).get(address).content)
    assert page.startswith("A征求意见稿江湾镇水利站签发人：〔〕号")
    assert "江湾镇水利站年月日" in page
    to_sign(alone.user, alone.lead, says(document_number=NUMBER))
    (page,) = pages_of(as_user(alone.stage.office).get(address).content)
    assert page.startswith(f"A签发稿江湾镇水利站签发人：{NUMBER}")
    assert as_user(alone.stage.lead).get(address).status_code == 404


def test_empty_draft_leads_back_with_a_sentence(alone, as_user):
    save_reply_draft(alone.lead, ReplyValues(), actor=alone.user)
    answer = as_user(alone.user).get(
        reverse("desk-part-letter", args=[alone.lead.public_id]), follow=True
    )
    assert "答复稿还没有写正文" in answer.content.decode()


def test_who_takes_the_letter(alone, reply, as_user):
    address = reverse("desk-reply-letter", args=[reply.public_id])
    other_unit = unit_user("镇农业站", "nongye")[0]
    stage = alone.stage
    asked = [
        (alone.user, 200),
        (stage.lead, 200),
        (stage.others[0], 200),
        (stage.office, 200),
        (other_unit, 404),
        (UserFactory(username="nobody"), 404),
    ]
    assert [(who, as_user(who).get(address).status_code) for who, _ in asked] == asked
    as_user(stage.lead).get(address)
    event = events().latest("at")
    assert (event.subject, event.detail) == ("答复函-第1号-镇水利站", alone.proposal.title)


def test_assisting_unit_takes_no_letter_of_the_leading_one(handed_out, as_user):
    services.handling.give_opinion(handed_out.co, actor=handed_out.helper, content="同意。")
    reply = replied(handed_out.user, handed_out.lead)
    address = reverse("desk-reply-letter", args=[reply.public_id])
    assert as_user(handed_out.helper).get(address).status_code == 404
    assert as_user(handed_out.user).get(address).status_code == 200


@pytest.mark.parametrize("name", ["x", "9" * 60, "a" * 500])
def test_letters_that_are_not_there(alone, as_user, name):
    for address in ("desk-reply-letter", "desk-reply-feedback", "desk-part-letter"):
        assert as_user(alone.stage.office).get(reverse(address, args=[name])).status_code == 404


def test_many_letters_are_drawn_by_a_job_that_passes_over_the_unanswered(
    alone, reply, as_user, monkeypatch
):
    """A step in which nothing was answered doesn't end the others'."""
    alone.stage.registered(title="关于修桥的建议")
    few = replace(kinds.document_of("replies"), at_once=1, step=1)
    monkeypatch.setitem(kinds._BY_SLUG, "replies", few)
    page = reverse("admin:proposals_proposal_print_page")
    as_user(alone.stage.office).post(page, {"document": "replies"})
    job = Job.objects.get(kind=jobs.SLUG)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.message) == (JobStatus.DONE, "答复函做好了，共1页。")
    assert TITLE in pages_of(job.file.read())[0]
    as_user(alone.stage.office).post(f"{page}?q=修桥", {"document": "replies"})
    assert Job.objects.count() == 1
    reply.content = ""
    reply.save()
    as_user(alone.stage.office).post(page, {"document": "replies"})
    job = Job.objects.exclude(pk=job.pk).get()
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "没有可打印的答复函" in job.message
