"""manage.py rotate_keys: bring sealed values and blind indexes to the current keys, while the portal serves."""

import sys

from django.core.management.base import BaseCommand

from governance.access import second_factor
from governance.sealing.rotation import left_per_key, rotate, sealed_tables

STEPS = """换密钥的步骤（门户不停机）：
1. 在 SEALING_KEYS（或 INDEX_KEYS）末尾加上新密钥，重启所有进程：新旧进程都能读；
2. 把新密钥移到最前，再重启所有进程：此后新写入的数据用新密钥；
3. 运行 manage.py rotate_keys；可随时中断，再次运行会接着做；
4. 运行 manage.py rotate_keys --check，确认旧密钥下已无数据；
5. 从设置中删去旧密钥，重启；旧备份仍需要旧密钥，请按备份的保存期限另行保管。"""


class Command(BaseCommand):
    help = f"把封存的数据和盲索引换到当前密钥。\n\n{STEPS}"

    def create_parser(self, *args, **kwargs):
        from argparse import RawDescriptionHelpFormatter

        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只列出各密钥下还有多少数据；有待换的则以 1 退出")
        parser.add_argument("--batch", type=int, default=500, help="每批行数（默认 500）")

    def handle(self, *args, check, batch, **options):
        if check:
            sys.exit(self._check())
        for table in sealed_tables():
            self._rotate(table, batch)
        self.stdout.write(f"第二验证因素：完成，换了 {second_factor.rotate_keys()} 行。")

    def _rotate(self, table, batch):
        name, total, done = table.model._meta.db_table, table.due().count(), 0
        for count in rotate(table, size=batch):
            done += count
            self.stdout.write(f"{name}：{done}/{max(total, done)}")
        self.stdout.write(f"{name}：完成，换了 {done} 行。")

    def _check(self):
        stale = 0
        for table in sealed_tables():
            for left in left_per_key(table):
                self.stdout.write(
                    f"{left.column}　{left.key}　{left.count} 条　{'当前' if left.is_current else '待换'}"
                )
                stale += 0 if left.is_current else left.count
        factors = second_factor.due_for_rotation().count()
        self.stdout.write(f"第二验证因素　待换 {factors} 条")
        stale += factors
        self.stdout.write(f"待换 {stale} 条。" if stale else "全部在当前密钥下。")
        return 1 if stale else 0
