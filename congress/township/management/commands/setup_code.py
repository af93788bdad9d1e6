"""What whoever starts an empty portal needs to make its first account in the browser."""

from typing import Any

from django.core.management.base import BaseCommand

from congress.township.setup.first_account import is_untouched, setup_code


class Command(BaseCommand):
    help = "还没有账号时，显示建立第一个账号要用的安装码。"

    def handle(self, *args: Any, **options: Any) -> None:
        if is_untouched():
            self.stdout.write(f"还没有账号。请打开网站的 /setup/ 建立，安装码：{setup_code()}")
        else:
            self.stdout.write("已经有账号，不再需要安装码。请直接登录。")
