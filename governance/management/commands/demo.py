"""Demo data: the seats, then whatever each feature brings to show."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

import governance
from governance.people import demo as seats


class Command(BaseCommand):
    help = "建立演示账号、任职、接口客户端和各功能的演示数据（可重复运行），并打印登录表。仅限 DEMO=1。"

    def add_arguments(self, parser):
        parser.add_argument("--rest", action="store_true", help="补齐其余演示数据（需要几分钟，可与门户同时运行）")
        parser.add_argument("--table", action="store_true", help="只打印登录表，不写数据")

    def handle(self, *, table, rest, **options):
        if not settings.DEMO:
            raise CommandError("演示数据使用公开的密码，只能在 DEMO=1 时建立。")
        if rest:
            for module in wing_demos():
                module.make_rest()
            return
        if not table:
            self.make()
        self.stdout.write(seats.table())

    def make(self):
        try:
            seats.make_demo()
        except seats.PlacesMissing as missing:
            raise CommandError(str(missing)) from None
        for module in (*feature_demos(), *wing_demos()):
            module.make_demo()


def feature_demos():
    """The `demo.py` of every feature but this one's, in the order of their names; each has `make_demo()`."""
    names = [f"governance.{found.name}" for found in pkgutil.iter_modules(governance.__path__) if found.ispkg]
    found = [f"{name}.demo" for name in sorted(names) if name != "governance.people" and find_spec(f"{name}.demo")]
    return [import_module(name) for name in found]


def wing_demos():
    """`demo/making.py` of each wing above the ground floor: `make_demo()`, and `make_rest()` for what takes minutes."""
    return [import_module(f"{wing}.demo.making") for wing in settings.WINGS if wing != "governance"]
