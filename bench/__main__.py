"""`make bench`: every figure, or those whose file is named; exit code 1 when one does not hold.

A file with SIZES is measured on a database of each size (BENCH_SIZES="100000" for one of them), which is made when it
is not there: some minutes and a gigabyte for 100,000 cases, a quarter of an hour and six for a million.
A file with `once()` is a run of minutes, on a DATABASE of its own that is made anew for it.
"""

import os
import pkgutil
import subprocess
import sys
from importlib import import_module

import django

import bench
from bench.figure import measure
from bench.say import say
from bench.world.databases import fresh, prepared, settings_for
from stack.disk import ROOT

NOT_FIGURES = {"__main__", "asking", "figure", "floor", "say", "serving", "world"}
HERE = "--here"  # measure on the database of DATABASE_URL


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    os.environ["LOG_FORMAT"] = "json"
    django.setup()
    files = sorted({found.name for found in pkgutil.iter_modules(bench.__path__)} - NOT_FIGURES)
    wanted = [name for name in arguments if name != HERE] or files
    return max(measured(name, here=HERE in arguments) for name in wanted)


def measured(name: str, *, here: bool) -> int:
    file = import_module(f"bench.{name}")
    if hasattr(file, "once"):
        return file.once() if here else _bench_on(fresh(file.DATABASE), name)
    sizes = getattr(file, "SIZES", ())
    if here or not sizes:
        found = []
        for figure in file.figures():
            found.append(measure(figure))
            say(f"{found[-1]}")
        return 0 if all(one.holds for one in found) else 1
    asked = os.environ.get("BENCH_SIZES", "").split()
    return max((_measured_at(name, size) for size in sizes if not asked or str(size) in asked), default=0)


def _measured_at(name, size) -> int:
    database = prepared(size)
    say(f"{size:,} 件案件：")
    return _bench_on(database, name)


def _bench_on(database, name) -> int:
    command = [sys.executable, "-m", "bench", HERE, name]
    return subprocess.run(command, cwd=ROOT, env=settings_for(database)).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
