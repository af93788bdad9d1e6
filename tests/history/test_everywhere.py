"""Everything that people enter keeps its history; what doesn't is named here, with the reason."""

import pytest
from django.apps import apps
from django.db.models import ManyToManyField
from simple_history.utils import get_history_model_for_model

from congress.common.encryption import EncryptedTextField
from congress.common.history import HistoryRow
from congress.common.models import SensitiveModel
from congress.township.models import Village
from tests.factories import VillageFactory
from tests.history.guard import ROOT, UnrecordedWrite

OURS = ("common", "accounts", "township", "documents", "deputies", "proposals", "supervision")
# Model: why it needs no history of its own.
WITHOUT_HISTORY = {
    "common.SecurityEvent": "an event itself, never changed",
    "common.ImportRun": "keeps who did what when itself; its records have theirs",
    "common.Job": "what the machine is doing; deleted after a while",
    "common.JobUnit": "what the machine is doing; deleted after a while",
    "common.DailyRun": "what the machine did that day",
    "common.Message": "says what somebody did, which has its own history",
    "common.SaidReminder": "belongs to a message",
    "common.MessageDelivery": "belongs to a message",
    "common.MessageSettings": "a person's own wish about e-mails",
    "proposals.StepTaken": "an event itself, never changed",
    "supervision.DemandStep": "an event itself, never changed",
    "proposals.TitlePair": "what the database keeps of a title, which has its own history",
    "proposals.NumberSeries": "a place to queue up; what it gives stands in the proposal",
    "accounts.LoginPin": "a secret; setting it is a security event",
    "accounts.RememberedPhone": "a login that lasts; its end is a security event",
    "accounts.LoginSession": "a login; its beginning and end are security events",
}
# Links that nobody makes: roles are dated rows (congress.common.roles).
UNUSED_LINKS = {"accounts.User.groups", "accounts.User.user_permissions"}


def our_models():
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS
        and not issubclass(model, HistoryRow)
        and "historical" not in model._meta.db_table
    ]


def recorded():
    return [m for m in our_models() if hasattr(m._meta, "simple_history_manager_attribute")]


def test_every_model_keeps_history_or_says_why_not():
    without = {model._meta.label for model in our_models()} - {m._meta.label for m in recorded()}
    assert without == set(WITHOUT_HISTORY)


@pytest.mark.parametrize("model", recorded(), ids=lambda model: model._meta.label)
def test_history_knows_actor_address_and_reason(model):
    history = get_history_model_for_model(model)
    columns = {field.name for field in history._meta.get_fields()}
    assert issubclass(history, HistoryRow)
    assert columns >= {
        "history_user",
        "history_ip",
        "history_change_reason",
        "history_date",
        "sensitive_changed",
    }


@pytest.mark.parametrize("model", recorded(), ids=lambda model: model._meta.label)
def test_history_keeps_no_secret(model):
    kept = {field.name for field in get_history_model_for_model(model).tracked_fields}
    secret = {f.name for f in model._meta.fields if isinstance(f, EncryptedTextField)}
    if issubclass(model, SensitiveModel):
        secret |= set(model.sensitive_fields)
    assert kept.isdisjoint(secret | {"password"})
    # What can't be kept is at least named; for that the model must say what it is.
    assert not secret or issubclass(model, SensitiveModel)


def test_history_keeps_links_too():
    links = {
        f"{model._meta.label}.{field.name}"
        for model in recorded()
        for field in model._meta.local_many_to_many
        if isinstance(field, ManyToManyField)
    }
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in recorded()
        for field in get_history_model_for_model(model)._history_m2m_fields
    }
    assert links - kept == UNUSED_LINKS


def test_guard_notices_a_bulk_write_of_ours(db):
    """The guard of tests/conftest.py is worth what this shows."""
    code = "def careless(rows):\n    rows.update(name='别名')\n"
    scope = {}
    exec(compile(code, str(ROOT / "deputies" / "careless.py"), "exec"), scope)  # noqa: S102  as if it stood in our code
    VillageFactory()
    with pytest.raises(UnrecordedWrite, match="careless"):
        scope["careless"](Village.objects.all())
    Village.objects.update(name="测试可以")
