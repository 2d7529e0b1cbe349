"""python manage.py metrics rebuild|verify|fold: numbers worked out anew, held against the rows, brought up to date."""

from django.core.management.base import BaseCommand, CommandError

from governance.metrics.declaring import MEASURES, SOURCES
from governance.metrics.folding import fold_all
from governance.metrics.rebuilding import rebuild, rebuild_counters, rebuild_outdated
from governance.metrics.verifying import differences

SHOWN = 10


class Command(BaseCommand):
    help = (
        "统计：rebuild 汇总新的和声明变了的来源与计数（中断后再次运行即接着做；--all 全部重新汇总），verify 核对，"
        "fold 计入待计入的变动。"
    )

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["rebuild", "verify", "fold"])
        parser.add_argument("--measure", choices=sorted(MEASURES), help="只重新汇总这项指标（统计内容不变时足够）")
        parser.add_argument("--source", choices=sorted(SOURCES), help="只处理这个来源")
        parser.add_argument("--all", action="store_true", help="全部按原始记录重新汇总，不论声明是否变过")

    def handle(self, *, act, measure=None, source=None, **options):
        chosen = [SOURCES[source]] if source else list(SOURCES.values())
        if act == "fold":
            self.stdout.write(f"已计入 {fold_all()} 项变动。")
        elif act == "verify":
            self._verify(chosen)
        elif measure:
            self._rebuild_measure(MEASURES[measure])
        elif source or options["all"]:
            for one in chosen:
                rebuild(one, told=self.stdout.write)
                self.stdout.write(f"{one.label}：已重新汇总。")
        else:
            done = rebuild_outdated(told=self.stdout.write)
            self.stdout.write(f"已汇总：{'、'.join(done)}。" if done else "没有新的或声明变了的计数。")

    def _rebuild_measure(self, measure):
        for name in measure.counters:
            code, _, counter = name.partition(".")
            rebuild_counters(SOURCES[code], [SOURCES[code].counter(counter)])
        self.stdout.write(f"“{measure.told}”已重新汇总。")

    def _verify(self, chosen):
        found = 0
        for one in chosen:
            for what in differences(one):
                found += 1
                if found <= SHOWN:
                    self.stdout.write(what)
        if found:
            raise CommandError(f"共 {found} 处不符；请运行 manage.py metrics rebuild --all。")
        self.stdout.write("全部相符。")
