"""The side bar of the back office: by subject, and only what the user may open."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from congress.common.messaging.permissions import can_view_deliveries
from congress.common.messaging.unread import unread_messages
from congress.common.permissions import (
    can_edit_accounts,
    can_edit_records,
    can_view_accounts,
    can_view_audit_trail,
    can_view_daily_runs,
    can_view_records,
    can_view_security_events,
)

Predicate = Callable[[Any], bool]


class Entry(NamedTuple):
    """A line of the side bar. ``url`` is a name; an entry whose page isn't built isn't shown."""

    title: str
    icon: str
    url: str
    may: Predicate = can_view_records
    kwargs: dict[str, str] = {}
    query: str = ""


def _everybody(user: Any) -> bool:
    return True


_MESSAGES = "messages"
_GROUPS: list[tuple[str, list[Entry]]] = [
    (
        "今日",
        [
            Entry("今日工作", "today", "admin:index", _everybody),
            Entry("我的消息", "notifications", _MESSAGES, _everybody),
            Entry("数据核对", "fact_check", "admin:consistency"),
            Entry("后台工作", "pending_actions", "admin:common_job_changelist", _everybody),
        ],
    ),
    (
        "代表",
        [
            Entry("代表名册", "groups", "admin:deputies_deputy_changelist"),
            Entry("履职卡", "qr_code", "admin:deputies_deputy_cards_page", can_edit_accounts),
            Entry("代表资格", "badge", "admin:deputies_mandate_changelist"),
            Entry("代表小组", "diversity_3", "admin:deputies_deputygroup_changelist"),
            Entry("选区", "map", "admin:township_electoraldistrict_changelist"),
            Entry(
                "导入代表名册",
                "upload_file",
                "admin:imports_upload",
                can_edit_records,
                {"kind": "roster"},
            ),
        ],
    ),
    (
        "主席团与联系",
        [
            Entry("主席团职务", "event_seat", "admin:deputies_presidiumpost_changelist"),
            Entry("主席团会议", "event_note", "admin:deputies_presidiummeeting_changelist"),
            Entry("联系计划", "account_tree", "admin:deputies_liaisonplan_changelist"),
            Entry("联系任务", "task_alt", "admin:deputies_liaisontask_changelist"),
            Entry("催办文字", "campaign", "admin:deputies_liaisontask_chasing", can_edit_records),
            Entry(
                "导入联系计划",
                "upload_file",
                "admin:imports_upload",
                can_edit_records,
                {"kind": "liaison-plan"},
            ),
        ],
    ),
    (
        "议案建议",
        [
            Entry("议案和建议", "article", "admin:proposals_proposal_changelist"),
            Entry("承诺事项台账", "task", "admin:proposals_promise_changelist"),
            Entry(
                "导入议案建议台账",
                "upload_file",
                "admin:imports_upload",
                can_edit_records,
                {"kind": "proposals"},
            ),
            Entry("办理统计", "monitoring", "admin:proposals_statistics"),
            Entry("内容分类", "category", "admin:proposals_category_changelist"),
            Entry("办理结果分类", "fact_check", "admin:proposals_outcomeclass_changelist"),
            Entry("不作为建议的情形", "block", "admin:proposals_setasideground_changelist"),
            Entry("议案建议设置", "tune", "admin:proposals_proposalsettings_changelist"),
        ],
    ),
    (
        "监督工作",
        [
            Entry("监督总览", "monitoring", "admin:supervision_overview"),
            Entry("监督计划", "event_note", "admin:supervision_supervisionplan_changelist"),
            Entry("监督项目", "construction", "admin:supervision_supervisionproject_changelist"),
            Entry(
                "导入监督项目",
                "upload_file",
                "admin:imports_upload",
                can_edit_records,
                {"kind": "supervision"},
            ),
            Entry("现场监督", "explore", "admin:supervision_fieldwork_changelist"),
            Entry("听取报告", "hearing", "admin:supervision_workreporthearing_changelist"),
            Entry("意见和整改", "assignment_late", "admin:supervision_demand_changelist"),
            Entry("向政府提的建议", "lightbulb", "admin:supervision_advice_changelist"),
            Entry("矛盾化解", "handshake", "admin:supervision_mediation_changelist"),
            Entry("询问", "help", "admin:supervision_inquiry_changelist"),
            Entry("质询", "contact_support", "admin:supervision_interpellation_changelist"),
            Entry("提请上级调查", "forward", "admin:supervision_referral_changelist"),
            Entry(
                "上级交办件",
                "move_to_inbox",
                "admin:supervision_countytask_changelist",
                can_edit_records,
            ),
            Entry("监督工作设置", "tune", "admin:supervision_supervisionsettings_changelist"),
        ],
    ),
    (
        "届次与会议",
        [
            Entry("届", "history_edu", "admin:township_congressterm_changelist"),
            Entry("次会议", "groups_2", "admin:township_session_changelist"),
            Entry("工作日历", "calendar_month", "admin:township_calendar"),
        ],
    ),
    (
        "镇情",
        [
            Entry("镇情", "landscape", "admin:township_township_changelist"),
            Entry("村（社区）", "holiday_village", "admin:township_village_changelist"),
            Entry("片", "grid_view", "admin:township_area_changelist"),
            Entry("机关单位", "account_balance", "admin:township_organ_changelist"),
            Entry("本镇设置", "tune", "admin:township_townsettings_changelist"),
        ],
    ),
    (
        "报告",
        [Entry("年度工作报告", "description", "admin:documents_workreport_changelist")],
    ),
    (
        "账号与留痕",
        [
            Entry("账号", "person", "admin:accounts_user_changelist", can_view_accounts),
            Entry("角色", "key", "admin:township_roleassignment_changelist", can_view_accounts),
            Entry("已说明的问题", "rule", "admin:common_acceptedfinding_changelist"),
            Entry(
                "登录规则",
                "lock_clock",
                "admin:accounts_loginpolicy_changelist",
                can_view_accounts,
            ),
            Entry("导入记录", "history", "admin:common_importrun_changelist"),
            Entry(
                "每日工作",
                "event_repeat",
                "admin:common_dailyrun_changelist",
                can_view_daily_runs,
            ),
            Entry("表头对应", "view_column", "admin:common_columnmapping_changelist"),
            Entry(
                "邮件发送",
                "outgoing_mail",
                "admin:common_messagedelivery_changelist",
                can_view_deliveries,
            ),
            Entry("操作留痕", "manage_search", "admin:audit_trail", can_view_audit_trail),
            Entry(
                "安全记录",
                "policy",
                "admin:common_securityevent_changelist",
                can_view_security_events,
            ),
        ],
    ),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the side bar for this user, as Unfold wants them."""
    groups: list[dict[str, Any]] = [
        {"title": title, "items": _items(entries, request)} for title, entries in _GROUPS
    ]
    _mark_current([item for group in groups for item in group["items"]], request.path)
    return [group for group in groups if group["items"]]


def _mark_current(items: list[dict[str, Any]], path: str) -> None:
    """One entry at most is where the reader is: Unfold would mark the list of a page as well."""
    index = reverse("admin:index")
    links = [item["link"].partition("?")[0] for item in items]
    found = [link for link in links if link == path or (link != index and path.startswith(link))]
    current = max(found, key=len, default="")
    for item, link in zip(items, links, strict=True):
        item["active"] = link == current


def _items(entries: list[Entry], request: HttpRequest) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for entry in entries:
        link = _link(entry)
        if link and entry.may(request.user):
            items.append({"title": entry.title, "icon": entry.icon, "link": link})
            if entry.url == _MESSAGES and (unread := unread_messages(request)):
                items[-1] |= {"badge": unread, "badge_variant": "primary"}
    return items


def _link(entry: Entry) -> str:
    """The entry's address; "" while nothing answers to its name."""
    try:
        return reverse(entry.url, kwargs=entry.kwargs) + entry.query
    except NoReverseMatch:
        return ""


def account_links(request: HttpRequest) -> list[dict[str, str]]:
    """What the menu under the user's own name lists beside logging out."""
    desk = _link(Entry("我的工作台", "", "desk"))
    links = [{"title": "我的工作台", "link": desk}] if desk else []
    return [
        *links,
        {"title": "我的登录", "link": reverse("account")},
        {"title": "修改密码", "link": reverse("password-change")},
    ]
