"""The demonstration's messages: what the steps said, and this morning's reminders."""

from django.utils import timezone

from congress.common.demo import DemoContext
from congress.common.messaging.reminders import remind
from congress.common.registry import DemoStep


def seed_reminders(context: DemoContext) -> None:
    """As the daily round would; what was said before isn't said again."""
    remind(timezone.localdate())


def steps() -> list[DemoStep]:
    """After everything else is there."""
    return [DemoStep(order=90, run=seed_reminders)]
