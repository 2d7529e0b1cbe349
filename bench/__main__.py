"""`make bench`: every figure, or those whose file is named; exit code 1 when one does not hold.

SCALE=small measures among 100,000 cases (the default), SCALE=large among ten million, SCALE=1000000 among as many. A
world is made when it is not there (bench/world), once, and gone on with when that was stopped. A limit that design.md
sets among ten million is told among fewer, and not judged. What was found stands in `.data/bench.json` (results.py).

A file with `beside` is measured against a world of 10,000. One with `once()` is no figure and runs only when it is
named, on a DATABASE of its own that is made anew for it, or on the world; one that only TELLS needs neither.
"""

import gc
import logging
import os
import pkgutil
import subprocess
import sys
from importlib import import_module

import django

import bench
from bench import results
from bench.figure import TEN_MILLION, measure
from bench.say import say
from bench.world.databases import fresh, name_of, prepare, settings_for, url_of
from stack.disk import ROOT
from stack.say import PlainRefusal

NOT_FIGURES = {"__main__", "accepting", "asking", "copying", "figure", "floor", "results", "say", "sending", "serving"}
NOT_FIGURES |= {"index_words", "sweeping", "world"}
HERE = "--here"  # measure on the database of DATABASE_URL
SCALES = {"small": 100_000, "large": TEN_MILLION}
BESIDE = 10_000


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    os.environ["LOG_FORMAT"] = "json"
    django.setup()
    wanted = [name for name in arguments if name != HERE]
    if HERE in arguments:
        return max(_here(name) for name in wanted)
    scale = os.environ.get("SCALE", "small")
    size = SCALES.get(scale) or int(scale)
    files = {name: import_module(f"bench.{name}") for name in wanted or _figures()}
    try:
        _make_worlds(size, files.values())
        found = max(_measured(name, file, size) for name, file in files.items())
    except PlainRefusal as refusal:
        say(str(refusal))
        return 1
    say(f"结果：{results.path()}")
    return found


def _figures() -> list[str]:
    names = sorted({found.name for found in pkgutil.iter_modules(bench.__path__)} - NOT_FIGURES)
    return [name for name in names if not hasattr(import_module(f"bench.{name}"), "once")]


def _make_worlds(size, files):
    sizes = {size for file in files if not hasattr(file, "DATABASE") and not hasattr(file, "TELLS")}
    sizes |= {BESIDE for file in files if hasattr(file, "beside")}
    prepare(*sorted(sizes, reverse=True))


def _measured(name: str, file, size: int) -> int:
    if hasattr(file, "TELLS"):
        return file.once()
    if hasattr(file, "DATABASE"):
        results.begin(name)
        return _bench_on(fresh(file.DATABASE), name)
    more = {"BENCH_CASES": str(size)}
    if hasattr(file, "beside"):
        more["BENCH_BESIDE"] = url_of(name_of(BESIDE))
    results.begin(name, str(size))
    say(f"{size:,} 件案件：{(file.__doc__ or '').splitlines()[0]}")
    if size <= SCALES["small"]:
        more["BENCH_PATIENCE"] = "1.5"  # for who waits for it
    return _bench_on(name_of(size), name, **more)


def _here(name: str) -> int:
    file = import_module(f"bench.{name}")
    logging.getLogger("django_structlog").setLevel(logging.WARNING)  # of what this process asks itself
    if hasattr(file, "once"):
        return file.once()
    beside, cases = os.environ.get("BENCH_BESIDE"), int(os.environ.get("BENCH_CASES", 0))
    holds = True
    figures = file.beside(beside) if beside else file.figures()
    gc.collect()
    gc.freeze()  # as a web process does (deploy/gunicorn.py)
    for figure in figures:
        found = measure(figure, cases)
        say(f"{found}")
        results.keep(name, "figures", found.told())
        holds = holds and found.holds
    return 0 if holds else 1


def _bench_on(database, name, **more) -> int:
    command = [sys.executable, "-m", "bench", HERE, name]
    return subprocess.run(command, cwd=ROOT, env=settings_for(database, **more)).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
