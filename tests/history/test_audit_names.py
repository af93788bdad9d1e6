"""What 操作留痕 calls a record is what the record calls itself."""

import pytest

from congress.common.audit.kinds import record_kinds
from congress.common.audit.names import audit_name, has_audit_name
from congress.documents.enums import ReportPart
from deputies.enums import SuspensionCause
from deputies.models import Deputy, Mandate, MandateSuspension, TaskKind
from tests.admin.conftest import filled  # noqa: F401  one record of every kind
from tests.deputies.liaison import task_for
from tests.factories import MandateFactory, SessionFactory
from tests.permissions.areas.admin_records import _edited_rules
from tests.permissions.conftest import people, portal  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", record_kinds(), ids=lambda kind: kind.key)
def test_every_recorded_model_has_a_name(kind):
    assert has_audit_name(kind.model)


def names_of(kind) -> dict[int, str]:
    """What the newest entry of each record calls it."""
    rows = kind.rows.objects.order_by("id", "-history_date", "-history_id").distinct("id")
    return dict(rows.values_list("id", audit_name(kind.model)))


def test_names_are_those_of_the_records(portal, term):  # noqa: F811
    _edited_rules(portal)
    mandate = portal.deputy.mandates.get()
    for starts_on in ("2026", "2026-05", "2026-05-03"):
        MandateSuspension.objects.create(
            mandate=mandate, cause=SuspensionCause.IN_CUSTODY, starts_on=starts_on
        )
    portal.draft.sections.create(part=ReportPart.PAST)
    portal.draft.sections.create(part=ReportPart.PAST, heading="加强联系")
    session = SessionFactory(term=term, ordinal=21)
    task_for(portal.member, portal.member, kind=TaskKind.SYMPOSIUM, session=session)
    for kind in record_kinds():
        called = names_of(kind)  # what migrations made has no entry
        records = kind.model._base_manager.filter(pk__in=called)
        assert records, kind.key
        assert {r.pk: called[r.pk] for r in records} == {r.pk: str(r) for r in records}


def test_record_is_called_as_it_was_then(db):
    mandate = MandateFactory()
    person = Deputy.objects.get(pk=mandate.deputy_id)
    person.name = "改名前"
    person.save()
    person.name = "改名后"
    person.save()
    rows = Deputy.history.filter(id=person.pk).annotate(called=audit_name(Deputy))
    assert [row.called for row in rows[:2]] == ["改名后", "改名前"]


def test_what_is_gone_is_called_as_it_was_last(db):
    mandate = MandateFactory(deputy__name="何秋萍")
    key, person = mandate.pk, mandate.deputy
    mandate.delete()
    person.delete()
    rows = Mandate.history.filter(id=key).annotate(called=audit_name(Mandate))
    assert {row.called for row in rows} == {"何秋萍 镇人大代表"}
    Deputy.history.all().delete()
    assert rows.all()[0].called == "（已删除） 镇人大代表"
