"""The first account of an installation: someone has to open the others."""

from django.core.management.base import BaseCommand, CommandError

from governance.areas.loads.actions import ensure_root
from governance.errors import RuleError
from governance.people.accounts.actions import make_first_administrator


class Command(BaseCommand):
    help = "开通第一个系统管理员并打印一次初始密码；已有系统管理员时拒绝。"

    def add_arguments(self, parser):
        parser.add_argument("--username", help="用户名；不给则询问")
        parser.add_argument("--name", help="姓名；不给则询问")

    def handle(self, *, username, name, **options):
        ensure_root()
        username = username or input("用户名：")
        name = (name or input("姓名：")).strip()
        if not name:
            raise CommandError("姓名不能为空。")
        try:
            account, password = make_first_administrator(username=username, name=name)
        except RuleError as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"已开通系统管理员 {account.name}（{account.username}）。")
        self.stdout.write(f"初始密码（只显示这一次，首次登录须修改）：{password}")
