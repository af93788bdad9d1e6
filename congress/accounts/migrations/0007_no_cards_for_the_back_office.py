"""Whoever opens the back office comes in by password: take the permission where it was given."""

from django.db import migrations
from django.utils import timezone

BACK_OFFICE = ["office", "chair", "vice_chair", "auditor", "sysadmin"]


def take_permission(apps, schema_editor):
    policies = apps.get_model("accounts", "LoginPolicy").objects
    history = apps.get_model("accounts", "HistoricalLoginPolicy")
    for policy in policies.filter(role__in=BACK_OFFICE, card_allowed=True):
        policy.card_allowed, policy.version = False, policy.version + 1
        policy.save(update_fields=["card_allowed", "version"])
        values = {field.attname: getattr(policy, field.attname) for field in policy._meta.fields}
        history.objects.create(
            **values,
            history_date=timezone.now(),
            history_type="~",
            history_change_reason="进后台的角色不能用履职卡登录",
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_pins_counted_with_passwords")]

    operations = [migrations.RunPython(take_permission, migrations.RunPython.noop)]
