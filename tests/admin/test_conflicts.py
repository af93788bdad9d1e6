"""Two people in the back office, one record: the second sees both versions, and loses nothing."""

import html
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import login
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.conflicts import SEEN
from congress.common.history import bulk_update_recorded
from congress.common.models import VersionedModel
from congress.common.partial_dates import PartialDate
from congress.township.models import Area, RoleAssignment
from deputies.models import DeputyGroup, LiaisonPlan, Mandate, MandateSuspension
from tests.boxes import boxes_of
from tests.factories import (
    DeputyFactory,
    GroupFactory,
    LineFactory,
    MandateFactory,
    OrganFactory,
    PlanFactory,
    UserFactory,
    VillageFactory,
)

VERSIONED = [
    model._meta.label
    for model in admin.site._registry
    if issubclass(model, VersionedModel) and hasattr(model, "history")
]
REFUSED = "别人改过这条记录，所以没有保存"


class Clerk:
    """Somebody at a page of the back office, who fills in what the page shows."""

    def __init__(self, user, record, page="change"):
        self.client = Client()
        self.client.force_login(user)
        opts = record._meta
        name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
        self.url = reverse(name, args=[record.pk])
        self.answer = self.client.get(self.url)
        self.boxes = boxes_of(self.answer)

    def save(self, **typed):
        """Post the page as it stands, with what was typed; gives the answer's status."""
        names = {name.replace("__", "-"): value for name, value in typed.items()}
        self.boxes = {**self.boxes, **names}
        for name in [name for name, value in self.boxes.items() if value is None]:
            del self.boxes[name]
        self.answer = self.client.post(self.url, self.boxes)
        if self.answer.status_code == 200:
            self.boxes = boxes_of(self.answer)
        return self.answer.status_code

    @property
    def text(self):
        found = re.sub(r"<[^>]+>|\s", "", self.answer.content.decode())
        return html.unescape(found)

    def rows(self):
        """(column, stored, typed) of the tables of differences."""
        table = re.compile(r'<tr><th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>')
        found = table.findall(self.answer.content.decode())
        return [tuple(re.sub(r"<[^>]+>", "", cell) for cell in row) for row in found]


@pytest.fixture
def second(town):
    """The other clerk of the office."""
    from congress.common.roles import Role
    from tests.conftest import give_role

    return give_role(UserFactory(username="second", display_name="文书小顾"), Role.OFFICE)


@pytest.fixture
def both(office, second):
    """Both clerks with the same page open: ``both(record)``."""

    def both(record):
        return Clerk(office, record), Clerk(second, record)

    return both


class TestRecord:
    def test_second_sees_both_versions_and_keeps_what_he_typed(self, both, term):
        one, other = VillageFactory(name="新洲村"), VillageFactory(name="沙湖村")
        deputy = DeputyFactory(name="张伟", village=None, post="")
        first, second = both(deputy)
        assert first.save(post="村主任", village=one.pk, sex="2", born_on="1975年6月") == 302
        assert second.save(post="养殖大户", village=other.pk, sex="1", born_on="1976") == 200
        assert REFUSED in second.text
        assert "文书小秦改过。" in second.text
        assert sorted(second.rows()) == [
            ("出生年月", "1975年6月别人刚改的", "1976年"),
            ("所在村（社区）", "新洲村别人刚改的", "沙湖村"),
            ("现任职务（职业）", "村主任别人刚改的", "养殖大户"),
        ]
        assert (second.boxes["post"], second.boxes["born_on"]) == ("养殖大户", "1976")
        assert second.boxes["village"] == str(other.pk)
        deputy.refresh_from_db()
        assert (deputy.post, deputy.village) == ("村主任", one)

    def test_saving_again_is_deliberate_and_succeeds(self, both, term):
        deputy = DeputyFactory(name="张伟", post="")
        first, second = both(deputy)
        first.save(post="村主任")
        assert second.save(post="养殖大户") == 200
        assert second.save() == 302
        deputy.refresh_from_db()
        assert (deputy.post, deputy.version) == ("养殖大户", 3)

    def test_boxes_left_alone_take_over_what_is_stored(self, both, term):
        deputy = DeputyFactory(name="张伟", post="", remark="", employer="")
        first, second = both(deputy)
        first.save(employer="新洲合作社", education="60")
        assert second.save(remark="常在外地") == 200
        assert "您没有动过的栏目，已换成现在的内容：" in second.text
        assert second.rows() == [("备注（不公开）", "（空）", "常在外地")]
        second.save()
        deputy.refresh_from_db()
        assert (deputy.employer, deputy.education, deputy.remark) == (
            "新洲合作社",
            "60",
            "常在外地",
        )

    def test_third_meanwhile_is_refused_again(self, both, term):
        deputy = DeputyFactory(name="张伟", post="")
        first, second = both(deputy)
        first.save(post="甲")
        second.save(post="乙")
        deputy.refresh_from_db()
        deputy.post = "丙"
        deputy.save_version()
        assert second.save() == 200
        assert ("现任职务（职业）", "丙别人刚改的", "乙") in second.rows()

    def test_secret_column_is_only_said_to_have_changed(self, both, term):
        deputy = DeputyFactory(name="张伟", phone="13812345678")
        first, second = both(deputy)
        first.save(new_phone="13987654321")
        assert second.save(new_phone="13711112222", post="村主任") == 200
        assert ("联系电话", "已被修改（保密，不显示）", "您填写了新的内容（保密，不显示）") in [
            (label, stored.replace("别人刚改的", ""), typed)
            for label, stored, typed in second.rows()
        ]
        assert "13987654321" not in second.answer.content.decode()
        assert "13812345678" not in second.answer.content.decode()

    def test_chosen_records_are_compared_by_name(self, both, term):
        one, other = VillageFactory(name="新洲村"), VillageFactory(name="沙湖村")
        group = GroupFactory(term=term, name="新洲代表小组")
        first, second = both(group)
        assert first.save(villages=[one.pk]) == 302
        assert second.save(villages=[one.pk, other.pk]) == 200
        _, stored, typed = second.rows()[0]
        assert (stored, set(typed.split("、"))) == ("新洲村", {"新洲村", "沙湖村"})
        assert second.save() == 302
        assert DeputyGroup.objects.get().villages.count() == 2

    def test_record_without_versions_is_watched_by_its_history(self, both, term):
        area = Area.objects.create(name="东片")
        first, second = both(area)
        assert first.save(name="新洲片") == 302
        assert second.save(name="沙湖片") == 200
        assert ("片名", "新洲片别人刚改的", "沙湖片") in second.rows()
        assert second.save() == 302
        area.refresh_from_db()
        assert area.name == "沙湖片"

    def test_logging_in_meanwhile_is_no_edit_of_the_account(self, office, second, term):
        office.is_superuser = True
        office.save()
        account = UserFactory(username="someone", display_name="某人")
        clerk = Clerk(office, account)
        request = RequestFactory().get("/")
        request.session = Client().session
        login(request, account, backend="django.contrib.auth.backends.ModelBackend")
        assert clerk.save(display_name="某某人") == 302

    def test_record_deleted_meanwhile_gives_back_what_was_typed(self, both, term):
        deputy = DeputyFactory(name="张伟")
        first, second = both(deputy)
        assert (
            first.client.post(
                reverse("admin:deputies_deputy_delete", args=[deputy.pk]), {"post": "yes"}
            ).status_code
            == 302
        )
        assert second.save(post="养殖大户", sex="2", new_phone="13711112222") == 404
        assert "代表已经没有了，所以没有保存" in second.text
        assert "文书小秦删除了它。" in second.text
        assert "现任职务（职业）养殖大户" in second.text
        assert "性别女" in second.text
        assert "13711112222" not in second.text

    def test_rows_against_each_other_keep_what_was_typed(self, office, term):
        deputy = DeputyFactory(name="张伟")
        clerk = Clerk(office, deputy)
        rows = {"mandates__TOTAL_FORMS": "2"}
        for number in (0, 1):
            rows |= {
                f"mandates__{number}__level": "township",
                f"mandates__{number}__term": term.pk,
                f"mandates__{number}__start_cause": "by_election",
            }
        assert clerk.save(remark="补选产生", **rows) == 200
        assert "填写的几行互相重复" in clerk.text
        assert clerk.boxes["remark"] == "补选产生"
        assert clerk.boxes["mandates-1-start_cause"] == "by_election"
        assert not Mandate.objects.exists()


def suspended(mandate, since, until=None):
    return MandateSuspension.objects.create(
        mandate=mandate,
        cause="in_custody",
        starts_on=PartialDate(since),
        ends_on=PartialDate(until) if until else None,
    )


class TestRows:
    def test_row_changed_meanwhile_shows_both_versions(self, both, term):
        mandate = MandateFactory(term=term)
        first, second = both(mandate.deputy)
        assert first.save(mandates__0__starts_on="2022年3月") == 302
        assert second.save(mandates__0__starts_on="2023年") == 200
        assert second.rows() == [("开始", "2022年3月别人刚改的", "2023年")]
        assert (
            f"代表资格“{str(mandate).replace(' ', '')}”：您打开这一页以后，别人改过这条记录"
            in second.text
        )
        assert second.save() == 302
        mandate.refresh_from_db()
        assert mandate.starts_on == PartialDate(2023)

    def test_row_deleted_meanwhile_keeps_what_was_typed(self, both, term):
        mandate = MandateFactory(term=term)
        kept = suspended(mandate, 2024)
        gone = suspended(mandate, 2022, 2023)
        first, second = both(mandate)
        place = next(n for n in (0, 1) if second.boxes[f"suspensions-{n}-id"] == str(gone.pk))
        assert first.save(**{f"suspensions__{place}__DELETE": "on"}) == 302
        assert second.save(**{f"suspensions__{place}__starts_on": "2022年7月"}) == 200
        assert "别人删除了这一行，所以没有保存" in second.text
        assert second.boxes["suspensions-1-starts_on"] == "2022年7月"
        assert second.boxes["suspensions-INITIAL_FORMS"] == "1"
        assert second.save() == 302
        rows = mandate.suspensions.exclude(pk=kept.pk)
        assert [row.starts_on for row in rows] == [PartialDate(2022, 7)]

    def test_row_that_both_deleted_is_just_gone(self, both, term):
        mandate = MandateFactory(term=term)
        suspended(mandate, 2022)
        first, second = both(mandate)
        assert first.save(suspensions__0__DELETE="on") == 302
        second.boxes["seen_version"] = Mandate.objects.get().version
        assert second.save(suspensions__0__DELETE="on") == 302
        assert not mandate.suspensions.exists()

    def test_row_changed_meanwhile_is_not_deleted_unseen(self, both, term):
        mandate = MandateFactory(term=term)
        row = suspended(mandate, 2022)
        _, second = both(mandate)
        row.starts_on = PartialDate(2023)
        row.save()
        assert second.save(suspensions__0__DELETE="on") == 200
        assert "您要删除的这一行，别人刚改过" in second.text
        assert second.boxes["suspensions-0-DELETE"] == "on"
        assert second.save() == 302
        assert not mandate.suspensions.exists()

    def test_lists_of_records_in_rows_are_compared(self, both, term):
        plan = PlanFactory(term=term)
        line = LineFactory(plan=plan)
        groups = [GroupFactory(term=term, name=name) for name in ("甲组", "乙组")]
        first, second = both(plan)
        assert first.save(assignments__0__groups=[groups[0].pk]) == 302
        assert second.save(assignments__0__groups=[groups[1].pk]) == 200
        assert ("甲组", "乙组") in [(stored[:2], typed) for _, stored, typed in second.rows()]
        assert second.save() == 302
        assert list(line.groups.all()) == [groups[1]]
        assert LiaisonPlan.objects.get().version == 3


def test_edit_in_bulk_counts_as_well(both, term):
    area = Area.objects.create(name="东片")
    _, second = both(area)
    area.name = "新洲片"
    bulk_update_recorded(Area, [area], ["name"], actor=None)
    assert second.save(name="沙湖片") == 200
    assert "系统改过。" in second.text


def test_role_of_an_account_is_watched(office, second, term):
    for user in (office, second):
        user.is_superuser = True
        user.save()
    account = UserFactory(username="someone")
    role = RoleAssignment.objects.create(user=account, role="office")
    clerk = Clerk(second, account)
    role.starts_on = PartialDate(2025)
    role.save()
    assert clerk.save(role_assignments__0__starts_on="2026年") == 200
    assert any(typed == "2026年" for _, _, typed in clerk.rows())


def test_marks_of_rows_are_looked_up_at_once(office, term):
    plan = PlanFactory(term=term)
    client = Client()
    client.force_login(office)
    address = reverse("admin:deputies_liaisonplan_change", args=[plan.pk])
    client.get(address)

    def queries():
        LineFactory(plan=plan)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return sum('FROM "deputies_historicalliaisonassignment"' in q["sql"] for q in caught)

    assert [queries() for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("label", VERSIONED)
def test_every_page_is_refused_over_somebody_elses_edit(filled, label):
    """Whatever the page has of its own, it carries the version and looks at it."""
    filled.office.is_superuser = True
    filled.office.save()
    model = apps.get_model(label)
    record = model._default_manager.first() or (OrganFactory() if label.endswith("Organ") else None)
    clerk = Clerk(filled.office, record)
    if SEEN not in clerk.boxes:
        pytest.skip("a page to be read")
    with transaction.atomic():
        model._default_manager.get(pk=record.pk).save_version()
    before = model.history.count()
    assert clerk.save() in (200, 409)
    assert REFUSED in clerk.text
    assert model.history.count() == before
