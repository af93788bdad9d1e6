"""Why a record was changed or deleted: optional, at the end of its page, kept with the history."""

import pytest
from django.urls import reverse

from congress.township.models import Village
from deputies.models import Mandate
from tests.factories import MandateFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def change(client, village, **sent):
    page = reverse("admin:township_village_change", args=[village.pk])
    return client.post(page, {"name": village.name, "kind": "village", "order": 0, **sent})


def test_change_keeps_its_reason(at_office, office):
    village = VillageFactory(name="新洲村")
    change(at_office, village, order=3, change_reason="按县民政局通知")
    entry = village.history.first()
    assert (entry.history_user, entry.history_change_reason) == (office, "按县民政局通知")
    assert (
        "按县民政局通知"
        in at_office.get(
            reverse("admin:township_village_history", args=[village.pk])
        ).content.decode()
    )


def test_change_needs_no_reason(at_office):
    village = VillageFactory()
    assert change(at_office, village, order=3).status_code == 302
    assert village.history.first().history_change_reason == ""


def test_refused_form_keeps_the_reason_that_was_typed(at_office):
    village = VillageFactory()
    html = change(at_office, village, name="", change_reason="改名").content.decode()
    assert 'value="改名"' in html
    assert Village.objects.get(pk=village.pk).name


def test_too_long_a_reason_is_refused_in_words(at_office):
    village = VillageFactory()
    html = change(at_office, village, order=3, change_reason="长" * 201).content.decode()
    assert "200" in html
    assert Village.objects.get(pk=village.pk).order == 0


def test_rows_of_the_page_have_the_same_reason(at_office, term):
    mandate = MandateFactory(term=term)
    sent = {
        "suspensions-TOTAL_FORMS": 1,
        "suspensions-INITIAL_FORMS": 0,
        "suspensions-0-cause": "in_custody",
        "suspensions-0-starts_on": "2026-05",
        "deputy": mandate.deputy_id,
        "level": "township",
        "term": term.pk,
        "start_cause": mandate.start_cause,
        "seen_version": mandate.version,
        "change_reason": "公安机关通报",
    }
    page = reverse("admin:deputies_mandate_change", args=[mandate.pk])
    assert at_office.post(page, sent).status_code == 302
    mandate = Mandate.objects.get(pk=mandate.pk)
    for record in (mandate, mandate.suspensions.get()):
        assert record.history.first().history_change_reason == "公安机关通报"


def test_deletion_keeps_its_reason(at_office):
    village = VillageFactory(name="录错村")
    page = reverse("admin:township_village_delete", args=[village.pk])
    assert "删除原因（可不填）" in at_office.get(page).content.decode()
    at_office.post(page, {"post": "yes", "change_reason": "重复录入"})
    entry = Village.history.filter(id=village.pk).first()
    assert (entry.history_type, entry.history_change_reason) == ("-", "重复录入")


def test_reader_and_new_record_have_no_box(at_office, auditor, client):
    village = VillageFactory()
    assert "修改原因" not in at_office.get(reverse("admin:township_village_add")).content.decode()
    client.force_login(auditor)
    page = client.get(reverse("admin:township_village_change", args=[village.pk]))
    assert "修改原因" not in page.content.decode()
