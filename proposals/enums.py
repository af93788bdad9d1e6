"""The legal values of the app's fields; the labels are the only place where the words are spelt."""

from __future__ import annotations

from django.db import models


class ProposalKind(models.TextChoices):
    """What a proposal is.

    Motions: 组织法第二十二条, 代表法第十五条. Suggestions, criticisms, opinions (建议、批评和意见)
    are one thing in law (代表法第二十四条, 第三十六条) and three words in ledgers.
    """

    MOTION = "motion", "议案"
    SUGGESTION = "suggestion", "建议"
    CRITICISM = "criticism", "批评"
    OPINION = "opinion", "意见"

    @property
    def is_motion(self) -> bool:
        return self is ProposalKind.MOTION


class Occasion(models.TextChoices):
    """When it was brought (提出时段): to the session, or in recess to the presidium."""

    IN_SESSION = "in_session", "大会期间"
    INTERSESSIONAL = "intersessional", "闭会期间"


class Proposer(models.TextChoices):
    """Who may bring a motion (组织法第二十二条); everything else comes from deputies."""

    DEPUTIES = "deputies", "代表"
    PRESIDIUM = "presidium", "主席团"
    GOVERNMENT = "government", "镇人民政府"


class ProposalSource(models.TextChoices):
    """How a proposal came into the portal."""

    DESK = "desk", "代表提交"
    OFFICE = "office", "人大办代录"
    AFTERWARDS = "afterwards", "补录"
    LEDGER = "ledger", "台账导入"


class ProposalStatus(models.TextChoices):
    """Where a proposal stands; which step leads where is told by proposals.workflow."""

    DRAFT = "draft", "草稿"
    COSIGNING = "cosigning", "联名确认中"
    SUBMITTED = "submitted", "已提出"
    REGISTERED = "registered", "已登记"
    SENT_BACK = "sent_back", "退回补正"
    ACCEPTED = "accepted", "已受理"
    ON_AGENDA = "on_agenda", "列入议程"
    ADOPTED = "adopted", "大会通过"
    NOT_ADOPTED = "not_adopted", "大会未通过"
    SET_ASIDE = "set_aside", "不作为建议处理"
    MERGED = "merged", "已并案"
    WITHDRAWN = "withdrawn", "已撤回"
    IN_HANDLING = "in_handling", "办理中"
    REPLIED = "replied", "已答复"
    REHANDLING = "rehandling", "重新办理"
    CLOSED = "closed", "已办结"


class ProposalStep(models.TextChoices):
    """What can be done to a proposal; which follows which is told by proposals.workflow."""

    EDIT = "edit", "修改"
    DISCARD = "discard", "删除草稿"
    INVITE = "invite", "邀请联名"
    JOIN = "join", "确认联名"
    LEAVE = "leave", "退出联名"
    SIGN = "sign", "录入纸面签名"
    SUBMIT = "submit", "提交"
    REGISTER = "register", "登记"
    ACCEPT = "accept", "受理"
    MERGE = "merge", "并案"
    SEND_BACK = "send_back", "退回补正"
    SET_ASIDE = "set_aside", "不作为建议处理"
    PUT_ON_AGENDA = "put_on_agenda", "列入议程"
    CONVERT = "convert", "转为建议"
    ADOPT = "adopt", "大会通过"
    REJECT = "reject", "大会未通过"
    ASK_WITHDRAWAL = "ask_withdrawal", "申请撤回"
    WITHDRAW = "withdraw", "撤回"
    ASSIGN = "assign", "交办"
    RETURN = "return", "退办"
    TAKE_BACK = "take_back", "收回交办"
    REPLY = "reply", "答复"
    COMPLETE = "complete", "全部答复"
    REHANDLE = "rehandle", "重新办理"
    CLOSE = "close", "办结"
    REOPEN = "reopen", "恢复审查"
    PUBLISH = "publish", "公开"
    TAKE_DOWN = "take_down", "撤下公开"


class SponsorshipStatus(models.TextChoices):
    """Whether a deputy stands behind a proposal."""

    INVITED = "invited", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "不参加"
    WITHDRAWN = "withdrawn", "已退出"


class UnitRole(models.TextChoices):
    """What a unit does with a proposal that was assigned to it."""

    LEAD = "lead", "主办"
    CO = "co", "协办"
    SEPARATE = "separate", "分别办理"


class AssignmentStatus(models.TextChoices):
    """Where one unit stands with one proposal."""

    ASSIGNED = "assigned", "办理中"
    RETURNED = "returned", "已退办"
    REVOKED = "revoked", "已改办"
    REPLIED = "replied", "已答复"


class ContactForm(models.TextChoices):
    """How the unit spoke with the deputy before it replied (面商方式)."""

    VISIT = "visit", "上门征求意见"
    MEETING = "meeting", "召开座谈会"
    TELEPHONE = "telephone", "电话联系"
    OTHER = "other", "其他"
    NONE = "none", "未联系"


class Satisfaction(models.TextChoices):
    """What a sponsor says of the handling, and of its outcome."""

    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    UNSTATED = "unstated", "未表态"


class Adoption(models.TextChoices):
    """What the unit does with what was suggested (采纳情况)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_YET = "not_yet", "近期不能落实"
    NOT_ADOPTED = "not_adopted", "未采纳"


class DraftState(models.TextChoices):
    """Where a unit's reply stands before it goes out."""

    WRITING = "writing", "起草"
    TO_SIGN = "to_sign", "待签发"


class ExtensionState(models.TextChoices):
    """What became of a unit's wish for more time."""

    ASKED = "asked", "待同意"
    APPROVED = "approved", "同意"
    REFUSED = "refused", "不同意"


class PromiseState(models.TextChoices):
    """What became of what a reply promised (承诺事项)."""

    OPEN = "open", "正在落实"
    KEPT = "kept", "已经落实"
    STRUCK_OFF = "struck_off", "销号"


class PressingForm(models.TextChoices):
    """How the presidium pressed for an answer (督办)."""

    TELEPHONE = "telephone", "电话催办"
    LETTER = "letter", "发催办函"
    MEETING = "meeting", "开会督办"
    VISIT = "visit", "上门督办"
    RETURN_VISIT = "return_visit", "回访代表"


class FeedbackFrom(models.TextChoices):
    """Who is asked what he thinks of a reply."""

    ALL = "all", "每名提出的代表"
    LEAD = "lead", "领衔代表"


class NumberScope(models.TextChoices):
    """Where numbers begin again at 1."""

    SESSION = "session", "每次会议"
    YEAR = "year", "每年"
    TERM = "term", "每届"
