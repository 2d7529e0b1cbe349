"""The verbs behind `make`: `python -m stack VERB`."""

import os
import sys
from collections.abc import Callable

from stack import environment
from stack.disk import ROOT, DataDir
from stack.keeper import hold_servers
from stack.say import PlainRefusal, say


def manage(arguments: list[str]) -> int:
    """Run manage.py with the embedded servers up, or with those that DATABASE_URL and REDIS_URL name."""
    return execute([sys.executable, str(ROOT / "manage.py"), *arguments])


def execute(arguments: list[str]) -> int:
    """Become the given command, with the portal's settings in its environment and the servers held."""
    settings = dict(os.environ)
    if not environment.names_its_own_servers():
        data = DataDir.for_running()
        lock, servers = hold_servers(data)
        os.set_inheritable(lock.descriptor, True)  # the command holds the servers in our place
        settings = environment.for_running(data, servers)
    os.execvpe(arguments[0], arguments, settings)


VERBS: dict[str, Callable[[list[str]], int]] = {
    "manage": manage,
    "exec": execute,
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
