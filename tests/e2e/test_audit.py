"""Something happened: the auditor finds who changed a record, when, why and from where."""

from django.urls import reverse

from deputies.models import Deputy
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories import DeputyFactory


def test_auditor_finds_who_changed_a_record(sit_down, office, auditor):
    person = Deputy.objects.get(pk=DeputyFactory(name="何秋萍", phone="13800000001").pk)
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.open(reverse("admin:deputies_deputy_change", args=[person.pk]))
    clerk.page.get_by_label("现任职务（职业）").fill("新洲村会计")
    clerk.page.get_by_label("修改原因（可不填）").fill("本人来电更正")
    clerk.press("保存")

    reader = sit_down(DESKTOP, scripts=True)
    reader.log_in("auditor")
    reader.follow("操作留痕", within="#nav-sidebar")
    reader.page.get_by_label("文字").fill("秋萍")
    reader.page.get_by_label("操作", exact=True).select_option(label="修改")
    reader.press("查找")
    for shown in ("文书小秦", "127.0.0.1", "本人来电更正"):
        assert shown in reader.text()
    reader.follow("何秋萍")
    assert "新洲村会计" in reader.text()
    reader.follow("打开这条记录")
    assert "何秋萍" in reader.text()


def test_auditor_reads_it_on_a_phone_too(sit_down, auditor):
    DeputyFactory(name="何秋萍")
    reader = sit_down(PHONE, scripts=True)
    reader.log_in("auditor")
    reader.open(reverse("admin:audit_trail") + "?q=秋萍")
    width = reader.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE
    reader.follow("何秋萍")
    assert "录入的内容" in reader.text()
