"""`make bench`: every figure, or those whose file is named; exit code 1 when one does not hold."""

import os
import pkgutil
import sys
from importlib import import_module

import django

import bench
from bench.figure import measure

NOT_FIGURES = {"__main__", "figure", "floor", "serving"}


def main(wanted: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    os.environ["LOG_FORMAT"] = "json"
    django.setup()
    files = sorted({found.name for found in pkgutil.iter_modules(bench.__path__)} - NOT_FIGURES)
    measured = []
    for name in wanted or files:
        for figure in import_module(f"bench.{name}").figures():
            measured.append(measure(figure))
            sys.stdout.write(f"{measured[-1]}\n")
    return 0 if all(one.holds for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
