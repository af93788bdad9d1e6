"""What has to be true of the demonstration's matters, for the test that makes it."""

from django.utils import timezone

from congress.accounts.models import User
from proposals.deskwork.waiting import waiting_for
from proposals.enums import Occasion, ProposalSource, ProposalStatus
from proposals.models import Assignment, Extension, Promise, Proposal, StepTaken


def require_true_days() -> None:
    """Each step is dated and recorded on its own day, and numbers go by the days."""
    lived = Proposal.objects.filter(
        occasion=Occasion.INTERSESSIONAL, source=ProposalSource.OFFICE, number__isnull=False
    )
    assert lived.count() >= 10
    for proposal in lived:
        steps = list(proposal.steps.order_by("pk"))
        days = [step.taken_on for step in steps]
        assert days == sorted(days)
        assert len(set(days)) > 1, "not all on one day"
        assert all(timezone.localdate(step.taken_at) == step.taken_on for step in steps)
        changes = proposal.history.order_by("history_id")
        assert timezone.localdate(changes[0].history_date) == days[0]
    # Numbers were given in the order of the days.
    numbered = lived.filter(series=lived.first().series).order_by("number")
    firsts = [
        StepTaken.objects.get(proposal=proposal, step="register").taken_on for proposal in numbered
    ]
    assert firsts == sorted(firsts)


def require_something_to_do() -> None:
    """Each person with an account of the demonstration finds something on the desk."""
    today = timezone.localdate()
    deputy, member = (User.objects.get(username=name) for name in ("deputy", "member"))
    waiting = waiting_for(deputy)
    assert [row.proposal.title for row in waiting.to_rate] == ["关于在沙湖村公交站建候车亭的建议"]
    assert waiting.to_rate[0].due_on > today
    assert [row.title for row in waiting.invited] == ["关于增设大兴村农药瓶回收点的建议"]
    assert waiting_for(member).to_rate
    again = Proposal.objects.get(status=ProposalStatus.REHANDLING, source=ProposalSource.OFFICE)
    assert again.assignments.get().round == 2
    late = Promise.objects.get(state="open", due_on__lt=today)
    assert late.content == "换好大兴村进水闸"
    assert Extension.objects.get().state == "asked"
    part = Assignment.objects.get(proposal__title="关于清理白鹭河村段河障的建议")
    assert part.is_overdue(today)
    assert str(part.unit) == "镇水利站"
    assert part.proposal.key_member == member.deputy
    assert part.proposal.pressings.count() == 2
