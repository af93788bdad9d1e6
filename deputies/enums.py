"""The legal values of the app's fields; the labels are the only place where the words are spelt."""

from django.db import models


class CongressLevel(models.TextChoices):
    """Level of the congress; one person may sit in nested ones only (选举法48)."""

    TOWNSHIP = "township", "镇"
    COUNTY = "county", "县"
    CITY = "city", "市"
    PROVINCE = "province", "省"
    NATION = "nation", "全国"


class MandateStart(models.TextChoices):
    """How a mandate came about."""

    GENERAL_ELECTION = "general_election", "换届选举"
    BY_ELECTION = "by_election", "补选"
    UNKNOWN = "unknown", "未载"


class MandateEnd(models.TextChoices):
    """Why a mandate ended (代表法62); 届满 is the plain end."""

    TERM_EXPIRED = "term_expired", "届满"
    MOVED_AWAY = "moved_away", "迁出或者调离本行政区域"
    RESIGNED = "resigned", "辞职"
    ABSENT_TWICE = "absent_twice", "未经批准两次不出席会议"
    RECALLED = "recalled", "被罢免"
    NATIONALITY_LOST = "nationality_lost", "丧失国籍"
    RIGHTS_DEPRIVED = "rights_deprived", "被剥夺政治权利"
    INCAPACITATED = "incapacitated", "丧失行为能力"
    DIED = "died", "去世"


class MandateStatus(models.TextChoices):
    """Where a mandate stands on a day; computed from dates, never stored."""

    UPCOMING = "upcoming", "未到任"
    SERVING = "serving", "在任"
    SUSPENDED = "suspended", "暂停"
    ENDED = "ended", "终止"


class SuspensionCause(models.TextChoices):
    """Why the exercise of a mandate is suspended (代表法61)."""

    IN_CUSTODY = "in_custody", "因刑事案件被羁押正在受侦查、起诉、审判"
    SERVING_SENTENCE = "serving_sentence", "被依法判处刑罚而没有附加剥夺政治权利，正在服刑"


class PresidiumRole(models.TextChoices):
    """Posts in the presidium; chair and vice-chairs are members by office (组织法19①)."""

    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    MEMBER = "member", "主席团成员"


class TaskKind(models.TextChoices):
    """What is to be done. The first and the last are the member's, the second the deputy's."""

    GROUP_VISIT = "group_visit", "走访代表小组"
    DUTY_REPORT = "duty_report", "履职汇报"
    SYMPOSIUM = "symposium", "会前座谈"


class TaskStatus(models.TextChoices):
    """Where a task stands; the steps between are in deputies.workflow."""

    OPEN = "open", "待办"
    REPORTED = "reported", "待确认"
    RETURNED = "returned", "退回补充"
    CONFIRMED = "confirmed", "已完成"
    CANCELLED = "cancelled", "已取消"

    @classmethod
    def to_do(cls) -> tuple["TaskStatus", ...]:
        """The states in which the assignee has something to do."""
        return (cls.OPEN, cls.RETURNED)
