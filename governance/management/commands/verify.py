"""python manage.py verify [--only CODE …] [--json] [--list] [--whole] [--after N]: does what must always hold, hold?

If not, exits with 1. Checks that take too long for a night look at its share, unless `--whole` asks for all; broken
off, they say with which `--after` they go on.
"""

import json

from django.core.management.base import BaseCommand, CommandError

from governance.invariants.looking import Outcome, look_at
from governance.invariants.registry import Look, all_invariants

EXAMPLES = 5  # findings printed of each check


class Command(BaseCommand):
    help = "核对数据：案件状态、期限、编号、金额、签名、文件、留痕等是否自相一致。发现问题时以 1 退出。"

    def add_arguments(self, parser):
        parser.add_argument("--only", nargs="+", metavar="代码", help="只核对这些项（代码见 --list）")
        parser.add_argument("--whole", action="store_true", help="逐夜分份的核对项（文件摘要）这次核对全部")
        parser.add_argument(
            "--after", type=int, default=0, metavar="编号", help="从这个编号之后接着核对（中断时会提示）"
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
        parser.add_argument("--list", action="store_true", help="列出全部核对项，不核对")

    def handle(self, *, only, json, list, whole, after, **options):
        chosen = self.chosen(only)
        if list:
            for each in chosen:
                self.stdout.write(f"{each.code}  {each.label}：{each.holds}")
            return
        outcomes = []
        for each in chosen:
            outcomes.append(self.look_at(each, Look(whole=whole, after=after)))
            if not json:
                self.tell(outcomes[-1])
        if json:
            self.stdout.write(as_json(outcomes))
        faulty = [one for one in outcomes if not one.is_clean]
        if faulty:
            raise CommandError(f"{len(faulty)} 项核对发现问题，共 {sum(one.fault_count for one in faulty)} 处。")
        if not json:
            self.stdout.write(f"{len(outcomes)} 项核对全部正常。")

    def look_at(self, invariant, look: Look) -> Outcome:
        try:
            return look_at(invariant, look=look)
        except KeyboardInterrupt:
            if look.count:
                self.stderr.write(f"已中断。接着核对：--only {invariant.code} --whole --after {look.position}")
            raise

    def chosen(self, only):
        known = {each.code: each for each in all_invariants()}
        if unknown := [code for code in only or () if code not in known]:
            raise CommandError(f"没有这样的核对项：{'、'.join(unknown)}。可用：{'、'.join(known)}。")
        return [known[code] for code in only] if only else [*known.values()]

    def tell(self, outcome: Outcome):
        word = "正常" if outcome.is_clean else f"发现 {outcome.fault_count:,} 处问题"
        seconds = outcome.took.total_seconds()
        label = f"{outcome.invariant.label}（{outcome.invariant.code}）"
        self.stdout.write(f"{label}：核对 {outcome.looked_at:,} 项，{word}，用时 {seconds:.1f} 秒")
        for found in outcome.findings[:EXAMPLES]:
            self.stdout.write(f"  · {found.what}")
        if outcome.fault_count > EXAMPLES:
            self.stdout.write(f"  · 另有 {outcome.fault_count - EXAMPLES:,} 处")


def as_json(outcomes: list[Outcome]) -> str:
    told = [
        {
            "code": one.invariant.code,
            "label": one.invariant.label,
            "looked_at": one.looked_at,
            "fault_count": one.fault_count,
            "seconds": round(one.took.total_seconds(), 3),
            "findings": [{"what": found.what, "area": found.area, "url": found.url} for found in one.findings],
        }
        for one in outcomes
    ]
    return json.dumps({"ok": all(one.is_clean for one in outcomes), "checks": told}, ensure_ascii=False, indent=2)
