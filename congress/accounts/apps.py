from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "congress.accounts"
    label = "accounts"
    verbose_name = "账号"
