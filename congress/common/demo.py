"""The demonstration town: what its steps share, and when it may be made at all."""

import os
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from congress.common.exceptions import RuleViolation
from congress.common.registry import demo_steps

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass
class DemoContext:
    """Handed from step to step: the actor of all entries, and the accounts made so far."""

    password: str
    is_fresh: bool
    office: Any = None
    logins: list[tuple[str, str]] = field(default_factory=list)

    def account(self, username: str, display_name: str, purpose: str) -> Any:
        """The demo account of that name, made if it isn't there; listed among the logins."""
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            user = get_user_model().objects.create_user(
                username, self.password, display_name=display_name
            )
        elif self.password:
            user.set_password(self.password)
            user.save(update_fields=["password"])
        self.logins.append((username, purpose))
        return user


def refuse_other_data() -> None:
    """Raises RuleViolation where the database holds anything but the demonstration."""
    town = apps.get_model("township", "Township").objects.first()
    if town is not None and town.is_demonstration:
        return
    others = ["accounts.User", "township.CongressTerm", "township.Village", "deputies.Deputy"]
    if town is not None or any(apps.get_model(label).objects.exists() for label in others):
        raise RuleViolation(
            "库里已有真实数据，演示数据不会写进去。"
            "要看演示，请另用一个空库（例如换一个 PORTAL_DATA 目录）。"
        )


def demo_password() -> str:
    """PORTAL_DEMO_PASSWORD, or a random one that is easy to read aloud."""
    given = os.environ.get("PORTAL_DEMO_PASSWORD", "")
    return given or "".join(secrets.choice(_READABLE) for _ in range(10))


def seed() -> DemoContext:
    """Make the demonstration town, or complete it. Must run in a transaction.

    Once made, accounts keep their passwords unless PORTAL_DEMO_PASSWORD sets a new one.
    """
    refuse_other_data()
    is_fresh = not apps.get_model("township", "Township").objects.exists()
    given = os.environ.get("PORTAL_DEMO_PASSWORD", "")
    context = DemoContext(password=demo_password() if is_fresh else given, is_fresh=is_fresh)
    for step in demo_steps.collect():
        step.run(context)
    return context
