"""What seed_demo makes of proposals: a ledger read in, and what the last months brought."""

from pathlib import Path

from congress.common.demo import DemoContext
from congress.common.exceptions import RuleViolation
from congress.common.imports.services import import_file
from congress.common.registry import DemoStep
from congress.common.roles import Role
from congress.township.models import Organ, RoleAssignment
from deputies.models import Deputy
from proposals.demo import office, sponsors, units
from proposals.demo.diary import live
from proposals.demo.published import seed_published
from proposals.demo.scene import Scene
from proposals.models import ProposalSettings

_LEDGER = Path(__file__).resolve().parent / "proposals-ledger.xlsx"
_UNIT, _LOGIN = "镇水利站", "unit"
# The row with a 张伟 of whom the ledger doesn't say which one he is, and his village.
_UNCLEAR, _VILLAGE = "44", "沙湖村"


def seed_ledger(context: DemoContext) -> None:
    """Import the ledger of the fifth session; the home page shows how far its matters are."""
    if context.is_fresh:
        meant = Deputy.objects.get(name="张伟", village__name=_VILLAGE)
        options = {"create_missing": True, "decisions": {_UNCLEAR: {"person": meant.public_id}}}
        plan, run = import_file("proposals", _LEDGER, options, actor=context.office)
        if run is None:
            raise RuleViolation(f"演示台账没有导入：{plan.bad_rows[0].reason}")
        ProposalSettings.objects.create(publishes_progress=True, publishes_outcomes=True)
    user = context.account(_LOGIN, f"{_UNIT}经办人", f"承办单位（{_UNIT}）：看交办的建议和期限")
    if not user.role_assignments.exists() and (unit := Organ.objects.filter(name=_UNIT).first()):
        RoleAssignment.objects.create(user=user, role=Role.UNIT, organ=unit)


def seed_stories(context: DemoContext) -> None:
    """What the last months brought: something to do for everybody who has an account."""
    scene = Scene.of_today(context) if context.is_fresh else None
    if scene is not None:
        told = (office, units, sponsors)
        live([story for each in told for story in each.stories(scene)], scene.day)


def steps() -> list[DemoStep]:
    """After the deputies and the sessions."""
    return [
        DemoStep(60, seed_ledger),
        DemoStep(62, seed_stories),
        DemoStep(66, seed_published),
    ]
