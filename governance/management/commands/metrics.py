"""python manage.py metrics rebuild|verify|fold: numbers worked out anew, held against the rows, brought up to date."""

from django.core.management.base import BaseCommand, CommandError

from governance.metrics.declaring import MEASURES, SOURCES
from governance.metrics.folding import fold_all
from governance.metrics.rebuilding import rebuild, rebuild_counter
from governance.metrics.verifying import differences

SHOWN = 10


class Command(BaseCommand):
    help = "统计：rebuild 按原始记录重新汇总（中断后再次运行即接着做），verify 核对，fold 计入待计入的变动。"

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["rebuild", "verify", "fold"])
        parser.add_argument("--measure", choices=sorted(MEASURES), help="只重新汇总这项指标（统计内容不变时足够）")
        parser.add_argument("--source", choices=sorted(SOURCES), help="只处理这个来源")

    def handle(self, *, act, measure=None, source=None, **options):
        chosen = [SOURCES[source]] if source else list(SOURCES.values())
        if act == "fold":
            self.stdout.write(f"已计入 {fold_all()} 项变动。")
        elif act == "verify":
            self._verify(chosen)
        elif measure:
            for name in MEASURES[measure].counters:
                code, _, counter = name.partition(".")
                rebuild_counter(SOURCES[code], SOURCES[code].counter(counter))
            self.stdout.write(f"“{MEASURES[measure].told}”已重新汇总。")
        else:
            for one in chosen:
                rebuild(one, told=self.stdout.write)
                self.stdout.write(f"{one.label}：已重新汇总。")

    def _verify(self, chosen):
        found = 0
        for one in chosen:
            for what in differences(one):
                found += 1
                if found <= SHOWN:
                    self.stdout.write(what)
        if found:
            raise CommandError(f"共 {found} 处不符；请运行 manage.py metrics rebuild。")
        self.stdout.write("全部相符。")
