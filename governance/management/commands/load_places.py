"""Load the country's places, or compare a newer list with them."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.areas import codes
from governance.areas.loads import actions
from governance.areas.loads.comparison import fingerprint
from governance.areas.loads.models import APPLIED_KINDS, AreaLoad, AreaLoadChange
from governance.areas.loads.place_files import BadFile
from governance.areas.models import Area
from governance.errors import RuleError

SHIPPED = settings.BASE_DIR / "data/areas-cn-2023.csv.xz"
SHOWN = 10  # differences of a kind that are printed


class Command(BaseCommand):
    help = "载入全国区划代码；已有区域时先比对，加 --apply 才写入。"

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="csv 或 csv.xz，列为 code,name")
        parser.add_argument("--apply", action="store_true", help="比对后写入差异")
        parser.add_argument("--effective-on", type=date.fromisoformat, help="新代码的生效日，如 2024-10-31")
        parser.add_argument("--within", default=codes.ROOT, help="只比对这个区域内的代码")

    def handle(self, *, file, apply, effective_on, within, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"读不到文件 {file}：{error.strerror}") from None
        try:
            self.load(content, file.name, apply=apply, effective_on=effective_on, within=within)
        except BadFile as bad:
            raise CommandError("\n".join(["文件有误，未作任何改动：", *map(str, bad.problems)])) from None
        except RuleError as refusal:
            raise CommandError(refusal.message) from None

    def load(self, content, name, *, apply, effective_on, within):
        actions.ensure_root()
        if not Area.objects.exclude(pk=codes.ROOT).exists():
            load = actions.load_first_places(content, name, by=None, report=self.report)
            self.end_line(f"已载入 {load.counts['new']:,} 个区域。")
            return
        if self.is_loaded(content, within):
            self.stdout.write("区域与这份文件一致，没有变化。")
            return
        self.compare(content, name, apply=apply, effective_on=effective_on, within=within)

    def is_loaded(self, content, within):
        """Whether this very list was the last one applied, and no place changed since: asked without reading it."""
        last = AreaLoad.objects.applied_to(within).order_by("-id").first()
        return (
            last is not None and last.file_digest == actions.digest(content) and last.fingerprint == fingerprint(within)
        )

    def compare(self, content, name, *, apply, effective_on, within):
        effective_on = effective_on or date.today()
        load = actions.prepare_load(content, name, by=None, area=within, effective_on=effective_on)
        load = actions.compare_places(load, content, by=None, report=self.report)
        self.end_line(f"文件中有 {load.counts.get('rows', 0):,} 个区域。")
        if load.state == AreaLoad.State.FAILED:
            raise CommandError("\n".join(f"第 {line} 行：{why}" for line, why in load.problems))
        self.show(load)
        if not load.difference_count:
            actions.discard_load(load, by=None, version=None)
        elif apply:
            load = actions.apply_places(load, by=None, report=self.report)
            self.end_line(f"已载入 {load.difference_count:,} 处差异，自 {effective_on} 起生效。")
        else:
            self.stdout.write("未写入。核对后加 --apply --effective-on 生效日 再次运行。")

    def show(self, load):
        self.stdout.write("、".join(f"{kind.label} {load.counts[kind]:,}" for kind in AreaLoadChange.Kind))
        for kind in APPLIED_KINDS:
            for change in load.changes.filter(kind=kind).order_by("code")[:SHOWN]:
                before = f"（原 {change.old_code} {change.old_name}）" if kind in ("renamed", "moved") else ""
                self.stdout.write(f"  {change.get_kind_display()} {change.code} {change.name}{before}")

    def report(self, what, done, total):
        figures = f" {done:,} / {total:,}" if total else ""
        self.stdout.write(f"\r{what}{figures}{' ' * 20}", ending="")
        self.stdout.flush()

    def end_line(self, text):
        self.stdout.write(f"\r{text}{' ' * 40}")
