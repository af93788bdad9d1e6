"""scratch"""
import pytest
from tests.proposals.units import replied, says
from tests.proposals.papers import drawn
from proposals.documents.reply_letter import reply_letters_pdf
pytestmark = pytest.mark.django_db

def test_x(alone, time_machine):
    import pathlib
    replied(alone.user, alone.lead, says(document_number="江水函〔2026〕3号", contact_person="雷雨", contact_phone="0716-5551234"))
    pathlib.Path("/tmp/papersw_a.pdf").write_bytes(drawn(reply_letters_pdf, alone.proposal))
    from proposals.models import Reply
    r = Reply.objects.get()
    r.content = "\n".join(["一、办理情况", "我站收到建议以后，会同新洲村查看了现场。"*6, "（一）清淤", "清淤三公里。"*30]*4+["感谢您对水利工作的支持。"]); r.save()
    pathlib.Path("/tmp/papersw_b.pdf").write_bytes(drawn(reply_letters_pdf, alone.proposal, ))
