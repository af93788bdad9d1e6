"""Accounts of deputies who log in by password; whoever has a card gets his on the way."""

from typing import Any

from django.db import transaction

from congress.accounts.services import create_account
from congress.common.exceptions import RuleViolation
from deputies.models import Deputy


@transaction.atomic
def open_account(deputy: Deputy, *, actor: Any, username: str) -> str:
    """An account under a name of one's choice; gives its password, which is shown once.

    Raises PermissionDenied, RuleViolation for who has an account, and StaleRecord where somebody
    was faster: then there is no second account.
    """
    if deputy.user is not None:
        raise RuleViolation(f"{deputy}已有登录账号。")
    deputy.user, password = create_account(actor=actor, username=username, display_name=deputy.name)
    deputy.save_version()
    return password
