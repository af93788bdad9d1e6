"""Motions and suggestions, in the back office and on the desks of sponsors and units."""

from congress.common.models import SavedFilter
from deputies.models import PresidiumMeeting
from proposals.models import HandlingReport, MotionVote, Promise, Proposal
from tests.permissions.table import NOBODY, Row, back_office, codes

STAFF = back_office(staff=200)
READ = back_office(staff=200, auditor=200)


ENTER = back_office(staff=200)  # an empty form comes back with what is missing


def _proposal(town):
    return [Proposal.objects.earliest("pk").public_id]


def _key(town):
    return [Proposal.objects.earliest("pk").pk]


def _session(town):
    return [HandlingReport.objects.get().session.public_id]


def _promise(town):
    return [Promise.objects.earliest("pk").pk]


def _begun(town):
    """A draft of the deputy, whom the member is asked to join."""
    return [town.begun.public_id]


def _step(address: str, seen_version: int = 1, **by_role: int) -> Row:
    """A button of the draft's page."""
    answers = codes(404, visitor=302, **by_role)
    return Row(address, args=_begun, get=NOBODY, post=answers, data={"seen_version": seen_version})


# What isn't submitted exists for its sponsors alone; only its lead writes on it.
_OF_ITS_LEAD = codes(404, visitor=302, deputy=200, member=403)


def _filter(town):
    return [SavedFilter.objects.get().pk]


ROWS = [
    Row("admin:proposals_statistics", get=READ, post=READ),
    Row("admin:proposals_statistics_xlsx", get=READ, post=READ),
    Row("admin:proposals_report_release", args=_session, get=STAFF, post=back_office(staff=302)),
    Row("admin:proposals_report_preview", args=_session, get=STAFF, post=STAFF),
    Row(
        "admin:proposals_report_take_back",
        args=lambda town: [HandlingReport.objects.get().public_id],
        get=STAFF,
        post=STAFF,
    ),
    Row("admin:proposals_proposal_enter_page", get=back_office(staff=200), post=ENTER),
    Row("admin:proposals_proposal_finished_page", get=back_office(staff=200), post=ENTER),
    Row(
        "admin:proposals_proposal_keep_filter",
        get=READ,
        post=back_office(staff=302, auditor=302),
        query=lambda town: "?limit=overdue",
        data={"name": "要催办的"},
    ),
    Row(
        "admin:proposals_proposal_change_filter",
        args=_filter,
        get=back_office(staff=200),
        post=back_office(staff=302),
        data={"name": "逾期没有答复的", "is_shared": "on"},
        note="shared",
    ),
    Row(
        "admin:proposals_proposal_drop_filter",
        args=_filter,
        get=back_office(staff=200),
        post=back_office(staff=302),
        note="shared",
    ),
    Row("admin:proposals_proposal_export_page", get=READ, post=READ, data={"format": "xlsx"}),
    Row("admin:proposals_proposal_print_page", get=READ, post=READ, data={"document": "register"}),
    Row("admin:proposals_proposal_print_form", args=_key, get=READ, post=READ),
    Row("admin:proposals_proposal_attachments_page", args=_key, get=STAFF, post=STAFF),
    Row(
        "admin:proposals_proposal_many",
        args=lambda town: ["assign"],
        query=lambda town: f"?ids={_key(town)[0]}",
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:deputies_presidiummeeting_attachments_page",
        args=lambda town: [PresidiumMeeting.objects.earliest("pk").pk],
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:proposals_proposal_step",
        args=lambda town: [MotionVote.objects.earliest("pk").proposal_id, "resolution"],
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:proposals_proposal_step",
        args=lambda town: [MotionVote.objects.earliest("pk").proposal_id, "publish"],
        get=STAFF,
        post=STAFF,
        note="before the public",
    ),
    Row("admin:proposals_promise_attachments_page", args=_promise, get=STAFF, post=STAFF),
    Row(
        "admin:proposals_promise_step",
        args=lambda town: [*_promise(town), "report"],
        get=STAFF,
        post=STAFF,
    ),
    Row(
        "admin:proposals_proposal_step",
        args=lambda town: [Proposal.objects.earliest("pk").pk, "register"],
        get=back_office(staff=302),
        post=back_office(staff=302),
        note="long since registered",
    ),
    # Who has nothing to follow here is sent to where he begins.
    Row("desk-proposals", get=codes(302, seated=200, unit=200), post=NOBODY),
    Row(
        "desk-proposals-similar",
        get=codes(403, visitor=302, staff=200, auditor=200, seated=200),
        post=NOBODY,
        query=lambda town: "?q=关于疏通排水沟的建议",
    ),
    Row(
        "desk-proposal",
        args=_proposal,
        get=codes(404, visitor=302, staff=200, auditor=200, seated=200),
        post=NOBODY,
        note="submitted, and in the hands of another unit",
    ),
    Row(
        "desk-proposal-form",
        args=_proposal,
        get=codes(404, visitor=302, staff=200, auditor=200, seated=200),
        post=NOBODY,
        note="submitted, and in the hands of another unit",
    ),
    Row(
        "desk-proposal-new",
        get=codes(403, visitor=302, seated=200),
        post=codes(403, visitor=302, seated=200),
    ),
    Row("desk-proposal-save", get=NOBODY, post=codes(403, visitor=302), note="of nobody"),
    Row(
        "desk-proposal",
        args=_begun,
        get=codes(404, visitor=302, deputy=200, member=200),
        post=NOBODY,
        note="a draft",
    ),
    Row("desk-proposal-edit", args=_begun, get=_OF_ITS_LEAD, post=_OF_ITS_LEAD),
    Row("desk-proposal-submit", args=_begun, get=_OF_ITS_LEAD, post=_OF_ITS_LEAD),
    Row("desk-proposal-sponsors", args=_begun, get=_OF_ITS_LEAD, post=_OF_ITS_LEAD),
    # Nobody is named: for the lead there is no such sponsor.
    _step("desk-proposal-remove", member=403),
    _step("desk-proposal-discard", deputy=302, member=403),
    _step("desk-proposal-join", deputy=200, member=302),
    _step("desk-proposal-leave", deputy=200, member=302),
    _step("desk-proposal-withdraw", deputy=200, member=403),
    # Nobody asked for it back.
    _step("desk-proposal-agree", deputy=200, member=200),
    _step("desk-proposal-drop", deputy=200, member=200),
    # Nobody asked what the deputy thinks of it.
    _step("desk-proposal-rate", deputy=404, member=404),
    Row(
        "desk-proposal-rate",
        args=_proposal,
        get=NOBODY,
        post=codes(404, visitor=302, staff=403, auditor=403, seated=403, deputy=404),
        note="the deputy brings it, and no unit has answered",
    ),
    # No assignment is named.
    _step("desk-proposal-return", deputy=404, member=404),
]
