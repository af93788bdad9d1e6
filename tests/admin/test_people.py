"""The roster in the back office: found, filtered, corrected, taken out as a file."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from congress.common.models import SecurityEventKind
from congress.common.partial_dates import PartialDate
from deputies.enums import MandateEnd
from deputies.models import Deputy, Mandate, MandateSuspension
from tests.conftest import events
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    MandateFactory,
    TermFactory,
    UserFactory,
    VillageFactory,
)

LIST = "/admin/deputies/deputy/"


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def listed(client, **filters):
    """Names in the list, in its order."""
    response = client.get(LIST, filters)
    assert response.status_code == 200, response.url
    return [person.name for person in response.context["cl"].result_list]


def form_of(deputy, **changes):
    """What the page of a deputy posts, without mandates."""
    fields = ("name", "sex", "ethnic_group", "education", "political_status", "post", "remark")
    form = {name: getattr(deputy, name) for name in fields}
    form |= {"born_on": str(deputy.born_on or ""), "seen_version": deputy.version}
    form |= {"mandates-TOTAL_FORMS": "0", "mandates-INITIAL_FORMS": "0"}
    return {**form, **changes}


def post_page(client, deputy, **changes):
    page = reverse("admin:deputies_deputy_change", args=[deputy.pk])
    return client.post(page, form_of(deputy, **changes))


class TestList:
    @pytest.mark.parametrize("text", ["张伟", "伟", "zhangwei", "zw", "ZHANG wei"])
    def test_deputy_is_found_by_name_pinyin_and_initials(self, at_office, term, text):
        MandateFactory(deputy=DeputyFactory(name="张伟"), term=term)
        MandateFactory(deputy=DeputyFactory(name="王勇"), term=term)
        assert listed(at_office, q=text) == ["张伟"]

    @pytest.mark.parametrize("text", ["%", "'; --", "😀" * 300])
    def test_search_boxes_survive_anything(self, at_office, term, text):
        boxes = {
            LIST: {"q": text},
            reverse("admin:search"): {"s": text, "extended": "1"},
            reverse("admin:autocomplete"): {
                "app_label": "deputies",
                "model_name": "mandate",
                "field_name": "deputy",
                "term": text,
            },
        }
        for address, query in boxes.items():
            assert at_office.get(address, query).status_code == 200

    def test_list_is_in_stroke_order(self, at_office):
        for name in ("魏大山", "丁一", "王勇"):
            DeputyFactory(name=name)
        assert listed(at_office) == ["丁一", "王勇", "魏大山"]

    def test_status_filters_tell_serving_suspended_and_ended_apart(self, at_office, term):
        MandateFactory(deputy=DeputyFactory(name="在任人"), term=term)
        ended = MandateFactory(deputy=DeputyFactory(name="终止人"), term=term)
        Mandate.objects.filter(pk=ended.pk).update(
            ends_on=PartialDate(2025, 3), end_cause=MandateEnd.MOVED_AWAY
        )
        halted = MandateFactory(deputy=DeputyFactory(name="暂停人"), term=term)
        MandateSuspension.objects.create(
            mandate=halted, cause="in_custody", starts_on=PartialDate(2026, 5)
        )
        DeputyFactory(name="无资格人")
        assert listed(at_office, status="serving") == ["在任人"]
        assert listed(at_office, status="suspended") == ["暂停人"]
        assert listed(at_office, status="ended") == ["终止人"]
        assert listed(at_office, status="none") == ["无资格人"]
        assert set(listed(at_office, status="seated")) == {"在任人", "暂停人"}

    def test_filters_on_mandates_look_at_the_chosen_term(self, at_office, term):
        former = TermFactory(
            ordinal=18, starts_on=PartialDate(2017, 1), ends_on=PartialDate(2021, 12)
        )
        both = DeputyFactory(name="连任人")
        group = GroupFactory(term=former, name="老组")
        MandateFactory(deputy=both, term=former, group=group)
        MandateFactory(deputy=both, term=term, group=GroupFactory(term=term))
        assert listed(at_office, term=former.pk, status="serving") == []
        assert listed(at_office, term=term.pk, status="serving") == ["连任人"]
        assert listed(at_office, term=term.pk, group=group.pk) == []
        assert listed(at_office, term=former.pk, group=group.pk) == ["连任人"]

    def test_other_filters_keep_those_that_are_meant(self, at_office, member, term):
        village = VillageFactory(name="东岭村")
        district = DistrictFactory(term=term)
        one = DeputyFactory(name="甲人", village=village, education="71", user=UserFactory())
        MandateFactory(deputy=one, term=term, district=district)
        MandateFactory(deputy=one, level="county", term=None, congress_name="安平县第十八届")
        assert listed(at_office, village__id__exact=village.pk) == ["甲人"]
        assert listed(at_office, district=district.pk) == ["甲人"]
        assert listed(at_office, education_band="junior") == ["甲人"]
        assert listed(at_office, level="county") == ["甲人"]
        assert listed(at_office, presidium="yes") == ["沈立冬"]
        assert listed(at_office, presidium="no") == ["甲人"]
        assert set(listed(at_office, account="yes")) == {"甲人", "沈立冬"}

    def test_namesakes_can_be_told_apart_when_choosing(self, at_office):
        DeputyFactory(name="张伟", village=VillageFactory(name="东岭村"))
        DeputyFactory(name="张伟", village=VillageFactory(name="沙湖村"))
        url = reverse("admin:autocomplete")
        where = {"app_label": "deputies", "model_name": "mandate", "field_name": "deputy"}
        found = at_office.get(url, {**where, "term": "zw"}).json()["results"]
        assert [one["text"] for one in found] == [
            "张伟（东岭村，1980年5月生）",
            "张伟（沙湖村，1980年5月生）",
        ]


class TestPage:
    def test_occupation_is_guessed_only_when_open(self, at_office):
        deputy = DeputyFactory(name="张伟")
        post_page(at_office, deputy, post="养殖大户")
        deputy.refresh_from_db()
        assert deputy.occupation_class == "farmer"
        post_page(at_office, deputy, post="养殖大户", occupation_class="veteran")
        deputy.refresh_from_db()
        assert deputy.occupation_class == "veteran"

    def test_name_is_checked_and_its_keys_follow(self, at_office):
        deputy = DeputyFactory(name="张伟")
        assert "姓名" in post_page(at_office, deputy, name="张" * 51).content.decode()
        post_page(at_office, deputy, name="王　勇")
        deputy.refresh_from_db()
        assert (deputy.name, deputy.pinyin_initials) == ("王勇", "wy")

    def test_page_saved_meanwhile_is_refused_and_keeps_what_was_typed(self, at_office):
        deputy = DeputyFactory(name="张伟")
        post_page(at_office, deputy, post="先到的人写的")
        response = post_page(at_office, deputy, post="后到的人写的")
        html = response.content.decode()
        assert "别人改过这条记录，所以没有保存" in html
        assert 'value="后到的人写的"' in html
        deputy.refresh_from_db()
        assert deputy.post == "先到的人写的"

    def test_mandate_takes_group_and_district_of_its_own_term(self, at_office, term):
        deputy = DeputyFactory(name="张伟")
        other = GroupFactory(term=TermFactory(ordinal=18), name="老组")
        rows = {
            "mandates-TOTAL_FORMS": "1",
            "mandates-0-level": "township",
            "mandates-0-term": term.pk,
            "mandates-0-group": other.pk,
            "mandates-0-start_cause": "general_election",
        }
        html = post_page(at_office, deputy, **rows).content.decode()
        assert "这个代表小组属于第十八届，不属于第十九届" in html
        rows["mandates-0-group"] = GroupFactory(term=term).pk
        assert post_page(at_office, deputy, **rows).status_code == 302
        assert deputy.mandates.get().term == term

    def test_new_deputy_comes_with_mandate_and_phone_in_one_go(self, at_office, term):
        form = {
            "name": "欧阳丽",
            "new_phone": "0718-1234567",
            "mandates-TOTAL_FORMS": "1",
            "mandates-INITIAL_FORMS": "0",
            "mandates-0-level": "township",
            "mandates-0-term": term.pk,
            "mandates-0-starts_on": "2026年5月",
            "mandates-0-start_cause": "by_election",
        }
        assert at_office.post(f"{LIST}add/", form).status_code == 302
        deputy = Deputy.objects.get()
        assert (deputy.phone, deputy.pinyin_initials) == ("0718-1234567", "oyl")
        assert deputy.mandates.get().starts_on == PartialDate(2026, 5)

    def test_second_open_mandate_of_a_term_is_refused_with_a_sentence(self, at_office, term):
        mandate = MandateFactory(term=term)
        rows = {
            "mandates-TOTAL_FORMS": "1",
            "mandates-0-level": "township",
            "mandates-0-term": term.pk,
            "mandates-0-start_cause": "by_election",
        }
        html = post_page(at_office, mandate.deputy, **rows).content.decode()
        assert "这名代表本届已有同一层级的代表资格" in html

    def test_two_rows_against_each_other_save_nothing(self, at_office, term):
        form = {"name": "欧阳丽", "mandates-TOTAL_FORMS": "2", "mandates-INITIAL_FORMS": "0"}
        for row in (0, 1):
            form |= {
                f"mandates-{row}-level": "township",
                f"mandates-{row}-term": term.pk,
                f"mandates-{row}-start_cause": "by_election",
            }
        html = at_office.post(f"{LIST}add/", form, follow=True).content.decode()
        assert "填写的几行互相重复" in html
        assert not Deputy.objects.exists()

    def test_mandate_changed_meanwhile_is_refused(self, at_office, term):
        mandate = MandateFactory(term=term)
        seen = mandate.version
        mandate.save_version()
        rows = {
            "mandates-TOTAL_FORMS": "1",
            "mandates-INITIAL_FORMS": "1",
            "mandates-0-id": mandate.pk,
            "mandates-0-deputy": mandate.deputy_id,
            "mandates-0-level": "township",
            "mandates-0-term": term.pk,
            "mandates-0-start_cause": "by_election",
            "mandates-0-seen_version": seen,
        }
        html = post_page(at_office, mandate.deputy, **rows).content.decode()
        assert "别人改过这条记录，所以没有保存" in html
        rows["mandates-0-seen_version"] = seen + 1
        assert post_page(at_office, mandate.deputy, **rows).status_code == 302
        mandate.refresh_from_db()
        assert (mandate.start_cause, mandate.version) == ("by_election", seen + 2)

    def test_deputy_with_mandate_is_not_deleted(self, at_office, term):
        deputy = MandateFactory(term=term).deputy
        page = reverse("admin:deputies_deputy_delete", args=[deputy.pk])
        html = at_office.get(page).content.decode()
        assert "得先处理下列还用着它的记录" in html
        at_office.post(page, {"post": "yes"})
        assert Deputy.objects.filter(pk=deputy.pk).exists()


class TestExport:
    def rows(self, response):
        sheet = load_workbook(io.BytesIO(response.content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_export_takes_the_filtered_people_without_kept_columns(self, at_office, term):
        deputy = DeputyFactory(name="张伟", phone="13812345678", post="=1+1")
        MandateFactory(deputy=deputy, term=term, group=GroupFactory(term=term, name="新洲代表小组"))
        DeputyFactory(name="王勇")
        page = at_office.get(LIST, {"q": "zw"}).content.decode()
        assert f"{LIST}export/?q=zw" in page
        head, *people = self.rows(at_office.post(f"{LIST}export/?q=zw"))
        assert "联系电话" not in head
        assert [row[head.index("姓名")] for row in people] == ["张伟"]
        assert people[0][head.index("现任职务（职业）")] == "'=1+1"
        assert people[0][head.index("代表小组")] == "新洲代表小组"
        event = events().get()
        assert (event.kind, event.subject) == (
            SecurityEventKind.EXPORT,
            "代表名册（1人）",
        )
        assert "联系电话" not in event.detail

    def test_export_with_kept_columns_says_so_in_the_record(self, at_office):
        DeputyFactory(name="张伟", phone="13812345678")
        head, row = self.rows(at_office.post(f"{LIST}export/", {"with_kept": "on"}))
        assert row[head.index("联系电话")] == "13812345678"
        assert "联系电话" in events().get().detail

    def test_auditor_never_exports_kept_columns(self, auditor, client):
        DeputyFactory(name="张伟", phone="13812345678")
        client.force_login(auditor)
        head, _row = self.rows(client.post(f"{LIST}export/", {"with_kept": "on"}))
        assert "联系电话" not in head
