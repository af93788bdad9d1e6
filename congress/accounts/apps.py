from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "congress.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from congress.accounts import signals
        from congress.accounts.audit_names import register_names
        from congress.accounts.policies import roles_opened
        from congress.common.backup.tables import leave_out_of_backups
        from congress.common.roles import register_role_filter

        register_names()
        leave_out_of_backups("accounts_loginsession")
        register_role_filter(roles_opened)
        user_logged_in.connect(signals.on_login, dispatch_uid="login-session")
        user_logged_out.connect(signals.on_logout, dispatch_uid="login-session")
