"""The verbs behind `make`: `python -m stack VERB`."""

import os
import shutil
import sys
from collections.abc import Callable

from stack import checks, environment, portal
from stack.disk import ROOT, DataDir, is_locked
from stack.identity import postgres_identity
from stack.keeper import hold_servers, stop_keeper
from stack.say import PlainRefusal, say


def manage(arguments: list[str]) -> int:
    """Run manage.py with the embedded servers up, or with those that DATABASE_URL and REDIS_URL name."""
    return execute([sys.executable, str(ROOT / "manage.py"), *arguments])


AS_IT_RUNS = {"idle_memory", "old_register"}  # figures of the servers as `make run` has them


def bench(arguments: list[str]) -> int:
    """The figures of design.md against their floor, on servers of their own, where the worlds are."""
    data = DataDir.for_running() if AS_IT_RUNS & set(arguments) else DataDir.for_bench()
    return execute([sys.executable, "-m", "bench", *arguments], data)


def execute(arguments: list[str], data: DataDir | None = None) -> int:
    """Become the given command, with the portal's settings in its environment and the servers held."""
    settings = dict(os.environ)
    if not environment.names_its_own_servers():
        data = data or DataDir.for_running()
        lock, servers = hold_servers(data)
        os.set_inheritable(lock.descriptor, True)  # the command holds the servers in our place
        settings = environment.for_running(data, servers)
    os.execvpe(arguments[0], arguments, settings)


def reset(arguments: list[str]) -> int:
    """Drop the data of `make run` and of tests, after asking. Keys go too: nothing sealed can be read after."""
    data = DataDir.for_running()
    if is_locked(data.lock("run")):
        raise PlainRefusal("门户正在运行，请先按 Ctrl-C 停止它。")
    if "--yes" not in arguments:
        say("将删除 .data/ 里的数据库、文件与密钥，不能恢复。输入 yes 继续：")
        if sys.stdin.readline().strip() != "yes":
            say("没有删除任何东西。")
            return 1
    for used in (DataDir.for_tests(), DataDir.for_bench(), data):
        if not stop_keeper(used):
            raise PlainRefusal(f"{used.path} 的数据库还有别的命令在用，没有删除。")
    remove(data)
    say("已清空。运行 make run 重新开始。")
    return 0


def remove(data: DataDir) -> None:
    """The folder, and what the account `nobody` keeps for it elsewhere, if it came to that."""
    outside = postgres_identity(data.path).data(data.path / "postgres").parent
    shutil.rmtree(data.path)
    if outside != data.path:
        shutil.rmtree(outside)


VERBS: dict[str, Callable[[list[str]], int]] = {
    "manage": manage,
    "exec": execute,
    "run": lambda _: portal.run(),
    "reset": reset,
    "check": lambda _: checks.check(),
    "test": checks.test,
    "bench": bench,
}


def main(arguments: list[str]) -> int:
    verb = VERBS.get(arguments[0]) if arguments else None
    if verb is None:
        say("用法：python -m stack " + "|".join(VERBS))
        return 2
    try:
        return verb(arguments[1:])
    except PlainRefusal as refusal:
        say(f"\n{refusal}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
