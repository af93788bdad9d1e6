"""What proposals and all that belongs to them are called in 操作留痕."""

from congress.common.audit.names import column, label, one_of, record, register_audit_name
from proposals.models import (
    Assignment,
    AssistingOpinion,
    Category,
    Contact,
    Extension,
    FeedbackRequest,
    HandlingReport,
    MotionVote,
    OutcomeClass,
    Pressing,
    Promise,
    Proposal,
    ProposalSettings,
    Publication,
    PublishedReply,
    Reply,
    ReplyDraft,
    ReplyRating,
    SetAsideGround,
    Sponsorship,
)


def register_names() -> None:
    """Called when the app is ready."""
    register_audit_name(ProposalSettings, "议案建议设置")
    for model in (Category, SetAsideGround):
        register_audit_name(model, column("name"))
    register_audit_name(OutcomeClass, column("letter"), " ", column("name"))
    register_audit_name(Proposal, column("title"))
    part = one_of("is_lead", {True: ["领衔"], False: ["附议"]})
    register_audit_name(Sponsorship, record("deputy"), "（", part, "）")
    name = (record("unit"), label("role"), "“", record("proposal"), "”")
    register_audit_name(Assignment, *name)
    register_audit_name(Reply, record("assignment"), "的答复")
    register_audit_name(ReplyRating, record("sponsorship"), "对答复的评价")
    register_audit_name(Contact, record("assignment"), "的面商")
    register_audit_name(AssistingOpinion, record("assignment"), "的协办意见")
    register_audit_name(Extension, record("assignment"), "的延期")
    register_audit_name(ReplyDraft, record("assignment"), "的答复稿")
    register_audit_name(FeedbackRequest, "请", record("sponsorship"), "评价答复")
    register_audit_name(Promise, column("content"))
    register_audit_name(Pressing, label("form"), "“", record("proposal"), "”")
    register_audit_name(Publication, "“", record("proposal"), "”的公开稿")
    register_audit_name(PublishedReply, record("reply"), "（公开稿）")
    register_audit_name(HandlingReport, column("title"))
    register_audit_name(MotionVote, "“", record("proposal"), "”的表决")
