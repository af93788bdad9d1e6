"""Whom to tell when it is an office's business rather than one person's."""

from typing import Any

from django.contrib.auth import get_user_model

from congress.common.roles import Role, holders_of


def office_accounts() -> list[Any]:
    """Who works in the office today; while nobody was given the role, who may do everything."""
    everything = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return holders_of(Role.OFFICE) or list(everything)
