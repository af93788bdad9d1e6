"""What accounts, cards and rules are called in 操作留痕."""

from congress.accounts.models import LoginCard, LoginPolicy, User
from congress.common.audit.names import either, label, one_of, record, register_audit_name


def register_names() -> None:
    """Called when the app is ready."""
    register_audit_name(User, either("display_name", "username"))
    kinds = {True: ["一次性链接"], False: ["履职卡"]}
    register_audit_name(LoginCard, record("user"), "的", one_of("is_link", kinds))
    register_audit_name(LoginPolicy, label("role"), "的登录规则")
