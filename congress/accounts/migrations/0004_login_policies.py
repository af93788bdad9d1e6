"""A row for each role, so that the page of the rules shows them all."""

from django.db import migrations

STRICT = ["office", "chair", "vice_chair", "party", "county", "auditor", "sysadmin"]
WITH_CARD = ["presidium_member", "group_leader", "deputy", "unit"]


def add_rows(apps, schema_editor):
    policy = apps.get_model("accounts", "LoginPolicy")
    for role in STRICT:
        strict = {"idle_minutes": 30, "absolute_hours": 12, "remember_days": 0}
        policy.objects.get_or_create(
            role=role, defaults={**strict, "card_allowed": False, "link_days": 3}
        )
    for role in WITH_CARD:
        easy = {"idle_minutes": 120, "absolute_hours": 24, "remember_days": 90}
        policy.objects.get_or_create(
            role=role, defaults={**easy, "card_allowed": True, "link_days": 3}
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_login_sessions")]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
