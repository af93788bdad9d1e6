"""Steps that make the demonstration town."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from congress.common.registry.base import Registry


@dataclass(frozen=True)
class DemoStep:
    """A part of the demonstration town: ``run(context)`` makes its records, once."""

    order: int
    run: Callable[[Any], None]


# Sources () → DemoSteps, run by seed_demo in one transaction.
demo_steps = Registry()
