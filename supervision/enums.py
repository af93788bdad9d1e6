"""The legal values of what supervision records; the label is the only place where it is spelt."""

from __future__ import annotations

from django.db import models


class PlanState(models.TextChoices):
    """An annual plan is written, then agreed by the presidium (组织法19②)."""

    DRAFT = "draft", "起草"
    AGREED = "agreed", "已通过"


class PlanItemKind(models.TextChoices):
    """What the presidium plans for a year (组织法19②: 报告、执法检查、视察、调研)."""

    TOPIC = "topic", "议题"
    REPORT = "report", "听取专项工作报告"
    BUDGET = "budget", "预算审查监督"
    INSPECTION = "inspection", "视察"
    LAW_CHECK = "law_check", "执法检查"
    APPRAISAL = "appraisal", "评议"
    RESEARCH = "research", "专题调研"
    PROJECT = "project", "项目监督"
    OTHER = "other", "其他"


class ProjectKind(models.TextChoices):
    """How much weight the presidium gives a project."""

    KEY = "key", "重点监督"
    GENERAL = "general", "一般监督"


class ProjectOrigin(models.TextChoices):
    """Where a project comes from."""

    MOTION = "motion", "代表议案"
    SUGGESTION = "suggestion", "代表建议"
    PLAN = "plan", "主席团年度计划"
    COUNTY = "county", "上级人大交办"
    VOTED = "voted", "民生实事票决"
    OTHER = "other", "其他"


class Level(models.TextChoices):
    """Of which level the origin, a visit or a payer is."""

    TOWN = "town", "镇"
    COUNTY = "county", "县"
    CITY = "city", "市"
    PROVINCE = "province", "省"
    STATE = "state", "国家"


class Stage(models.TextChoices):
    """When the presidium looks: before, while, after."""

    BEFORE = "before", "事前监督"
    DURING = "during", "事中监督"
    AFTER = "after", "事后监督"


class QualityResult(models.TextChoices):
    """What a check of the quality found."""

    GOOD = "good", "合格"
    TO_MEND = "to_mend", "要整改"
    BAD = "bad", "不合格"


class FieldWorkKind(models.TextChoices):
    """What deputies do on the spot."""

    INSPECTION = "inspection", "视察"
    LAW_CHECK = "law_check", "执法检查"
    TRACKING = "tracking", "跟踪监督"
    SPECIAL = "special", "专项监督"
    SUPERIOR = "superior", "上级视察"
    RESEARCH = "research", "专题调研"


class Verdict(models.TextChoices):
    """What visitors of a superior congress, or the presidium, think of it."""

    VERY = "very", "十分满意"
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class HearingKind(models.TextChoices):
    """Which report was heard (组织法12, 19②)."""

    SPECIAL = "special", "专项工作报告"
    BUDGET_DRAFT = "budget_draft", "预算草案"
    BUDGET_CHANGE = "budget_change", "预算调整方案"
    HALF_YEAR = "half_year", "上半年预算执行情况"
    FINAL_ACCOUNTS = "final_accounts", "决算"
    AUDIT = "audit", "审计工作报告"


class DemandKind(models.TextChoices):
    """What is asked of a unit, with a date by which it has to report back.

    A township has no standing committee (监督法 doesn't address it): what its presidium and its
    deputies say are their opinions (组织法19).
    """

    REVIEW_OPINION = "review_opinion", "审议意见"
    DEPUTY_OPINION = "deputy_opinion", "代表意见"
    INSPECTION_OPINION = "inspection_opinion", "视察意见"
    RECTIFICATION = "rectification", "整改事项"
    AUDIT = "audit", "审计整改"

    @property
    def is_opinion(self) -> bool:
        return self in (
            DemandKind.REVIEW_OPINION,
            DemandKind.DEPUTY_OPINION,
            DemandKind.INSPECTION_OPINION,
        )


class DemandState(models.TextChoices):
    """How far a demand is."""

    DRAFT = "draft", "未发出"
    ISSUED = "issued", "待办理"
    REPORTED = "reported", "已报告"
    SENT_BACK = "sent_back", "退回再办"
    ESCALATED = "escalated", "已报上级"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "已撤销"


class DemandStepKind(models.TextChoices):
    """What is done with a demand."""

    ISSUE = "issue", "发出"
    REPORT = "report", "报告办理情况"
    SEND_BACK = "send_back", "退回再办"
    CLOSE = "close", "办结"
    ESCALATE = "escalate", "报上级"
    EXTEND = "extend", "同意延期"
    REOPEN = "reopen", "重新办理"
    DROP = "drop", "撤销"


class AdviceState(models.TextChoices):
    """What the government made of a piece of advice."""

    WAITING = "waiting", "未答复"
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"


class CountyTaskKind(models.TextChoices):
    """What the county congress hands down."""

    PETITION = "petition", "信访件"
    PROPOSAL = "proposal", "代表议案建议"
    TASK = "task", "其他工作"


class AnswerForm(models.TextChoices):
    """How an interpellation is answered (组织法24)."""

    ORAL = "oral", "口头答复"
    WRITTEN = "written", "书面答复"


class InterpellationState(models.TextChoices):
    """How far an interpellation is."""

    SUBMITTED = "submitted", "已提出"
    HANDED_OVER = "handed_over", "已交受质询机关"
    ANSWERED = "answered", "已答复"
    ASKED_AGAIN = "asked_again", "要求再答复"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class InterpellationStep(models.TextChoices):
    """What is done with an interpellation."""

    HAND_OVER = "hand_over", "交受质询机关"
    ANSWER = "answer", "答复"
    ASK_AGAIN = "ask_again", "要求再答复"
    CLOSE = "close", "办结"
    WITHDRAW = "withdraw", "撤回"
