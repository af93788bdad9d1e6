"""The standard pages of every model in the back office."""

from congress.accounts.models import LoginPolicy
from congress.accounts.models.policies import default_policy
from congress.common.roles import Role
from tests.permissions.table import Policy, back_office

ACCOUNT_READERS = ("office", "auditor", "sysadmin")
ACCOUNT_EDITORS = ("office", "sysadmin")


def _edited_rules(town):
    """Those of the deputies, once changed, so that there is a history."""
    # The rows that the migration made are gone after a test that empties the tables.
    rules = LoginPolicy.objects.filter(role=Role.DEPUTY).first() or default_policy(Role.DEPUTY)
    if not rules.pk or not rules.history.exists():
        rules.save()
    return rules


POLICIES = [
    Policy(
        "accounts.User",
        read=ACCOUNT_READERS,
        add=ACCOUNT_EDITORS,
        change=ACCOUNT_EDITORS,
        delete=(),
        record=lambda town: town.people["deputy"],
    ),
    Policy(
        "accounts.LoginPolicy",
        read=ACCOUNT_READERS,
        add=(),
        change=ACCOUNT_EDITORS,
        delete=(),
        record=_edited_rules,
    ),
    Policy(
        "common.SecurityEvent",
        read=("auditor", "sysadmin"),
        add=(),
        change=(),
        delete=(),
        keeps_history=False,
    ),
    Policy("common.AcceptedFinding", add=(), change=(), delete=()),
    Policy("common.ColumnMapping", add=(), change=()),
    # The page of a record leads to the page of the import.
    Policy(
        "common.ImportRun",
        own={"change POST": back_office(staff=302, auditor=302)},
        add=(),
        change=(),
        delete=(),
        keeps_history=False,
        opens=302,
    ),
    # Everybody of the back office has a list of his own jobs; each opens its page.
    Policy(
        "common.Job",
        record=lambda town: town.job,
        read=("staff", "auditor", "sysadmin"),
        own={
            "change GET": back_office(staff=302, auditor=302, sysadmin=404),
            "change POST": back_office(),
        },
        add=(),
        change=(),
        delete=(),
        keeps_history=False,
    ),
    Policy(
        "common.DailyRun",
        read=("staff", "auditor", "sysadmin"),
        add=(),
        change=(),
        delete=(),
        keeps_history=False,
    ),
    Policy(
        "township.RoleAssignment",
        record=lambda town: town.people["unit"].role_assignments.get(),
        read=ACCOUNT_READERS,
        add=ACCOUNT_EDITORS,
        change=ACCOUNT_EDITORS,
        delete=ACCOUNT_EDITORS,
    ),
    Policy(
        "common.MessageDelivery",
        read=("back_office",),
        add=(),
        change=(),
        delete=(),
        keeps_history=False,
    ),
    Policy("proposals.Proposal", add=(), delete=()),
    Policy("proposals.Promise", add=(), change=(), delete=()),
    Policy("proposals.ProposalSettings", add=(), delete=(), list_code=302),
    Policy("proposals.Category", delete=()),
    Policy("proposals.SetAsideGround", delete=()),
    Policy("proposals.OutcomeClass", delete=()),
    Policy("supervision.SupervisionPlan"),
    Policy("supervision.PlanItem"),
    # What was followed once is stopped instead.
    Policy("supervision.SupervisionProject", delete=()),
    Policy("supervision.Instalment", add=()),
    Policy("supervision.ProgressNote", add=()),
    Policy("supervision.QualityCheck", add=()),
    Policy("supervision.ProjectPressing", add=()),
    Policy("supervision.SupervisionSettings", add=(), delete=(), list_code=302),
    Policy("supervision.FieldWork"),
    Policy("supervision.Demand"),
    Policy("supervision.WorkReportHearing"),
    Policy("supervision.Advice"),
    Policy("supervision.Mediation"),
    Policy("supervision.Inquiry"),
    Policy("supervision.Referral"),
    # What ten deputies signed stays as it was; petitions are the presidium's staff's alone.
    Policy("supervision.Interpellation", change=(), delete=()),
    Policy("supervision.CountyTask", read=("staff",)),
    Policy("township.Area"),
    Policy("township.Village"),
    Policy("township.Township", add=(), delete=(), list_code=302),
    Policy("township.TownSettings", add=(), delete=(), list_code=302),
    Policy("township.CalendarDay"),
    Policy("township.Session"),
    Policy("township.Organ", read=("staff", "auditor", "sysadmin")),
    Policy("township.CongressTerm"),
    Policy("township.ElectoralDistrict"),
    # Out of one's scope is out of sight.
    Policy(
        "documents.WorkReport",
        record=lambda town: town.draft,
        own={
            "change GET": back_office(staff=200, auditor=200, sysadmin=404),
            "change POST": back_office(staff=200, sysadmin=404),
        },
    ),
    Policy("deputies.Deputy"),
    Policy("deputies.DeputyGroup"),
    Policy("deputies.PresidiumMeeting"),
    Policy("deputies.LiaisonPlan"),
    Policy("deputies.LiaisonTask", change=(), delete=()),
    # Somebody else's: nobody of the presidium staff enters or removes his own office.
    Policy("deputies.Mandate", record=lambda town: town.deputy.mandates.get()),
    Policy("deputies.PresidiumPost", record=lambda town: town.member.presidium_posts.get()),
]
