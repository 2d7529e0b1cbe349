"""`make check` and `make test`: each check is one command, run to its end, so that one start shows all faults."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from stack import environment
from stack.disk import ROOT, DataDir
from stack.keeper import servers_in_use
from stack.keys import keys_of
from stack.say import say

EMPTY = "postgres"  # a database without tables: the developer's may be behind the files, or before them
PRODUCTION_LIKE = {
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "1",
    "ALLOWED_HOSTS": "portal.example.cn",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example.cn",
}


def check() -> int:
    """Format, lint, types, imports, migrations, production settings, API schema."""
    data = DataDir.for_running()
    with servers_in_use(data) as servers:
        of_files_alone = {"DATABASE_URL": servers.database_url(keys_of(data), EMPTY)}
        settings = environment.for_running(data, servers) | PRODUCTION_LIKE | of_files_alone
        failed = [what for what, command in commands().items() if not _passes(what, command, settings)]
    say("\n" + (f"未通过：{'、'.join(failed)}" if failed else "全部通过。"))
    return len(failed)


def commands() -> dict[str, list[str]]:
    programs = Path(sys.executable).parent
    manage = [sys.executable, "manage.py"]
    return {
        "格式 ruff format": [str(programs / "ruff"), "format", "--check", "--quiet", "."],
        "静态检查 ruff check": [str(programs / "ruff"), "check", "--quiet", "."],
        "类型 mypy": [str(programs / "mypy"), "--no-error-summary"],
        "导入约定 lint-imports": [str(programs / "lint-imports"), "--no-cache"],
        "迁移 makemigrations --check": [*manage, "makemigrations", "--check", "--dry-run"],
        "生产设置 check --deploy": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "接口文档 openapi --check": [*manage, "openapi", "--check"],
    }


def _passes(what: str, command: Sequence[str], settings: dict[str, str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    say(f"{'✓' if done.returncode == 0 else '✗'} {what}（{time.monotonic() - begun:.1f} 秒）")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


def test(arguments: list[str]) -> int:
    """Every test, in parallel; without Chromium the browser's are left out, except in CI."""
    if not (shutil.which("chromium") or shutil.which("google-chrome") or os.environ.get("CHROMIUM")):
        if os.environ.get("CI"):
            say("没有 Chromium：CI 中浏览器测试不得缺席。")
            return 1
        say("没有 Chromium，浏览器测试不会运行（apt-get install chromium fonts-noto-cjk）。")
    workers = [] if {"-n", "-p"} & set(arguments) else ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadgroup"]
    return subprocess.run([sys.executable, "-m", "pytest", *workers, *arguments], cwd=ROOT).returncode
