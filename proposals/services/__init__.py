"""The steps of motions and suggestions, one verb a function (proposals.workflow has the table)."""

from proposals.services.assigning import (
    UnitPart,
    assign_many,
    assign_proposal,
    return_assignment,
    revoke_assignment,
)
from proposals.services.cosigning import (
    invite_sponsors,
    join_proposal,
    leave_proposal,
    record_signatures,
    remove_sponsor,
)
from proposals.services.deciding import (
    convert_to_suggestion,
    put_on_agenda,
    record_resolution,
    record_vote,
)
from proposals.services.drafting import DraftValues, discard_draft, save_draft
from proposals.services.entering import (
    FieldProblems,
    PaperProposal,
    enter_finished,
    enter_proposal,
)
from proposals.services.registering import register_many, register_proposal
from proposals.services.reviewing import (
    accept_many,
    accept_proposal,
    merge_proposal,
    reopen_proposal,
    send_back_proposal,
    set_aside_proposal,
)
from proposals.services.submitting import submit_proposal
from proposals.services.withdrawing import (
    agree_to_withdraw,
    ask_to_withdraw,
    drop_withdrawal,
    record_withdrawal,
    withdraw_from_agenda,
)

__all__ = [
    "DraftValues",
    "FieldProblems",
    "PaperProposal",
    "UnitPart",
    "accept_many",
    "accept_proposal",
    "agree_to_withdraw",
    "ask_to_withdraw",
    "assign_many",
    "assign_proposal",
    "convert_to_suggestion",
    "discard_draft",
    "drop_withdrawal",
    "enter_finished",
    "enter_proposal",
    "invite_sponsors",
    "join_proposal",
    "leave_proposal",
    "merge_proposal",
    "put_on_agenda",
    "record_resolution",
    "record_signatures",
    "record_vote",
    "record_withdrawal",
    "register_many",
    "register_proposal",
    "remove_sponsor",
    "reopen_proposal",
    "return_assignment",
    "revoke_assignment",
    "save_draft",
    "send_back_proposal",
    "set_aside_proposal",
    "submit_proposal",
    "withdraw_from_agenda",
]
