"""Nobody gives himself a role through the record that the role follows from."""

import pytest
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from congress.common.imports.services import import_file
from congress.common.imports.undo import undo_import
from congress.common.partial_dates import PartialDate
from congress.common.roles import Role, roles_of
from congress.township.models import RoleAssignment
from deputies.enums import SuspensionCause
from deputies.models import (
    Deputy,
    DeputyGroup,
    Mandate,
    MandateSuspension,
    PresidiumPost,
    PresidiumRole,
)
from deputies.permissions import OWN_OFFICE
from tests.conftest import give_role, serving_deputy
from tests.factories import DeputyFactory, GroupFactory, MandateFactory, PostFactory, UserFactory
from tests.imports.conftest import roster, workbook


@pytest.fixture
def clerk(term):
    """Works in the office and is a deputy."""
    return give_role(serving_deputy(term, "文书", "clerk"), Role.OFFICE)


@pytest.fixture
def at_desk(clerk, client):
    client.force_login(clerk)
    return client


def address(record, page="change"):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk] if record.pk else [])


def form_of(client, record, **changes):
    """What the browser would send from the record's page."""
    context = client.get(address(record, "change" if record.pk else "add")).context
    form = context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    for inline in context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def send(client, record, **changes):
    """The page after the form was sent; the empty string once it is saved."""
    sent = form_of(client, record, **changes)
    response = client.post(address(record, "change" if record.pk else "add"), sent)
    if response.status_code == 302:
        return ""
    form = response.context["adminform"].form
    rows = [row for table in response.context["inline_admin_formsets"] for row in table.formset]
    return " ".join(
        str(error) for one in (form, *rows) for listed in one.errors.values() for error in listed
    )


def fresh(user):
    user.__dict__.pop("_roles_on", None)
    return roles_of(user)


@pytest.mark.parametrize("role", PresidiumRole.values)
def test_own_post_is_not_entered(at_desk, clerk, term, role):
    post = {"deputy": clerk.deputy.pk, "term": term.pk, "role": role}
    assert OWN_OFFICE in send(at_desk, PresidiumPost(), **post)
    assert fresh(clerk) == {Role.OFFICE, Role.DEPUTY}
    other = DeputyFactory()
    assert send(at_desk, PresidiumPost(), **post | {"deputy": other.pk}) == ""
    assert other.presidium_posts.exists()


def test_somebody_elses_post_is_not_taken_over(at_desk, clerk, term):
    post = PostFactory(term=term, role=PresidiumRole.CHAIR)
    assert OWN_OFFICE in send(at_desk, post, deputy=clerk.deputy.pk)
    assert Role.CHAIR not in fresh(clerk)


def test_own_post_is_not_prolonged(chair, client, term):
    client.force_login(chair)
    post = chair.deputy.presidium_posts.get()
    assert OWN_OFFICE in send(client, post, ends_on="2099")
    assert send(client, post, is_full_time="on") == ""
    post.refresh_from_db()
    assert (post.ends_on, post.is_full_time) == (None, True)
    assert client.post(address(post, "delete"), {"post": "yes"}).status_code == 403


def test_own_mandate_is_not_entered_on_its_page(at_desk, clerk, term):
    ended = clerk.deputy.mandates.get()
    Mandate.objects.filter(pk=ended.pk).update(ends_on="2026-01-31", end_cause="resigned")
    assert OWN_OFFICE in send(at_desk, ended, ends_on="", end_cause="")
    new = {"deputy": clerk.deputy.pk, "level": "township", "term": term.pk}
    assert OWN_OFFICE in send(at_desk, Mandate(), **new, start_cause="by_election")
    assert Role.DEPUTY not in fresh(clerk)


def test_own_mandate_is_not_entered_on_ones_own_page(at_desk, clerk, term):
    mandate = clerk.deputy.mandates.get()
    group = GroupFactory(term=term)
    row = {
        "mandates-TOTAL_FORMS": 1,
        "mandates-INITIAL_FORMS": 1,
        "mandates-0-id": mandate.pk,
        "mandates-0-level": "township",
        "mandates-0-term": term.pk,
        "mandates-0-start_cause": "general_election",
        "mandates-0-seen_version": mandate.version,
    }
    row |= {"mandates-0-deputy": clerk.deputy.pk}
    assert OWN_OFFICE in send(at_desk, clerk.deputy, **row, **{"mandates-0-starts_on": "2020"})
    assert send(at_desk, clerk.deputy, **row, **{"mandates-0-group": group.pk}) == ""
    mandate.refresh_from_db()
    assert (mandate.starts_on, mandate.group) == (None, group)
    again = row | {"mandates-0-DELETE": "on", "mandates-0-seen_version": mandate.version}
    send(at_desk, clerk.deputy, **again)
    assert Mandate.objects.filter(pk=mandate.pk).exists()


def test_own_suspension_is_not_lifted(at_desk, clerk, term):
    for person, is_lifted in ((clerk.deputy, False), (MandateFactory(term=term).deputy, True)):
        mandate = person.mandates.get()
        stopped = MandateSuspension.objects.create(
            mandate=mandate, cause=SuspensionCause.IN_CUSTODY, starts_on="2026-01"
        )
        row = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": stopped.pk, "0-mandate": mandate.pk}
        row |= {"0-cause": stopped.cause, "0-starts_on": "2026-01", "0-ends_on": "2026-02"}
        row = {f"suspensions-{name}": value for name, value in row.items()}
        assert send(at_desk, mandate, **row) == ""
        stopped.refresh_from_db()
        assert (stopped.ends_on == PartialDate(2026, 2)) is is_lifted
        send(at_desk, mandate, **row, **{"suspensions-0-DELETE": "on"})
        assert MandateSuspension.objects.filter(pk=stopped.pk).exists() is not is_lifted


def test_own_leadership_is_not_entered(at_desk, clerk, term):
    group = GroupFactory(term=term)
    clerk.deputy.mandates.update(group=group)
    assert OWN_OFFICE in send(at_desk, group, leader=clerk.deputy.pk)
    assert send(at_desk, group, meeting_place="村委会") == ""
    assert DeputyGroup.objects.get(pk=group.pk).leader is None


def test_account_is_not_linked_to_ones_own_person(at_desk, clerk, term):
    """The way round: to become another person who holds an office."""
    chair = PostFactory(term=term, role=PresidiumRole.CHAIR).deputy
    assert "不能把自己的账号定为代表的账号" in send(at_desk, chair, user=clerk.pk)


class TestImports:
    def run(self, slug, content, clerk, tmp_path):
        path = tmp_path / "table.xlsx"
        path.write_bytes(content)
        return import_file(slug, path, {}, actor=clerk, skip_bad=True)

    def test_roster_gives_no_post_to_who_imports_it(self, clerk, term, tmp_path):
        Deputy.objects.filter(pk=clerk.deputy.pk).update(born_on="1980-05")
        rows = [["文书", "1980.05", "主席团成员"], ["别人", "1981.05", "主席团成员"]]
        content = roster(*rows, headings=("姓名", "出生年月", "备注"))
        plan, _ = self.run("roster", content, clerk, tmp_path)
        assert [row.reason for row in plan.bad_rows] == [OWN_OFFICE]
        assert [post.deputy.name for post in PresidiumPost.objects.all()] == ["别人"]

    def test_roster_corrects_what_gives_no_role(self, clerk, term, tmp_path):
        Deputy.objects.filter(pk=clerk.deputy.pk).update(born_on="1980-05")
        content = roster(["文书", "1980.05", "会计"], headings=("姓名", "出生年月", "职务"))
        plan, _ = self.run("roster", content, clerk, tmp_path)
        assert not plan.bad_rows
        assert Deputy.objects.get(pk=clerk.deputy.pk).post == "会计"

    def test_liaison_plan_gives_no_post_to_who_imports_it(self, clerk, term, tmp_path):
        GroupFactory(term=term, name="新洲代表小组")
        table = (["2026年联系计划"], ["姓名", "职务", "代表小组"], ["文书", "主席", "新洲代表小组"])
        plan, _ = self.run("liaison-plan", workbook(*table), clerk, tmp_path)
        assert OWN_OFFICE in plan.rows[0].reason
        assert not PresidiumPost.objects.exists()

    def test_undo_gives_nobody_his_mandate_back(self, clerk, term, office, tmp_path):
        Deputy.objects.filter(pk=clerk.deputy.pk).update(born_on="1980-05")
        row = ["文书", "1980.05", "2026年3月调离"]
        content = roster(row, headings=("姓名", "出生年月", "备注"))
        _, run = self.run("roster", content, office, tmp_path)
        assert Role.DEPUTY not in fresh(clerk)
        with pytest.raises(RuleViolation, match="您自己的任职"):
            undo_import(run, actor=clerk)
        undo_import(run, actor=office)
        assert Role.DEPUTY in fresh(clerk)


class TestGuardians:
    """Whoever sets a password logs in with it."""

    def pages(self, account):
        return address(account), reverse(
            "admin:accounts_user_reset_password_page", args=[account.pk]
        )

    @pytest.mark.parametrize("role", [Role.SYSADMIN, Role.AUDITOR])
    def test_office_does_not_switch_a_guardian_on(self, at_desk, role):
        closed = give_role(UserFactory(username="closed", is_active=False), role)
        change, reset = self.pages(closed)
        assert at_desk.post(change, {"username": "closed", "is_active": "on"}).status_code == 403
        assert at_desk.post(reset, {"password": ""}).status_code == 403

    def test_office_does_not_take_over_who_will_be_a_guardian(self, at_desk, town):
        coming = UserFactory(username="coming")
        RoleAssignment.objects.create(user=coming, role=Role.AUDITOR, starts_on="2099-01-01")
        assert at_desk.post(self.pages(coming)[1], {"password": ""}).status_code == 403

    def test_former_guardian_is_an_account_like_others(self, at_desk, town):
        former = UserFactory(username="former")
        RoleAssignment.objects.create(user=former, role=Role.AUDITOR, ends_on="2020-01-01")
        assert at_desk.post(self.pages(former)[1], {"password": ""}).status_code == 302

    def test_no_form_makes_a_superuser(self, at_desk, clerk):
        sent = {"username": "neu", "display_name": "新", "is_superuser": "on", "is_staff": "on"}
        at_desk.post(reverse("admin:accounts_user_add"), sent)
        at_desk.post(address(clerk), {"username": "clerk", "is_active": "on", "is_superuser": "on"})
        made = type(clerk).objects.get(username="neu")
        clerk.refresh_from_db()
        assert not made.is_superuser
        assert not clerk.is_superuser
